"""The fixed list of tables of a quarter, and how their cells hang together. Pure: no queries.

A cell is named by its path in a report's figures (`intake.by_matter.complaint.by_gender.female`). Only matters
apart stand here: who wants both adds two cells that are shown. So every cell stands in one table, tables share
nothing but their totals, and the sums form a forest, in which an outsider's bounds are exact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from complaints.vocabulary import Category

MATTERS = ("complaint", "assistance")
DIMENSIONS = (
    *("channel", "source", "mode", "gender", "category", "place_type"),
    *("governorate", "service", "subject", "language"),
)
CLOCKS = ("acknowledge", "route", "decide", "assistance", "review_decision", "remedy", "outcome_notice")
KEPT = ("in_time", "late", "silent", "running")
EXACT = (Category.DTH.value, Category.DIS.value, Category.TOR.value)
"""Counted exactly, for whole years alone: a quarter that told them would tell the rest of the year as well."""
BALANCE = ("carried_over", "received", "reopened", "completed", "remaining")


@dataclass(frozen=True, slots=True)
class Listed:
    """A table. `total` is the cell its cells add up to; "" where none is printed, then taken as known anyway."""

    path: str
    total: str = ""
    kind: str = "parts"  # parts, kept (deadlines), answers, row (cells for themselves)
    basis: str = "cohort"  # cohort, flow, due, balance
    label: str = ""  # the kind of code that names its rows

    @property
    def name(self) -> str:
        """What addresses and spreadsheets call it."""
        return self.path.replace("intake.by_matter.", "").replace(".", "-").replace("_", "-")


def _of_matter(matter: str) -> Iterator[Listed]:
    whole = f"intake.{matter}"
    for dimension in DIMENSIONS:
        total = "" if dimension == "category" else whole
        yield Listed(f"intake.by_matter.{matter}.by_{dimension}", total, label=dimension)
    if matter == "assistance":
        yield Listed("intake.by_matter.assistance.by_kind", whole, label="kind")
    yield Listed(f"balance.{matter}", kind="row", basis="balance", label="balance")
    yield Listed(f"outcomes.{matter}", whole, label=matter)
    yield Listed(f"outcomes.flow.{matter}", f"balance.{matter}.completed", basis="flow", label=matter)
    for clock in CLOCKS:
        yield Listed(f"clocks.{matter}.{clock}", kind="kept", basis="due", label="kept")


TABLES: tuple[Listed, ...] = (
    *_of_matter("complaint"),
    *_of_matter("assistance"),
    Listed("clocks.days_to_decision", kind="row", basis="flow", label="days"),
    Listed("outcomes.flow.findings", basis="flow", label="findings"),
    Listed("outcomes.flow.dispositions", basis="flow", label="dispositions"),
    Listed("oversight.questions", kind="kept", basis="due", label="kept"),
    Listed("oversight.undetermined", basis="flow", label="category"),
    Listed("recommendations.flow", basis="flow", label="fate"),
    Listed("reprisals", kind="row", basis="flow", label="reprisals"),
    Listed("reprisals.followed", kind="kept", basis="due", label="kept"),
    Listed("custody.whereabouts", "custody.received", label="whereabouts"),
    Listed("custody.answers", kind="kept", basis="due", label="kept"),
    Listed("reviews.flow", basis="flow", label="review"),
    *(
        Listed(f"satisfaction.{one}", kind="answers", basis="flow", label="answer")
        for one in ("clear", "respect", "again")
    ),
)
BY_PATH = {table.path: table for table in TABLES}
ROWS = {
    "clocks.days_to_decision": ("decided", "very_late"),
    "reprisals": ("asked", "answered", "reported"),
    **{f"balance.{matter}": BALANCE for matter in MATTERS},
}
HEADS = {"kept": "due", "answers": "n"}
"""Kinds of table that hold their own total, and its name."""


def cells_of(figures: Mapping[str, Any]) -> dict[str, int]:
    """The cells of the fixed list, out of the exact figures of a quarter. What isn't there isn't counted yet."""
    cells = {}
    for table in TABLES:
        found = _reach(figures, table.path)
        for code, count in found.items() if isinstance(found, Mapping) else ():
            if isinstance(count, int) and not isinstance(count, bool) and is_cell(table, code):
                cells[f"{table.path}.{code}"] = count
        if table.total and table.total not in cells:
            whole = _reach(figures, table.total)
            if isinstance(whole, int):
                cells[table.total] = whole
    return cells


def is_cell(table: Listed, code: str) -> bool:
    """Whether a table has such a row: what stands beside it under the same path is no count of it."""
    if table.kind == "kept":
        return code in ("due", *KEPT)
    if table.kind == "answers":
        return code in ("n", "yes", "partly", "no")
    if table.kind == "row":
        return code in ROWS[table.path]
    return not is_exact(f"{table.path}.{code}")


def is_exact(cell: str) -> bool:
    """Whether it is counted for whole years alone."""
    return cell.startswith("intake.") and cell.rpartition(".")[2] in EXACT


def _reach(figures: Mapping[str, Any], path: str) -> Any:
    place: Any = figures
    for step in path.split("."):
        place = place.get(step) if isinstance(place, Mapping) else None
    return place


def head_of(table: Listed) -> str:
    """The cell that holds a table's total; "" where it has none."""
    return f"{table.path}.{HEADS[table.kind]}" if table.kind in HEADS else table.total


def parts_of(table: Listed, cells: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells of a table that are there, its own total not among them."""
    start, head = f"{table.path}.", head_of(table)
    found = (name for name in cells if name.startswith(start) and "." not in name[len(start) :])
    return tuple(name for name in found if name != head)


def table_of(cell: str) -> Listed | None:
    """The table a cell stands in."""
    return BY_PATH.get(cell.rpartition(".")[0])


def counted(figures: Mapping[str, Any]) -> list[str]:
    """The tables that the figures count, whether anything occurred in them or not."""
    return [
        table.path
        for table in TABLES
        if isinstance(_reach(figures, table.path), Mapping)
        or (table.kind == "kept" and table.path.partition(".")[0] in figures)
    ]


def veiled(figures: Mapping[str, Any]) -> list[str]:
    """Cells of the fixed list that the exact figures themselves don't tell."""
    return [
        f"{table.path}.{code}"
        for table in TABLES
        if isinstance(found := _reach(figures, table.path), Mapping)
        for code, count in found.items()
        if count is None and is_cell(table, code)
    ]
