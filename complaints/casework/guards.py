"""The conditions of the workflow table, each one readable beside its rule."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Subquery

from complaints.casework import parts
from complaints.casework.step import Step
from complaints.casework.team import exclusions
from complaints.hearings import ProceedingKind
from complaints.models import (
    Approval,
    Complaint,
    EventLink,
    Proceeding,
    Request,
    SafetyTelling,
    Text,
    Transfer,
)
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


def silent(step: Step) -> list[Request]:
    """The questions on which the authority has been silent long enough to go on without it."""
    rows = Request.objects.filter(complaint=step.case, answered_at=None, gone_on_at=None)
    waiting = rows.select_related("asked_by", "asked_of")
    held = {docket.institution_id for docket in step.dockets}  # who lost the case will not answer at all
    return [
        request
        for request in waiting
        if request.asked_of_id not in held
        or step.calendar.add_working_days(request.asked_at, SILENCE) <= step.now
    ]


def _other_than_proposer(step: Step) -> bool:
    """Whoever proposed anything of the kind in this case does not approve it."""
    rejects = step.move.action == "reject"
    if not (step.case.proposed_rejection if rejects else step.case.proposed_by):
        return False
    proposal = "propose_rejection" if rejects else "propose_finding"
    return step.by.id != step.case.proposed_by and not parts.took_part(step.by, step.case, [proposal])


def _notice_due(step: Step) -> bool:
    told = step.case.notified_at is not None and step.move.action == "notify_outcome"
    return not told and not any(
        clock.kind == "nhri_preview" and clock.ended_at is None and clock.due_at > step.now
        for clock in step.clocks
    )


def _review_open(step: Step) -> bool:
    if step.case.is_grave or step.case.outcome_opened_at is None:
        return True
    window = [clock for clock in step.clocks if clock.kind == "review_window"]
    return not window or window[-1].due_at > step.now


def needs_consent(mode: str, route: str, *, grave: bool = False) -> bool:
    """Whether the complainant is asked before the ministry may read: named and grave or protected, the
    independent body only, or sealed to it alone by another state's."""
    return route in ("1", "3c", "5a") or (mode == Mode.NAMED and (grave or route.startswith("3a")))


def _remedy_confirmed(step: Step) -> bool:
    done = step.case.implemented_at
    if done is None:
        return False
    # By their order: an anonymous complainant's answer is kept with its day alone.
    texts = Text.objects.filter(complaint=step.case)
    report = texts.filter(kind=Text.Kind.ANSWER).order_by("-number").values("number")[:1]
    answered = texts.filter(kind=Text.Kind.FROM_COMPLAINANT, number__gt=Subquery(report)).exists()
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


def _linked(step: Step) -> bool:
    rows = EventLink.objects.filter(complaint=step.case, institution=step.by.institution)
    return rows.exists()


def _excluded(step: Step) -> bool:
    return bool(exclusions.liftable(step.by, step.case))


def safety_asked(case: Complaint) -> bool:
    """Whether a question about reprisals waits for the complainant's answer."""
    rows = Entry.objects.filter(
        state=case.state, stream=case.stream, what__in=["ask_safety", "answer_safety"]
    )
    return rows.order_by("-seq").values_list("what", flat=True).first() == "ask_safety"


def safety_told(case: Complaint) -> bool:
    """Whether something that the complainant told of their safety waits to be followed up."""
    return SafetyTelling.objects.filter(complaint=case, followed_at=None).exists()


def satisfaction_open(case: Complaint) -> bool:
    """Whether they have not been asked about the procedure since the file last ended."""
    rows = Entry.objects.filter(
        state=case.state, stream=case.stream, what="answer_satisfaction", at__gte=case.stage_since
    )
    return not rows.exists()


def minutes_awaiting(step: Step) -> Proceeding | None:
    """The session whose minutes this actor was present to and has not agreed to; named, where several are."""
    rows = Proceeding.objects.filter(
        complaint=step.case,
        kind=ProceedingKind.SESSION,
        institution=step.by.institution,
        present__contains=[step.by.user_id],
    ).exclude(added_by=step.by.id)
    if step.given.session:
        rows = rows.filter(pk=step.given.session)
    corrected = set(Proceeding.objects.filter(complaint=step.case).values_list("replaces", flat=True))
    mine = set(
        Approval.objects.filter(proceeding__complaint=step.case, by=step.by.id).values_list(
            "proceeding_id", flat=True
        )
    )
    return next((row for row in rows.order_by("held_on") if row.pk not in corrected | mine), None)


def open_transfer(case: Complaint) -> Transfer | None:
    """The proposal to transfer it that waits for an answer, or agreed to and not sent yet."""
    rows = Transfer.objects.filter(complaint=case, refused_at=None, replaced_at=None, sent_at=None)
    return rows.select_related("to_institution", "to_partner").first()


def _transfer_asked(step: Step) -> bool:
    found = open_transfer(step.case)
    return found is not None and found.agreed_at is None


def _transfer_agreed(step: Step) -> bool:
    found = open_transfer(step.case)
    return found is not None and found.agreed_at is not None


def _not_gone(step: Step) -> bool:
    gone = Transfer.objects.filter(complaint=step.case, sent_at__isnull=False)
    return not gone.filter(to_institution__isnull=False).exists()


CHECKS: dict[Guard, Callable[[Step], bool]] = {
    Guard.GRAVE: lambda step: step.case.is_grave,
    Guard.NOT_GRAVE: lambda step: not step.case.is_grave,
    Guard.NOT_URGENT: lambda step: not step.case.is_urgent,
    Guard.REMINDED: _reminded,
    Guard.OTHER_THAN_PROPOSER: _other_than_proposer,
    Guard.PROPOSED: _proposed,
    Guard.SILENT: lambda step: bool(silent(step)),
    Guard.NOT_FINAL: lambda step: not step.case.is_final,
    Guard.REVIEW_OPEN: _review_open,
    Guard.CONSENT_GIVEN: lambda step: (
        step.case.release_consented_at is not None
        or not needs_consent(step.case.mode, step.case.route, grave=step.case.is_grave)
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
    Guard.LINKED: _linked,
    Guard.EXCLUDED: _excluded,
    Guard.SAFETY_ASKED: lambda step: safety_asked(step.case),
    Guard.MINUTES_OPEN: lambda step: minutes_awaiting(step) is not None,
    Guard.SAFETY_TOLD: lambda step: safety_told(step.case),
    Guard.SATISFACTION_OPEN: lambda step: satisfaction_open(step.case),
    Guard.TRANSFER_ASKED: _transfer_asked,
    Guard.TRANSFER_AGREED: _transfer_agreed,
    Guard.NOT_GONE: _not_gone,
    Guard.NOTICE_DUE: _notice_due,
    Guard.RELEASED: lambda step: step.case.is_released,
}


def unmet(step: Step) -> Guard | None:
    """The first condition that does not hold, if any."""
    return next((guard for guard in step.move.guards if not CHECKS[guard](step)), None)
