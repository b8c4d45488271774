"""The silence board: questions to the authority that wait for an answer, and what may be done about each.

Source: "Clocks" of docs/domain.md. An answer is late after its term (20 working days unless the state set
another) and very late after twice that; from day 20 the independent body may go on without it, at 40 it must.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.models import Institution, State, Unit, User
from accounts.roles import Permission
from common import keyset
from common.calendar import WorkCalendar
from complaints import clocks, deadlines
from complaints.casework.guards import SILENCE
from complaints.casework.selectors import visible_to
from complaints.models import Allegation, Docket, Request
from complaints.vocabulary import Stage

ANSWER = deadlines.Clock.AUTHORITY_ANSWER.value
ORDER = ("asked_at", "pk")
GROUPS = 8  # authorities and units named on top of the board
_DAY = timedelta(days=1)


class May(StrEnum):
    """What is open to the independent body on a question that waits."""

    WAIT = "wait"
    GO_ON = "go_on"
    MUST = "must"
    GONE = "gone"  # the authority no longer holds the case


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions of the board are asked for."""

    late: str = ""  # late, very_late
    of: str = ""  # code of the authority
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """One question that waits."""

    request: Request
    allegations: list[Allegation]
    days: int  # working days since it was asked
    lateness: deadlines.Lateness
    may: May
    may_from: date  # the first day on which work may go on without it
    holder: User | None
    is_mine: bool  # the reader may go on now

    @property
    def units(self) -> list[Unit]:
        """The units complained of, each once."""
        return list(dict.fromkeys(row.unit for row in self.allegations if row.unit))


@dataclass(frozen=True, slots=True)
class Board:
    """How time is counted in a state: what makes a question late or very late now."""

    calendar: WorkCalendar
    terms: deadlines.Terms
    now: datetime

    @classmethod
    def of(cls, state: State, *, now: datetime) -> "Board":
        return cls(accounts.calendar(state), clocks.terms_of(state.code), now)

    def is_late(self) -> Q:
        return Q(due_at__lt=self.now)

    def is_very_late(self) -> Q:
        """Unanswered for twice the term that held when it was asked."""
        own = sorted({since for kind, since, _amount in self.terms.rows if kind == ANSWER})
        starts: list[date | None] = [None, *own]
        found = Q(pk__in=[])
        for since, until in zip(starts, [*own, None], strict=True):
            length = deadlines.term(ANSWER, overrides=self.terms.on(since or date.min))
            asked = Q(asked_at__lt=self._asked_before(2 * length.amount))
            if since:
                asked &= Q(asked_at__gte=self.calendar.end_of(since - _DAY))
            if until:
                asked &= Q(asked_at__lt=self.calendar.end_of(until - _DAY))
            found |= asked
        return found

    def _asked_before(self, days: int) -> datetime:
        """Whatever was asked before this moment has waited so many whole working days."""
        day = self.calendar.local_date(self.now)
        while days:
            day -= _DAY
            days -= self.calendar.is_working(day)
        return self.calendar.end_of(day - _DAY)

    def lateness(self, request: Request) -> deadlines.Lateness:
        own = self.terms.on(self.calendar.local_date(request.asked_at))
        very_late = deadlines.very_late_at(
            ANSWER, due_at=request.due_at, calendar=self.calendar, overrides=own
        )
        return deadlines.lateness(
            now=self.now,
            due_at=request.due_at,
            started_at=request.asked_at,
            calendar=self.calendar,
            very_late=very_late,
        )


def waiting(actor: Actor, wanted: Wanted | None = None, *, board: Board | None = None) -> QuerySet[Request]:
    """Questions without an answer on which work still waits, of cases that exist for the actor."""
    wanted = wanted or Wanted()
    seen = visible_to(actor).values("complaint_id")
    rows = Request.objects.filter(state=actor.state, answered_at=None, gone_on_at=None, complaint__in=seen)
    if wanted.of:
        rows = rows.filter(asked_of__code=wanted.of)
    if wanted.unit:
        named = Allegation.objects.filter(state=actor.state, unit=wanted.unit).values("complaint_id")
        rows = rows.filter(complaint__in=named)
    if board and wanted.late:
        rows = rows.filter(board.is_very_late() if wanted.late == "very_late" else board.is_late())
    return rows


