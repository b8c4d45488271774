"""When things happen: filing days over 24 months with seasons and growth, and steps on working days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

WINDOW = 730  # days before today in which cases are filed
OFFICE_OPENS, OFFICE_CLOSES = 8 * 60 + 15, 14 * 60 + 30
EVENING = 22 * 60
# Share of an average month: fewer in the hot months, more in autumn.
_SEASON = (1.0, 1.05, 0.95, 0.9, 1.05, 0.95, 0.8, 0.75, 1.1, 1.2, 1.15, 1.1)
_WEEKEND = 0.55
_FINENESS = 20  # how many tickets a day of average weight has


@dataclass(frozen=True, slots=True)
class Days:
    """Ages in days, each as often as cases are filed that long ago."""

    ages: tuple[int, ...]
    starts: tuple[int, ...]  # starts[age] = where that age begins

    def draw(self, least: int, most: int, rng: Random) -> int:
        """An age between both, by weight; `least` when the window is narrower than that."""
        first = self.starts[min(max(least, 1), WINDOW)]
        last = self.starts[min(max(most, least, 1), WINDOW) + 1]
        if last <= first:
            return least
        return self.ages[first + int(rng.random() * (last - first))]


def _weight(day: date, age: int, weekend: tuple[int, ...]) -> float:
    growth = 1.25 - 0.5 * age / WINDOW
    return growth * _SEASON[day.month - 1] * (_WEEKEND if day.weekday() in weekend else 1.0)


@cache
def filing_days(today: date, weekend: tuple[int, ...]) -> Days:
    """Ages from one day to the window's end: nothing is filed today, so nothing lies in the future."""
    ages: list[int] = []
    starts = [0]
    for age in range(1, WINDOW + 1):
        starts.append(len(ages))
        ages += [age] * round(_FINENESS * _weight(today - timedelta(days=age), age, weekend))
    starts.append(len(ages))
    return Days(tuple(ages), tuple(starts))


def filing_minute(channel: str, rng: Random) -> int:
    """The minute of the day: people write on the web mostly in the evening, offices keep hours."""
    if channel in ("web", "email"):
        return int(rng.triangular(6.5, 23.9, 20.5) * 60)
    return OFFICE_OPENS + int(rng.random() * (OFFICE_CLOSES - OFFICE_OPENS))


def when(
    gaps: list[tuple[int, bool]], *, weekday: int, minute: int, weekend: tuple[int, ...], rng: Random
) -> list[tuple[int, int]]:
    """Day offset and minute of each step. A gap is (days since the step before, whether an office acts).

    Offices act on working days in office hours; what would fall later on the same day waits for the next one.
    """
    moments: list[tuple[int, int]] = []
    day, planned = 0, 0
    for gap, office in gaps:
        planned += gap
        same = planned <= day
        day = max(day, planned)
        earliest = minute + 5 + int(rng.random() * 25) if same else 0
        if office:
            if earliest > OFFICE_CLOSES:
                day, earliest = day + 1, 0
            if (weekday + day) % 7 in weekend:
                day, earliest = day + 1, 0
            if (weekday + day) % 7 in weekend:
                day += 1
            minute = earliest or OFFICE_OPENS + int(rng.random() * 300)
            minute = max(minute, OFFICE_OPENS)
        elif earliest:
            minute = min(earliest, 1439)
        else:
            minute = 9 * 60 + int(rng.random() * (EVENING - 9 * 60))
        moments.append((day, minute))
    return moments


def in_order(moments: list[tuple[int, int]]) -> bool:
    """Whether time never runs backwards."""
    return all(before <= after for before, after in pairwise(moments))
