"""What was done for people: safety, custody inquiries, reviews of decisions, and what complainants thought of it."""

from collections import Counter
from typing import Any

from complaints.aftercare import Opinion, Question
from complaints.tallies import ONLY_COUNTED
from complaints.vocabulary import Category, Reviewed
from reporting.figures.reading import CUSTODY, MATTERS, Figures, Table
from reporting.figures.received import custody_balance
from reporting.figures.timing import days, due, share, shared

FEWEST = 10
"""Decided reviews from which a share is worth a percentage."""


def reprisals(figures: Figures) -> dict[str, Any]:
    """Check-ins and reports. What somebody answered is sealed to the independent body and is not counted."""
    if not figures.has_cases:
        return {}
    followed: Counter[str] = Counter()
    for matter in MATTERS:
        followed.update(figures.table("safety.followed", matter))
    alleged = figures.table("received.category", "complaint")
    return {
        "asked": figures.total("safety.asked"),
        "answered": figures.total("safety.answered"),
        "reported": figures.total("safety.reported"),
        "followed": shared(due(followed)),
        "alleged": alleged.get(Category.REP.value, 0),
        "findings": figures.table("finding.reprisal", "complaint"),
    }


def custody(figures: Figures) -> dict[str, Any]:
    """Inquiries about somebody held. An answer is due within a day, and every day until it is confirmed."""
    if not figures.has_cases:
        return {}
    return {
        "received": figures.total("received", CUSTODY),
        "whereabouts": figures.table("whereabouts", CUSTODY),
        "answers": shared(due(figures.table("clock.custody", CUSTODY))),
        "outcomes": figures.table("completed", CUSTODY),
        "balance": custody_balance(figures),
        "days": days(figures.table("days.custody", CUSTODY)),
    }


def reviews(figures: Figures) -> dict[str, Any]:
    """Reviews asked for (cohort) and decided (flow). One that ended with its case has no decision: `ended`."""
    if not figures.has_cases:
        return {}
    asked, decided = figures.table("review.asked", "complaint"), figures.table("review.decided", "complaint")
    asked["ended"] = asked.pop("dropped", 0)
    done = sum(decided.values())
    overturned = decided.get(Reviewed.OVERTURNED.value, 0)
    return {
        "asked": sum(asked.values()),
        "cohort": {"basis": "cohort", **_all(asked, "running", *Reviewed.values, "ended")},
        "flow": {"basis": "flow", "decided": done, **_all(decided, *Reviewed.values)},
        "share_overturned": share(overturned, done) if done >= FEWEST else None,
    }


def _all(table: Table, *names: str) -> Table:
    return {name: table.get(name, 0) for name in names}


def satisfaction(figures: Figures) -> dict[str, Any]:
    """Answers to the questions after the end, with how many there were. A question nobody answered is absent.

    Answers count on the first of their month, so a period holds the months whose first day it holds.
    """
    found = {}
    for question in Question.values:
        answers: Counter[str] = Counter()
        for matter in MATTERS:
            answers.update(figures.table(f"{ONLY_COUNTED}{question}", matter))
        if number := sum(answers.values()):
            row = {opinion: answers[opinion] for opinion in Opinion.values}
            found[question] = {"n": number, **row, "share_yes": share(row[Opinion.YES.value], number)}
    return found
