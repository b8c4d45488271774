"""Rows of the queue: a case in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.models import State
from common.calendar import WorkCalendar, calendar_of
from complaints.casework import clockface, selectors
from complaints.casework.sentences import stage_label
from complaints.models import Allegation, Complaint, Docket
from complaints.naming import category_label
from complaints.vocabulary import AssistanceKind, Matter, Whereabouts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the queue. No words of anybody: subject, place and clock alone."""

    docket: Docket
    case: Complaint
    subject: list["StrOrPromise"]
    stage: "StrOrPromise"
    clock: clockface.Face


def subject_of(case: Complaint, allegations: Iterable[Allegation]) -> list["StrOrPromise"]:
    """What a case is about in the words of the vocabulary."""
    if case.assistance_kind:
        return [AssistanceKind(case.assistance_kind).label]
    if case.matter == Matter.CUSTODY:
        return [Whereabouts(case.whereabouts).label if case.whereabouts else Matter.CUSTODY.label]
    return [category_label(row.category) for row in allegations]


def rows(page: selectors.Page, *, state: State, now: datetime, language: str) -> list[Row]:
    """A page of the queue, from what was fetched with it."""
    calendar = calendar_of(state.zone)
    return [_row(docket, calendar, now, language) for docket in page.rows]


def _row(docket: Docket, calendar: WorkCalendar, now: datetime, language: str) -> Row:
    case = docket.complaint
    clock = clockface.next_of(list(case.clock_set.all()))
    return Row(
        docket=docket,
        case=case,
        subject=subject_of(case, case.allegation_set.all()),
        stage=stage_label(case.stage),
        clock=clockface.face(clock, calendar=calendar, now=now, language=language)
        if clock
        else clockface.none(),
    )
