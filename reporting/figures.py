"""Case figures of one scope and period, read from the tallies alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Governorate
from complaints import tallies
from complaints.vocabulary import GRAVE, Category, Matter
from reporting.periods import Period
from reporting.scopes import Scope

FIRST_DAY = date(1900, 1, 1)
PARTITIONS = ("gender", "source", "channel", "mode", "language", "service", "governorate")
"""Dimensions of which a case has one value; `not_stated` stands for those without."""
DIMENSIONS = (*PARTITIONS, "category")
CLOCKS = ("acknowledge", "route", "decide", "assistance", "review_decision", "remedy", "outcome_notice")
MATTERS = (Matter.COMPLAINT.value, Matter.ASSISTANCE.value)
EXACT = (Category.DTH.value, Category.DIS.value, Category.TOR.value)
"""Counted exactly in every edition, uncrossed: hiding three deaths protects the institution, not the person."""
DECIDE_WITHIN = 90  # calendar days (domain: clocks)
VERY_LATE_AFTER = DECIDE_WITHIN * 3 // 2  # half as long again
NOT_STATED = "not_stated"
_KINDS = (
    *("received", "received.grave", "allegations", "outcome", "completed", "reopened", "finding"),
    *("disposition", "days.decide", "clock.authority_answer", "received.assistance_kind"),
    *(f"received.{dimension}" for dimension in DIMENSIONS),
    *(f"clock.{clock}" for clock in CLOCKS),
)
Key = tuple[str, ...]
Table = dict[str, int]


@dataclass(frozen=True)
class Figures:
    """Counts keyed (kind, matter, value) over a period, and what came before it."""

    scope: Scope
    period: Period
    counts: Counter[Key]
    before: Counter[Key]
    imported: int
    has_data: bool

    def total(self, kind: str, matter: str = "") -> int:
        """Everything of one kind."""
        return sum(n for (k, m, _v), n in self.counts.items() if k == kind and matter in ("", m))

    def table(self, kind: str, matter: str) -> Table:
        """Value → count, largest first."""
        found = [(v, n) for (k, m, v), n in self.counts.items() if k == kind and m == matter and n]
        return dict(sorted(found, key=lambda row: (-row[1], row[0])))


def read(scope: Scope, period: Period) -> Figures:
    """Read the figures of a period; for days yet to come there is nothing to read."""
    state = scope.filters().get("state", "")
    found = tallies.counts(
        kinds=_KINDS, start=period.start, end=period.end, state=state, institution=scope.institution
    )
    # Custody inquiries are a thing of their own, in no total of complaints and requests.
    counts = Counter({key: count for key, count in found.items() if key[1] in MATTERS})
    eve = period.start - timedelta(days=1)
    flow = ("received", "reopened", "completed")
    whose = scope.filters()
    before = tallies.counts(
        kinds=flow,
        start=FIRST_DAY,
        end=eve,
        state=whose.get("state", ""),
        institution=whose.get("institution", ""),
        by=("kind", "matter"),
    )
    marked = tallies.counts(
        kinds=["received"],
        start=period.start,
        end=period.end,
        state=state,
        institution=scope.institution,
        by=("is_imported",),
    )
    imported = sum(n for (is_imported,), n in marked.items() if is_imported)
    return Figures(scope, period, counts, before, imported, bool(counts or before))


def _partition(figures: Figures, dimension: str, matter: str) -> Table:
    table = figures.table(f"received.{dimension}", matter)
    if dimension == "governorate":
        table = _governorates(table)
    rest = figures.total("received", matter) - sum(table.values())
    if rest > 0:
        table[NOT_STATED] = table.get(NOT_STATED, 0) + rest
    return table


def _governorates(table: Table) -> Table:
    codes = {str(row.pk): row.code for row in Governorate.objects.filter(pk__in=[int(v) for v in table])}
    return {codes.get(value, NOT_STATED): count for value, count in table.items()}


def intake(figures: Figures) -> dict[str, Any]:
    """What was received: both matters together under the plain names, apart under `by_matter`."""
    result: dict[str, Any] = {"total": figures.total("received")}
    result |= {matter: figures.total("received", matter) for matter in MATTERS}
    apart: dict[str, dict[str, Any]] = {matter: {} for matter in MATTERS}
    for dimension in DIMENSIONS:
        both: Counter[str] = Counter()
        for matter in MATTERS:
            if dimension == "category":
                table = figures.table("received.category", matter)
            else:
                table = _partition(figures, dimension, matter)
            apart[matter][f"by_{dimension}"] = table
            both.update(table)
        result[f"by_{dimension}"] = dict(sorted(both.items(), key=lambda row: (-row[1], row[0])))
    apart["assistance"]["by_kind"] = _partition(figures, "assistance_kind", "assistance")
    result["by_matter"] = apart
    result["allegations"] = figures.table("allegations", "complaint")
    result["imported"] = figures.imported
    return result


def balance(figures: Figures) -> dict[str, Table]:
    """Carried over + received + reopened − completed = remaining, for each matter."""
    result = {}
    for matter in MATTERS:
        came = figures.before["received", matter] + figures.before["reopened", matter]
        carried = came - figures.before["completed", matter]
        received, reopened = figures.total("received", matter), figures.total("reopened", matter)
        completed = figures.total("completed", matter)
        result[matter] = {
            "carried_over": carried,
            "received": received,
            "reopened": reopened,
            "completed": completed,
            "remaining": carried + received + reopened - completed,
        }
    return result


def outcomes(figures: Figures) -> dict[str, Any]:
    """How those received in the period stand (cohort); what ended or was found in it (flow)."""
    cohort = {matter: figures.table("outcome", matter) for matter in MATTERS}
    for table in cohort.values():
        table.setdefault(tallies.OPEN, 0)
        table[tallies.OPEN] = table.pop(tallies.OPEN)  # last
    flow = {matter: figures.table("completed", matter) for matter in MATTERS}
    found = {name: figures.table(name[:-1], "complaint") for name in ("findings", "dispositions")}
    return {"basis": "cohort", **cohort, "flow": {"basis": "flow", **flow, **found}}


def kept(figures: Figures, clock: str, matter: str = "") -> Table:
    """How the deadlines that fell due in the period were kept. Dropped ones (the case ended) don't count."""
    counted: Counter[str] = Counter()
    for (kind, of, value), count in figures.counts.items():
        if kind == f"clock.{clock}" and matter in ("", of):
            counted[value] += count
    in_time, late, running = counted["in_time"], counted["late"], counted["running"]
    return {"due": in_time + late + running, "in_time": in_time, "late": late, "running": running}


