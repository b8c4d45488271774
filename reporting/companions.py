"""The same figures beside a PDF: JSON, a spreadsheet, and CSV for any program."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_date

from reporting import plan_tables, sections
from reporting.tables import Row, Table
from reporting.wording import Writer, writer

NUMBER_COLUMN, LABEL_COLUMN = 16, 60  # widths, in characters
LONGEST_SHEET_NAME = 31
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(content: Mapping[str, Any]) -> bytes:
    """The snapshot with its hash, indented for people."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _tables(content: Mapping[str, Any], by: Writer) -> Iterator[tuple[str, Table]]:
    for section in sections.sections(content, by):
        for table in section.tables:
            yield section.title, table


def as_csv(content: Mapping[str, Any], *, language: str) -> bytes:
    """One long table: section, table, row, column, value. UTF-8 with a mark, as spreadsheets expect."""
    out = io.StringIO(newline="")
    with translation.override(language):
        by = writer(content, language)
        rows = csv.writer(out)
        rows.writerow(["section", "table", "row", "column", "value", "path"])
        for title, table in _tables(content, by):
            for row in table.rows:
                for place, value in enumerate(row.values):
                    path = row.codes[place] if place < len(row.codes) else ""
                    shown = _plain(value, path, content)
                    rows.writerow(
                        [title, table.title, _safe(row.label), table.columns[place + 1], shown, path]
                    )
        for number, line in enumerate(content["plan"]):
            path = f"plan[{number}].value"
            names = (by.both(line["measure_title"]), by.both(line["indicator_title"]))
            shown = _plain(line["value"], path, content)
            rows.writerow([_title(content, by, "plan"), names[0], names[1], line["indicator"], shown, path])
    return "\ufeff".encode() + out.getvalue().encode()


def _title(content: Mapping[str, Any], by: Writer, key: str) -> str:
    return next(section.title for section in sections.sections(content, by) if section.key == key)


def _plain(value: Any, path: str, content: Mapping[str, Any]) -> Any:
    if value is None:
        return "…" if path in content["suppressed"] else ""
    return value


def _safe(text: str) -> str:
    # A spreadsheet would run a text that begins like a formula.
    return f"'{text}" if text.startswith(_FORMULA) else text


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
            for number, (_section, table) in enumerate(_tables(content, by), start=1):
                made.table(number, table)
            made.plan()
            made.activities()
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

    def plan(self) -> None:
        names = ("measure", "indicator", "baseline", "previous", "value", "target", "status", "verification")
        title = _title(self.content, self.by, "plan")
        sheet = self.sheet("plan", title, ("", *names))
        for line, row in enumerate(self.content["plan"], start=3):
            sheet.write_string(line, 0, self.by.both(row["indicator_title"]))
            for place, name in enumerate(names, start=1):
                shown = _plain(row[name], f"plan[{line - 3}].{name}", self.content)
                sheet.write(line, place, shown)

    def activities(self) -> None:
        title = _title(self.content, self.by, "activities")
        sheet = self.sheet("activities", title, ("", "", "", "", "", "", ""))
        for line, row in enumerate(plan_tables.activity_rows(self.content, self.by), start=3):
            cells = (row.title, row.kind, row.when, row.who, row.participants, row.measures, row.verification)
            for place, text in enumerate(cells):
                sheet.write_string(line, place, text)


def _values(row: Row, content: Mapping[str, Any]) -> Iterator[Any]:
    for place, value in enumerate(row.values):
        yield _plain(value, row.codes[place] if place < len(row.codes) else "", content)
