"""Keeping the counts: deltas beside the folded rows, and their sums over stretches of time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Min, Q, Sum

from complaints.models import Tally, TallyDelta
from complaints.tallies.cells import Cell
from complaints.vocabulary import Matter

ONLY_COUNTED = "satisfaction."  # kinds that no case remembers: nothing could be rebuilt from
FOLDED_AT_ONCE = 10_000
Key = tuple[str, str, str, bool]
"""Kind, matter, value, and whether it comes from an imported register."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both included."""

    start: date
    end: date


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


def over(
    spans: Sequence[Span], *, kinds: Iterable[str], states: Iterable[str], institution: str = ""
) -> dict[str, list[Counter[Key]]]:
    """Sums over several stretches of time at once, in one statement: state → a counter for each span.

    A state of which nothing was ever counted in them is absent.
    """
    asked = Q(state__in=list(states), kind__in=list(kinds))
    asked &= Q(day__gte=min(span.start for span in spans), day__lte=max(span.end for span in spans))
    if institution:
        asked &= Q(institution=institution)
    sums = {
        f"n{at}": Sum("count", filter=Q(day__gte=span.start, day__lte=span.end), default=0)
        for at, span in enumerate(spans)
    }
    key = ("state", "kind", "matter", "value", "is_imported")
    folded, waiting = (
        model.objects.filter(asked).values_list(*key).annotate(**sums) for model in (Tally, TallyDelta)
    )
    found: dict[str, list[Counter[Key]]] = {}
    for state, kind, matter, value, is_imported, *numbers in folded.union(waiting, all=True):
        counters = found.setdefault(state, [Counter() for _ in spans])
        for counter, number in zip(counters, numbers, strict=True):
            if number:
                counter[kind, matter, value, is_imported] += number
    return found


def first_days() -> dict[str, date]:
    """The first day on which this site itself received a complaint or request, by state; none where it hasn't."""
    found: dict[str, date] = {}
    own = Q(kind="received", is_imported=False, matter__in=[Matter.COMPLAINT, Matter.ASSISTANCE])
    for model in (Tally, TallyDelta):
        for state, day in model.objects.filter(own).values_list("state").annotate(first=Min("day")):
            found[state] = min(day, found.get(state, day))
    return found
