"""The same figures beside a PDF: JSON, a spreadsheet, and CSV for any program."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_date

from common import sheets
from reporting import plan_tables, sections
from reporting.tables import Row, Table, is_hidden
from reporting.wording import Writer, writer

NUMBER_COLUMN, LABEL_COLUMN = 16, 60  # widths, in characters
LONGEST_SHEET_NAME = 31


def as_json(content: Mapping[str, Any]) -> bytes:
    """The snapshot with its hash, indented for people."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def tables(content: Mapping[str, Any], by: Writer) -> Iterator[tuple[str, Table]]:
    """Every table of a report with the title of its chapter, the plan and the register among them."""
    for section in sections.sections(content, by):
        for table in section.tables:
            yield section.title, table
        if section.key == "plan" and content["plan"]:
            yield section.title, plan_tables.plan_table(content, by)
        if section.key == "activities" and content["activities"]:
            yield section.title, plan_tables.activities_table(content, by)


def as_csv(content: Mapping[str, Any], *, language: str) -> bytes:
    """One long table: section, table, row, column, value, path. UTF-8 with a mark, as spreadsheets expect."""
    out = io.StringIO(newline="")
    with translation.override(language):
        by = writer(content, language)
        rows = csv.writer(out)
        rows.writerow(["section", "table", "row", "column", "value", "path"])
        for title, table in tables(content, by):
            for row in table.rows:
                rows.writerows(_lines(title, table, row, content))
    return "\ufeff".encode() + out.getvalue().encode()


def _lines(title: str, table: Table, row: Row, content: Mapping[str, Any]) -> Iterator[list[Any]]:
    for place, value in enumerate(row.values):
        path = row.codes[place] if place < len(row.codes) else ""
        shown = _plain(value, path, content)
        cells = (title, table.title, row.label, table.columns[place + 1], shown, path)
        yield [sheets.harmless(cell) for cell in cells]


def sums(files: Mapping[str, bytes]) -> bytes:
    """The list of SHA-256 of a report's files by their names, as `sha256sum --check` reads it."""
    lines = (f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items()))
    return "".join(lines).encode()


def _plain(value: Any, path: str, content: Mapping[str, Any]) -> Any:
    if value is None:
        return "…" if is_hidden(path, content["suppressed"]) else ""
    return value


def as_xlsx(content: Mapping[str, Any], *, language: str) -> bytes:
    """A workbook with one sheet per table, the plan and the activities, in the reader's direction."""
    import xlsxwriter

    out = io.BytesIO()
    with translation.override(language):
        by = writer(content, language)
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(out, options) as book:
            day = parse_date(content["as_of"])
            # The workbook says when it was made: the day of the data, or the bytes would differ each time.
            book.set_properties({"created": datetime.combine(day, time.min) if day else None})
            made = _Book(book, by, content)
            for number, (_section, table) in enumerate(tables(content, by), start=1):
                made.table(number, table)
    return out.getvalue()


class _Book:
    """Writes sheets."""

    def __init__(self, book: Any, by: Writer, content: Mapping[str, Any]) -> None:
        self.book, self.by, self.content = book, by, content
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})

    def sheet(self, name: str, title: str, columns: tuple[str, ...]) -> Any:
        sheet = self.book.add_worksheet(name[:LONGEST_SHEET_NAME])
        if self.by.language == "ar":
            sheet.right_to_left()
        sheet.set_column(0, 0, LABEL_COLUMN)
        sheet.set_column(1, len(columns), NUMBER_COLUMN)
        sheet.write_string(0, 0, title, self.bold)
        for place, column in enumerate(columns):
            sheet.write_string(2, place, column, self.bold)
        sheet.freeze_panes(3, 1)
        return sheet

    def table(self, number: int, table: Table) -> None:
        sheet = self.sheet(f"{number} {table.key}", table.title, table.columns)
        for line, row in enumerate(table.rows, start=3):
            sheet.write_string(line, 0, row.label)
            for place, value in enumerate(_values(row, self.content), start=1):
                sheet.write(line, place, value)
        if table.note:
            sheet.write_string(len(table.rows) + 4, 0, table.note)


def _values(row: Row, content: Mapping[str, Any]) -> Iterator[Any]:
    for place, value in enumerate(row.values):
        yield _plain(value, row.codes[place] if place < len(row.codes) else "", content)
