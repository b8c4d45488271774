"""Rows of the procedure for what the complainant is asked, in a complaint as in a request for help. Pure."""

from complaints.moves import Ask, Guard, Target, Who
from complaints.moves import row as _row
from complaints.requests import ALL_CLOCKS
from complaints.vocabulary import Stage

L, A, C = Who.LEAD, Who.APPROVER, Who.COMPLAINANT
BACK = Target.BACK
FACT_FINDING = (Stage.INVESTIGATING, Stage.AWAITING_ANSWER)

BOTH = (
    _row(
        "ask_complainant",
        (Stage.SCREENING, *FACT_FINDING),
        Stage.NEEDS_INFORMATION,
        L,
        Ask.MESSAGE,
        starts=("complainant_answer",),
    ),
    _row("answer", Stage.NEEDS_INFORMATION, BACK, C, Ask.MESSAGE, stops=("complainant_answer",)),
    _row(
        "proceed_without_answer", Stage.NEEDS_INFORMATION, BACK, L, Ask.REASON, stops=("complainant_answer",)
    ),
    _row(
        "close_no_reply",
        Stage.NEEDS_INFORMATION,
        Stage.CLOSED,
        A,
        Ask.MESSAGE,
        guards=(Guard.NOT_GRAVE, Guard.NOT_URGENT, Guard.REMINDED),
        stops=ALL_CLOCKS,
    ),
)
