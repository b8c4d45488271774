"""Counts of small states, as their cases would have left them."""

from datetime import timedelta

from complaints.models import Tally
from complaints.vocabulary import GRAVE
from reporting.statistics import tables
from tests.reporting.attacks import split

CODES = {
    "gender": ("female", "male"),
    "channel": ("web", "post", "phone", "visit"),
    "source": ("individual", "family", "lawyer"),
    "mode": ("named", "confidential", "anonymous"),
    "place_type": ("station", "prison", "border"),
    "service": ("police", "prisons"),
    "language": ("ar", "en"),
}
CATEGORIES = ("LIB", "FRC", "MED", "TOR", "DTH", "REP")
OUTCOMES = {
    "complaint": ("substantiated", "not_substantiated", "withdrawn", "open"),
    "assistance": ("settled", "withdrawn", "open"),
}
SIZES = (0, 1, 2, 3, 4, 5, 7, 9, 14, 25, 40)
KEPT = ("in_time", "late", "running")


def populate(dice, state, quarters):
    """The counts of a small state, as its cases would have left them."""
    rows, stock = {}, dict.fromkeys(tables.MATTERS, 0)

    def add(day, kind, matter, value="", number=1):
        if number:
            key = (day, kind, matter, value)
            rows[key] = rows.get(key, 0) + number

    for quarter in quarters:
        day = quarter.start + timedelta(days=dice.randint(0, 80))
        for matter in tables.MATTERS:
            _received(dice, matter, day, add, dice.choice(SIZES), stock)
            _done(dice, matter, day, add, stock)
        add(day, "question.asked", "complaint", "", few := dice.choice((0, 2, 6)))
        for value, number in split(dice, few, ("in_time", "late", "silent")).items():
            add(day, "question", "complaint", value, number)
    Tally.objects.bulk_create(
        Tally(
            state=state,
            institution=f"{state.lower()}-moi",
            day=day,
            kind=kind,
            matter=matter,
            value=value,
            count=n,
        )
        for (day, kind, matter, value), n in rows.items()
    )


def _received(dice, matter, day, add, number, stock):
    stock[matter] += number
    add(day, "received", matter, "", number)
    add(day, "people", matter, "", number + dice.randint(0, 2) if number else 0)
    for name, codes in CODES.items():
        for value, count in split(dice, number, codes).items():
            add(day, f"received.{name}", matter, value, count)
    for value, count in split(dice, number, OUTCOMES[matter]).items():
        add(day, "outcome", matter, value, count)
    if matter == "assistance":
        return
    for value, count in split(dice, number, CATEGORIES).items():
        add(day, "received.category", matter, value, count)
        add(day, "allegations", matter, value, count)
        if value in GRAVE:
            add(day, "received.grave", matter, "yes", count)
            add(day, "grave.route", matter, "nhri", count)


def _done(dice, matter, day, add, stock):
    reopened = dice.choice((0, 0, 1, 2, 6))
    done = dice.randint(0, stock[matter] + reopened)
    stock[matter] += reopened - done
    add(day, "reopened", matter, "", reopened)
    for value, count in split(dice, done, OUTCOMES[matter][:-1]).items():
        add(day, "completed", matter, value, count)
    for clock in ("acknowledge", "decide"):
        for value, count in split(dice, dice.choice((0, 2, 3, 8, 20)), KEPT).items():
            add(day, f"clock.{clock}", matter, value, count)
    if matter == "complaint":
        for value, count in split(dice, done, ("0005", "0040", "0200")).items():
            add(day, "days.decide", matter, value, count)
        for value, count in split(dice, done, ("substantiated", "not_substantiated", "undetermined")).items():
            add(day, "finding", matter, value, count)


def possible():
    """Every code that somebody who knows the site may think of, by path."""
    for matter in tables.MATTERS:
        yield from (f"outcomes.{matter}.{code}" for code in OUTCOMES[matter])
        yield from (f"outcomes.flow.{matter}.{code}" for code in OUTCOMES[matter][:-1])
        for name, codes in {**CODES, "category": CATEGORIES}.items():
            if matter == "complaint" or name != "category":
                yield from (f"intake.by_matter.{matter}.by_{name}.{code}" for code in codes)
                yield from (f"intake.by_{name}.{code}" for code in codes)
