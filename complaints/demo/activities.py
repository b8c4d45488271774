"""Invented entries for the register of activities, over the same 24 months."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from complaints.demo.pace import WINDOW
from complaints.demo.places import Country, country
from complaints.demo.shapes import DemoActivity
from complaints.demo.words import load, pick

_NHRI = {"BH": "bh-nihr", "EG": "eg-nchr", "MA": "ma-cndh", "JO": "jo-nchr"}
_CONFIRMED, _DISPUTED = 0.62, 0.80  # of a hundred: confirmed, then disputed, the rest not assessed


def activities(
    *, seed: int, today: date, states: tuple[str, ...] = ("BH", "EG", "MA", "JO"), each: int = 10
) -> Iterator[DemoActivity]:
    """`each` activities per state in the 24 months before `today`, oldest first, all marked as invented."""
    rng = Random(seed)  # noqa: S311  # invented data, nothing secret
    words = load("activities")
    made = [
        _activity(words, row, country(code), today, rng) for code in states for row in _some(words, each, rng)
    ]
    yield from sorted(made, key=lambda activity: (activity.start, activity.state))


def _some(words: dict[str, Any], each: int, rng: Random) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = list(words["activities"])
    rng.shuffle(rows)
    return [rows[number % len(rows)] for number in range(each)]


def _between(bounds: list[int], rng: Random) -> int:
    return rng.randint(bounds[0], bounds[1])


def _start(land: Country, today: date, days: int, rng: Random) -> date:
    """A working day that leaves time for all its days."""
    start = today - timedelta(days=days + 2 + int(rng.random() * (WINDOW - days - 8)))
    while start.weekday() in land.weekend:
        start -= timedelta(days=1)
    return start


def _activity(
    words: dict[str, Any], row: dict[str, Any], land: Country, today: date, rng: Random
) -> DemoActivity:
    days = _between(row["days"], rng)
    start = _start(land, today, days, rng)
    verification, reason_ar, reason_en = _verified(words, today - start, rng)
    return DemoActivity(
        state=land.code,
        kind=row["kind"],
        title_ar=row["ar"],
        title_en=row["en"],
        partners_ar=row["partners_ar"],
        partners_en=row["partners_en"],
        place=pick(land.governorates, rng).governorate,
        start=start,
        end=start + timedelta(days=days - 1),
        participants=_between(row["participants"], rng),
        quantity=_between(row.get("quantity", [0, 0]), rng),
        measures=tuple(row["measures"]),
        note_ar=words["note_ar"],
        note_en=words["note_en"],
        kept_by=_NHRI[land.code] if rng.random() < 0.2 else f"{land.code.lower()}-moi",
        verification=verification,
        reason_ar=reason_ar,
        reason_en=reason_en,
    )


def _verified(words: dict[str, Any], age: timedelta, rng: Random) -> tuple[str, str, str]:
    """What the NHRI says of it, with its reason; recent ones wait."""
    chance = rng.random()
    if age < timedelta(days=20) or chance >= _DISPUTED:
        return "not_assessed", "", ""
    key = "confirmed" if chance < _CONFIRMED else "disputed"
    number = int(rng.random() * len(words[key]["ar"]))
    return key, words[key]["ar"][number], words[key]["en"][number]
