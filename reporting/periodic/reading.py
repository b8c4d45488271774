"""A report as a page: the sections and tables of the paper, with the places at which somebody may comment."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reporting import reports, snapshot
from reporting.models import Dossier
from reporting.outline import AFTER

Content = dict[str, Any]
SUMMARY = "summary"
CHANGES = "changes"  # what a corrected version says it corrects; written when it is begun, not as a section


def figures(dossier: Dossier, edition: str) -> Content:
    """The frozen figures of an edition, without words."""
    made = dossier.snapshot_of(edition)
    if made is None:
        raise LookupError(f"no {edition} edition")
    return snapshot.companion(made)


def context(content: Mapping[str, Any], *, language: str) -> Content:
    """What a page of the report is given: the same chapters and tables as on paper, in one language.

    The comments stand on a page beside what they are about, and the annexes in the files. Digits are those of
    all pages; paper has those of the state.
    """
    with translation.override(language):
        said = reports.context(_for_pages(content), language=language)
    chapters = [section for section in said["sections"] if section["key"] not in AFTER]
    return {**said, "sections": chapters}


def _for_pages(content: Mapping[str, Any]) -> Content:
    return {**content, "names": {**content["names"], "arabic_digits": False}}


def outline(said: Mapping[str, Any]) -> dict[str, str]:
    """The titles of a report's sections by their anchor, in the order of the pages."""
    sections = {one["key"]: f"{one['number']} {one['title']}".strip() for one in said["sections"]}
    return {SUMMARY: _("Executive summary"), **sections}


def places(said: Mapping[str, Any]) -> dict[str, str]:
    """Everything somebody may comment on by its anchor: all of it (""), sections, tables, indicators."""
    tables = {f"t-{table['key']}": table["title"] for one in said["sections"] for table in one["tables"]}
    indicators = {
        f"i-{row.code}": row.title
        for group in said["groups"]
        for measure in group.measures
        for row in measure.rows
    }
    return {"": _("The whole report"), **outline(said), **tables, **indicators}


def both_places(dossier: Dossier) -> dict[str, dict[str, str]]:
    """The titles of all places in both languages, as they are printed beside a comment."""
    content = figures(dossier, dossier.final_edition)
    titled: dict[str, dict[str, str]] = {}
    for language in ("ar", "en"):
        with translation.override(language):
            for anchor, title in places(reports.context(content, language=language)).items():
                titled.setdefault(anchor, {})[language] = title
    return titled


Block = tuple[str, list[str]]


def blocks(text: str) -> list[Block]:
    """Words as typed, in paragraphs ("p", lines) and lists ("ul", items): an empty line parts, "- " lists."""
    made: list[Block] = []
    for line in text.splitlines():
        words = line.strip()
        kind = "ul" if words.startswith("- ") else "p" if words else ""
        if made and made[-1][0] == kind:
            made[-1][1].append(words.removeprefix("- "))
        else:
            made.append((kind, [words.removeprefix("- ")]))
    return [block for block in made if block[0]]
