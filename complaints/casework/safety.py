"""The check on reprisals: the complainant is asked on set days, and only an independent body reads the answer."""

from complaints.casework import parts
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Text
from complaints.moves import Ask
from complaints.vocabulary import Part, Safety


@effect("answer_safety")
def answer_safety(step: Step) -> None:
    """Sealed to the independent body alone; the record keeps that there was an answer, not which."""
    if step.given.safety not in Safety.values or parts.independent_docket(step.dockets) is None:
        raise Missing(Ask.SAFETY)
    words = f"{step.given.safety}\n{step.given.message}".strip()
    step.write(Text.Kind.SAFETY, words, Part.ORIGINAL)


def safety_words(words: str) -> str:
    """An answer as a page says it: what was chosen, then what was written beside it."""
    code, _, message = words.partition("\n")
    chosen = str(Safety(code).label) if code in Safety.values else code
    return f"{chosen}\n{message}".strip()
