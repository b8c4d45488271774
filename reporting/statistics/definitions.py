"""The dictionary as anybody reads it: on the page about the data, and as files for other programs."""

import csv
import functools
import io
import json
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reporting.dictionary import DEFINITIONS, WORDS, Definition, of
from reporting.statistics.tables import TABLES

STEM = "definitions"
KINDS = ("csv", "json")
LANGUAGES = ("ar", "en")
Row = dict[str, Any]


def words() -> list[Row]:
    """What the words mean, in the language of the page."""
    return [_row(one) for one in WORDS]


def figures() -> list[Row]:
    """What each figure counts, in the order of a report; `is_quarterly` where closed quarters have it, too."""
    quarterly = _quarterly()
    return [{**_row(one), "is_quarterly": one.path in quarterly} for one in DEFINITIONS]


@functools.cache
def _quarterly() -> frozenset[str]:
    found = (of(cell) for table in TABLES for cell in (f"{table.path}.any", table.total))
    return frozenset(one.path for one in found if one)


def _row(one: Definition) -> Row:
    return {
        "path": one.path,
        "title": str(one.title),
        "meaning": str(one.definition),
        "unit": str(one.unit.label),
        "about": one.about or "",
        "source": str(one.source),
    }


def body(kind: str) -> bytes:
    """One file: CSV in the language of the page, JSON in both."""
    return _json() if kind == "json" else _csv()


def _csv() -> bytes:
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(
        [
            _("Name in the files"),
            _("Figure"),
            _("Meaning"),
            _("Unit"),
            _("Which rows it is about"),
            _("Source"),
        ]
    )
    rows.writerows([list(_row(one).values()) for one in (*WORDS, *DEFINITIONS)])
    return "\ufeff".encode() + out.getvalue().encode()


def _json() -> bytes:
    said: dict[str, list[Row]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = [_row(one) for one in (*WORDS, *DEFINITIONS)]
    rows = [
        {
            "path": one.path,
            "unit_code": str(one.unit.value),
            "basis_code": str(one.basis.value),
            **{
                language: {key: text for key, text in said[language][place].items() if key != "path"}
                for language in LANGUAGES
            },
        }
        for place, one in enumerate((*WORDS, *DEFINITIONS))
    ]
    return (json.dumps({"definitions": rows}, ensure_ascii=False, indent=1) + "\n").encode()
