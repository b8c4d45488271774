"""Rows of the queue: a case in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.models import State
from common.calendar import WorkCalendar, calendar_of
from complaints.casework import clockface
from complaints.casework.queue.finding import Page, clocks_of
from complaints.casework.sentences import stage_label
from complaints.casework.subjects import said
from complaints.models import Complaint, Docket

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from complaints.casework.queue.finding import Drawn


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the queue. No words of anybody: subject, place, clock and the institution's own tags."""

    docket: Docket
    case: Complaint
    subject: list["StrOrPromise"]
    stage: "StrOrPromise"
    clock: clockface.Face
    tags: Iterable[str]


def rows(page: Page, *, state: State, now: datetime, language: str) -> list[Row]:
    """A page of the queue, from what was fetched with it."""
    calendar = calendar_of(state.zone)
    return [_row(docket, calendar, now, language) for docket in page.rows]


def _row(docket: "Drawn", calendar: WorkCalendar, now: datetime, language: str) -> Row:
    case = docket.complaint
    clock = clockface.next_of(clocks_of(docket))
    return Row(
        docket=docket,
        case=case,
        subject=said(case.matter, case.assistance_kind, case.whereabouts, docket.categories),
        stage=stage_label(case.stage),
        clock=clockface.face(clock, calendar=calendar, now=now, language=language)
        if clock
        else clockface.none(),
        tags=docket.tag_names,
    )
