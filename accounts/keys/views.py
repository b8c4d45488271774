"""One's own vault: enrol, open, close, change the passphrase, start over."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.keys import selectors, services, unlocking, words
from accounts.keys.forms import ChangeForm, NewPassphraseForm, OpenForm, StartOverForm
from accounts.keys.owners import keys_of
from accounts.models import User
from accounts.roles import Permission
from accounts.selectors import state
from common.languages import month_usage
from vault import people, recovery, unlocked

READ = ("GET", "HEAD", "POST")


def page(request: StaffRequest, template: str, status: int = 200, **extra: Any) -> HttpResponse:
    """A page of the vault, in the state's own time and months."""
    context = {"months": month_usage(request.actor.state), "actor": request.actor, **extra}
    with timezone.override(ZoneInfo(state(request.actor.state).zone) if request.actor.state else None):
        return render(request, f"accounts/keys/{template}.html", context, status=status)


def to(name: str, *args: Any) -> HttpResponseRedirect:
    """After a form: 303 to a page, so that reloading it sends nothing again."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)


def user_of(request: StaffRequest) -> User:
    """Whoever is signed in; the door let nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def back_to(request: StaffRequest, wanted: str) -> str:
    """Where somebody came from, if that is a page of this site; else the vault."""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith("/") else reverse("vault")


@require_safe
@staff_view(*Permission)
def vault(request: StaffRequest) -> HttpResponse:
    """One's vault and the keys of one's institution."""
    form = OpenForm(initial={"next": request.GET.get("next", "")})
    return _vault(request, form)


def _vault(request: StaffRequest, form: OpenForm, status: int = 200) -> HttpResponse:
    by, user, now = request.actor, user_of(request), timezone.now()
    body = by.institution if by.institution and by.institution.is_independent else None
    pair = people.pair_of(by.id)
    extra: dict[str, Any] = {}
    if body and selectors.may_enrol(by):
        extra["keys"] = keys = selectors.keys(body, now=now)
        extra["holders"] = selectors.holders(body, by) if Permission.READ_ORIGINAL in by.permissions else []
        extra["is_made"] = all(key.epoch for key in keys)
        extra["may_renew"] = services.may_renew(by)
        extra["rewraps"] = sum(key.waiting for key in keys)
        extra["is_due"] = any(key.is_due for key in keys)
        extra["is_officer"] = any(by.id in recovery.officers_of(owner) for owner in keys_of(body).values())
    return page(
        request,
        "vault",
        status,
        form=form,
        pair=pair,
        body=body,
        mark=selectors.mark(bytes(pair.public)) if pair else "",
        opens_by_itself=bool(pair and not pair.kdf_suite),
        may_enrol=selectors.may_enrol(by),
        open_until=unlocking.open_until(request, user) if pair and pair.kdf_suite else None,
        **extra,
    )


@sensitive_post_parameters()
@require_POST
@staff_view(*Permission)
def open_vault(request: StaffRequest) -> HttpResponse:
    """Open one's vault in this browser, and go on where one was."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _vault(request, form, 422)
    try:
        unlocking.open_with(request, user_of(request), form.cleaned_data["passphrase"], now=timezone.now())
    except unlocking.TooOften:
        form.add_error(
            "passphrase", gettext("Ten wrong tries: the vault can be tried again in a quarter of an hour.")
        )
        return _vault(request, form, 422)
    except people.WrongPassphrase:
        form.add_error("passphrase", gettext("That passphrase does not open this vault."))
        return _vault(request, form, 422)
    messages.success(request, gettext("Your vault is open for fifteen minutes in this browser."))
    return HttpResponseRedirect(back_to(request, form.cleaned_data["next"]), status=303)


@require_POST
@staff_view(*Permission)
def close_vault(request: StaffRequest) -> HttpResponse:
    """Close one's vault now, in every browser."""
    unlocked.close(owner=request.actor.id)
    messages.success(request, gettext("Your vault is closed."))
    response = to("vault")
    response.delete_cookie(unlocking.COOKIE)
    return response


@sensitive_post_parameters()
@require_http_methods(READ)
@staff_view(*Permission)
def enrol(request: StaffRequest) -> HttpResponse:
    """Choose a passphrase, and get a key pair."""
    if not selectors.may_enrol(request.actor) or people.pair_of(request.actor.id):
        return to("vault")
    user = user_of(request)
    form = NewPassphraseForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        now, chosen = timezone.now(), form.cleaned_data["passphrase"]
        try:
            unlock = services.enrol(user=user, passphrase=chosen, by=request.actor, now=now)
        except people.Enrolled:
            return to("vault")
        unlocking.keep(request, user, unlock, now=now)
        messages.success(
            request, gettext("Your vault is made, and open for fifteen minutes in this browser.")
        )
        return to("vault")
    return _choose(request, "enrol", form)


def _choose(request: StaffRequest, template: str, form: NewPassphraseForm) -> HttpResponse:
    language = (get_language() or "ar")[:2]
    status = 422 if form.is_bound else 200
    return page(request, template, status, form=form, suggestion=words.suggestion(language))


@sensitive_post_parameters()
@require_http_methods(READ)
@staff_view(*Permission)
def change(request: StaffRequest) -> HttpResponse:
    """Another passphrase for the same key."""
    pair = people.pair_of(request.actor.id)
    if pair is None or not pair.kdf_suite:
        return to("vault")
    user, now = user_of(request), timezone.now()
    form = ChangeForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["passphrase"]
        try:
            unlocking.open_with(request, user, old, now=now)
            services.change_passphrase(user=user, old=old, new=new, by=request.actor, now=now)
            unlocking.open_with(request, user, new, now=now)
        except unlocking.TooOften:
            form.add_error(
                "old", gettext("Ten wrong tries: the vault can be tried again in a quarter of an hour.")
            )
            return _choose(request, "change", form)
        except people.WrongPassphrase:
            form.add_error("old", gettext("That passphrase does not open this vault."))
            return _choose(request, "change", form)
        messages.success(request, gettext("The new passphrase holds from now on."))
        return to("vault")
    return _choose(request, "change", form)


@sensitive_post_parameters()
@require_http_methods(READ)
@staff_view(*Permission)
def start_over(request: StaffRequest) -> HttpResponse:
    """The passphrase is lost: a new key, and waiting for keys again."""
    pair = people.pair_of(request.actor.id)
    if pair is None or not pair.kdf_suite:
        return to("vault")
    user, now = user_of(request), timezone.now()
    form = StartOverForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["passphrase"]
        unlock = services.start_over(user=user, passphrase=chosen, by=request.actor, now=now)
        unlocking.keep(request, user, unlock, now=now)
        messages.success(request, gettext("You have a new key. Colleagues see that you wait for keys."))
        return to("vault")
    return _choose(request, "start_over", form)
