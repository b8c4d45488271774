"""The conditions of the workflow table, each one readable beside its rule."""

from collections.abc import Callable
from datetime import timedelta

from complaints.casework.step import Step
from complaints.models import Request, Text
from complaints.moves import Guard, Who
from complaints.vocabulary import Mode
from record.models import Entry

SILENCE = 20  # working days after which an independent body may go on without an answer
PATIENCE = 40  # working days for a complainant's answer before a file may be closed
REMINDERS = 2
CONFIRMATION = 20  # working days for the complainant to say whether a remedy was done
REFERRAL = timedelta(days=365)
REOPENING = timedelta(days=2 * 365)
CLOSING = timedelta(days=60)  # after the outcome was first opened
CLOSING_UNOPENED = timedelta(days=180)
CLOSING_FINAL = timedelta(days=5)


def _reminded(step: Step) -> bool:
    waiting = step.calendar.add_working_days(step.case.stage_since, PATIENCE) <= step.now
    reminders = Entry.objects.filter(
        state=step.case.state, stream=step.case.stream, what="remind", at__gte=step.case.stage_since
    ).count()
    return waiting and reminders >= REMINDERS


def _proposed(step: Step) -> bool:
    current = [row for row in step.allegations if row.suspended_at is None]
    return bool(current) and all(row.proposed for row in current)


def _silent(step: Step) -> bool:
    return any(
        step.calendar.add_working_days(request.asked_at, SILENCE) <= step.now
        for request in Request.objects.filter(complaint=step.case)
        if request.is_waiting
    )


def _review_open(step: Step) -> bool:
    if step.case.is_grave:
        return True
    window = [clock for clock in step.clocks if clock.kind == "review_window"]
    return not window or window[-1].due_at > step.now


def needs_consent(mode: str, route: str) -> bool:
    """Whether the complainant is asked before the ministry may read: named and protected, or the
    independent body only."""
    return route == "3c" or (mode == Mode.NAMED and route.startswith("3a"))


def _remedy_confirmed(step: Step) -> bool:
    done = step.case.implemented_at
    if done is None:
        return False
    answered = Text.objects.filter(
        complaint=step.case, kind=Text.Kind.FROM_COMPLAINANT, at__gte=done
    ).exists()
    return answered or step.calendar.add_working_days(done, CONFIRMATION) <= step.now


def _run_out(step: Step) -> bool:
    case = step.case
    if case.notified_at is None:
        return False
    if case.is_final:
        return case.notified_at + CLOSING_FINAL <= step.now
    if case.outcome_opened_at is not None:
        return case.outcome_opened_at + CLOSING <= step.now
    return case.notified_at + CLOSING_UNOPENED <= step.now


def _reopenable(step: Step) -> bool:
    if step.case.is_grave:
        return Who.INDEPENDENT in step.plays
    return step.case.stage_since + REOPENING > step.now


CHECKS: dict[Guard, Callable[[Step], bool]] = {
    Guard.NOT_GRAVE: lambda step: not step.case.is_grave,
    Guard.NOT_URGENT: lambda step: not step.case.is_urgent,
    Guard.REMINDED: _reminded,
    Guard.OTHER_THAN_PROPOSER: lambda step: (
        bool(step.case.proposed_by) and step.by.id != step.case.proposed_by
    ),
    Guard.PROPOSED: _proposed,
    Guard.SILENT: _silent,
    Guard.NOT_FINAL: lambda step: not step.case.is_final,
    Guard.REVIEW_OPEN: _review_open,
    Guard.CONSENT_GIVEN: lambda step: (
        step.case.release_consented_at is not None or not needs_consent(step.case.mode, step.case.route)
    ),
    Guard.NOT_HELD: lambda step: not step.case.is_held,
    Guard.WITHDRAWAL_ASKED: lambda step: step.case.withdrawal_asked_at is not None,
    Guard.RUN_OUT: _run_out,
    Guard.REMEDY_CONFIRMED: _remedy_confirmed,
    Guard.OUTCOME_KNOWN: lambda step: (
        bool(step.case.their_reference) or step.case.stage_since + REFERRAL <= step.now
    ),
    Guard.SETTLEMENT_OFFERED: lambda step: step.case.settlement_offered_at is not None,
    Guard.REOPENABLE: _reopenable,
    Guard.NOTICE_DUE: lambda step: (
        not any(
            clock.kind == "nhri_preview" and clock.ended_at is None and clock.due_at > step.now
            for clock in step.clocks
        )
    ),
    Guard.RELEASED: lambda step: step.case.is_released,
}


def unmet(step: Step) -> Guard | None:
    """The first condition that does not hold, if any."""
    return next((guard for guard in step.move.guards if not CHECKS[guard](step)), None)
