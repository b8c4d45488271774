"""Rows of the workflow for what alleges nothing: requests for assistance, and inquiries about somebody in custody.

Source: the workflow of docs/domain.md. Pure: no queries.
"""

from complaints.moves import Ask, Who
from complaints.moves import row as _row
from complaints.vocabulary import Stage

L, N, C, AUTHORITY = Who.LEAD, Who.INDEPENDENT, Who.COMPLAINANT, Who.AUTHORITY
ALL_CLOCKS = ("*",)  # dropped with the file; a clock also named beside it was kept or missed
HELPED = ("assistance", *ALL_CLOCKS)
ANSWERED = ("custody", *ALL_CLOCKS)
SOUGHT = (Stage.RECEIVED, Stage.INVESTIGATING)

ASSISTANCE = (
    _row("accept", Stage.RECEIVED, Stage.INVESTIGATING, L, starts=("assistance",), stops=("acknowledge",)),
    _row("settle", Stage.INVESTIGATING, Stage.CLOSED, L, Ask.MESSAGE, stops=HELPED),
    _row("not_settle", Stage.INVESTIGATING, Stage.CLOSED, L, Ask.MESSAGE, stops=HELPED),
    _row("convert", Stage.INVESTIGATING, Stage.CLOSED, (L, C), Ask.CATEGORIES, Ask.REASON, stops=HELPED),
)

INQUIRIES = (
    _row("begin_search", Stage.RECEIVED, Stage.INVESTIGATING, (L, N)),
    # Whoever knows says so: each answer ends one day and begins the next, until it is confirmed.
    _row(
        "report_whereabouts",
        SOUGHT,
        Stage.INVESTIGATING,
        (L, N, AUTHORITY),
        Ask.WHEREABOUTS,
        Ask.MESSAGE,
        starts=("custody",),
        stops=("custody",),
    ),
    _row("confirm_found", SOUGHT, Stage.CLOSED, (C, N), stops=ANSWERED),
    _row("confirm_freed", SOUGHT, Stage.CLOSED, (C, N), stops=ANSWERED),
    _row("search_again", Stage.CLOSED, Stage.INVESTIGATING, (C, N), starts=("custody",)),
)
