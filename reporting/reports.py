"""From a snapshot to the pages of a report, in Arabic or English."""

from collections.abc import Callable, Container, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from common import pdf
from reporting import plan_tables, sections, summary, words
from reporting.sections import Section
from reporting.tables import Row, Table, is_hidden
from reporting.wording import Writer, writer

Progress = Callable[[int, str], None]
"""Told how far a rendering has come: per cent, and the code of the step."""


SHORT = 6  # rows of a table that is kept on one page
ROOMY = 4  # columns that have room around their numbers
DRAWN = ("bars", "stack", "pairs")
LINE, FIRST_BAR, BAR, FULL = 20, 4, 6, 100
"""A chart of pairs in its own units: a line, where its first bar begins, the height of a bar, the longest bar."""
LINE_MM = 6.4  # the height of a line, as in the style sheet
WIDE_MM, NARROW_MM = 66, 44
"""The width of such a picture, as in the style sheet: beside the names of months, and of quarters."""
LONG_PERIOD = 20  # characters of its name
LONG_NAME, VERY_LONG_NAME = 28, 70  # characters of the name on the cover


def render(content: Mapping[str, Any], *, language: str, files: Mapping[str, str] | None = None) -> bytes:
    """The PDF/UA-1 of a snapshot (with its hash, see `snapshot.companion`). Same snapshot, same bytes.

    `files` are the names and hashes of what stands beside it, for the annex.
    """
    with translation.override(language):
        said = context(content, language=language, files=files)
        return pdf.render(
            html=render_to_string("pdf/report.html", said), css=render_to_string("pdf/report.css", said)
        )


