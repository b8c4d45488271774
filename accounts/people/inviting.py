"""Pages of an invitation: sending, sending again, revoking; and the one its link leads to."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Refused
from accounts.doors import StaffRequest, staff_view
from accounts.models import User
from accounts.people import rules, selectors, sending, services
from accounts.people.forms import AcceptForm, InviteForm
from accounts.people.models import Standing
from accounts.people.pages import KEEPERS, READERS, page, to
from accounts.roles import Role

GONE = {Standing.ACCEPTED: 410, Standing.REVOKED: 410, Standing.OVER: 410}


@require_safe
@staff_view(*READERS)
def invitations(request: StaffRequest) -> HttpResponse:
    """Who was invited, and what became of it."""
    now = timezone.now()
    listed = selectors.invitations(request.actor, before=_moment(request.GET.get("before", "")))
    rows, more = listed[: selectors.PAGE], len(listed) > selectors.PAGE
    first = reverse("invitations")
    return page(
        request,
        "invitations",
        rows=[
            (
                row,
                row.standing(now),
                [Role(role).label for role in row.roles],
                rules.keeps(request.actor, row.institution),
            )
            for row in rows
        ],
        next_url=f"{first}?before={int(rows[-1].invited_at.timestamp() * 1_000_000)}" if more else "",
        previous_url=first if "before" in request.GET else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS, atomic=False)
def invite(request: StaffRequest) -> HttpResponse:
    """Ask somebody to open an account. The letter leaves after the invitation is committed."""
    institutions = rules.kept_institutions(request.actor) + rules.founding_institutions(request.actor)
    form = InviteForm(request.POST if request.method == "POST" else None, institutions=institutions)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = services.invite(
                email=said["email"],
                at=said["institution"],
                roles=[Role(role) for role in said["roles"]],
                by=request.actor,
                now=timezone.now(),
            )
        except services.AlreadyInvited:
            form.add_error(
                "email", gettext("This address was invited already. The letter can be sent again.")
            )
        except Refused:
            form.add_error("roles", gettext("One of these roles is not yours to propose."))
        else:
            _send(request, made)
            return to("invitations")
    return page(request, "invite", 422 if form.is_bound else 200, form=form, institutions=institutions)


@require_POST
@staff_view(*KEEPERS, atomic=False)
def send_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A new letter with a new link."""
    try:
        _send(request, services.send_again(invitation=pk, by=request.actor, now=timezone.now()))
    except Refused:
        raise Http404 from None
    except services.Worthless:
        messages.error(request, gettext("This invitation was accepted or withdrawn in the meantime."))
    return to("invitations")


@require_POST
@staff_view(*KEEPERS)
def revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make the link worthless."""
    try:
        services.revoke(invitation=pk, by=request.actor, now=timezone.now())
    except Refused:
        raise Http404 from None
    except services.Worthless:
        messages.error(request, gettext("This invitation was accepted or withdrawn in the meantime."))
    else:
        messages.success(request, gettext("The invitation is withdrawn. Its link opens nothing any more."))
    return to("invitations")


def _send(request: StaffRequest, made: services.Invited) -> None:
    if sending.send(made, site=request.build_absolute_uri("/"), by=request.actor):
        messages.success(request, gettext("The letter is on its way. Its link works once, for 72 hours."))
    else:
        messages.error(
            request,
            gettext("The invitation is kept, but the letter could not be sent. Please send it again later."),
        )


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: who one is, a password, and on to the second step."""
    now = timezone.now()
    try:
        row = services.invited(token=token, now=now)
        form = AcceptForm(
            request.POST if request.method == "POST" else None,
            email=row.email,
            initial={"language": request.LANGUAGE_CODE},
        )
        if form.is_valid():
            user = services.accept(token=token, newcomer=form.newcomer, now=now)
            return _in(request, user)
    except services.Worthless as worthless:
        status = GONE.get(worthless.standing, 404) if worthless.standing else 404
        context = {"standing": worthless.standing}
        return render(request, "accounts/people/worthless.html", context, status=status)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/people/accept.html", {"form": form, "invitation": row}, status=status)


def _in(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in with the password just chosen, in the language just chosen."""
    get_adapter().login(request, user)
    record_authentication(request, user, method="password")
    with override(user.language):
        messages.success(
            request, gettext("Your account is open. Your roles follow once a second person signs.")
        )
        return HttpResponseRedirect(reverse("mfa_index"), status=303)


def _moment(text: str) -> datetime | None:
    """A place in the list: microseconds since 1970."""
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(text))
