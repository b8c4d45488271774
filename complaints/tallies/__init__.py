"""Counts of cases, kept by delta in the transaction that changes a case or a row beside it.

`of` says what one case adds to every count, `of_question`, `of_recommendation` and `of_telling` what a row beside it
adds; a change writes the difference between before and after, and `rebuilding` must find the same by adding up all
rows. Every day is the state's own day. Kinds, each on a day of its own; unless said otherwise, for the institution
that leads the case:

received, received.<dimension>   the day it was filed · value: the dimension's code
received.category, .grave        the same · a case counts once under each of its categories
allegations                      the day it was filed · value: category; one per allegation
people                           the day it was filed · as many as it concerns: victims, not filers
grave.route                      the day it was filed, grave ones · value: kind of the institution that led it first
outcome                          the day it was filed (cohort) · value: outcome code, or open
whereabouts                      the day it was filed, custody inquiries (cohort) · value: last told, or none
completed                        the day the file ended (flow) · value: outcome code
reopened                         the day it was taken up again
finding, disposition             the day of the decision · value: code; one per allegation
finding.silence                  the same day · value: category; undetermined because no official answer came
finding.reprisal                 the same day · value: finding on an allegation of a reprisal
clock.<kind>                     the day it was due · value: in_time, late, running or dropped
days.acknowledge, days.assistance  the day it was done · value: days since filing, four digits
days.decide                      the day of the decision · value: days since filing, four digits
days.custody                     the day the inquiry ended · value: days since filing, four digits
review.asked                     the day a review was asked for (cohort) · value: how it ended, running or dropped
review.decided                   the day of its decision (flow) · value: upheld or overturned
safety.asked                     the day a complainant was asked about their safety
question.asked                   the day it was put, for the institution that asks
question                         the day its answer was due, the same · value: in_time, late, silent or running
days.answer                      the day of the answer, the same · value: days since it was put, four digits
to.question                      as question, for the institution that is asked
recommendation.made              the day it was made (cohort), for the body that made it · value: its fate now
recommendation.accepted          the same, those ever accepted · value: their fate now
recommendation.step              the day of the step (flow), the same · value: the fate it brought
recommendation.due               the day its term ends, the same · value: its fate now
days.remedy                      the day it was verified, the same · value: days since it was made, four digits
order.made, .accepted, .step, .due  the same of what an authority orders itself
to.recommendation.made           as recommendation.made, for the institution it is addressed to
safety.answered, safety.reported   the day it was told, for the independent body that reads it; what was said is sealed
safety.followed                  the day it had to be followed up by, the same · value: in_time, late or running
events                           the day it was recorded, for the institution whose it is
satisfaction.<question>          the first of the month it was answered in · value: the answer; no case keeps it
"""

from complaints.tallies.beside import of_question, of_recommendation, of_telling
from complaints.tallies.cases import DIMENSIONS, OPEN, Facts, facts_of, of, of_register_row, outcome_of
from complaints.tallies.cells import Cell, day_of
from complaints.tallies.store import (
    FOLDED_AT_ONCE,
    ONLY_COUNTED,
    Span,
    change,
    counts,
    first_days,
    fold,
    over,
)

__all__ = [
    "DIMENSIONS",
    "FOLDED_AT_ONCE",
    "ONLY_COUNTED",
    "OPEN",
    "Cell",
    "Facts",
    "Span",
    "change",
    "counts",
    "day_of",
    "facts_of",
    "first_days",
    "fold",
    "of",
    "of_question",
    "of_recommendation",
    "of_register_row",
    "of_telling",
    "outcome_of",
    "over",
]
