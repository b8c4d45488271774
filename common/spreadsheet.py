"""A spreadsheet as somebody uploads it: XLSX or CSV into rows, with what is wrong by row and column.

Read only, within limits; a formula is never computed, it is refused.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.languages import TooLong, clean_text, number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BYTES = 2 * 1024 * 1024
UNPACKED = 30 * 1024 * 1024  # bytes an XLSX may hold: it is a ZIP, and those can swell
ROWS = 5000
CELL = 200  # characters
FORMULA = ("=", "+", "@")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where: row 1 is the heading, 0 the file as a whole."""

    row: int
    column: str
    sentence: "StrOrPromise"


class Unreadable(Exception):
    """The file cannot be taken; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file under its number in it."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Which columns a file must have, what else they may be called (in small letters), how much of it is read."""

    columns: Sequence[str]
    rows: int = ROWS
    cell: int = CELL  # characters
    names: Mapping[str, str] = field(default_factory=dict)


def read(content: bytes, table: Table) -> list[Line]:
    """The rows below the heading, empty ones left out. Raises `Unreadable`."""
    if len(content) > BYTES:
        raise _whole(_("The file is larger than 2 MB."))
    rows = _of_workbook(content, len(table.columns)) if content[:2] == b"PK" else _of_csv(content)
    try:
        found = list(_limited(rows, table.rows))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, csv.Error) as error:
        raise _whole(_("The file cannot be read as a spreadsheet.")) from error
    if not found:
        raise _whole(_("The file is empty."))
    typed = [cell.strip().lower() for cell in found[0]]
    heading = [table.names.get(name, name) for name in typed]
    if not set(heading) & set(table.columns):
        raise Unreadable(
            [Problem(1, "", _("The first row has to name the columns, and names none of them."))]
        )
    if problems := _of_heading(heading, table.columns):
        raise Unreadable(problems)
    return _lines(heading, found[1:], table)


def _whole(sentence: "StrOrPromise") -> Unreadable:
    return Unreadable([Problem(0, "", sentence)])


def _limited(rows: Iterable[list[str]], most: int) -> Iterator[list[str]]:
    for count, row in enumerate(rows):
        if count > most:
            told = number(most, language="en")
            raise _whole(_("The file has more than %(rows)s rows.") % {"rows": told})
        yield row


def _of_workbook(content: bytes, columns: int) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # here: ten megabytes that few processes need

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(info.file_size for info in packed.infolist()) > UNPACKED:
                raise _whole(_("The file is too large once unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it trip over
        raise _whole(_("The file cannot be read as a spreadsheet.")) from error
    for row in sheet.iter_rows(max_col=max(20, columns + 5), values_only=True):
        yield [_typed(cell) for cell in row]


def _typed(cell: object) -> str:
    """A cell as somebody would have typed it: a day without its midnight, a count without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _of_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _whole(_("Save the file as XLSX, or as CSV in UTF-8.")) from error
    if "\0" in text:
        raise _whole(_("The file cannot be read as a spreadsheet."))
    first = text.splitlines()[0] if text else ""
    yield from csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")


def _of_heading(heading: list[str], columns: Sequence[str]) -> list[Problem]:
    named = [name for name in heading if name]
    missing = [Problem(1, name, _("This column is missing.")) for name in columns if name not in named]
    unknown = [Problem(1, name, _("This column is not known.")) for name in named if name not in columns]
    twice = [Problem(1, name, _("This column is there twice.")) for name in columns if named.count(name) > 1]
    return missing + unknown + twice


def _lines(heading: list[str], rows: list[list[str]], table: Table) -> list[Line]:
    lines, problems = [], []
    for place, row in enumerate(rows, start=2):
        cells = {}
        for name, typed in zip(heading, row, strict=False):
            if not name:
                continue
            cells[name], wrong = _cell(typed, table.cell)
            if wrong:
                problems.append(Problem(place, name, wrong))
        if any(cells.values()):
            lines.append(Line(place, {name: cells.get(name, "") for name in table.columns}))
    if problems:
        raise Unreadable(problems)
    return lines


def _cell(typed: str, limit: int) -> "tuple[str, StrOrPromise]":
    """The value as it counts, and what is wrong with it."""
    if typed.lstrip().startswith(FORMULA):
        return "", _("Formulas are not read. Paste the value instead.")
    try:
        return clean_text(typed, limit).replace("\n", " ").strip(), ""
    except TooLong:
        return "", _("More than %(limit)s characters.") % {"limit": number(limit, language="en")}
