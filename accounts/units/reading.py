"""A spreadsheet of units as somebody uploads it: XLSX or CSV into rows, with what is wrong by row and column.

Read only, within limits; a formula is never computed, it is refused.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.languages import TooLong, clean_text, digits

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMNS = ("code", "parent", "name_ar", "name_en", "kind", "governorate", "service")
CODES = frozenset({"code", "parent", "kind", "governorate", "service"})
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


def read(name: str, content: bytes) -> list[Line]:
    """The rows below the heading, empty ones left out. Raises `Unreadable`."""
    if len(content) > BYTES:
        raise _whole(_("The file is larger than 2 MB."))
    rows = _of_workbook(content) if content[:2] == b"PK" else _of_csv(name, content)
    try:
        table = list(_limited(rows))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, csv.Error) as error:
        raise _whole(_("The file cannot be read as a spreadsheet.")) from error
    if not table:
        raise _whole(_("The file is empty."))
    heading = [cell.strip().lower() for cell in table[0]]
    if problems := _of_heading(heading):
        raise Unreadable(problems)
    return _lines(heading, table[1:])


def _whole(sentence: "StrOrPromise") -> Unreadable:
    return Unreadable([Problem(0, "", sentence)])


def _limited(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > ROWS:
            raise _whole(_("The file has more than 5,000 rows."))
        yield row


def _of_workbook(content: bytes) -> Iterator[list[str]]:
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
    for row in sheet.iter_rows(max_col=20, values_only=True):
        yield ["" if cell is None else str(cell) for cell in row]


def _of_csv(name: str, content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _whole(_("Save the file as XLSX, or as CSV in UTF-8.")) from error
    if "\0" in text:
        raise _whole(_("The file cannot be read as a spreadsheet."))
    first = text.splitlines()[0] if text else ""
    yield from csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")


def _of_heading(heading: list[str]) -> list[Problem]:
    named = [name for name in heading if name]
    missing = [Problem(1, name, _("This column is missing.")) for name in COLUMNS if name not in named]
    unknown = [Problem(1, name, _("This column is not known.")) for name in named if name not in COLUMNS]
    twice = [Problem(1, name, _("This column is there twice.")) for name in COLUMNS if named.count(name) > 1]
    return missing + unknown + twice


def _lines(heading: list[str], table: list[list[str]]) -> list[Line]:
    lines, problems = [], []
    for number, row in enumerate(table, start=2):
        cells = {}
        for name, typed in zip(heading, row, strict=False):
            if not name:
                continue
            cells[name], wrong = _cell(name, typed)
            if wrong:
                problems.append(Problem(number, name, wrong))
        if any(cells.values()):
            lines.append(Line(number, {name: cells.get(name, "") for name in COLUMNS}))
    if problems:
        raise Unreadable(problems)
    return lines


def _cell(name: str, typed: str) -> "tuple[str, StrOrPromise]":
    """The value as it counts, and what is wrong with it."""
    if typed.lstrip().startswith(FORMULA):
        return "", _("Formulas are not read. Paste the value instead.")
    try:
        value = clean_text(typed, CELL).replace("\n", " ").strip()
    except TooLong:
        return "", _("More than 200 characters.")
    if name in CODES:
        value = digits(value, arabic=False)
        return (value.upper() if name == "governorate" else value.lower()), ""
    return value, ""
