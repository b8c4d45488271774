"""What was asked of the authority and what it did: questions and silence, recommendations and orders and their fate."""

from typing import Any

from complaints.work import Fate
from reporting.figures.reading import Figures, Table
from reporting.figures.timing import share

_ONE = "complaint"  # only complaints have questions and recommendations
_NOT_DUE = (Fate.REJECTED.value, Fate.SET_ASIDE.value)
_DONE = (Fate.VERIFIED.value, Fate.CLAIMED.value, Fate.NOT_IMPLEMENTED.value)


def questions(figures: Figures, kind: str = "question") -> dict[str, Any]:
    """Questions whose answer fell due in the period: answered in time or late, never answered, or still waited for.

    Silence: work went on without an answer after it was due.
    """
    counted = figures.table(kind, _ONE)
    row = {name: counted.get(name, 0) for name in ("in_time", "late", "silent", "running")}
    due = sum(row.values())
    return {"due": due, **row, "share_in_time": share(row["in_time"], due)}


def oversight(figures: Figures) -> dict[str, Any]:
    """Questions and silence. An institution's own figures say what it asked and, apart, what it was asked."""
    if not figures.has_cases:
        return {}
    found: dict[str, Any] = {
        "questions": questions(figures),
        "asked": figures.total("question.asked", _ONE),
        "undetermined": figures.table("finding.silence", _ONE),
    }
    if figures.scope.institution:
        found["asked_of"] = questions(figures, "to.question")
    return found


def recommendations(figures: Figures) -> dict[str, Any]:
    """Recommendations of independent bodies, and what authorities ordered themselves."""
    if not figures.has_cases:
        return {}
    found = {**_family(figures, "recommendation"), "orders": _family(figures, "order")}
    if figures.scope.institution:
        found["addressed"] = {kind: _addressed(figures, kind) for kind in ("recommendation", "order")}
    return found


def _family(figures: Figures, kind: str) -> dict[str, Any]:
    made, accepted = figures.table(f"{kind}.made", _ONE), figures.table(f"{kind}.accepted", _ONE)
    verified = accepted.get(Fate.VERIFIED.value, 0)
    cohort = {
        "basis": "cohort",
        "made": sum(made.values()),
        "by_fate": made,
        "accepted": sum(accepted.values()),
        "accepted_verified": verified,
        "share_verified": share(verified, sum(accepted.values())),
    }
    return {
        "cohort": cohort,
        "flow": {"basis": "flow", **_steps(figures, kind)},
        "due": {"basis": "due", **due(figures, kind)},
    }


def _addressed(figures: Figures, kind: str) -> dict[str, Any]:
    fates = figures.table(f"to.{kind}.made", _ONE)
    return {"basis": "cohort", "made": sum(fates.values()), "by_fate": fates}


def _steps(figures: Figures, kind: str) -> Table:
    steps = figures.table(f"{kind}.step", _ONE)
    steps.pop(Fate.MADE.value, None)  # the first of each, which the cohort counts
    if kind == "order":
        steps.pop(Fate.ACCEPTED.value, None)
    return steps


def due(figures: Figures, kind: str) -> dict[str, Any]:
    """Those whose term ended in the period. What was rejected or fell with its decision is not due."""
    ends = figures.table(f"{kind}.due", _ONE)
    row = {fate: ends.get(fate, 0) for fate in _DONE}
    row["overdue"] = sum(n for fate, n in ends.items() if fate not in (*_DONE, *_NOT_DUE))
    total = sum(row.values())
    return {"due": total, **row, "share_verified": share(row[Fate.VERIFIED.value], total)}
