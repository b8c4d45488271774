"""Longer public figures out of closed quarters: nothing but sums of what is shown. Pure: no queries.

Whoever has the quarters could add them up as well, so a year, a half-year, the region or a public edition of a
report tells nothing that the quarters do not, and there is nothing to set against them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reporting.statistics import tables
from reporting.suppression import SMALLEST_SHOWN

Content = Mapping[str, Any]
Bounds = tuple[int, int | None]
FIRST, LAST = "carried_over", "remaining"  # stocks: of one quarter alone, never added up


def shown(content: Content, cell: str) -> int | None:
    """What a quarter shows of a cell: None where it is hidden, withheld or was not counted."""
    if cell in content["cells"]:
        found: int | None = content["cells"][cell]
        return found
    table = tables.table_of(cell)
    if table is None or table.path in content["withheld"] or table.path not in content["tables"]:
        return None
    # A code that did not occur; those counted by the year alone stand in no quarter whether they occurred or not.
    return 0 if tables.is_cell(table, cell.rpartition(".")[2]) else None


def total(quarters: Sequence[Content], cell: str) -> int | None:
    """A cell over consecutive quarters; None where any of them hides it."""
    own = _own(quarters, cell)
    found = [shown(content, cell) for content in own]
    return None if None in found else sum(count for count in found if count is not None)


def _own(quarters: Sequence[Content], cell: str) -> Sequence[Content]:
    if cell.startswith("balance."):
        if cell.endswith(f".{FIRST}"):
            return quarters[:1]
        if cell.endswith(f".{LAST}"):
            return quarters[-1:]
    return quarters


def bounds(quarters: Sequence[Content], cell: str) -> Bounds:
    """The least and the most a cell can be over consecutive quarters, as anybody can tell from what is shown."""
    least, most = 0, 0
    for content in _own(quarters, cell):
        low, high = _reach(content, cell)
        least += low
        most = -1 if high is None or most < 0 else most + high
    return least, most if most >= 0 else None


def _reach(content: Content, cell: str) -> Bounds:
    count = shown(content, cell)
    if count is not None:
        return count, count
    table = tables.table_of(cell)
    if table is None:
        return 0, SMALLEST_SHOWN - 1 if cell in content["cells"] else None
    whole = content["cells"].get(table.total) if table.total else None
    if whole is None or table.path in content["withheld"]:
        return 0, None
    others = (content["cells"].get(part) or 0 for part in tables.parts_of(table, content["cells"]))
    return 0, whole - sum(others)


def cells(quarters: Iterable[Content]) -> list[str]:
    """Every cell that any of some quarters names, in the order of the tables."""
    found = {cell: None for content in quarters for cell in content["cells"]}
    return list(found)


def exact(quarters: Sequence[Content]) -> dict[str, Any] | None:
    """The exact totals that stand beside the newest year closed by these quarters."""
    found = [content["exact"] for content in quarters if content.get("exact")]
    return found[-1] if found else None
