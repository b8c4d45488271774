"""What rows beside a case add to the counts: questions, recommendations, what was told of somebody's safety.

Each belongs to an institution of its own, whoever leads the case, so that it is counted where it changes.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from complaints.models import Recommendation, RecommendationStep, Request, SafetyTelling, Text
from complaints.tallies.cells import Cell, day_of, length
from complaints.vocabulary import Matter
from complaints.work import Fate

ACCEPTING = (Fate.ACCEPTED, Fate.PARTLY)


def of_question(row: Request) -> Counter[Cell]:
    """A question to an institution. What one puts to itself is no question."""
    if row.asked_by_id == row.asked_of_id:
        return Counter()
    state, by, of = row.state, row.asked_by.code, row.asked_of.code
    asked, due = day_of(row.asked_at, state), day_of(row.due_at, state)
    matter = Matter.COMPLAINT.value
    counts = Counter({Cell(state, by, asked, "question.asked", matter): 1})
    if stand := _stand(row):
        counts[Cell(state, by, due, "question", matter, stand)] += 1
        counts[Cell(state, of, due, "to.question", matter, stand)] += 1
    if row.answered_at:
        answered = day_of(row.answered_at, state)
        counts[Cell(state, by, answered, "days.answer", matter, length(asked, answered))] += 1
    return counts


def _stand(row: Request) -> str:
    if row.answered_at:
        return "in_time" if row.answered_at <= row.due_at else "late"
    if row.is_dropped:
        return ""
    if row.gone_on_at:
        # Before the answer was due nobody was silent: the file ended, or was decided without it.
        return "silent" if row.gone_on_at >= row.due_at else ""
    return "running"


def of_recommendation(row: Recommendation, steps: Iterable[RecommendationStep]) -> Counter[Cell]:
    """What is to be put right, how it stands and how it came there. `steps` are all of it, the oldest first."""
    state, by = row.state, row.made_by_body.code
    kind, matter = "order" if row.is_order else "recommendation", Matter.COMPLAINT.value
    made, counts = day_of(row.made_at, state), Counter[Cell]()
    taken = list(steps)
    counts[Cell(state, by, made, f"{kind}.made", matter, row.fate)] += 1
    counts[Cell(state, by, row.due_on, f"{kind}.due", matter, row.fate)] += 1
    if any(step.fate in ACCEPTING for step in taken):
        counts[Cell(state, by, made, f"{kind}.accepted", matter, row.fate)] += 1
    for step in taken:
        counts[Cell(state, by, day_of(step.at, state), f"{kind}.step", matter, step.fate)] += 1
    if row.fate == Fate.VERIFIED:
        done = day_of(row.fate_since, state)
        counts[Cell(state, by, done, "days.remedy", matter, length(made, done))] += 1
    if row.addressed_to is not None and row.addressed_to_id != row.made_by_body_id:
        counts[Cell(state, row.addressed_to.code, made, f"to.{kind}.made", matter, row.fate)] += 1
    return counts


def of_telling(row: SafetyTelling) -> Counter[Cell]:
    """That a complainant told of their safety: an answer, or a report of a reprisal. Never what they said."""
    state, body = row.state, row.institution.code if row.institution else ""
    kind = "safety.answered" if row.text.kind == Text.Kind.SAFETY else "safety.reported"
    matter = Matter.COMPLAINT.value
    return Counter(
        {
            Cell(state, body, day_of(row.told_at, state), kind, matter): 1,
            Cell(
                state,
                body,
                day_of(row.due_at, state),
                "safety.followed",
                matter,
                _followed(row.followed_at, row),
            ): 1,
        }
    )


def _followed(at: datetime | None, row: SafetyTelling) -> str:
    if at is None:
        return "running"
    return "in_time" if at <= row.due_at else "late"
