"""What the chapters of a report say and show, each from its part of the snapshot."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reporting.chapters import counting, deciding, overseeing, region, telling
from reporting.chapters.telling import definitions
from reporting.tables import Table, Tables

__all__ = ["CHAPTERS", "Chapter", "chapter", "definitions"]


@dataclass
class Chapter:
    """Paragraphs and tables of one chapter. Nothing of both: no data were received."""

    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


Made = tuple[list[str], list[Table]]
CHAPTERS: dict[str, Callable[[Tables], Made]] = {
    "framework": telling.framework,
    "complaints": counting.complaints,
    "assistance": counting.assistance,
    "features": counting.features,
    "deadlines": deciding.deadlines,
    "outcomes": deciding.outcomes,
    "grave": deciding.grave,
    "answers": overseeing.answers,
    "recommendations": overseeing.recommendations,
    "reprisals": overseeing.reprisals,
    "custody": overseeing.custody,
    "reviews": deciding.reviews,
    "plan": telling.plan,
    "activities": telling.activities,
    "method": telling.method,
}


def chapter(key: str, tables: Tables) -> Chapter:
    """One chapter; for the region with the states side by side below."""
    paragraphs, made = CHAPTERS[key](tables)
    return Chapter(paragraphs, [*made, *region.side_by_side(key, tables)])
