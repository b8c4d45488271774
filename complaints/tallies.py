"""Counts of cases, kept by delta in the transaction that changes a case.

`of` says what one case adds to every count; a change writes the difference between before and after, and
`rebuild` must find the same by adding up all cases. Kinds, each on a day of its own:

received, received.<dimension>   the day it was filed · value: the dimension's code
allegations                      the day it was filed · value: category; one per allegation
people                           the day it was filed · as many as it concerns: victims, not filers
outcome                          the day it was filed (cohort) · value: outcome code, or open
completed                        the day the file ended (flow) · value: outcome code
reopened                         the day it was taken up again
finding, disposition             the day of the decision · value: code; one per allegation
satisfaction.<question>   the first of the month it was answered in · value: the answer; no case keeps it
finding.silence                  the same day · value: category; undetermined because no official answer came
clock.<kind>                     the day it was due · value: in_time, late, running or dropped
days.decide                      the day of the decision · value: days since filing, four digits
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from django.db import connection, transaction
from django.db.models import F, Min, Q, Sum

from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Ending,
    RegisterRow,
    Tally,
    TallyDelta,
)
from complaints.vocabulary import GRAVE, Finding, Matter

DIMENSIONS = ("channel", "source", "mode", "gender", "governorate", "service", "assistance_kind", "language")
OPEN = "open"
ONLY_COUNTED = "satisfaction."  # kinds that no case remembers: nothing could be rebuilt from
FOLDED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted: the key of a tally."""

    state: str
    institution: str
    day: date
    kind: str
    matter: str
    value: str = ""
    is_imported: bool = False


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

    add(case.filed_on, "received")
    add(case.filed_on, "people", number=case.people_concerned)
    add(case.filed_on, "outcome", case.outcome or OPEN)
    for dimension in DIMENSIONS:
        if value := _value(case, dimension):
            add(case.filed_on, f"received.{dimension}", value)
    for category in {row.category for row in facts.allegations}:
        add(case.filed_on, "received.category", category)
    if case.is_grave:
        add(case.filed_on, "received.grave", "yes")
    for row in facts.allegations:
        add(case.filed_on, "allegations", row.category)
        if row.decided_at:
            add(_day(row.decided_at), "finding", row.finding)
            if row.for_silence:
                add(_day(row.decided_at), "finding.silence", row.category)
            if row.disposition:
                add(_day(row.decided_at), "disposition", row.disposition)
    for ending in facts.endings:
        add(_day(ending.at), "completed", ending.outcome)
        if ending.reopened_at:
            add(_day(ending.reopened_at), "reopened")
    for clock in facts.clocks:
        add(_day(clock.due_at), f"clock.{clock.kind}", _kept(clock))
        if clock.kind == "decide" and clock.ended_at and not clock.is_dropped:
            add(_day(clock.ended_at), "days.decide", f"{(_day(clock.ended_at) - case.filed_on).days:04}")
    return counts


def _day(moment: datetime) -> date:
    """The day of a moment in UTC, as the database gives it back, whatever zone a caller counts in."""
    return moment.astimezone(UTC).date()


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
    if row.closed_on:
        add(row.closed_on, "completed", row.outcome)
    return counts


def change(before: Mapping[Cell, int], after: Mapping[Cell, int]) -> None:
    """Write the difference a change made, in the caller's transaction."""
    difference = Counter(after)
    difference.subtract(before)
    TallyDelta.objects.bulk_create(_rows(difference))


def _rows(counts: Mapping[Cell, int]) -> list[TallyDelta]:
    return [TallyDelta(**asdict(cell), count=count) for cell, count in counts.items() if count]


FOLD = """
    WITH taken AS (
        DELETE FROM complaints_tallydelta WHERE id IN (
            SELECT id FROM complaints_tallydelta ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
        RETURNING state, kind, day, institution, matter, value, is_imported, count
    ), folded AS (
        INSERT INTO complaints_tally (state, kind, day, institution, matter, value, is_imported, count)
        SELECT state, kind, day, institution, matter, value, is_imported, sum(count) FROM taken
        GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
        ON CONFLICT (state, kind, day, institution, matter, value, is_imported)
        DO UPDATE SET count = complaints_tally.count + excluded.count
    )
    SELECT count(*) FROM taken
"""


@transaction.atomic
def fold() -> int:
    """Add waiting deltas to the counts. Returns how many were folded; safe to run side by side."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD, [FOLDED_AT_ONCE])
        return int(cursor.fetchone()[0])


def counts(
    *,
    kinds: Iterable[str],
    start: date,
    end: date,
    state: str = "",
    institution: str = "",
    by: tuple[str, ...] = ("kind", "matter", "value"),
) -> Counter[tuple[str, ...]]:
    """Sums over a period, both days included, keyed by the columns of `by`; unfolded deltas too."""
    asked = Q(kind__in=list(kinds), day__gte=start, day__lte=end)
    if state:
        asked &= Q(state=state)
    if institution:
        asked &= Q(institution=institution)
    folded, waiting = (
        model.objects.filter(asked).values_list(*by).annotate(n=Sum(F("count")))
        for model in (Tally, TallyDelta)
    )
    total: Counter[tuple[str, ...]] = Counter()
    # One statement, one snapshot: what a fold moves meanwhile is neither missed nor seen twice.
    for row in folded.union(waiting, all=True):
        total[tuple(row[:-1])] += row[-1]
    return +total


def first_days() -> dict[str, date]:
    """The first day on which this site itself received a complaint or request, by state; none where it hasn't."""
    found: dict[str, date] = {}
    own = Q(kind="received", is_imported=False, matter__in=[Matter.COMPLAINT, Matter.ASSISTANCE])
    for model in (Tally, TallyDelta):
        for state, day in model.objects.filter(own).values_list("state").annotate(first=Min("day")):
            found[state] = min(day, found.get(state, day))
    return found
