"""Recommendations and orders as rows, and their fate: what the authority says, what was checked, by whom and when."""

from accounts.models import Institution
from complaints import clocks, routing, tallies
from complaints.bodies import bodies_of
from complaints.casework import parts
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Recommendation, RecommendationStep, Text
from complaints.moves import Ask
from complaints.vocabulary import Part, Stage
from complaints.work import SETTLED, STANCES, VERDICTS, Fate

AT_ONCE = 8  # recommendations of one decision
DONE = (Fate.CLAIMED, *SETTLED)  # of these the authority has nothing left to carry out


def make(step: Step, *, is_order: bool) -> None:
    """One row for each thing to be put right, in words that the authority can read once it has the case.

    What an authority orders itself needs no answer whether it is accepted.
    """
    said = [words for words in step.given.recommendations if words.strip()]
    if not said or len(said) > AT_ONCE or step.by.institution is None:
        raise Missing(Ask.RECOMMENDATIONS)
    due = step.calendar.last_day(step.begin("remedy").due_at)
    before = Recommendation.objects.filter(complaint=step.case).count()
    fate = Fate.ACCEPTED if is_order else Fate.MADE
    for number, words in enumerate(said, before + 1):
        row = Recommendation(
            state=step.case.state,
            complaint=step.case,
            number=number,
            is_order=is_order,
            made_by_body=step.by.institution,
            addressed_to=_addressee(step),
            words=step.write(Text.Kind.RECOMMENDATION, words, Part.RELEASED),
            made_at=step.now,
            made_by=step.by.id,
            due_on=due,
            fate_since=step.now,
        )
        row.save(force_insert=True)
        _turn(step, row, fate)


def _addressee(step: Step) -> Institution | None:
    """The authority that holds the case, else the one that supervises the service."""
    held = parts.authority_docket(step.dockets)
    if held is not None:
        return held.institution
    return bodies_of(step.case.state).of(routing.Lead.AUTHORITY, step.case.service)


def _turn(step: Step, row: Recommendation, fate: Fate, words: Text | None = None) -> None:
    """A new step in a recommendation's fate; the old ones stay."""
    taken = list(RecommendationStep.objects.filter(recommendation=row).order_by("at", "pk"))
    before = tallies.of_recommendation(row, taken) if taken else {}
    row.fate, row.fate_since = fate, step.now
    row.save(update_fields=["fate", "fate_since"])
    new = RecommendationStep.objects.create(
        state=step.case.state,
        complaint=step.case,
        recommendation=row,
        fate=fate,
        institution=step.by.institution,
        by=step.by.id,
        at=step.now,
        words=words,
    )
    tallies.change(before, tallies.of_recommendation(row, [*taken, new]))
    step.details["recommendation"] = row.number
    step.details["fate"] = fate


def _rows(step: Step) -> list[Recommendation]:
    rows = Recommendation.objects.filter(complaint=step.case).select_related("made_by_body", "addressed_to")
    return list(rows.order_by("number"))


def _named(step: Step) -> Recommendation:
    """The one that is meant, while anything of it is open."""
    row = next((row for row in _rows(step) if row.pk == step.given.recommendation), None)
    if row is None or row.fate in SETTLED:
        raise Missing(Ask.RECOMMENDATION)
    return row


@effect("answer_recommendation")
def answer(step: Step) -> None:
    """The authority accepts it, accepts a part, or rejects it; always with reasons."""
    row = _named(step)
    if row.is_order or row.fate in (Fate.CLAIMED, *VERDICTS):
        raise Missing(Ask.RECOMMENDATION)
    if step.given.stance not in STANCES:
        raise Missing(Ask.STANCE)
    _turn(step, row, Fate(step.given.stance), _say(step))


@effect("claim_recommendation")
def claim(step: Step) -> None:
    """The authority says that one was carried out. Said of the last, it is said of the remedy."""
    row = _named(step)
    if row.fate == Fate.CLAIMED:
        raise Missing(Ask.RECOMMENDATION)
    _turn(step, row, Fate.CLAIMED, step.write(Text.Kind.ANSWER, step.given.answer, Part.RELEASED))
    if step.case.stage == Stage.REMEDYING and all(one.fate in DONE for one in _rows(step)):
        step.case.implemented_at = step.now
        clocks.end(step.clocks, ["remedy"], now=step.now)
        step.starts.append("remedy_silence")


@effect("verify_recommendation")
def verify(step: Step) -> None:
    """The independent body checked whether it was done, whatever the authority says."""
    row = _named(step)
    if step.given.verdict not in VERDICTS:
        raise Missing(Ask.VERDICT)
    _turn(step, row, Fate(step.given.verdict), _say(step))


def _say(step: Step) -> Text:
    return step.write(Text.Kind.POSITION, step.given.answer, Part.RELEASED)


# --- with the whole file --------------------------------------------------------------------------


@effect("report_implemented")
def report_implemented(step: Step) -> None:
    """The authority says that all of it was carried out."""
    said = step.write(Text.Kind.ANSWER, step.given.answer, Part.RELEASED)
    step.case.implemented_at = step.now
    for row in _rows(step):
        if row.fate not in DONE:
            _turn(step, row, Fate.CLAIMED, said)


@effect("confirm_remedy")
def confirm(step: Step) -> None:
    """What was claimed is verified with the file."""
    for row in _rows(step):
        if row.fate == Fate.CLAIMED:
            _turn(step, row, Fate.VERIFIED)


@effect("close_unimplemented")
def leave_open(step: Step) -> None:
    """The file closes; what was not done stays open in the register."""
    for row in _rows(step):
        if row.fate not in (*SETTLED, Fate.NOT_IMPLEMENTED):
            _turn(step, row, Fate.NOT_IMPLEMENTED)


def set_aside(step: Step) -> None:
    """The decision fell, and what it asked for with it."""
    for row in _rows(step):
        if row.fate not in SETTLED:
            _turn(step, row, Fate.SET_ASIDE)
