"""From a snapshot to the pages of a report, in Arabic or English."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import pdf
from reporting import plan_tables, sections, summary
from reporting.sections import Section
from reporting.tables import Row, Table
from reporting.wording import Writer, writer

Progress = Callable[[int, str], None]
"""Told how far a rendering has come: per cent, and the code of the step."""


SHORT = 16  # rows of a table that is kept on one page


def render(content: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF/UA-1 of a snapshot (with its hash, see `snapshot.companion`). Same snapshot, same bytes."""
    with translation.override(language):
        said = context(content, language=language)
        return pdf.render(
            html=render_to_string("pdf/report.html", said), css=render_to_string("pdf/report.css", said)
        )


def context(content: Mapping[str, Any], *, language: str) -> dict[str, Any]:
    """What the template of a report is given. Call it with the language active."""
    by = writer(content, language)
    made = sections.sections(content, by)
    return {
        "content": content,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "arabic_digits": language == "ar" and by.arabic_digits,
        "scope": by.scope(content),
        "span": by.span(content["period"]),
        "first_day": by.day(content["period"]["start"], hijri=True),
        "last_day": by.day(content["period"]["end"], hijri=True),
        "as_of": by.day(content["as_of"], hijri=True),
        "plan_title": by.both(content["plan_title"]),
        "plan_status": sections.plan_status(content),
        "plan_source": by.both(content["plan_source"]),
        "headlines": summary.headlines(content, by),
        "summary": summary.sentences(content, by),
        "sections": [_drawn(section, content, by) for section in made],
        "institutions": sections.institution_rows(content, by),
        "groups": plan_tables.groups(content, by),
        "activities": plan_tables.activity_rows(content, by),
        "widths": range(101),
        "words": _furniture(),
    }


def _furniture() -> dict[str, str]:
    """What the margins of a page say. The style sheet can't be translated by itself."""
    return {
        "page": pgettext("page x of y", "page"),
        "of": pgettext("page x of y", "of"),
        "internal": _("Internal edition"),
        "internal_notice": _("Internal edition: not to be passed on"),
    }


def _drawn(section: Section, content: Mapping[str, Any], by: Writer) -> dict[str, Any]:
    tables = [_table(table, content, by) for table in section.tables]
    return {
        "key": section.key,
        "title": section.title,
        "number": section.number,
        "paragraphs": section.paragraphs,
        "tables": tables,
    }


def _table(table: Table, content: Mapping[str, Any], by: Writer) -> dict[str, Any]:
    hidden = set(content["suppressed"])
    rows = [
        {
            "label": row.label,
            "cells": [written(row, place, table, hidden, by) for place in range(len(row.values))],
            "is_total": row.is_total,
            "bar": row.bar,
        }
        for row in table.rows
    ]
    return {
        "key": table.key,
        "title": table.title,
        "columns": table.columns,
        "rows": rows,
        "note": table.note,
        "has_bars": table.has_bars,
        "is_short": len(rows) <= SHORT,
    }


def written(row: Row, place: int, table: Table, hidden: set[str], by: Writer) -> str:
    """One value as printed: … where hidden, a dash where there is none."""
    value = row.values[place]
    if value is None:
        return "…" if place < len(row.codes) and row.codes[place] in hidden else "–"
    if isinstance(value, str):
        return value
    return by.percent(value) if place in table.percent else by.number(value)
