"""Which rows a public edition has: those that its closed quarters name. Pure: no queries."""

from collections.abc import Iterable
from typing import Any

from reporting.statistics import tables

Content = dict[str, Any]
Closed = dict[str, list[Content]]
"""Closed quarters by state, oldest first; none where they do not make up the period."""
UNTOLD = (
    *("intake.allegations", "grave.route", "reprisals.findings", "custody.outcomes", "custody.days.bands"),
    *(f"clocks.days.{matter}" for matter in tables.MATTERS),
    *(
        "recommendations.cohort.by_fate",
        "recommendations.orders.cohort.by_fate",
        "recommendations.orders.flow",
    ),
)
"""Tables that no quarter has and whose rows are what occurred."""


def name(content: Content, found: Closed, gone: list[str]) -> None:
    """Rows are those that the quarters name. One more without a number would tell that there is something to count,
    one with a zero that something came in late. Tables that no quarter has stay empty."""
    for table in tables.TABLES:
        place = _place(content, table.path)
        if table.kind == "parts" and place is not None:
            _renamed(place, _codes(found, table.path))
            if not _is_told(found, table.path):
                gone.append(table.path)
    for dimension in tables.DIMENSIONS:
        apart = [f"intake.by_matter.{matter}.by_{dimension}" for matter in tables.MATTERS]
        _renamed(
            content["intake"][f"by_{dimension}"], [code for path in apart for code in _codes(found, path)]
        )
    for path in UNTOLD:
        place = _place(content, path)
        if place is not None:
            _renamed(place, ())
            gone.append(path)
    for matter in tables.MATTERS:
        clocks = content["clocks"].get(matter, {})
        for clock in tables.CLOCKS:
            _row(clocks, clock, found, f"clocks.{matter}.{clock}", "share_in_time")
    for one in list(content["satisfaction"]):
        _row(content["satisfaction"], one, found, f"satisfaction.{one}", "share_yes")


def _renamed(place: Content, codes: Iterable[str]) -> None:
    for key, child in list(place.items()):
        if not isinstance(child, str):
            del place[key]
    place |= dict.fromkeys(codes)


def _row(place: Content, key: str, found: Closed, path: str, share: str) -> None:
    """A row of deadlines or answers, where any quarter has it."""
    codes = _codes(found, path)
    withheld = any(path in content["withheld"] for rows in found.values() for content in rows)
    place.pop(key, None)
    if codes or withheld:
        whole = tables.head_of(tables.BY_PATH[path]).rpartition(".")[2]
        place[key] = {**dict.fromkeys((whole, *codes)), share: None}


def _codes(found: Closed, path: str) -> list[str]:
    """The rows of a table that any quarter names."""
    start = f"{path}."
    named = (cell for rows in found.values() for content in rows for cell in content["cells"])
    return sorted(
        {cell[len(start) :] for cell in named if cell.startswith(start) and "." not in cell[len(start) :]}
    )


def _is_told(found: Closed, path: str) -> bool:
    """Whether every quarter gives a table, hidden cells or not; else what it does not name is not nothing."""
    return all(
        rows and all(path in one["tables"] and path not in one["withheld"] for one in rows)
        for rows in found.values()
    )


def _place(content: Content, path: str) -> Content | None:
    place: Any = content
    for step in path.split("."):
        place = place.get(step) if isinstance(place, dict) else None
    return place if isinstance(place, dict) else None
