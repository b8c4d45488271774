"""Stretches of time a report covers, and the ones it is compared with."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends on or after its first day")

    @property
    def months(self) -> int:
        """How many whole calendar months it is, 0 where it begins or ends inside one."""
        after = self.end + timedelta(days=1)
        if self.start.day != 1 or after.day != 1:
            return 0
        return (after.year - self.start.year) * 12 + after.month - self.start.month

    @property
    def is_year(self) -> bool:
        """Twelve months, from whatever day."""
        return shifted(self.start, 12) == self.end + timedelta(days=1)

    def parts(self, months: int) -> list["Period"]:
        """The stretches of so many calendar months that it is made of, oldest first; none where they don't fit."""
        if not self.months or self.months % months:
            return []
        starts = [shifted(self.start, first) for first in range(0, self.months, months)]
        return [Period(start, shifted(start, months) - timedelta(days=1)) for start in starts]

    def previous(self) -> "Period":
        """The one of equal length just before."""
        before = self.start - timedelta(days=1)
        if self.months:
            return Period(shifted(self.start, -self.months), before)
        return Period(self.start - (self.end - self.start) - timedelta(days=1), before)

    def year_before(self) -> "Period":
        """The same days a year earlier."""
        return Period(
            shifted(self.start, -12), shifted(self.end + timedelta(days=1), -12) - timedelta(days=1)
        )


def shifted(day: date, months: int) -> date:
    """The same day some months away; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def quarters(until: date, count: int) -> list[Period]:
    """The newest closed calendar quarters before a day, newest first."""
    first = date(until.year, (until.month - 1) // 3 * 3 + 1, 1)
    starts = [shifted(first, -3 * number) for number in range(1, count + 1)]
    return [Period(start, shifted(start, 3) - timedelta(days=1)) for start in starts]


def months(until: date, count: int) -> list[Period]:
    """The newest closed months before a day, newest first."""
    first = until.replace(day=1)
    starts = [shifted(first, -number) for number in range(1, count + 1)]
    return [Period(start, shifted(start, 1) - timedelta(days=1)) for start in starts]


def years(until: date, count: int, *, first_month: int = 1) -> list[Period]:
    """The newest closed reporting years before a day, newest first; a year may begin in any month."""
    start = date(until.year, first_month, 1)
    if start > until:
        start = shifted(start, -12)
    starts = [shifted(start, -12 * number) for number in range(1, count + 1)]
    return [Period(start, shifted(start, 12) - timedelta(days=1)) for start in starts]
