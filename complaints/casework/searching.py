"""Effects of a custody inquiry: what is said of somebody sought, and what the family or the NHRI confirms."""

from complaints.casework.effects import effect, to_complainant
from complaints.casework.step import Missing, Step
from complaints.moves import Ask
from complaints.vocabulary import CustodyOutcome, Whereabouts


@effect("report_whereabouts")
def report_whereabouts(step: Step) -> None:
    """What is known today. The family reads it; the next day begins."""
    if step.given.whereabouts not in Whereabouts.values:
        raise Missing(Ask.WHEREABOUTS)
    step.case.whereabouts = step.given.whereabouts
    to_complainant(step)


@effect("confirm_found", "confirm_freed")
def confirm(step: Step) -> None:
    """The daily answers end: the family or the independent body knows."""
    freed = step.move.action == "confirm_freed"
    step.case.outcome = CustodyOutcome.FREED if freed else CustodyOutcome.FOUND