def counts(actor: Actor, *, board: Board) -> Mapping[str, int]:
    """How many wait, are late and very late: one statement."""
    found: dict[str, int] = waiting(actor).aggregate(
        open=Count("pk"),
        late=Count("pk", filter=board.is_late()),
        very_late=Count("pk", filter=board.is_very_late()),
    )
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """What one authority, or about one unit, has not answered."""

    what: Institution | Unit
    open: int
    late: int
    very_late: int
    oldest: datetime


def by_authority(actor: Actor, *, board: Board) -> list[Group]:
    """Whoever owes most first."""
    rows = _grouped(waiting(actor), "asked_of", board)
    bodies = Institution.objects.in_bulk([row["asked_of"] for row in rows])
    return [_group(bodies[row["asked_of"]], row) for row in rows]


def by_unit(actor: Actor, *, board: Board) -> list[Group]:
    """The units that the waiting questions are about; a case that names several counts for each."""
    named = "complaint__allegation__unit"
    rows = _grouped(waiting(actor).filter(**{f"{named}__isnull": False}), named, board)
    units = Unit.objects.in_bulk([row[named] for row in rows])
    return [_group(units[row[named]], row) for row in rows]


def _grouped(rows: QuerySet[Request], by: str, board: Board) -> list[dict[str, object]]:
    counted = rows.order_by().values(by)
    found = counted.annotate(
        open=Count("pk", distinct=True),
        late=Count("pk", filter=board.is_late(), distinct=True),
        very_late=Count("pk", filter=board.is_very_late(), distinct=True),
        oldest=Min("asked_at"),
    )
    return list(found.order_by("-very_late", "-late", "-open", by)[:GROUPS])


def _group(what: Institution | Unit, row: Mapping[str, object]) -> Group:
    return Group(what, **{name: row[name] for name in ("open", "late", "very_late", "oldest")})  # type: ignore[arg-type]


def page(
    actor: Actor, wanted: Wanted, *, board: Board, data: Mapping[str, str]
) -> tuple[list[Silence], keyset.Page[Request]]:
    """One page of the board, what has waited longest first."""
    found = keyset.page(_fetched(waiting(actor, wanted, board=board), actor), by=ORDER, data=data)
    return [_silence(row, actor, board) for row in found.rows], found


def _fetched(rows: QuerySet[Request], actor: Actor) -> QuerySet[Request]:
    alleged = Allegation.objects.filter(state=actor.state).select_related("unit").order_by("pk")
    held = Docket.objects.filter(state=actor.state).select_related("assignee")
    return rows.select_related("complaint", "asked_of", "asked_by").prefetch_related(
        Prefetch("complaint__allegation_set", queryset=alleged),
        Prefetch("complaint__docket_set", queryset=held),
    )


def _silence(row: Request, actor: Actor, board: Board) -> Silence:
    case, dockets = row.complaint, list(row.complaint.docket_set.all())
    own = next(
        docket for docket in dockets if actor.institution and docket.institution_id == actor.institution.pk
    )
    lateness = board.lateness(row)
    may_at = board.calendar.add_working_days(row.asked_at, SILENCE)
    may = _may(row, dockets, lateness, is_open=may_at <= board.now)
    leads_on = actor.may(Permission.HEAD) or actor.holds(own.assignee_id)
    return Silence(
        request=row,
        allegations=list(case.allegation_set.all()),
        days=board.calendar.working_days_between(row.asked_at, board.now),
        lateness=lateness,
        may=may,
        may_from=board.calendar.local_date(may_at),
        holder=own.assignee,
        is_mine=leads_on and may is not May.WAIT and case.stage == Stage.AWAITING_ANSWER,
    )


def _may(row: Request, dockets: Iterable[Docket], lateness: deadlines.Lateness, *, is_open: bool) -> May:
    if row.asked_of_id not in {docket.institution_id for docket in dockets}:
        return May.GONE
    if not is_open:
        return May.WAIT
    return May.MUST if lateness.level is deadlines.Late.VERY_LATE else May.GO_ON
