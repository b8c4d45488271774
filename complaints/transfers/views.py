"""The desk's page for what goes to other states and comes from them: packages, cards, and who sent what."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors as accounts
from accounts.doors import StaffRequest, staff_view
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from common.languages import month_usage
from common.storage import NoRoom
from complaints.models import Arrival, Partner, Transfer
from complaints.transfers import package, partners
from complaints.transfers.forms import FileForm
from complaints.transfers.package import NotTaken
from complaints.transfers.services import take_in
from vault.services import Locked

SHOWN = 50  # the latest of each list
View = Callable[..., HttpResponseBase]


def takes_package(view: View) -> View:
    """Packages may be larger than other forms: they wait on disk, sealed as they are, while they are read."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return door


def _page(request: StaffRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    state = accounts.state(request.actor.state)
    with timezone.override(ZoneInfo(state.zone)):
        return render(
            request,
            f"complaints/transfers/{template}.html",
            {"months": month_usage(state.code), "is_open": bool(request.actor.keyring.keys), **context},
            status=status,
        )


def _to_index() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("transfers"), status=303)


@require_safe
@staff_view(Permission.INDEPENDENT)
def index(request: StaffRequest) -> HttpResponse:
    """What came, what went and what waits; whose cards are known."""
    by = request.actor
    went = Transfer.objects.visible_to(by).select_related("complaint", "to_institution", "to_partner")
    cards = Partner.objects.visible_to(by).filter(ended_at=None).order_by("code")
    return _page(
        request,
        "index",
        arrivals=Arrival.objects.visible_to(by).select_related("complaint").order_by("-pk")[:SHOWN],
        transfers=went.defer("parcel", "package").order_by("-proposed_at")[:SHOWN],
        partners=[(row, partners.fingerprint(row), row.added_by == by.id) for row in cards],
        may_add=by.may(Permission.HEAD),
    )


@takes_package
@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.INDEPENDENT, atomic=False)
def take(request: StaffRequest) -> HttpResponse:
    """Take in a package that another installation made."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            case = take_in(content=form.content, by=request.actor, now=timezone.now())
        except NotTaken as refusal:
            form.add_error("file", refusal.sentence)
        except NoRoom:
            form.add_error("file", _("There is no room for its files just now. Nothing was taken in."))
        except Locked:
            form.add_error(None, _("Your vault is closed, so nothing of the package can be opened."))
        else:
            messages.success(request, _("The case was taken in. Its complainant’s code opens it here now."))
            return HttpResponseRedirect(reverse("case", args=[case.reference]), status=303)
    return _page(request, "take", 422 if form.is_bound else 200, form=form)


@require_POST
@staff_view(Permission.INDEPENDENT)
@freshly_confirmed()
def own_card(request: StaffRequest) -> HttpResponse:
    """The own institution's card as a file: public keys, nothing secret."""
    try:
        card = _card(request)
    except Locked:
        messages.warning(request, _("Your vault is closed: a card is signed with your institution’s key."))
        return _to_index()
    assert request.actor.institution is not None  # noqa: S101  # the permission is an institution's
    return _file(card, f"{request.actor.institution.code}.card.json")


def _card(request: StaffRequest) -> bytes:
    site = settings.SITE_ADDRESS.rstrip("/") or f"https://{request.get_host()}"
    return package.card(by=request.actor, site=site + "/", now=timezone.now())


@takes_package
@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.HEAD)
@freshly_confirmed()
def add_card(request: StaffRequest) -> HttpResponse:
    """Add an institution of another installation by its card."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            partners.add(card=form.content, by=request.actor, now=timezone.now())
        except NotTaken as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, _("The card was added. It counts once a second person confirmed it."))
            return _to_index()
    return _page(request, "add_card", 422 if form.is_bound else 200, form=form)


@require_POST
@staff_view(Permission.INDEPENDENT)
@freshly_confirmed()
def confirm_card(request: StaffRequest, partner: UUID) -> HttpResponse:
    """A second person compared the digits."""
    _known(request, partner)
    compared = request.POST.get("compared", "")
    partners.confirm(partner=partner, compared=compared, by=request.actor, now=timezone.now())
    messages.success(
        request, _("The card is confirmed. Cases can go there, and packages from there are taken in.")
    )
    return _to_index()


@require_POST
@staff_view(Permission.HEAD)
@freshly_confirmed()
def end_card(request: StaffRequest, partner: UUID) -> HttpResponse:
    """Nothing goes there any more."""
    _known(request, partner)
    partners.end(partner=partner, by=request.actor, now=timezone.now())
    messages.success(request, _("The card is ended."))
    return _to_index()


def _known(request: StaffRequest, partner: UUID) -> None:
    if not Partner.objects.visible_to(request.actor).filter(pk=partner, ended_at=None).exists():
        raise Http404


@require_safe
@staff_view(Permission.INDEPENDENT)
def package_file(request: StaffRequest, transfer: UUID) -> HttpResponse:
    """A package that was made, to be carried to the other institution by any way: nobody else can open it."""
    row = Transfer.objects.visible_to(request.actor).select_related("complaint").filter(pk=transfer).first()
    if row is None or not row.package:
        raise Http404
    return _file(bytes(row.package), f"{row.complaint.reference}.transfer.json")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
