"""Running the clocks of a case: rows that start, stand still, go on and end. Lengths are in deadlines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypedDict, TypeVar
from uuid import UUID

from accounts.models import Institution
from common.calendar import WorkCalendar
from complaints import deadlines
from complaints.models import Clock, ClockTerm, Complaint
from complaints.vocabulary import Matter

STANDS_STILL = ("route", "decide", "assistance")  # while the complainant is asked something
# Time that somebody else may use: its end is nobody's delay, and it has no place in a queue.
WINDOWS = frozenset({"review_window", "nhri_preview"})
PRESERVED = frozenset({"TOR", "DIS", "DTH", "FRC", "GBV"})  # traces vanish within days
EXAMINED = frozenset({"TOR", "FRC", "GBV"})  # somebody alive may carry marks that heal
# Days on which the complainant is asked about their safety: counted from filing, and again from the end.
OF_FILING, OF_ENDING = ("reprisal_first", "reprisal_second"), ("after_first", "after_second")
CHECKS = (*OF_FILING, *OF_ENDING)
FAR = datetime(9999, 1, 1, tzinfo=UTC)  # the place in the queue of a case on which no clock runs


def of_categories(categories: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    """The clocks that an allegation of these categories starts, less those that ran already."""
    found = set(categories)
    kinds = [
        *(["preserve"] if found & PRESERVED else []),
        *(["medical_examination"] if found & EXAMINED else []),
    ]
    return [kind for kind in kinds if kind not in set(known)]


def of_filing(matter: str, categories: Iterable[str], *, overseen: bool) -> list[str]:
    """The clocks of a new case. Somebody's safety is asked about where an independent body reads the answer."""
    if matter == Matter.CUSTODY:
        return ["custody"]
    return ["acknowledge", *of_categories(categories), *(OF_FILING if overseen else ())]


def of_ending(matter: str, running: Iterable[Clock]) -> list[str]:
    """The checks that begin when a file ends; one that runs since an earlier end goes on, it comes sooner."""
    known = {clock.kind for clock in running if clock.ended_at is None}
    return [] if matter == Matter.CUSTODY else [kind for kind in OF_ENDING if kind not in known]


