"""After a case: what the complainant thought of the procedure, counted and nowhere kept; and reminding whoever must
look after somebody's safety."""

from collections import Counter
from datetime import datetime, timedelta

from accounts.actor import SYSTEM
from complaints import tallies
from complaints.aftercare import Opinion, Question
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Complaint, SafetyTelling
from complaints.moves import Ask
from complaints.tallies import Cell
from record import services as record

REMINDED_EVERY = timedelta(days=1)


@effect("answer_satisfaction")
def answer_satisfaction(step: Step) -> None:
    """Each answer is added to a count of its month; the record keeps that there was one, not which."""
    answers = {name: answer for name, answer in step.given.satisfaction.items() if answer}
    if (
        not answers
        or not set(answers) <= set(Question.values)
        or not set(answers.values()) <= set(Opinion.values)
    ):
        raise Missing(Ask.SATISFACTION)
    month = step.calendar.local_date(step.now).replace(day=1)
    counted = Counter(
        Cell(
            step.case.state,
            step.lead.institution.code,
            month,
            f"{tallies.ONLY_COUNTED}{question}",
            step.case.matter,
            answer,
        )
        for question, answer in answers.items()
    )
    tallies.change({}, counted)


def remind(state: str, *, now: datetime) -> int:
    """Tell the independent body each day of what was told about safety and waits too long."""
    late = SafetyTelling.objects.filter(state=state, followed_at=None, due_at__lte=now)
    cases = late.exclude(reminded_at__gt=now - REMINDED_EVERY).values_list("complaint_id", flat=True)
    return sum(_remind(Complaint.objects.locked(case), now) for case in sorted(set(cases)))


def _remind(case: Complaint, now: datetime) -> int:
    # The case is held: another sweep may have been here meanwhile.
    late = SafetyTelling.objects.filter(complaint=case, followed_at=None, due_at__lte=now)
    if not late.exclude(reminded_at__gt=now - REMINDED_EVERY).update(reminded_at=now):
        return 0
    entry = record.write(
        state=case.state, stream=case.stream, what="safety_overdue", by=SYSTEM.id, at=case.moment(now)
    )
    record.post(
        state=case.state,
        topic="notify",
        subjects=[f"{case.pk}|safety_overdue|{entry.pk}"],
        cause=str(entry.pk),
        at=now,
    )
    return 1
