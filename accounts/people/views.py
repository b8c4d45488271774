"""Pages about staff: the list, one person, what is proposed about them, what waits, what was."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Refused
from accounts.changes import places
from accounts.changes import services as changes
from accounts.changes.models import Change
from accounts.changes.showing import shown
from accounts.doors import StaffRequest, staff_view
from accounts.models import User
from accounts.people import rules, selectors, services
from accounts.people.forms import ReasonForm, RoleForm
from accounts.people.pages import (
    KEEPERS,
    READERS,
    TROUBLES,
    is_keeper,
    kept_person,
    page,
    person_of,
    sentence_of,
    to,
)
from accounts.people.serving import has_unit
from accounts.roles import Role


@require_safe
@staff_view(*READERS)
def people(request: StaffRequest) -> HttpResponse:
    """The staff one looks after, a page at a time."""
    found = selectors.people(request.actor, after=_uuid(request.GET.get("after", "")))
    first = reverse("people")
    return page(
        request,
        "people",
        people=found.rows,
        next_url=f"{first}?after={found.after}" if found.after else "",
        previous_url=first if "after" in request.GET else "",
        waiting=len(selectors.signable(request.actor, selectors.waiting(request.actor))),
    )


@require_safe
@staff_view(*READERS)
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One person: roles, what waits, what was, and what can be done about them."""
    found = person_of(request, pk)
    past = selectors.history(request.actor, person=pk, after=None, before=None)
    at = found.institution
    may_change = at is not None and rules.keeps(request.actor, at)
    return page(
        request,
        "person",
        person=found,
        roles=[
            (Role(row.role), row, may_change and rules.may_propose(request.actor, Role(row.role), at))
            for row in found.held  # type: ignore[attr-defined]
            if at
        ],
        may_change=may_change,
        is_self=request.actor.user_id == found.pk,
        has_unit=has_unit(found),
        changes=shown(past.rows),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS)
def role_propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Propose a role; it is given when somebody else signs."""
    found = kept_person(request, pk)
    at, held = found.institution, {row.role for row in found.held}  # type: ignore[attr-defined]
    offered = (
        [role for role in rules.ROLES_AT[at.kind] if at and rules.may_propose(request.actor, role, at)]
        if at
        else []
    )
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        roles=[role for role in offered if role not in held],
    )
    return _ask(
        request,
        found,
        form,
        "give",
        lambda said: services.give(
            person=found, role=Role(said["role"]), reason=said["reason"], by=request.actor, now=timezone.now()
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS)
def role_remove(request: StaffRequest, pk: UUID, role: str) -> HttpResponse:
    """Remove a role at once."""
    found = kept_person(request, pk)
    if role not in {row.role for row in found.held}:  # type: ignore[attr-defined]
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _ask(
        request,
        found,
        form,
        "take",
        lambda said: services.take(
            person=found, role=Role(role), reason=said["reason"], by=request.actor, now=timezone.now()
        ),
        role=Role(role),
    )


DOING = {"close": services.close, "reopen": services.reopen, "renew": services.renew}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS)
def account(request: StaffRequest, pk: UUID, what: str) -> HttpResponse:
    """Close an account at once; propose to open it again, or to renew a lost second step."""
    found = kept_person(request, pk)
    if what not in DOING or request.actor.user_id == found.pk:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _ask(
        request,
        found,
        form,
        what,
        lambda said: DOING[what](person=found, reason=said["reason"], by=request.actor, now=timezone.now()),
    )


def _ask(
    request: StaffRequest,
    found: User,
    form: forms.Form,
    what: str,
    do: Callable[[dict[str, Any]], Change],
    **extra: Any,
) -> HttpResponse:
    """The form of a change about somebody, and making it."""
    if form.is_valid():
        try:
            change = do(form.cleaned_data)
        except TROUBLES as error:
            form.add_error(None, sentence_of(error))
        else:
            messages.success(
                request,
                gettext("Done.")
                if change.applied_at
                else gettext("Proposed. It holds once a second person signs."),
            )
            return to("person", found.pk)
    return page(request, "change", 422 if form.is_bound else 200, person=found, form=form, what=what, **extra)


# --- signatures and history -------------------------------------------------------------------------


@require_safe
@staff_view(*READERS)
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits for a second signature, and which of it this person may sign."""
    listed = selectors.waiting(request.actor)
    mine = selectors.signable(request.actor, listed) if is_keeper(request) else set()
    rows = [(row, row.change.pk in mine, row.change.proposed_by == request.actor.id) for row in shown(listed)]
    return page(request, "waiting", rows=rows)


@require_POST
@staff_view(*KEEPERS)
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Sign beside the proposer."""
    return _decide(request, pk, lambda: changes.confirm(change=pk, by=request.actor, now=timezone.now()))


@require_POST
@staff_view(*KEEPERS)
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Refuse what one could have signed, with a reason."""
    reason = request.POST.get("reason", "")
    return _decide(
        request, pk, lambda: changes.refuse(change=pk, reason=reason, by=request.actor, now=timezone.now())
    )


@require_POST
@staff_view(*KEEPERS)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back what one proposed."""
    return _decide(request, pk, lambda: changes.withdraw(change=pk, by=request.actor, now=timezone.now()))


def _decide(request: StaffRequest, pk: UUID, do: Callable[[], Change]) -> HttpResponse:
    if pk not in {row.pk for row in selectors.changes_of(request.actor, [pk])}:
        raise Http404
    try:
        do()
    except TROUBLES as error:
        messages.error(request, sentence_of(error))
    except Refused:
        messages.error(request, gettext("This signature is somebody else’s to give."))
    else:
        messages.success(request, gettext("Done."))
    return to("people_waiting")


@require_safe
@staff_view(*READERS)
def history(request: StaffRequest) -> HttpResponse:
    """What was changed about staff, newest first."""
    found = selectors.history(
        request.actor,
        after=places.read(request.GET.get("after", "")),
        before=places.read(request.GET.get("before", "")),
    )
    return page(request, "history", 200, changes=shown(found.rows), **places.addresses(found))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
