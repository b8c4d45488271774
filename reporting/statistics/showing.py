"""Closed quarters as sections of tables with words, for pages and downloads alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from accounts.models import State
from reporting.statistics import tables, wording
from reporting.statistics.tables import TABLES, Listed
from reporting.wording import Writer

Content = Mapping[str, Any]
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is, its number (None: hidden) or the least and most it can be, and how long its bar is."""

    label: str
    cell: str
    value: int | None
    width: str = ""
    least: int | None = None
    most: int | None = None

    @property
    def is_between(self) -> bool:
        """Whether only bounds are known."""
        return self.value is None and self.least is not None


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with its words. `is_withheld`: fewer than five in all, or a stock that waits."""

    name: str
    title: str
    basis: str
    lines: tuple[Line, ...]
    is_withheld: bool
    has_hidden: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Tables under one heading."""

    key: str
    title: str
    tables: tuple[Shown, ...]


def writer_for(content: Content) -> Writer:
    """For a page about one state: its months, the names its figures were closed with."""
    own = State.objects.filter(pk=content["state"]).first()
    names = {
        "states": {own.code: {"ar": own.name_ar, "en": own.name_en}} if own else {},
        "institutions": {},
        "governorates": {},
        **content.get("names", {}),
    }
    language = (get_language() or "ar")[:2]
    return Writer(language, own.months if own else "league", False, names)


def sections(content: Content, by: Writer) -> list[Section]:
    """Everything that was counted, in the order of the report."""
    found = []
    for key, title, starts in wording.SECTIONS:
        listed = [
            table for table in TABLES if table.path.startswith(starts) and table.path in content["tables"]
        ]
        drawn = tuple(shown for table in listed if (shown := _table(table, content, by)))
        if drawn:
            found.append(Section(key, str(title), drawn))
    return found


def _table(table: Listed, content: Content, by: Writer) -> Shown | None:
    withheld = table.path in content.get("withheld", ())
    lines = list(_lines(table, content, by))
    if not lines and not withheld:
        return None  # nothing of the kind occurred
    top = max((line.value or 0 for line in lines), default=0)
    drawn = tuple(_drawn(line, top) for line in lines)
    return Shown(
        table.name,
        wording.title(table, by),
        str(wording.BASIS[table.basis]),
        drawn,
        withheld,
        any(line.value is None and line.least is None for line in lines),
    )


def _lines(table: Listed, content: Content, by: Writer) -> Iterator[Line]:
    start = f"{table.path}."
    own = [cell for cell in content["cells"] if cell.startswith(start) and "." not in cell[len(start) :]]
    rows = [
        Line(wording.row(table, cell[len(start) :], by), cell, *_value(content["cells"][cell]))
        for cell in own
    ]
    fixed = (*wording.ROWS.get(table.label, {}), *tables.ROWS.get(table.path, ()))
    if table.kind == "parts":
        # Hidden ones by their names: an order by size would tell how they compare.
        return iter(sorted(rows, key=lambda line: (-(line.value or line.least or 0), line.label)))
    return iter(sorted(rows, key=lambda line: fixed.index(line.cell[len(start) :])))


def _value(found: Any) -> tuple[int | None, str, int | None, int | None]:
    if isinstance(found, Mapping):
        least, most = found["least"], found["most"]
        if not least and most is None:
            return None, "", None, None  # nothing is known
        return (least, "", least, most) if least == most else (None, "", least, most)
    return found, "", None, None


def _drawn(line: Line, top: int) -> Line:
    if not line.value or not top:
        return line
    return Line(line.label, line.cell, line.value, f"{FULL * line.value / top:.2f}", line.least, line.most)


def exact(content: Content, by: Writer) -> dict[str, Any] | None:
    """Deaths, disappearances and torture of the year that this quarter ended."""
    given = content.get("exact")
    if not given:
        return None
    return {
        "span": by.span(given),
        "rows": [Line(by.label("category", code), code, given[code]) for code in wording.EXACT_ROWS],
    }
