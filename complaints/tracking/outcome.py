"""What was found and what is to be put right, as the complainant reads it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from complaints.models import Allegation, RecommendationStep
from complaints.tracking.selectors import File
from complaints.work import Fate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Found:
    """A matter complained of, with what was found and why."""

    row: Allegation
    reasons: str


def findings(file: File) -> list[Found]:
    """Nothing before the outcome was told."""
    if file.case.notified_at is None:
        return []
    return [Found(row, file.words_of(row.reasons_id)) for row in file.allegations if row.finding]


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to be put right and where it stands: what somebody says, or what was checked."""

    words: str
    fate: "StrOrPromise"
    is_done: bool
    since: date
    by: str
    said: str
    due_on: date


def recommendations(file: File) -> list[ToDo]:
    """The newest step of each."""
    newest: dict[object, RecommendationStep] = {}
    for step in file.fates:
        newest.setdefault(step.recommendation_id, step)
    return [_to_do(file, step) for step in newest.values()]


def _to_do(file: File, step: RecommendationStep) -> ToDo:
    row, fate = step.recommendation, Fate(step.fate)
    ordered = row.is_order and fate == Fate.ACCEPTED
    return ToDo(
        words=file.words_of(row.words_id),
        fate="" if ordered else fate.label,
        is_done=fate == Fate.VERIFIED,
        since=file.day(step.at),
        by=step.institution.name if step.institution else "",
        said=file.words_of(step.words_id),
        due_on=row.due_on,
    )
