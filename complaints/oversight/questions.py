"""Questions and answers across cases: what was asked of the authority, when it answered, and what it said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from accounts.actor import Actor
from accounts.models import State
from common import keyset
from common.calendar import WorkCalendar
from complaints.casework import selectors
from complaints.casework.pieces import Telling
from complaints.casework.reading import CaseFile
from complaints.models import Allegation, Request, Text

ORDER = ("-asked_at", "-pk")
RECENT = timedelta(days=365)


class Stand(StrEnum):
    """How a question stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    LATE = "late"  # answered after its term
    GONE_ON = "gone_on"  # work went on without an answer


FILTERS: dict[Stand, Q] = {
    Stand.WAITING: Q(answered_at=None, gone_on_at=None),
    Stand.ANSWERED: Q(answered_at__lte=F("due_at")),
    Stand.LATE: Q(answered_at__gt=F("due_at")),
    Stand.GONE_ON: Q(answered_at=None, gone_on_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with how it stands, without its words."""

    request: Request
    allegations: list[Allegation]
    stand: Stand
    days: int  # working days until the answer, until work went on, or until now


def asked(actor: Actor, stand: str = "") -> QuerySet[Request]:
    """Questions of cases that exist for the actor."""
    seen = selectors.visible_to(actor).values("complaint_id")
    rows = Request.objects.filter(state=actor.state, complaint__in=seen)
    return rows.filter(FILTERS[Stand(stand)]) if stand in set(Stand) else rows


def counts(actor: Actor, *, now: datetime) -> Mapping[str, int]:
    """How the questions of the last twelve months stand: one statement."""
    rows = asked(actor).filter(asked_at__gte=now - RECENT)
    found: dict[str, int] = rows.aggregate(
        **{stand.value: Count("pk", filter=FILTERS[stand]) for stand in Stand}
    )
    return found


def page(
    actor: Actor, stand: str, *, calendar: WorkCalendar, now: datetime, data: Mapping[str, str]
) -> tuple[list[Asked], keyset.Page[Request]]:
    """One page, the newest question first."""
    found = keyset.page(_fetched(asked(actor, stand), actor), by=ORDER, data=data)
    return [_asked(row, calendar, now) for row in found.rows], found


def _fetched(rows: QuerySet[Request], actor: Actor) -> QuerySet[Request]:
    alleged = Allegation.objects.filter(state=actor.state).order_by("pk")
    return rows.select_related("complaint", "asked_of", "asked_by").prefetch_related(
        Prefetch("complaint__allegation_set", queryset=alleged)
    )


def _asked(row: Request, calendar: WorkCalendar, now: datetime) -> Asked:
    until = row.answered_at or row.gone_on_at or now
    return Asked(
        row,
        list(row.complaint.allegation_set.all()),
        _stand(row),
        calendar.working_days_between(row.asked_at, until),
    )


def _stand(row: Request) -> Stand:
    if row.answered_at is not None:
        return Stand.LATE if row.answered_at > row.due_at else Stand.ANSWERED
    return Stand.WAITING if row.gone_on_at is None else Stand.GONE_ON


@dataclass(frozen=True, slots=True)
class Opened:
    """One question as far as role and keys reach. `words` are question and answer, empty while locked."""

    asked: Asked
    words: list[Telling]
    is_locked: bool


def one(
    actor: Actor, pk: UUID, *, state: State, calendar: WorkCalendar, now: datetime, language: str
) -> Opened | None:
    """A question with its words; None where it does not exist for the actor."""
    row = _fetched(asked(actor), actor).filter(pk=pk).first()
    docket = selectors.docket(actor, row.complaint.reference) if row else None
    if row is None or docket is None:
        return None
    file = CaseFile(actor, docket, state, now, language)
    texts = [text for text in file.texts if text.pk in (row.question_id, row.answer_id)]
    opened = [text for text in texts if file.opened.opens(text)]
    return Opened(_asked(row, calendar, now), _told(file, opened), len(opened) < len(texts))


def _told(file: CaseFile, texts: list[Text]) -> list[Telling]:
    return [file.telling(text, file.opened) for text in texts]
