"""What was received and what ended month by month, for a report that covers several."""

from collections import Counter
from datetime import timedelta
from typing import Any

from complaints import tallies
from complaints.tallies import Span
from reporting.figures.reading import FIRST_DAY, MATTERS, states_of
from reporting.periods import Period
from reporting.scopes import Scope

MOST = 24
"""Months that are shown one by one; of a longer period there is no such table."""
STEPS = ("received", "completed")
Row = dict[str, Any]


def months(scope: Scope, period: Period) -> list[Row]:
    """Files received and files that ended in each month, by matter. One statement; empty for a single month.

    Up to the month in which anything was first received here there are no data, which is not zero.
    """
    parts = period.parts(1)
    if not 1 < len(parts) <= MOST:
        return []
    eve = Span(FIRST_DAY, period.start - timedelta(days=1))
    spans = [eve, *(Span(part.start, part.end) for part in parts)]
    found = tallies.over(spans, kinds=STEPS, states=states_of(scope), institution=scope.institution)
    counted: list[Counter[tuple[str, str]]] = [Counter() for _span in spans]
    for counters in found.values():
        for total, counter in zip(counted, counters, strict=True):
            for (kind, matter, _value, _imported), number in counter.items():
                total[kind, matter] += number
    rows, is_known = [], _any_received(counted[0])
    for part, total in zip(parts, counted[1:], strict=True):
        is_known = is_known or _any_received(total)
        rows.append(month_row(part, {cell: total[cell] if is_known else None for cell in CELLS}))
    return rows


CELLS = tuple((step, matter) for matter in MATTERS for step in STEPS)


def month_row(part: Period, cells: dict[tuple[str, str], int | None]) -> Row:
    """One month, or what stands in its place in a public edition: a quarter."""
    return {
        "start": part.start.isoformat(),
        "end": part.end.isoformat(),
        **{matter: {step: cells[step, matter] for step in STEPS} for matter in MATTERS},
    }


def _any_received(counted: Counter[tuple[str, str]]) -> bool:
    return any(number for (kind, _matter), number in counted.items() if kind == "received")
