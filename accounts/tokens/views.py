"""The settings' pages of tokens: those there are, asking for one, seeing its secret once, ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.changes.services import today_in
from accounts.changes.showing import SENTENCES, shown
from accounts.doors import StaffRequest, staff_view
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from accounts.settings import pages
from accounts.tokens import selectors, services
from accounts.tokens.forms import EndForm, TokenForm
from accounts.tokens.models import ApiToken

KEEPERS = (Permission.CONFIGURE, Permission.HEAD)


def _page(request: StaffRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    return pages.page(request, f"tokens/{template}", status, **context)


@require_safe
@staff_view(*KEEPERS)
def tokens(request: StaffRequest) -> HttpResponse:
    """The institutions' tokens, and those that wait for a signature."""
    by = request.actor
    today = today_in(by.state, timezone.now())
    rows = [
        (row, row.opens(today), not row.digest and services.may_be_shown(row, by))
        for row in selectors.tokens(by)[: selectors.SHOWN]
    ]
    return _page(request, "tokens", rows=rows, waiting=shown(selectors.waiting(by)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS)
@freshly_confirmed()
def new(request: StaffRequest) -> HttpResponse:
    """Ask for a token."""
    now = timezone.now()
    form = TokenForm(
        request.POST if request.method == "POST" else None,
        institutions=selectors.institutions(request.actor),
        today=today_in(request.actor.state, now),
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.ask(
                at=form.at,
                name=said["name"],
                scopes=said["scopes"],
                until=said["until"],
                reason=said["reason"],
                by=request.actor,
                now=now,
            )
        except Unacceptable as refused:
            pages.complain(form, refused)  # type: ignore[arg-type]  # it has fields and errors as every form
        else:
            messages.success(request, _("Asked for. It exists once a second person signed."))
            return pages.see_other(reverse("tokens"))
    return _page(request, "new", 422 if form.is_bound else 200, form=form)


@require_POST
@staff_view(*KEEPERS)
@freshly_confirmed()
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The secret, this once."""
    row = _token(request, pk)
    if not services.may_be_shown(row, request.actor):
        raise Http404
    try:
        secret = services.show(token=pk, by=request.actor, now=timezone.now())
    except services.Shown:
        messages.warning(request, _("It was shown before, or has ended. It cannot be shown again."))
        return pages.see_other(reverse("tokens"))
    return _page(request, "shown", token=row, secret=secret)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a token at once."""
    row = _token(request, pk)
    if row.ended_at is not None:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end(token=row, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now())
        except Unacceptable as refused:
            form.add_error(None, str(refused.sentence))
        except (changes.AlreadyWaiting, changes.Stale):
            form.add_error(None, SENTENCES["stale"])
        else:
            messages.success(request, _("The token has ended. Whatever still uses it is refused."))
            return pages.see_other(reverse("tokens"))
    return _page(request, "end", 422 if form.is_bound else 200, form=form, token=row)


def _token(request: StaffRequest, pk: UUID) -> ApiToken:
    row = selectors.tokens(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
