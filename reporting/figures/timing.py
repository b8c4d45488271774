"""How deadlines were kept, and how long things took: read from counts of days, never averaged averages."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reporting.figures.reading import CLOCKS, MATTERS, Figures, Table

VERY_LATE_AFTER = {"acknowledge": 12, "decide": 135, "assistance": 21, "answer": 56, "remedy": 126}
"""Calendar days: the term of the procedure and half of it more (the authority's answer: twice its term), a week for
five working days. Shorter or longer terms that a state has set itself don't move this mark."""
HISTOGRAMS = {
    "complaint": ("acknowledge", "decide", "answer", "remedy"),
    "assistance": ("acknowledge", "assistance"),
}
BANDS = ((7, "0-7"), (30, "8-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (9999, "181-"))
"""Last day of a band and its name."""


def share(part: int, whole: int) -> float | None:
    """Per cent with one decimal; None of nothing."""
    return float(round(Decimal(100 * part) / whole, 1)) if whole else None


def kept(figures: Figures, clock: str, matter: str = "") -> Table:
    """How the deadlines that fell due in the period were kept. Dropped ones (the case ended) don't count."""
    counted: Counter[str] = Counter()
    for one in (matter,) if matter else MATTERS:
        counted.update(figures.table(f"clock.{clock}", one))
    return due(counted)


def due(counted: Table | Counter[str]) -> Table:
    """A row of deadlines from in_time, late and running."""
    row = {name: counted.get(name, 0) for name in ("in_time", "late", "running")}
    return {"due": sum(row.values()), **row}


def shared(row: Table) -> dict[str, Any]:
    """A row of deadlines with the share kept in time."""
    return {**row, "share_in_time": share(row["in_time"], row["due"])}


def clocks(figures: Figures) -> dict[str, Any]:
    """Deadlines by kind and matter, and how many days things took."""
    result: dict[str, Any] = {matter: {} for matter in MATTERS}
    for matter in MATTERS:
        for clock in CLOCKS:
            row = kept(figures, clock, matter)
            if row["due"]:
                result[matter][clock] = shared(row)
    decided = days(figures.table("days.decide", "complaint"), VERY_LATE_AFTER["decide"])
    result["days_to_decision"] = {
        "decided": decided["n"],
        **{name: decided[name] for name in ("median", "p90", "very_late")},
    }
    result["days"] = {matter: _histograms(figures, matter) for matter in MATTERS}
    return result


def _histograms(figures: Figures, matter: str) -> dict[str, Any]:
    found = {}
    for what in HISTOGRAMS[matter]:
        if histogram := figures.table(f"days.{what}", matter):
            found[what] = days(histogram, VERY_LATE_AFTER[what])
    return found


def days(histogram: Table, very_late_after: int | None = None) -> dict[str, Any]:
    """Median and 90th percentile of a histogram of days, `{"0031": 4}`; None where nothing was done."""
    ordered = sorted((int(value), count) for value, count in histogram.items())
    done = sum(count for _day, count in ordered)
    middle = (_at(ordered, (done + 1) // 2), _at(ordered, done // 2 + 1))
    row: dict[str, Any] = {
        "n": done,
        "median": (middle[0] + middle[1]) / 2 if done else None,
        "p90": _at(ordered, -(-done * 9 // 10)) if done else None,
        "bands": _bands(ordered),
    }
    if very_late_after is not None:
        row["very_late"] = sum(count for day, count in ordered if day > very_late_after)
        row["very_late_after"] = very_late_after
    return row


def _bands(ordered: Iterable[tuple[int, int]]) -> Table:
    found: Table = {}
    for day, count in ordered:
        name = next(name for last, name in BANDS if day <= last)
        found[name] = found.get(name, 0) + count
    return found


def _at(ordered: Iterable[tuple[int, int]], rank: int) -> int:
    seen = 0
    for day, count in ordered:
        seen += count
        if seen >= rank:
            return day
    return 0
