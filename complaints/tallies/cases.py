"""What one case adds to the counts, and what a line of an imported register adds."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from complaints import clocks
from complaints.models import Allegation, Clock, Complaint, Ending, RegisterRow
from complaints.tallies.cells import Cell, day_of, length
from complaints.vocabulary import GRAVE, Category, Finding, Matter

DIMENSIONS = (
    *("channel", "source", "mode", "gender", "governorate", "service", "assistance_kind", "language"),
    *("place_type", "subject"),
)
OPEN = "open"
NOT_STATED = "not_stated"
REVIEW = "review_decision"
_SINCE_FILING = frozenset({"acknowledge", "decide", "assistance"})  # clocks with a histogram of days
Add = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Facts:
    """A case as the counts see it. `lead` is the code of the institution that leads."""

    complaint: Complaint
    lead: str
    allegations: tuple[Allegation, ...] = ()
    clocks: tuple[Clock, ...] = ()
    endings: tuple[Ending, ...] = ()


# A complaint with several findings is counted once, under the first of these that it has.
_WEIGHT = (
    Finding.SUBSTANTIATED,
    Finding.PARTLY_SUBSTANTIATED,
    Finding.UNDETERMINED,
    Finding.NOT_SUBSTANTIATED,
    Finding.NO_VIOLATION,
)


def outcome_of(findings: Iterable[str]) -> str:
    """The one outcome a complaint counts under; a finding on any allegation that weighs more wins."""
    found = set(findings)
    return next((finding.value for finding in _WEIGHT if finding in found), "")


def facts_of(complaint: Complaint, lead: str) -> Facts:
    """Read what the counts need of one case."""
    return Facts(
        complaint,
        lead,
        tuple(Allegation.objects.filter(complaint=complaint)),
        tuple(Clock.objects.filter(complaint=complaint)),
        tuple(Ending.objects.filter(complaint=complaint)),
    )


def of(facts: Facts) -> Counter[Cell]:
    """Everything one case adds to the counts."""
    case = facts.complaint
    counts: Counter[Cell] = Counter()

    def add(day: date, kind: str, value: str = "", number: int = 1) -> None:
        counts[Cell(case.state, facts.lead, day, kind, case.matter, value)] += number

    _received(case, {row.category for row in facts.allegations}, add)
    for row in facts.allegations:
        _alleged(row, facts, add)
    for ending in facts.endings:
        ended = day_of(ending.at, case.state)
        add(ended, "completed", ending.outcome)
        if case.matter == Matter.CUSTODY:
            add(ended, "days.custody", length(case.filed_on, ended))
        if ending.reopened_at:
            add(day_of(ending.reopened_at, case.state), "reopened")
    for clock in facts.clocks:
        _timed(clock, case, add)
    return counts


def _received(case: Complaint, categories: set[str], add: Add) -> None:
    day = case.filed_on
    add(day, "received")
    add(day, "people", number=case.people_concerned)
    add(day, "outcome", case.outcome or OPEN)
    for dimension in DIMENSIONS:
        if value := _value(case, dimension):
            add(day, f"received.{dimension}", value)
    for category in categories:
        add(day, "received.category", category)
    if case.is_grave:
        add(day, "received.grave", "yes")
        add(day, "grave.route", case.led_first or NOT_STATED)
    if case.matter == Matter.CUSTODY:
        add(day, "whereabouts", case.whereabouts or "none")


def _alleged(row: Allegation, facts: Facts, add: Add) -> None:
    case = facts.complaint
    add(case.filed_on, "allegations", row.category)
    if row.decided_at:
        day = day_of(row.decided_at, case.state)
        add(day, "finding", row.finding)
        if row.for_silence:
            add(day, "finding.silence", row.category)
        if row.category == Category.REP:
            add(day, "finding.reprisal", row.finding)
        if row.disposition:
            add(day, "disposition", row.disposition)
    elif row.disposition and (left := [one for one in facts.endings if one.reopened_at is None]):
        # Settled or withdrawn: nothing was found, and it was done with when the file ended.
        add(day_of(left[-1].at, case.state), "disposition", row.disposition)


def _timed(clock: Clock, case: Complaint, add: Add) -> None:
    kept, kind = _kept(clock), clock.kind
    add(day_of(clock.due_at, case.state), f"clock.{kind}", kept)
    done = day_of(clock.ended_at, case.state) if clock.ended_at else None
    if kind == REVIEW:
        _reviewed(clock, done, case.state, add)
    if done is None or clock.is_dropped:
        return
    if kind in _SINCE_FILING:
        add(done, f"days.{kind}", length(case.filed_on, done))
    if kind in clocks.CHECKS:
        add(done, "safety.asked")


def _reviewed(clock: Clock, done: date | None, state: str, add: Add) -> None:
    stand = clock.result or ("running" if done is None else "dropped")
    add(day_of(clock.started_at, state), "review.asked", stand)
    if done is not None and clock.result:
        add(done, "review.decided", clock.result)


def _value(case: Complaint, dimension: str) -> str:
    if dimension == "governorate":
        return str(case.governorate_id or "")
    return str(getattr(case, dimension))


def _kept(clock: Clock) -> str:
    if clock.is_dropped:
        return "dropped"
    if clock.ended_at is None:
        return "running"
    return "in_time" if clock.ended_at <= clock.due_at else "late"


def of_register_row(row: RegisterRow) -> Counter[Cell]:
    """What a line of an imported register adds, marked as imported."""
    counts: Counter[Cell] = Counter()

    def add(day: date, kind: str, value: str = "") -> None:
        counts[Cell(row.state, row.institution, day, kind, row.matter, value, True)] += 1

    add(row.received_on, "received")
    add(row.received_on, "outcome", row.outcome or OPEN)
    for dimension in ("channel", "source", "gender", "assistance_kind", "language"):
        if value := str(getattr(row, dimension)):
            add(row.received_on, f"received.{dimension}", value)
    categories = [code for code in row.categories.split(";") if code]
    for category in categories:
        add(row.received_on, "received.category", category)
        if row.matter == Matter.COMPLAINT:
            add(row.received_on, "allegations", category)
    if GRAVE & set(categories):
        add(row.received_on, "received.grave", "yes")
        add(row.received_on, "grave.route", NOT_STATED)
    if row.closed_on:
        add(row.closed_on, "completed", row.outcome)
    return counts
