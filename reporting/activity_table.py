"""The register of activities as a spreadsheet: an empty template, rows that come in, rows that go out.

What comes in is checked like the form, row by row, and kept as a whole or not at all.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.actor import Actor, require
from accounts.roles import Permission
from common import languages, sheets, spreadsheet
from common.spreadsheet import Line, Problem, Unreadable
from reporting import activities
from reporting.activity_forms import RANKS, ActivityForm, current_measures
from reporting.activity_lists import LABELS
from reporting.models import Activity, ActivityKind, Measure

COLUMNS = (
    *("kind", "title_ar", "title_en", "start", "end", "measures", "partners", "place"),
    *("participants", "women", *RANKS, "quantity"),
)
PARTNERS, MEASURES = re.compile(r"[;؛|\n]"), re.compile(r"[,،;؛\s]+")
AT_ONCE = 500  # rows of an export read at a time


@dataclass(frozen=True, slots=True)
class Entered:
    """A row of the file that is in order."""

    line: int
    values: dict[str, Any]
    measures: list[Measure]

    @property
    def title(self) -> str:
        """In the language of the page."""
        return str(self.values["title_ar" if translation.get_language() == "ar" else "title_en"])

    @property
    def kind(self) -> str:
        return str(ActivityKind(self.values["kind"]).label)


def read(content: bytes) -> list[Line]:
    """The rows of a file, unchecked. Raises `Unreadable`."""
    table = spreadsheet.Table(COLUMNS, rows=500, cell=7000, names=_labels())
    lines = spreadsheet.read(content, table)
    if not lines:
        raise Unreadable([Problem(0, "", _("The file has no rows."))])
    return lines


def _labels() -> dict[str, str]:
    """The columns by what pages call them, in either language."""
    names: dict[str, str] = {}
    for language in ("ar", "en"):
        with translation.override(language):
            names |= {str(label).lower(): column for column, label in LABELS.items()}
    return names


def checked(lines: Sequence[Line], *, by: Actor, today: date) -> list[Entered]:
    """Every row as it would be kept. Raises `Unreadable` with all mistakes, by row and column."""
    known, problems, found = current_measures(), [], []
    for line in lines:
        form = ActivityForm(_typed(line, known), today=today, measures=known)
        if form.is_valid():
            found.append(Entered(line.number, form.cleaned_data, form.chosen()))
        problems += [
            Problem(line.number, name if name in COLUMNS else "", str(sentence))
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
    problems += _twice(found, by)
    if problems:
        raise Unreadable(sorted(problems, key=_place))
    return found


def _place(problem: Problem) -> tuple[int, int]:
    return problem.row, COLUMNS.index(problem.column) if problem.column else len(COLUMNS)


def _typed(line: Line, known: Iterable[Measure]) -> dict[str, Any]:
    """A row as the form would have sent it."""
    by_code = {row.code: str(row.pk) for row in known}
    codes = MEASURES.split(languages.digits(line.cells["measures"], arabic=False))
    return {
        **line.cells,
        "kind": _kind(line.cells["kind"]),
        # In quotes, an unknown code is no row's number by chance.
        "measures": [by_code.get(code, f"“{code}”") for code in codes if code],
        "partners": "\n".join(PARTNERS.split(line.cells["partners"])),
    }


def _kind(typed: str) -> str:
    """A kind by its code or its name in either language."""
    names = {kind.value: kind.value for kind in ActivityKind}
    for language in ("ar", "en"):
        with translation.override(language):
            names |= {str(kind.label).casefold(): kind.value for kind in ActivityKind}
    return names.get(typed.strip().casefold(), typed)


def _twice(found: Sequence[Entered], by: Actor) -> list[Problem]:
    """Rows that stand in the register already, or twice in the file."""
    wanted = {_key(one.values["kind"], one.values["start"], one.values["title_ar"]) for one in found}
    kept = Activity.objects.visible_to(by).standing().filter(institution=by.institution)
    there = {
        _key(*row)
        for row in kept.filter(start__in={start for _kind, start, _title in wanted}).values_list(
            "kind", "start", "title_ar"
        )
    }
    problems, seen = [], dict[tuple[str, date, str], int]()
    for one in found:
        key = _key(one.values["kind"], one.values["start"], one.values["title_ar"])
        if key in there:
            problems.append(Problem(one.line, "title_ar", _("This activity stands in the register already.")))
        elif key in seen:
            words = _("This activity stands in row %(row)s of the file already.")
            problems.append(Problem(one.line, "title_ar", words % {"row": seen[key]}))
        seen.setdefault(key, one.line)
    return problems


def _key(kind: str, start: date, title: str) -> tuple[str, date, str]:
    return str(kind), start, title


@transaction.atomic
def keep(*, lines: Sequence[Line], by: Actor, now: datetime) -> int:
    """Enter all rows, or none. Returns how many. Raises `Refused` and `Unreadable`."""
    require(by, Permission.ACTIVITIES)
    rows = checked(lines, by=by, today=now.date())
    for row in rows:
        activities.add(values=row.values, measures=row.measures, by=by, now=now)
    return len(rows)


def template() -> bytes:
    """An empty spreadsheet with the columns, and a second sheet with the codes that may stand in them."""
    from openpyxl import Workbook  # here: ten megabytes that few processes need

    book = Workbook(write_only=True)
    sheet = book.create_sheet("activities")
    sheet.append(list(COLUMNS))
    codes = book.create_sheet("codes")
    for column in COLUMNS:
        codes.append([column, str(LABELS[column])])
    for kind in ActivityKind:
        codes.append(["kind", kind.value, str(kind.label)])
    for measure in current_measures():
        codes.append(["measures", measure.code, measure.title_ar, measure.title_en])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def exported(rows: Iterable[Activity]) -> tuple[list[str], Iterator[sheets.Batch]]:
    """The heading and the rows of a part of the register, with what is said of each."""
    more = [_("Kept by"), _("Verification"), _("Reasons"), _("Answer"), _("Withdrawn, why")]
    head = [str(LABELS[column]) for column in COLUMNS]
    return [pgettext("activity", "State"), *head, *more], _batches(rows)


def _batches(rows: Iterable[Activity]) -> Iterator[sheets.Batch]:
    batch: list[list[sheets.Cell]] = []
    for row in rows:
        batch.append(_cells(row))
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    yield batch


def _cells(row: Activity) -> list[sheets.Cell]:
    kept = {name: getattr(row, name) for name in activities.FIELDS}
    kept["kind"] = str(row.get_kind_display())
    kept["partners"] = "; ".join(row.partners)
    kept["measures"] = ", ".join(measure.code for measure in row.measures.all())
    said = [str(row.get_verdict_display()), row.reason, row.answer, row.withdrawal]
    return [row.state, *(kept[column] for column in COLUMNS), row.institution.name, *said]
