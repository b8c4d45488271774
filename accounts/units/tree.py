"""The tree that a file asks for, checked against the state, and how it differs from the one there is."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from accounts.answering import Service
from accounts.models import Governorate, Unit, UnitKind
from accounts.units.reading import COLUMNS, Line, Problem, Unreadable

CODE = re.compile(r"[a-z]{2}-[a-z0-9][a-z0-9-]{0,36}")
DEPTH = 8  # levels; the path of codes must fit its column


@dataclass(frozen=True, slots=True)
class Row:
    """One unit as a spreadsheet says it."""

    code: str
    parent: str
    name_ar: str
    name_en: str
    kind: str
    governorate: str
    service: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a file over would do. Nothing is deleted: what is missing in it is closed."""

    new: list[Row]
    changed: list[tuple[Row, Row]]  # as it is, as it would be
    closing: list[Row]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.closing)


def present(state: str) -> list[Row]:
    """The open units, each below the one above it."""
    units = Unit.objects.filter(state=state, closed_on=None).select_related("parent", "governorate")
    return [
        Row(
            code=unit.code,
            parent=unit.parent.code if unit.parent else "",
            name_ar=unit.name_ar,
            name_en=unit.name_en,
            kind=unit.kind,
            governorate=unit.governorate.code if unit.governorate else "",
            service=unit.service,
        )
        for unit in units.order_by("path")
    ]


def checked(state: str, lines: Iterable[Line]) -> list[Row]:
    """The rows of a file as a tree of this state. Raises `Unreadable` with every problem found."""
    listed = list(lines)
    rows = {line.cells["code"]: Row(**{name: line.cells[name] for name in COLUMNS}) for line in listed}
    places = set(Governorate.objects.filter(state=state).values_list("code", flat=True))
    foreign = set(Unit.objects.exclude(state=state).filter(code__in=rows).values_list("code", flat=True))
    problems: list[Problem] = []
    seen: set[str] = set()
    for line in listed:
        row = rows[line.cells["code"]]
        wrong = _of_values(state, row, places) | _of_place(row, rows)
        if line.cells["code"] in seen:
            wrong["code"] = _("This code is there twice.")
        if row.code in foreign:
            wrong["code"] = _("Another state has this code.")
        seen.add(line.cells["code"])
        problems += [Problem(line.number, column, sentence) for column, sentence in wrong.items()]
    if not listed:
        problems.append(Problem(0, "", _("The file has no rows below its heading.")))
    if problems:
        raise Unreadable(problems)
    return sorted(rows.values(), key=lambda row: path_of(row, rows))


def _of_values(state: str, row: Row, places: set[str]) -> dict[str, str]:
    wrong = {}
    if not CODE.fullmatch(row.code) or not row.code.startswith(f"{state.lower()}-"):
        wrong["code"] = _(
            "A code begins with %(prefix)s and has small Latin letters, digits and hyphens."
        ) % {"prefix": f"{state.lower()}-"}
    for name in ("name_ar", "name_en"):
        if not getattr(row, name):
            wrong[name] = _("A name is needed in both languages.")
    if row.kind not in UnitKind.values:
        wrong["kind"] = _("One of: %(choices)s.") % {"choices": ", ".join(UnitKind.values)}
    if row.service not in Service.values:
        wrong["service"] = _("One of: %(choices)s.") % {"choices": ", ".join(Service.values)}
    if row.governorate and row.governorate not in places:
        wrong["governorate"] = _("This state has no governorate with this code.")
    return wrong


def _of_place(row: Row, rows: dict[str, Row]) -> dict[str, str]:
    """What is wrong with where it stands in the tree."""
    if not row.parent:
        return {} if row.kind == UnitKind.SERVICE else {"parent": _("Only a service stands at the top.")}
    above = rows.get(row.parent)
    if above is None:
        return {"parent": _("No row of the file has this code.")}
    if above.service != row.service:
        return {"service": _("The unit above it belongs to another service.")}
    line, at = {row.code}, above
    while at.parent:
        if at.code in line or len(line) > DEPTH:
            return {"parent": _("It is above itself, or too deep.")}
        line.add(at.code)
        at = rows.get(at.parent, Row("", "", "", "", "", "", ""))
    return {}


def path_of(row: Row, rows: dict[str, Row]) -> str:
    """Codes from the top, by dots. Call it for a tree without loops."""
    codes = [row.code]
    while row.parent:
        row = rows[row.parent]
        codes.append(row.code)
    return ".".join(reversed(codes))


def difference(before: Iterable[Row], after: Iterable[Row]) -> Difference:
    old, new = {row.code: row for row in before}, {row.code: row for row in after}
    return Difference(
        new=[row for code, row in new.items() if code not in old],
        changed=[(old[code], row) for code, row in new.items() if code in old and old[code] != row],
        closing=[row for code, row in old.items() if code not in new],
        same=sum(old.get(code) == row for code, row in new.items()),
    )


def written(rows: Iterable[Row]) -> list[list[str]]:
    """As a change keeps them: lists in the order of the columns."""
    return [list(asdict(row).values()) for row in rows]


def reread(lists: Iterable[list[str]]) -> list[Row]:
    return [Row(*cells) for cells in lists]
