"""Working days of one state: its weekend since when, its holidays, its clock.

**A deadline is an exclusive moment**: local midnight after the last day, returned in UTC. The whole last day
counts; at `due_at` itself the deadline is missed. Show `last_day(due_at)`, never the date of `due_at`.
The day on which a period starts is not counted.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_WEEK = frozenset(range(7))


@dataclass(frozen=True)
class WorkCalendar:
    """When a state's institutions work.

    `zone` is an IANA name. `weekends` are rows of (valid_from, weekdays off, Monday being 0), in any order:
    the latest row not after a day holds for it, the first one also for the time before. No rows: no weekend.
    """

    zone: str
    weekends: tuple[tuple[date, frozenset[int]], ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        for since, off in self.weekends:
            # With seven days off the search for the next working day would never end.
            if not off < _WEEK:
                raise ValueError(f"the weekend since {since} must be some of the days 0 to 6, not all")
        object.__setattr__(self, "weekends", tuple(sorted(self.weekends, key=lambda row: row[0])))
        object.__setattr__(self, "holidays", frozenset(self.holidays))

    def is_working(self, day: date) -> bool:
        """Neither weekend nor holiday."""
        return day not in self.holidays and day.weekday() not in self._weekend(day)

    def local_date(self, moment: datetime) -> date:
        """The date in this state at a moment (aware)."""
        _require_aware(moment)
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def last_day(self, due_at: datetime) -> date:
        """The last day on which the deadline `due_at` is still met: the date to show."""
        return self.local_date(due_at - timedelta(microseconds=1))

    def end_of(self, day: date) -> datetime:
        """The moment a local day is over, in UTC; exact where the clock changes at midnight (as in Cairo)."""
        midnight = datetime.combine(day + _DAY, time(), ZoneInfo(self.zone))
        return midnight.astimezone(UTC)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The end of the `days`-th working day after the local day of `start`; 0 is the end of that day."""
        day = self.local_date(start)
        for _ in range(_not_negative(days)):
            day = self._next_working(day)
        return self.end_of(day)

    def add_calendar_days(self, start: datetime, days: int) -> datetime:
        """The end of the `days`-th day after the local day of `start`, working or not."""
        return self.end_of(self.local_date(start) + timedelta(days=_not_negative(days)))

    def add_months(self, start: datetime, months: int) -> datetime:
        """The end of the same day so many months later, or of that month's last day where it is shorter."""
        day = self.local_date(start)
        years, month = divmod(day.month - 1 + _not_negative(months), 12)
        last = monthrange(day.year + years, month + 1)[1]
        return self.end_of(date(day.year + years, month + 1, min(day.day, last)))

    def add_hours(self, start: datetime, hours: int) -> datetime:
        """So many hours later by the clock, weekend or not, across any change of the clock."""
        _require_aware(start)
        return start.astimezone(UTC) + timedelta(hours=_not_negative(hours))

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Working days after the local day of `start`, up to and with the last day of `end`.

        The inverse of `add_working_days`; 0 when `end` is not after `start`.
        """
        return len(self.working_dates_between(start, end))

    def working_dates_between(self, start: datetime, end: datetime) -> list[date]:
        """The days that `working_days_between` counts, so that overlapping times can be counted once."""
        days = _days(self.local_date(start) + _DAY, self.last_day(end))
        return [day for day in days if self.is_working(day)]

    def week_start(self, day: date) -> date:
        """The first day after the last weekend, `day` itself or before it; Monday where no weekend is known."""
        rest = self._weekend(day) or frozenset({6})
        while day.weekday() in rest or (day - _DAY).weekday() not in rest:
            day -= _DAY
        return day

    def _next_working(self, day: date) -> date:
        day += _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def _weekend(self, day: date) -> frozenset[int]:
        held = [off for since, off in self.weekends if since <= day]
        if held:
            return held[-1]
        return self.weekends[0][1] if self.weekends else frozenset()


def calendar_of(
    zone: str, weekends: Iterable[tuple[date, Iterable[int]]] = (), holidays: Iterable[date] = ()
) -> WorkCalendar:
    """A calendar from the rows of a state."""
    rows = tuple((since, frozenset(off)) for since, off in weekends)
    return WorkCalendar(zone=zone, weekends=rows, holidays=frozenset(holidays))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _not_negative(amount: int) -> int:
    if amount < 0:
        raise ValueError("a period is not negative")
    return amount


def _require_aware(moment: datetime) -> None:
    # A naive moment would be read in the zone of whichever machine runs this.
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
