"""The authority's silence: reminded on the 20th working day, told to whoever asked on the 40th.

Source: "Clocks" of docs/domain.md: an authority's answer is late at 20 working days and very late at 40; an
independent body may go on without it from the first, and must at the second.
"""

from datetime import datetime
from uuid import UUID

from accounts import selectors as accounts
from accounts.actor import SYSTEM
from accounts.models import State
from common.calendar import WorkCalendar
from complaints import clocks, deadlines
from complaints.models import Clock, Complaint, Request
from record import services as record

REMIND, PRESS = "remind_authority", "very_late_answer"


def remind(state: State, *, now: datetime) -> int:
    """Every question whose answer is late, once at each step. Safe to run twice, and side by side."""
    waiting = Request.objects.filter(
        state=state.code, answered_at=None, gone_on_at=None, pressed_on=None, due_at__lt=now
    )
    calendar = accounts.calendar(state)
    terms = clocks.terms_of(state.code)
    # The case first, like every writer.
    rows = waiting.order_by("complaint_id", "asked_at").values_list("pk", "complaint_id")
    return sum(_remind(pk, case, calendar, terms, now) for pk, case in rows)


def _remind(pk: UUID, case: UUID, calendar: WorkCalendar, terms: deadlines.Terms, now: datetime) -> int:
    complaint = Complaint.objects.locked(case)
    request = Request.objects.filter(pk=pk, answered_at=None, gone_on_at=None, pressed_on=None).first()
    if request is None:
        return 0
    today, done = calendar.local_date(now), 0
    if request.reminded_on is None:
        request.reminded_on, done = today, 1
        _write(complaint, request, REMIND, now)
    very_late = deadlines.very_late_at(
        deadlines.Clock.AUTHORITY_ANSWER,
        due_at=_due(request),
        calendar=calendar,
        overrides=terms.on(calendar.local_date(request.asked_at)),
    )
    if now >= very_late:
        request.pressed_on, done = today, done + 1
        _write(complaint, request, PRESS, now)
    if done:
        request.save(update_fields=["reminded_on", "pressed_on"])
    return done


def _due(request: Request) -> datetime:
    """When its clock ends: later than asked where it stood still."""
    clock = Clock.objects.filter(complaint=request.complaint_id, request=request.pk).first()
    return clock.due_at if clock else request.due_at


def _write(case: Complaint, request: Request, what: str, now: datetime) -> None:
    entry = record.write(
        state=case.state,
        stream=case.stream,
        what=what,
        by=SYSTEM.id,
        at=now,
        details={"request": str(request.pk)},
    )
    record.post(
        state=case.state,
        topic="notify",
        subjects=[f"{case.pk}|{what}|{entry.pk}"],
        cause=str(entry.pk),
        at=now,
    )
