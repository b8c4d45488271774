"""Pages of leave and leaving: who stands in, whose keys wait, and handing over everything somebody holds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.keys.selectors import colleague
from accounts.keys.services import Changed
from accounts.models import User
from accounts.roles import Permission
from common import tenancy
from complaints.casework import absence, granting, handover, selectors
from complaints.casework.handover_forms import DEPARTURE, AbsenceForm, DepartureForm
from complaints.casework.pages import page, to
from complaints.models import Departure
from vault.services import Locked

MAY = (Permission.LEAD, Permission.ASSIGN, Permission.STAFF)


def _front(request: StaffRequest) -> selectors.Front:
    return selectors.front(request.actor, now=timezone.now())


def _person(request: StaffRequest, pk: UUID) -> User:
    user = colleague(request.actor, pk)
    if user is None:
        raise Http404
    return user


def _leaving(request: StaffRequest, pk: UUID) -> User:
    """Somebody who goes, or whose account was closed at once and whose cases or departure wait."""
    by = request.actor
    with tenancy.within(by.state):
        under_way = (row.user for row in handover.under_way(by) if row.user.pk == pk)
        user = handover.who_goes(by, pk) or next(under_way, None)
    if user is None:
        raise Http404
    return user


@require_safe
@staff_view(*MAY)
def index(request: StaffRequest) -> HttpResponse:
    """What is arranged and what waits at one's institution."""
    by = request.actor
    return page(
        request,
        _front(request),
        "handover",
        absences=[(row, absence.may_arrange(by, row.user)) for row in absence.arranged(by)],
        may_arrange=by.may(Permission.LEAD) or by.may(Permission.ASSIGN),
        waiting=granting.waiting(by),
        staff=handover.staff_of(by),
        gone=handover.gone(by),
        under_way=handover.under_way(by) if by.may(Permission.STAFF) else [],
        today=timezone.localdate(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.LEAD, Permission.ASSIGN)
def leave(request: StaffRequest) -> HttpResponse:
    """Arrange who stands in during a leave."""
    by = request.actor
    absent = list(absence.absentees(by))
    form = AbsenceForm(request.POST or None, absent=absent, colleagues=absence.stand_in_choices(by))
    is_locked = False
    if request.method == "POST" and form.is_valid():
        try:
            absence.arrange(**form.cleaned_data, by=by, now=timezone.now())
            messages.success(request, gettext("It is arranged, and recorded."))
            return to("handover")
        except absence.NotPossible as error:
            form.refuse(error.why)
        except Locked:
            is_locked = True
    status = 422 if form.is_bound else 200
    return page(request, _front(request), "leave", status, form=form, is_locked=is_locked)


@require_POST
@staff_view(Permission.LEAD, Permission.ASSIGN)
def end_leave(request: StaffRequest, number: int) -> HttpResponse:
    """End a leave before its last day."""
    found = next((row for row in absence.arranged(request.actor) if row.pk == number), None)
    if found is None:
        raise Http404
    absence.end(absence=found, by=request.actor, now=timezone.now())
    messages.success(request, gettext("It has ended, and the keys that went with it were withdrawn."))
    return to("handover")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.READ_ALL, atomic=False)
def hand_keys(request: StaffRequest, person: UUID) -> HttpResponse:
    """Hand a ministry colleague the keys of the cases that are theirs to read, in stretches of some seconds."""
    by, user = request.actor, _person(request, person)
    if not granting.may_hand_on(to=user, by=by):
        raise Http404
    is_locked = is_changed = False
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        try:
            done = granting.hand_on(to=user, by=by, now=timezone.now(), compared=mark)
        except Locked:
            is_locked = True
        except Changed:
            is_changed = True
        else:
            words = ngettext("%(count)s key was handed on.", "%(count)s keys were handed on.", done)
            messages.success(request, words % {"count": done})
            return to("handover_keys", str(user.pk))
    with tenancy.within(by.state):
        return page(
            request,
            _front(request),
            "hand_keys",
            422 if is_locked or is_changed else 200,
            person=user,
            holder=granting.holder(user),
            left=granting.missing(to=user, by=by),
            is_locked=is_locked,
            is_changed=is_changed,
        )


# --- leaving ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.STAFF)
def depart(request: StaffRequest, person: UUID) -> HttpResponse:
    """What somebody holds, and choosing who takes it; nothing is moved yet."""
    by, user = request.actor, _leaving(request, person)
    if not handover.may_hand_over(by, user):
        raise PermissionDenied
    if handover.departure_of(user):
        return to("handover_move", str(user.pk))
    form = DepartureForm(request.POST or None, takers=handover.takers(by, user))
    chosen: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if "begin" in request.POST:
            try:
                handover.begin(user=user, **chosen, by=by, now=timezone.now())
                return to("handover_move", str(user.pk))
            except handover.NotPossible as error:
                form.add_error(None, str(DEPARTURE[error.why]))
    return page(
        request,
        _front(request),
        "depart",
        422 if form.errors else 200,
        person=user,
        form=form,
        held=handover.holdings(user),
        chosen=chosen if not form.errors else {},
        unassigned=handover.excluded_from(user, chosen.get("taker")) if chosen else 0,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.STAFF, atomic=False)
def move(request: StaffRequest, person: UUID) -> HttpResponse:
    """Move the cases in stretches, then end roles, account and keys. Each batch is its own transaction."""
    by, user, now = request.actor, _leaving(request, person), timezone.now()
    with tenancy.within(by.state):
        departure = handover.departure_of(user)
    if departure is None or not handover.may_hand_over(by, user):
        return to("handover")
    if request.method == "POST":
        if "finish" in request.POST:
            return _finish(request, departure)
        left = handover.carry_on(departure=departure, by=by, now=now)
        if left:
            messages.info(request, gettext("It goes on from here: what was moved stays moved."))
        return to("handover_move", str(user.pk))
    with tenancy.within(by.state):
        return page(
            request,
            _front(request),
            "move",
            person=user,
            departure=departure,
            held=handover.holdings(user),
            left=handover.left(departure),
        )


def _finish(request: StaffRequest, departure: Departure) -> HttpResponse:
    try:
        handover.finish(departure=departure, by=request.actor, now=timezone.now())
    except handover.NotPossible as error:
        messages.error(request, str(DEPARTURE[error.why]))
        return to("handover_move", str(departure.user_id))
    messages.success(
        request, gettext("Roles, account and keys have ended. The cases are with those who took them.")
    )
    return to("handover")
