"""One's list of complaints: open it with the password, add by code, follow, name, take off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Refused
from accounts.citizens.doors import CitizenRequest, citizen_view
from accounts.citizens.forms import OwnPasswordForm
from accounts.keys import unlocking
from accounts.models import User
from common import tokens
from complaints import claims
from complaints.mine import selectors
from complaints.mine.forms import AddForm, LabelForm
from complaints.tracking import selectors as tracking
from complaints.tracking.views import TOKEN_LASTS
from vault import people, unlocked
from vault.services import Locked

WARNED = "add without a name"


def to_list() -> HttpResponseRedirect:
    """303 after a form, so that reloading sends nothing again."""
    return HttpResponseRedirect(reverse("mine"), status=303)


def user_of(request: CitizenRequest) -> User:
    """Whoever is signed in; the door let nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def open_with(request: CitizenRequest, form: OwnPasswordForm) -> bool:
    """Open the list with the password of a form, or say in the form why not."""
    if not form.is_valid():
        return False
    try:
        unlocking.open_with(request, user_of(request), form.cleaned_data["password"], now=timezone.now())
    except unlocking.TooOften:
        form.add_error(
            "password", gettext("Ten wrong tries: the list can be tried again in a quarter of an hour.")
        )
    except people.WrongPassphrase:
        form.add_error("password", gettext("That password does not open this list."))
    return not form.errors


@require_safe
@citizen_view
def mine(request: CitizenRequest) -> HttpResponse:
    """The list while it is open, else the question for the password."""
    return page(request)


def page(
    request: CitizenRequest,
    *,
    form: AddForm | None = None,
    is_wrong: bool = False,
    is_full: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The list as it stands now."""
    now = timezone.now()
    try:
        rows = selectors.rows(by=request.actor, now=now)
    except Locked:
        return closed(request, OwnPasswordForm())
    shown: dict[str, Any] = {
        "rows": [(row, LabelForm(line=row.pk, initial={"label": row.label})) for row in rows],
        "form": form or AddForm(),
        "is_wrong": is_wrong,
        "is_full": is_full,
        "open_until": unlocking.open_until(request, user_of(request)),
    }
    return render(request, "complaints/mine/list.html", shown, status=status)


def closed(request: CitizenRequest, form: OwnPasswordForm, status: int = 200) -> HttpResponse:
    """The list's locked form."""
    return render(request, "complaints/mine/closed.html", {"form": form}, status=status)


@sensitive_post_parameters("password")
@require_POST
@citizen_view
def open_list(request: CitizenRequest) -> HttpResponse:
    """Open the list in this browser for a quarter of an hour."""
    form = OwnPasswordForm(request.POST)
    return to_list() if open_with(request, form) else closed(request, form, 422)


@require_POST
@citizen_view
def close_list(request: CitizenRequest) -> HttpResponse:
    """Close the list now, in every browser."""
    unlocked.close(owner=request.actor.id)
    response = to_list()
    response.delete_cookie(unlocking.COOKIE)
    return response


@require_POST
@citizen_view
def add(request: CitizenRequest) -> HttpResponse:
    """Put a complaint on the list by its code. Every wrong code gets the same page."""
    now = timezone.now()
    if not request.actor.keyring.keys:
        return closed(request, OwnPasswordForm())
    form, code, is_warned = _asked(request)
    found = tracking.find(code)
    if found is None or not form.is_valid():
        return page(request, is_wrong=True)
    if claims.is_nameless(found.code) and not is_warned:
        token = tokens.make(found.code, purpose=WARNED, now=now, lasts=TOKEN_LASTS)
        warning = {"token": token, "label": form.cleaned_data["label"]}
        return render(request, "complaints/mine/warning.html", warning)
    if any(line.code == found.code for line in claims.lines(by=request.actor)):
        messages.info(request, gettext("This complaint is on your list already."))
        return to_list()
    try:
        claims.add(code=found.code, label=form.cleaned_data["label"], by=request.actor)
    except claims.Full:
        return page(request, is_full=True, status=409)
    messages.success(request, gettext("The complaint is on your list."))
    return to_list()


def _asked(request: CitizenRequest) -> tuple[AddForm, str, bool]:
    """What was typed; after the warning the sealed copy of the code stands for it."""
    try:
        code = tokens.read(request.POST.get("warned", ""), purpose=WARNED, now=timezone.now())
    except tokens.NoToken:
        code = request.POST.get("code", "")
        return AddForm(request.POST), code, False
    return AddForm({"code": code, "label": request.POST.get("label", "")}), code, True


@require_POST
@citizen_view
def name(request: CitizenRequest, line: UUID) -> HttpResponse:
    """Give a line a name of one's own; an empty one takes it away."""
    form = LabelForm(request.POST, line=line)
    label = form.cleaned_data["label"] if form.is_valid() else ""
    try:
        claims.relabel(line=line, label=label, by=request.actor)
    except Refused:
        raise Http404 from None
    except Locked:
        return closed(request, OwnPasswordForm())
    return to_list()


@require_POST
@citizen_view
def remove(request: CitizenRequest, line: UUID) -> HttpResponse:
    """Take a complaint off the list. The complaint goes on, and its receipt opens it."""
    try:
        claims.remove(line=line, by=request.actor)
    except Refused:
        raise Http404 from None
    except Locked:
        return closed(request, OwnPasswordForm())
    messages.success(request, gettext("The complaint is off your list. Its receipt still opens it."))
    return to_list()
