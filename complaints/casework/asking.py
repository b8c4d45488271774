"""What was asked of the authority and what was recommended to it, as the pages of a case show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.calendar import calendar_of
from complaints.casework import clockface
from complaints.casework.pieces import Who
from complaints.casework.reading import CaseFile
from complaints.models import Recommendation, RecommendationStep, Request
from complaints.work import SETTLED, Fate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its clock, its reminders, and its answer or the silence."""

    request: Request
    question: str
    answer: str
    days: int  # it waited or waits, by the calendar
    clock: clockface.Face | None

    @property
    def is_silent(self) -> bool:
        """Nobody answered: it waits, or work went on without an answer."""
        return self.request.answered_at is None


def questions(file: CaseFile) -> list[Asked]:
    """Every question of the case, the oldest first."""
    clocks = {clock.request: clock for clock in file.clock_rows if clock.request}
    calendar = calendar_of(file.state.zone)

    def day(moment: datetime) -> date:
        return calendar.local_date(moment)

    return [
        Asked(
            row,
            file.words_of(row.question_id),
            file.words_of(row.answer_id),
            (day(row.answered_at or row.gone_on_at or file.now) - day(row.asked_at)).days,
            file.face_of(clocks[row.pk]) if row.pk in clocks else None,
        )
        for row in file.requests
    ]


SHAPES = {
    Fate.MADE: "not_started",
    Fate.ACCEPTED: "under_way",
    Fate.PARTLY: "under_way",
    Fate.REJECTED: "disputed",
    Fate.CLAIMED: "under_way",
    Fate.VERIFIED: "reached",
    Fate.NOT_IMPLEMENTED: "disputed",
    Fate.SET_ASIDE: "paused",
}
ORDERED = _("Ordered")


@dataclass(frozen=True, slots=True)
class Said:
    """One step in a recommendation's fate."""

    label: "StrOrPromise"
    at: datetime
    who: Who
    words: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """One thing to be put right, with what was said about it since, the newest first."""

    row: Recommendation
    words: str
    steps: list[Said]
    is_late: bool

    @property
    def label(self) -> "StrOrPromise":
        return _fate_of(self.row, self.row.fate)

    @property
    def shape(self) -> str:
        return SHAPES[Fate(self.row.fate)]


def _fate_of(row: Recommendation, fate: str) -> "StrOrPromise":
    return ORDERED if row.is_order and fate == Fate.ACCEPTED else Fate(fate).label


def recommendations(file: CaseFile) -> list[Recommended]:
    """Everything to be put right, in its order."""
    if not file.recommendations:
        return []
    rows = RecommendationStep.objects.filter(state=file.actor.state, complaint=file.case)
    steps = list(rows.order_by("-at", "-pk"))
    today = calendar_of(file.state.zone).local_date(file.now)
    return [
        Recommended(
            row,
            file.words_of(row.words_id),
            [
                Said(_fate_of(row, step.fate), step.at, file.who(step.by), file.words_of(step.words_id))
                for step in steps
                if step.recommendation_id == row.pk
            ],
            row.due_on < today and row.fate not in (Fate.CLAIMED, *SETTLED),
        )
        for row in file.recommendations
    ]
