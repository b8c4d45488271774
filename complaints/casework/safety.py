"""The check on reprisals: the complainant is asked on set days, and only an independent body reads the answer.

Each answer, and each report of a reprisal, waits there until somebody says what they did about it.
"""

from complaints import tallies
from complaints.casework import parts
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import SafetyTelling, Text
from complaints.moves import Ask
from complaints.vocabulary import Part, Safety

FOLLOWED_UP_IN = 2  # working days


@effect("answer_safety")
def answer_safety(step: Step) -> None:
    """Sealed to the independent body alone; the record keeps that there was an answer, not which."""
    if step.given.safety not in Safety.values or parts.independent_docket(step.dockets) is None:
        raise Missing(Ask.SAFETY)
    words = f"{step.given.safety}\n{step.given.message}".strip()
    _wait(step, step.write(Text.Kind.SAFETY, words, Part.ORIGINAL))


@effect("report_reprisal")
def report_reprisal(step: Step) -> None:
    """Read by the independent body alone, where there is one."""
    independent = parts.independent_docket(step.dockets) is not None
    part = Part.ORIGINAL if independent else step.own_part
    text = step.write(Text.Kind.FROM_COMPLAINANT, step.given.message, part)
    if independent:
        _wait(step, text)


def _wait(step: Step, text: Text) -> None:
    """An answer that all is well waits like one that it is not: nothing outside the seal tells them apart."""
    due = step.calendar.add_working_days(step.moment, FOLLOWED_UP_IN)
    body = parts.independent_docket(step.dockets)
    telling = SafetyTelling.objects.create(
        state=step.case.state,
        complaint=step.case,
        institution=body.institution if body else None,
        text=text,
        told_at=step.moment,
        due_at=due,
    )
    tallies.change({}, tallies.of_telling(telling))


@effect("follow_up_safety")
def follow_up(step: Step) -> None:
    """What was done about everything told so far; the note with it stays with the independent body."""
    if step.by.institution is None or not step.by.institution.is_independent:
        raise Missing(Ask.REASON)  # the panel inside a ministry is told nothing of it
    waiting = SafetyTelling.objects.filter(complaint=step.case, followed_at=None)
    for telling in waiting.select_related("institution", "text"):
        before = tallies.of_telling(telling)
        telling.followed_at, telling.followed_by = step.now, step.by.id
        telling.save(update_fields=["followed_at", "followed_by"])
        tallies.change(before, tallies.of_telling(telling))


def safety_words(words: str) -> str:
    """An answer as a page says it: what was chosen, then what was written beside it."""
    code, _, message = words.partition("\n")
    chosen = str(Safety(code).label) if code in Safety.values else code
    return f"{chosen}\n{message}".strip()