def coarse(now: datetime) -> datetime:
    """The day alone: what is kept of an anonymous complainant's times."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def begin(
    case: Complaint,
    kinds: Iterable[str],
    *,
    lead: Institution,
    calendar: WorkCalendar,
    now: datetime,
    request: UUID | None = None,
    exact: datetime | None = None,
    terms: deadlines.Terms | None = None,
) -> list[Clock]:
    """Start clocks of this case. `exact` is the true time where only the day of `now` may be kept: a term in
    hours runs from its next full hour, lest it be over before it was given.

    `terms` are the state's own lengths, read here where the caller has not read them before.
    """
    own = (terms or terms_of(case.state)).on(calendar.local_date(now))
    how: _How = {"urgent": case.is_urgent, "duty_officer": lead.has_duty_officer, "overrides": own}
    begun = []
    for kind in kinds:
        in_hours = deadlines.term(kind, **how).unit == deadlines.Unit.HOURS
        start = _next_hour(exact) if exact and in_hours else now
        due_at = deadlines.due(kind, start=start, calendar=calendar, **how)
        clock = Clock(state=case.state, complaint=case, kind=kind, request=request)
        clock.started_at, clock.due_at = now, due_at
        begun.append(clock)
    return Clock.objects.bulk_create(begun)


class _How(TypedDict):
    urgent: bool
    duty_officer: bool
    overrides: Mapping[str, deadlines.Term]


def terms_of(state: str) -> deadlines.Terms:
    """The lengths a state has set itself, all at once: a few rows."""
    rows = ClockTerm.objects.filter(state=state).values_list("kind", "valid_from", "amount")
    return deadlines.Terms(tuple(rows))


def _next_hour(moment: datetime) -> datetime:
    return (moment + timedelta(hours=1, microseconds=-1)).replace(minute=0, second=0, microsecond=0)


def end(clocks: Iterable[Clock], kinds: Iterable[str], *, now: datetime, request: UUID | None = None) -> None:
    """End the running clocks of these kinds; `*` drops all others, kept or not, because the file ended."""
    names = set(kinds)
    for clock in clocks:
        named = clock.kind in names and request in (None, clock.request)
        if clock.kind in CHECKS and not named:
            continue  # whether somebody is safe is asked after the file has ended as well
        if clock.ended_at is None and (named or "*" in names):
            clock.ended_at = max(now, clock.started_at)
            lapsed = clock.kind in WINDOWS and now >= clock.due_at
            clock.is_dropped = not named or lapsed
            clock.save(update_fields=["ended_at", "is_dropped"])


def drop(clock: Clock, *, now: datetime) -> None:
    """End a clock that was neither kept nor missed."""
    clock.ended_at, clock.is_dropped = max(now, clock.started_at), True
    clock.save(update_fields=["ended_at", "is_dropped"])


def stand_still(case: Complaint, clocks: Iterable[Clock], *, now: datetime) -> None:
    """Pause what waits for the complainant; never where somebody is at risk."""
    if case.is_grave or case.is_urgent:
        return
    for clock in clocks:
        runs = clock.ended_at is None and clock.paused_at is None
        if runs and clock.kind in STANDS_STILL and clock.paused_days < deadlines.MAX_PAUSED:
            clock.paused_at = now
            clock.save(update_fields=["paused_at"])


def go_on(
    clocks: Iterable[Clock], *, calendar: WorkCalendar, now: datetime, before_court: bool = False
) -> None:
    """End the pauses: each clock is due as many working days later as it stood still.

    Up to the limit where the complainant was waited for; a court takes as long as it takes.
    """
    for clock in clocks:
        if clock.paused_at is not None and clock.ended_at is None:
            _lengthen(clock, calendar, now, before_court)


def _lengthen(clock: Clock, calendar: WorkCalendar, now: datetime, before_court: bool) -> None:
    assert clock.paused_at is not None  # noqa: S101  # the caller's condition
    stood = len(calendar.working_dates_between(clock.paused_at, now))
    more = stood if before_court else min(stood, deadlines.MAX_PAUSED - clock.paused_days)
    if more:
        clock.due_at = calendar.add_working_days(clock.due_at - timedelta(microseconds=1), more)
    if before_court:
        clock.court_days += more
    else:
        clock.paused_days += more
    clock.paused_at, clock.is_before_court = None, False
    clock.save(update_fields=["due_at", "paused_days", "court_days", "paused_at", "is_before_court"])


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that has not ended, as a list of cases was told of it: a hundred rows of the model cost more."""

    TIMES: ClassVar = ("started_at", "due_at", "paused_at")
    COLUMNS: ClassVar = ("kind", *TIMES, "paused_days", "court_days", "is_before_court")
    kind: str
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None
    paused_days: int
    court_days: int
    is_before_court: bool
    ended_at: datetime | None = None
    is_dropped: bool = False

    @classmethod
    def told(cls, columns: Mapping[str, Any]) -> "Running":
        """From a JSON object of `COLUMNS`."""
        times = {name: datetime.fromisoformat(columns[name]) for name in cls.TIMES if columns[name]}
        return cls(**{**columns, **times})


Ticking = TypeVar("Ticking", Clock, Running)


def next_clock(clocks: Iterable[Ticking]) -> Ticking | None:
    """The deadline that comes next: what a chip shows and the queue sorts by."""
    running = [
        clock
        for clock in clocks
        if clock.ended_at is None and clock.paused_at is None and clock.kind not in (*WINDOWS, *CHECKS)
    ]
    return min(running, key=lambda clock: clock.due_at, default=None)


def next_due(clocks: Iterable[Clock]) -> datetime:
    """When it comes; a case on which no clock runs has its place at the end of the queue."""
    clock = next_clock(clocks)
    return clock.due_at if clock else FAR
