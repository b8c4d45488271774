"""Holidays of a year before anybody confirmed them: fixed civil ones, and those of the Hijri calendar as estimates.

Umm al-Qura is a calculated calendar. Elsewhere the moon is seen, so a day may move by one or two; the state's
administrator confirms or moves it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hijridate import Gregorian, Hijri

from common import datafiles

FILE = Path(__file__).parents[1] / "data" / "holidays.yaml"
Day = dict[str, Any]
"""As in accounts.settings.calendar: day, ar, en, confirmed."""

OBSERVED: dict[str, tuple[int, int, int]] = {  # month, day of the Hijri year, how many days
    "new_year": (1, 1, 1),
    "ashura": (1, 9, 2),
    "mawlid": (3, 12, 1),
    "isra": (7, 27, 1),
    "fitr": (10, 1, 3),
    "arafah": (12, 9, 1),
    "adha": (12, 10, 3),
}
EVERYWHERE = ("fitr", "adha")  # where no source was read; three days each, to be corrected


@cache
def known() -> dict[str, Any]:
    """The data file."""
    found: dict[str, Any] = datafiles.read(FILE)
    return found


def source_of(state: str) -> str:
    """Where the state's list was read, "" where none was."""
    found = known()["states"].get(state)
    return str(found["source"]) if found else ""


def of_year(state: str, year: int) -> list[Day]:
    """Every holiday that can be proposed for a state and a Gregorian year, none of them confirmed.

    Two observances on one day are one day: the first name stands.
    """
    listed = known()["states"].get(state, {})
    days: dict[str, Day] = {}
    for day in (*_fixed(listed.get("fixed", ()), year), *hijri(year, listed.get("hijri", EVERYWHERE))):
        days.setdefault(day["day"], day)
    return [days[key] for key in sorted(days)]


def hijri(year: int, observances: Iterable[str]) -> list[Day]:
    """The observances that fall into a Gregorian year: it may hold one twice, as Hijri years are shorter."""
    names = known()["observances"]
    found = [
        {"day": moment.isoformat(), "ar": names[code]["ar"], "en": names[code]["en"], "confirmed": False}
        for code in observances
        for moment in _moments(code, year)
    ]
    return sorted(found, key=lambda day: str(day["day"]))


def _moments(code: str, year: int) -> Iterator[date]:
    month, day, length = OBSERVED[code]
    for lunar in _lunar_years(year):
        first = date.fromisoformat(Hijri(lunar, month, day).to_gregorian().isoformat())
        for offset in range(length):
            moment = first + timedelta(days=offset)
            if moment.year == year:
                yield moment


def _lunar_years(year: int) -> range:
    """The Hijri years that a Gregorian year touches; none outside the calculated range (1343 to 1500 AH)."""
    try:
        first = Gregorian(year, 1, 1).to_hijri().year
        last = Gregorian(year, 12, 31).to_hijri().year
    except OverflowError:
        return range(0)
    return range(first, last + 1)


def _fixed(rows: Iterable[dict[str, Any]], year: int) -> Iterator[Day]:
    for row in rows:
        moment = date(year, row["month"], row["day"])
        yield {"day": moment.isoformat(), "ar": row["ar"], "en": row["en"], "confirmed": False}
