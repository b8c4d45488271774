"""Quarters of public statistics: which there are, what they are called, from when they may be closed.

A state's quarters follow the reporting year of its national institution: where that begins in May, they begin in
May, August, November and February. So a public year is four quarters, whole, and no figure needs half of one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reporting.periods import Period, shifted

MONTHS = 3
GRACE = timedelta(days=14)
"""After a quarter's last day, so that what was registered on paper in its last days is counted in it."""


@dataclass(frozen=True, slots=True)
class BadQuarter(ValueError):
    """What was given names no quarter."""

    text: str


def slug_of(period: Period) -> str:
    """The name of a quarter in addresses: year and month of its first day."""
    return f"{period.start:%Y-%m}"


def beginning(slug: str) -> Period:
    """The three months a name stands for. Raises `BadQuarter`."""
    year, dash, month = slug.partition("-")
    if not (dash and len(slug) == len("2026-07") and slug.isascii() and (year + month).isdigit()):
        raise BadQuarter(slug)
    try:
        start = date(int(year), int(month), 1)
        return Period(start, shifted(start, MONTHS) - timedelta(days=1))
    except ValueError as error:
        raise BadQuarter(slug) from error


def containing(day: date, first_month: int) -> Period:
    """The quarter a day is in, for a reporting year that begins in `first_month`."""
    back = (day.month - first_month) % MONTHS
    start = shifted(day.replace(day=1), -back)
    return Period(start, shifted(start, MONTHS) - timedelta(days=1))


def following(period: Period) -> Period:
    """The quarter after."""
    return Period(shifted(period.start, MONTHS), shifted(period.start, 2 * MONTHS) - timedelta(days=1))


def year_ended_by(period: Period, first_month: int) -> Period | None:
    """The reporting year whose last quarter this is."""
    after = period.end + timedelta(days=1)
    return Period(shifted(after, -12), period.end) if after.month == first_month else None


def closes_on(period: Period) -> date:
    """The first day on which a quarter may be closed."""
    return period.end + GRACE + timedelta(days=1)


def may_close(period: Period, *, now: datetime, zone: str) -> bool:
    """Whether a quarter's days of grace are over where the state is."""
    return now.astimezone(ZoneInfo(zone)).date() >= closes_on(period)


def between(first: Period, last: Period) -> list[Period]:
    """The quarters from one to another, both included."""
    found = [first]
    while found[-1].start < last.start:
        found.append(following(found[-1]))
    return found