def clocks(figures: Figures) -> dict[str, Any]:
    """Deadlines by kind and matter, and the days from filing to decision."""
    result: dict[str, Any] = {matter: {} for matter in MATTERS}
    for matter in MATTERS:
        for clock in CLOCKS:
            row = kept(figures, clock, matter)
            if row["due"]:
                result[matter][clock] = {**row, "share_in_time": share(row["in_time"], row["due"])}
    result["days_to_decision"] = days(figures.table("days.decide", "complaint"))
    return result


def days(histogram: Table) -> dict[str, Any]:
    """Median and 90th percentile of a histogram of days, `{"0031": 4}`; None where nothing was decided."""
    ordered = sorted((int(value), count) for value, count in histogram.items())
    decided = sum(count for _day, count in ordered)
    late = sum(count for day, count in ordered if day > VERY_LATE_AFTER)
    middle = (_at(ordered, (decided + 1) // 2), _at(ordered, decided // 2 + 1))
    return {
        "decided": decided,
        "median": (middle[0] + middle[1]) / 2 if decided else None,
        "p90": _at(ordered, -(-decided * 9 // 10)) if decided else None,
        "very_late": late,
    }


def _at(ordered: Iterable[tuple[int, int]], rank: int) -> int:
    seen = 0
    for day, count in ordered:
        seen += count
        if seen >= rank:
            return day
    return 0


def share(part: int, whole: int) -> float | None:
    """Per cent with one decimal; None of nothing."""
    return float(round(Decimal(100 * part) / whole, 1)) if whole else None


def grave(figures: Figures, exact: Figures | None) -> dict[str, Any]:
    """Grave cases, and the exact totals of a whole year. `exact` is None where no whole year has data."""
    table = figures.table("received.category", "complaint")
    if figures.total("received", "complaint") and not table:  # a register that recorded no categories
        return {"received": None, "by_category": {}, "exact": None}
    result: dict[str, Any] = {
        "received": figures.total("received.grave"),
        "by_category": {code: table.get(code, 0) for code in sorted(GRAVE)},
        "exact": None,
    }
    if exact is not None:
        counted = exact.table("received.category", "complaint")
        result["exact"] = {
            "start": exact.period.start.isoformat(),
            "end": exact.period.end.isoformat(),
            **{code: counted.get(code, 0) for code in EXACT},
        }
    return result


def oversight(figures: Figures) -> dict[str, Any]:
    """Questions the independent body put to the ministry whose answer fell due in the period."""
    row = kept(figures, "authority_answer")
    return {"questions": {**row, "share_in_time": share(row["in_time"], row["due"])}}
