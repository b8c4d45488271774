"""A closed quarter as files: JSON as it was frozen, CSV and a workbook with the words of one language."""

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from reporting.statistics import showing
from reporting.statistics.showing import Line, Section
from reporting.wording import Writer

KINDS = ("csv", "xlsx", "json")
HIDDEN = "…"
KEPT = 24 * 3600  # seconds that a file's hash is remembered
WIDE, NARROW = 60, 16  # columns, in characters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def body(kind: str, content: Mapping[str, Any], text: str, by: Writer) -> bytes:
    """One file. `text` is the frozen text of the quarter, which is its JSON."""
    if kind == "json":
        return text.encode()
    sections = showing.sections(content, by)
    return _csv(content, sections, by) if kind == "csv" else _xlsx(content, sections, by)


def hashes(content: Mapping[str, Any], text: str, by: Writer) -> dict[str, str]:
    """The SHA-256 of each file, remembered: a workbook takes longer to write than a page."""
    keys = {kind: f"statistics:{content['sha256']}:{by.language}:{kind}" for kind in KINDS if kind != "json"}
    known = cache.get_many(keys.values())
    found = {"json": content["sha256"]}
    for kind, key in keys.items():
        found[kind] = known.get(key) or hashlib.sha256(body(kind, content, text, by)).hexdigest()
        if key not in known:
            cache.set(key, found[kind], KEPT)
    return {kind: found[kind] for kind in KINDS}


def _headings() -> list[str]:
    return [_("Section"), _("Table"), _("Row"), _("Number"), _("What is counted"), _("Cell")]


def _plain(line: Line) -> int | str:
    return HIDDEN if line.value is None else line.value


def _safe(text: str) -> str:
    # A spreadsheet would run a text that begins like a formula.
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(content: Mapping[str, Any], sections: list[Section], by: Writer) -> list[list[int | str]]:
    rows: list[list[int | str]] = []
    for section in sections:
        for table in section.tables:
            front = [section.title, table.title]
            if table.is_withheld:
                rows.append([*front, "", HIDDEN, table.basis, ""])
            rows += [
                [*front, _safe(line.label), _plain(line), table.basis, line.cell] for line in table.lines
            ]
    if year := showing.exact(content, by):
        title = _("Exact totals of the year: %(span)s") % {"span": year["span"]}
        rows += [[title, "", line.label, line.value or 0, "", f"exact.{line.cell}"] for line in year["rows"]]
    return rows


def _csv(content: Mapping[str, Any], sections: list[Section], by: Writer) -> bytes:
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(_headings())
    rows.writerows(_rows(content, sections, by))
    return "\ufeff".encode() + out.getvalue().encode()


def _xlsx(content: Mapping[str, Any], sections: list[Section], by: Writer) -> bytes:
    import xlsxwriter  # a workbook is rarely asked for, and web workers are small

    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        # When it says it was made: the day the quarter was closed, or its bytes would differ each time.
        book.set_properties({"created": datetime.fromisoformat(content["closed_on"])})
        sheet = book.add_worksheet(content["period"]["start"])
        if by.language == "ar":
            sheet.right_to_left()
        sheet.set_column(0, 2, WIDE)
        sheet.set_column(3, 5, NARROW)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(_headings()):
            sheet.write_string(0, place, heading, book.add_format({"bold": True}))
        for number, row in enumerate(_rows(content, sections, by), start=1):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    return out.getvalue()
