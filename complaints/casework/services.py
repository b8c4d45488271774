"""Carrying a case along the workflow table: one way for every action, whoever presses the button."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.actor import Actor, Kind, Refused
from accounts.roles import Permission
from common import tenancy
from complaints import clocks, tallies, workflow
from complaints.casework import (
    access,
    aftercare,
    converting,
    decisions,
    effects,
    fates,
    guards,
    holding,
    linking,
    modes,
    parts,
    placing,
    proceeding,
    recording,
    safety,
    searching,
    transferring,
)
from complaints.casework.effects import EFFECTS
from complaints.casework.step import Already, Given, Missing, Step, Unmet
from complaints.casework.stretch import Stretch
from complaints.casework.team import lifting
from complaints.models import Allegation, Clock, Complaint, Docket, Ending, Exclusion, Text
from complaints.moves import Ask, Move, Target, Who
from complaints.vocabulary import ENDED, Disposition, Stage
from record import services as record
from record.models import Entry

__all__ = [
    "Already",
    "Given",
    "Missing",
    "Stretch",
    "Unmet",
    "advance",
    "allowed",
    "ask_for",
    "asks_consent",
    "outcome_opened",
]

# Modules whose import names effects.
REGISTERED = (
    *(access, aftercare, converting, decisions, fates, holding, lifting, linking, modes),
    *(placing, proceeding, recording, safety, searching, transferring),
)
WAITS = frozenset({Stage.NEEDS_INFORMATION, Stage.AWAITING_ANSWER, Stage.MERGED})
ANSWERABLE = frozenset({Stage.NEEDS_INFORMATION, Stage.AWAITING_ANSWER})  # here a question may be open
AFRESH = frozenset({"overturn", "reopen", "continue_ex_officio"})


def advance(
    *,
    case: UUID,
    action: str,
    by: Actor,
    now: datetime,
    given: Given | None = None,
    stretch: Stretch | None = None,
) -> Entry:
    """Carry a case along one row of the workflow table. `stretch` is what whoever carries many knows already.

    Raises `workflow.NotInTable` where the stage has no such action, `Refused` for whoever may not make it,
    `Missing` and `Unmet` for what it lacks, `Already` where that was asked not to be done twice, `vault.Locked`
    where words cannot be sealed. Nothing is changed then.
    """
    with tenancy.within(by.state or tenancy.current()):
        # Two reviewers may press two buttons: the second must see the first one's result.
        complaint = Complaint.objects.locked(case)
        row = workflow.move(
            action, stage=complaint.stage, matter=complaint.matter, in_review=complaint.waits_in_review
        )
        step = _step(complaint, row, by, now, given or Given(), stretch)
        step.plays = _plays(step) & row.who
        if not step.plays:
            raise Refused(action)
        _check(step)
        return _carry(step)


def _step(
    case: Complaint, row: Move, by: Actor, now: datetime, given: Given, stretch: Stretch | None = None
) -> Step:
    """A step with all that a move may look at, read under the lock of the case."""
    return Step(
        case=case,
        move=row,
        by=by,
        given=given,
        now=now,
        dockets=list(Docket.objects.filter(complaint=case).select_related("institution")),
        clocks=list(Clock.objects.filter(complaint=case).order_by("pk")),
        allegations=list(Allegation.objects.filter(complaint=case).order_by("pk")),
        endings=list(Ending.objects.filter(complaint=case)),
        stretch=stretch or Stretch(by, case.state),
    )


def _plays(step: Step) -> frozenset[Who]:
    """Every part the actor plays in the case; none for whom it does not exist."""
    by, is_staff = step.by, step.by.kind is Kind.STAFF
    if is_staff and by.user_id in step.excluded:
        return frozenset()
    plays = parts.parts_of(by, step.case, step.dockets, is_seen=is_staff)
    if Who.MEMBER in step.move.who:
        plays |= parts.as_member(by, step.case, step.dockets)
    return plays


def _check(step: Step) -> None:
    for ask in step.move.asks:
        if not step.given.has(ask):
            raise Missing(ask)
    if guard := guards.unmet(step):
        raise Unmet(guard)


def _carry(step: Step) -> Entry:
    before = tallies.of(_facts(step))
    came_from = step.case.stage
    if Ask.REASON in step.move.asks and step.by.kind is not Kind.RECEIPT:  # a complainant keeps no notes
        step.write(Text.Kind.NOTE, step.given.reason)
    if run := EFFECTS.get(step.move.action):
        run(step)
    target = _target(step)
    clocks.end(step.clocks, step.move.stops, now=step.moment)
    _enter(step, target)
    for kind in step.starts:
        step.begin(kind)
    _save(step)
    tallies.change(before, tallies.of(_facts(step)))
    return _record(step, came_from)


def _facts(step: Step) -> tallies.Facts:
    return tallies.Facts(
        step.case,
        step.lead.institution.code,
        tuple(step.allegations),
        tuple(step.clocks),
        tuple(step.endings),
    )


def _target(step: Step) -> str:
    """Where this move leads now."""
    case, choices = step.case, step.move.targets
    if step.stays:
        return case.stage
    if step.given.choice and Ask.CHOICE in step.move.asks:
        if step.given.choice not in choices:
            raise Missing(Ask.CHOICE)
        return step.given.choice
    target = choices[0]
    if target is Target.STAY:
        return case.stage
    if target is Target.BACK:
        # An answer that was awaited when the complainant was asked is awaited still.
        if case.stage == Stage.NEEDS_INFORMATION and effects.waiting_requests(case):
            return Stage.AWAITING_ANSWER
        return case.came_from or Stage.SCREENING
    return Stage(target)


def _enter(step: Step, target: str) -> None:
    case = step.case
    if target == case.stage:
        return
    if target in WAITS and case.stage not in WAITS:
        case.came_from = case.stage
    if case.stage in ANSWERABLE and target not in ANSWERABLE:
        effects.go_on_without(effects.waiting_requests(case), now=step.moment)
    if target in ENDED:
        _end_file(step, target)
    elif case.stage in ENDED:
        _take_up(step, target)
    if step.move.action in AFRESH and target == Stage.INVESTIGATING:
        decisions.afresh(step)
    case.is_screened = case.is_screened or target == Stage.INVESTIGATING
    case.stage, case.stage_since = target, step.moment


def _end_file(step: Step, target: str) -> None:
    ending = Ending(
        state=step.case.state,
        complaint=step.case,
        stage=target,
        outcome=step.case.outcome or "closed",
        at=step.moment,
    )
    ending.save()
    step.endings.append(ending)
    # Whoever may be behind a reprisal can wait until nobody looks any more.
    if parts.independent_docket(step.dockets) is not None and not step.case.became:
        for kind in clocks.of_ending(step.case.matter, step.clocks):
            step.begin(kind)


def _take_up(step: Step, target: str) -> None:
    for ending in step.endings:
        if ending.reopened_at is None:
            ending.reopened_at = step.moment
            ending.save(update_fields=["reopened_at"])
    if target == Stage.UNDER_REVIEW:
        return
    case = step.case
    case.outcome = case.proposed_rejection = ""
    case.withdrawal_asked_at = case.settlement_offered_at = None
    for row in step.allegations:
        if row.disposition == Disposition.WITHDRAWN:
            row.disposition = ""


def _save(step: Step) -> None:
    step.unsaved.save(step.case)
    due = clocks.next_due(step.clocks)
    for docket in step.dockets:
        docket.repeat(step.case, step.allegations)
        docket.sort_due = due if step.case.is_open else step.case.stage_since
        step.unsaved.save(docket)
    for row in step.allegations:
        step.unsaved.save(row)


def _record(step: Step, came_from: str) -> Entry:
    details: dict[str, record.Detail] = {"from": came_from, "to": step.case.stage, **step.details}
    if step.texts:
        details["texts"] = step.texts
    if step.files:
        details["files"] = step.files
    if absent := parts.stands_in(step.by, step.dockets):
        details["for"] = absent
    entry = record.write(
        state=step.case.state,
        stream=step.case.stream,
        what=step.move.action,
        by=step.by.id,
        at=step.moment,
        details=details,
    )
    record.post(
        state=step.case.state,
        topic="notify",
        subjects=[f"{step.case.pk}|{step.move.action}|{entry.pk}"],
        cause=str(entry.pk),
        at=step.moment,
    )
    return entry


def allowed(*, case: Complaint, by: Actor, dockets: Iterable[Docket], is_seen: bool = False) -> list[Move]:
    """The moves this actor may make on the case now, in the order of the table; guards are told on trying.

    `is_seen`: see `parts.parts_of`.
    """
    plays = parts.parts_of(by, case, list(dockets), is_seen=is_seen)
    return [
        row
        for row in workflow.moves_from(case.stage, case.matter, in_review=case.waits_in_review)
        if plays & row.who
    ]


def asks_consent(case: Complaint) -> bool:
    """Whether the ministry reads a text of this case only after its complainant agreed."""
    return guards.needs_consent(case.mode, case.route, grave=case.is_grave)


def ask_for(*, docket: Docket, by: Actor, now: datetime) -> None:
    """A reviewer asks to be given a case of the institution's queue; a supervisor's open vault grants it."""
    with tenancy.within(by.state):
        case = Complaint.objects.locked(docket.complaint_id)
        docket = Docket.objects.select_related("institution").get(pk=docket.pk)
        hidden = Exclusion.objects.filter(complaint=case, user=by.user_id).exists()
        mine = by.institution is not None and docket.institution_id == by.institution.pk
        if not mine or hidden or not by.may(Permission.LEAD):
            raise Refused("ask_for")
        docket.wanted_by_id = by.user_id
        docket.save(update_fields=["wanted_by"])
        entry = record.write(
            state=case.state, stream=case.stream, what="ask_for", by=by.id, at=now, details={}
        )
        record.post(
            state=case.state,
            topic="notify",
            subjects=[f"{case.pk}|ask_for|{entry.pk}"],
            cause=str(entry.pk),
            at=now,
        )


def outcome_opened(*, case: UUID, by: Actor, now: datetime) -> None:
    """The complainant read the outcome for the first time: the time to ask for a review begins."""
    with tenancy.within(by.state):
        complaint = Complaint.objects.locked(case)
        if by.kind is not Kind.RECEIPT or by.case != case:
            raise Refused("outcome_opened")
        if complaint.notified_at is None or complaint.outcome_opened_at is not None:
            return
        row = workflow.move("write", stage=complaint.stage, matter=complaint.matter)
        step = _step(complaint, row, by, now, Given())
        before = tallies.of(_facts(step))
        complaint.outcome_opened_at = step.moment
        if not complaint.is_grave and not complaint.is_final:
            step.begin("review_window")
        _save(step)
        tallies.change(before, tallies.of(_facts(step)))
        record.write(
            state=complaint.state, stream=complaint.stream, what="outcome_opened", by=by.id, at=step.moment
        )