def context(
    content: Mapping[str, Any], *, language: str, files: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the template of a report is given. Call it with the language active."""
    by = writer(content, language)
    made = sections.sections(content, by)
    after = sections.closing(content, by, made, files or {})
    drawn = _Drawing(content, by)
    chapters, closing = [drawn.section(one) for one in made], [drawn.section(one) for one in after]
    return {
        "content": content,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "arabic_digits": language == "ar" and by.arabic_digits,
        **_cover(content, by),
        "headlines": summary.headlines(content, by),
        "others": summary.others(content, by),
        "summary": summary.sentences(content, by),
        "summary_narrative": words.narrative(content, "summary", language),
        "notice_narrative": words.narrative(content, "notice", language),
        "changes": words.narrative(content, "changes", language),
        "sections": chapters,
        "closing": closing,
        "listed_tables": [table for one in (*chapters, *closing) for table in one["tables"]],
        "institutions": sections.institution_rows(content, by),
        "groups": plan_tables.groups(content, by),
        "has_targets": content["plan_status"] not in {None, "from_public_sources"},
        "activities": plan_tables.activity_rows(content, by),
        "widths": sorted(drawn.widths),
        "words": _furniture(),
    }


def _cover(content: Mapping[str, Any], by: Writer) -> dict[str, Any]:
    """Whose report, of when, from which plan, issued by whom."""
    scope, issue = by.scope(content), content.get("issue") or {}
    return {
        "scope": scope,
        "scope_size": "longest" if len(scope) > VERY_LONG_NAME else "long" if len(scope) > LONG_NAME else "",
        "span": by.span(content["period"]),
        "first_day": by.day(content["period"]["start"], hijri=True),
        "last_day": by.day(content["period"]["end"], hijri=True),
        "as_of": by.day(content["as_of"], hijri=True),
        "plan_title": by.both(content["plan_title"]),
        "plan_version": by.version(content["plan_version"] or ""),
        "plan_status": sections.plan_status(content),
        "plan_source": by.both(content["plan_source"]),
        "version": by.number(issue["version"]) if issue.get("version") else "",
        "issued": _issued(issue, by),
        "as_of_short": by.day(content["as_of"]),
    }


def _issued(issue: Mapping[str, Any], by: Writer) -> str:
    """Who issued it and when; a draft says that it is one."""
    if issue.get("stage", "draft") == "draft":
        return _("Not issued yet: a draft")
    day = by.day(issue["issued_on"], hijri=True) if issue.get("issued_on") else ""
    if issue.get("by_silence"):
        return _("Issued by the system on %(day)s, as no comments came within the time for them") % {
            "day": day
        }
    who = by.both(issue["issued_by"]) if issue.get("issued_by") else _("the national institution")
    return _("Issued by %(who)s on %(day)s") % {"who": who, "day": day}


def _furniture() -> dict[str, str]:
    """What the margins of a page say."""
    return {
        **pdf.furniture(),
        "internal": _("Internal edition"),
        "internal_notice": _("Internal edition: not to be passed on"),
    }


class _Drawing:
    """Sections and tables as the template takes them; tables are numbered through the whole report."""

    def __init__(self, content: Mapping[str, Any], by: Writer) -> None:
        self.by, self.hidden = by, frozenset(content["suppressed"])
        self.count = 0
        self.widths: set[int] = set()  # of bars, in per cent: a rule of the style sheet for each

    def section(self, section: Section) -> dict[str, Any]:
        return {
            "key": section.key,
            "title": section.title,
            "number": section.number,
            "paragraphs": section.paragraphs,
            "narrative": section.narrative,
            "comments": section.comments,
            "tables": [self.table(table) for table in section.tables],
        }

    def table(self, table: Table) -> dict[str, Any]:
        self.count += 1
        return {
            "key": table.key,
            "number": _("Table %(number)s") % {"number": self.by.number(self.count)},
            "title": table.title,
            "finding": table.finding,
            "columns": table.columns,
            "rows": [self.row(row, table) for row in table.rows],
            "note": table.note,
            "chart": table.chart,
            "has_source": table.chart in DRAWN,
            "legend": list(enumerate(table.legend, start=1)),
            "plot": self.plot(table) if table.chart == "pairs" else None,
            "is_tight": len(table.columns) > ROOMY or table.chart == "stack",
            "is_short": table.chart == "pairs" or (len(table.rows) <= SHORT and table.chart != "definitions"),
        }

    def plot(self, table: Table) -> dict[str, Any]:
        """The picture of a table of pairs: one cell beside all its lines, two bars a line, from the reading edge."""
        bars = [
            {
                "x": FULL - length if self.by.language == "ar" else 0,
                "y": LINE * place + FIRST_BAR + BAR * second,
                "width": length,
                "shade": second + 1,
            }
            for place, row in enumerate(table.rows)
            for second, length in enumerate(row.pair)
            if length
        ]
        lines = len(table.rows)
        is_narrow = any(len(row.label) > LONG_PERIOD for row in table.rows)
        return {
            "alt": table.alt,
            "lines": lines,
            "height": LINE * lines,
            "size": f"{LINE_MM * lines:.1f}mm",
            "is_narrow": is_narrow,
            "width": f"{NARROW_MM if is_narrow else WIDE_MM}mm",
            "bars": bars,
        }

    def row(self, row: Row, table: Table) -> dict[str, Any]:
        self.widths.update(row.parts if row.bar is None else (*row.parts, row.bar))
        return {
            "label": row.label,
            "cells": [written(row, place, table, self.hidden, self.by) for place in range(len(row.values))],
            "is_total": row.is_total,
            "is_missing": len(row.values) > 1 and isinstance(row.values[0], str) and not any(row.values[1:]),
            "bar": row.bar,
            "pair": [(place, width) for place, width in enumerate(row.pair)],
            "parts": [(place, width) for place, width in enumerate(row.parts, start=1) if width],
        }


def written(row: Row, place: int, table: Table, hidden: Container[str], by: Writer) -> str:
    """One value as printed: … where hidden, a dash where there is none."""
    value = row.values[place]
    if value is None:
        return "…" if place < len(row.codes) and is_hidden(row.codes[place], hidden) else "–"
    if isinstance(value, str):
        return value
    return by.percent(value) if row.is_share or place in table.percent else by.number(value)
