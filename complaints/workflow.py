"""The whole procedure as one table: which action, from where, by whom, to where, and what it asks for.

Source: the workflow of docs/domain.md. Pure: no queries. `casework.advance` carries a case along
one row of it; tests walk every stage and action that is *not* here.
"""

from dataclasses import replace

from complaints.abroad import TRANSFERS
from complaints.aftercare import AFTERCARE
from complaints.asked import BOTH
from complaints.hearings import PROCEEDINGS
from complaints.moves import Ask, Guard, Move, Target, Who
from complaints.moves import row as _row
from complaints.remedies import RECOMMENDED
from complaints.requests import ALL_CLOCKS, ASSISTANCE, INQUIRIES
from complaints.vocabulary import OPEN, Matter, Stage

L, A, N, C = Who.LEAD, Who.APPROVER, Who.INDEPENDENT, Who.COMPLAINANT
S, R, AUTHORITY, HEAD = Who.SYSTEM, Who.REVIEWER, Who.AUTHORITY, Who.HEAD
STAY, BACK = Target.STAY, Target.BACK
COMPLAINT, HELP, CUSTODY = (Matter.COMPLAINT,), (Matter.ASSISTANCE,), (Matter.CUSTODY,)
FACT_FINDING = (Stage.INVESTIGATING, Stage.AWAITING_ANSWER)
SCREENED = ("route", *ALL_CLOCKS)

OPEN_ANYWHERE = (
    _row("withdraw", OPEN, Stage.WITHDRAWN, C, guards=(Guard.NOT_HELD,), stops=ALL_CLOCKS),
    _row("ask_withdrawal", OPEN, STAY, C),
    _row("confirm_withdrawal", OPEN, Stage.WITHDRAWN, N, guards=(Guard.WITHDRAWAL_ASKED,), stops=ALL_CLOCKS),
    _row("change_mode", OPEN, STAY, C, Ask.MODE),
    _row("consent_to_release", OPEN, STAY, C),
    _row("release", OPEN, STAY, N, Ask.TEXT, guards=(Guard.CONSENT_GIVEN,)),
    _row("record_facts", OPEN, STAY, (L, N), Ask.FACTS, Ask.REASON),
    _row("override_route", OPEN, STAY, HEAD, Ask.REASON),
    # Each institution assigns the case to one of its own: the lead's approver, and those who oversee or answer.
    _row("assign", OPEN, STAY, (A, HEAD, AUTHORITY), Ask.PERSON),
    _row("exclude", OPEN, STAY, (A, N), Ask.PERSON, Ask.REASON),
    _row("lift_exclusion", OPEN, STAY, (A, N), Ask.PERSON, Ask.REASON, guards=(Guard.EXCLUDED,)),
    _row("link_event", OPEN, STAY, (L, N), Ask.EVENT),
    _row("unlink_event", OPEN, STAY, (L, N), Ask.REASON, guards=(Guard.LINKED,)),
    _row("correct_place", OPEN, STAY, (L, N), Ask.PLACE, Ask.REASON),
)

# Whoever is looked for is not examined and no trace of a deed kept; and nobody else is asked where they are held.
EXAMINED = (
    _row("preserve_evidence", OPEN, STAY, (L, N), Ask.REASON, stops=("preserve",)),
    _row("ask_examination", OPEN, STAY, (L, N), Ask.REASON, stops=("medical_examination",)),
    *TRANSFERS,
)

ALWAYS = (
    _row("add_evidence", Stage, STAY, C, Ask.FILES),
    _row("report_reprisal", Stage, STAY, C, Ask.MESSAGE),
    *AFTERCARE,
    *PROCEEDINGS,
    _row("note", Stage, STAY, (L, A, N), Ask.REASON),
    _row("write", Stage, STAY, (L, A, N, C), Ask.MESSAGE),
)

COMPLAINTS = (
    # A request for assistance alleges nothing, so it has no categories.
    _row("recategorise", OPEN, STAY, (L, N), Ask.CATEGORIES, Ask.REASON),
    _row(
        "acknowledge", Stage.RECEIVED, Stage.SCREENING, L, starts=("route", "update"), stops=("acknowledge",)
    ),
    _row("admit", Stage.SCREENING, Stage.INVESTIGATING, L, starts=("decide",), stops=("route",)),
    _row("propose_rejection", Stage.SCREENING, STAY, L, Ask.REJECTION, Ask.REASON),
    _row(
        "reject",
        Stage.SCREENING,
        Stage.INADMISSIBLE,
        A,
        Ask.REJECTION,
        Ask.MESSAGE,
        guards=(Guard.OTHER_THAN_PROPOSER,),
        stops=SCREENED,
    ),
    _row(
        "refer",
        (Stage.SCREENING, *FACT_FINDING),
        Stage.REFERRED,
        A,
        Ask.ADDRESSEE,
        Ask.CONSENT,
        Ask.MESSAGE,
        starts=("referral_enquiry",),
        stops=SCREENED,
    ),
    _row("merge", Stage.SCREENING, Stage.MERGED, L, Ask.OTHER_CASE, Ask.REASON, stops=SCREENED),
    _row("offer_settlement", Stage.SCREENING, STAY, L, Ask.MESSAGE, guards=(Guard.NOT_GRAVE,)),
    _row(
        "settle",
        Stage.SCREENING,
        Stage.CLOSED,
        C,
        guards=(Guard.NOT_GRAVE, Guard.SETTLEMENT_OFFERED),
        stops=SCREENED,
    ),
    _row(
        "request_answer",
        FACT_FINDING,
        Stage.AWAITING_ANSWER,
        (L, N),
        Ask.QUESTION,
        guards=(Guard.RELEASED,),
        starts=("authority_answer",),
    ),
    _row("give_answer", Stage.AWAITING_ANSWER, (BACK, STAY), AUTHORITY, Ask.ANSWER),
    _row("proceed_on_silence", Stage.AWAITING_ANSWER, (BACK, STAY), N, Ask.REASON, guards=(Guard.SILENT,)),
    _row("propose_finding", FACT_FINDING, STAY, L, Ask.FINDINGS, Ask.REASON),
    _row(
        "approve_findings",
        FACT_FINDING,
        Stage.DECIDED,
        A,
        Ask.MESSAGE,
        guards=(Guard.PROPOSED, Guard.OTHER_THAN_PROPOSER),
        starts=("outcome_notice",),
        stops=("decide", *ALL_CLOCKS),
    ),
    _row("suspend_allegation", FACT_FINDING, STAY, L, Ask.ALLEGATION, Ask.REASON),
    _row("resume_allegation", FACT_FINDING, STAY, L, Ask.ALLEGATION, Ask.REASON),
    _row(
        "notify_outcome",
        Stage.DECIDED,
        STAY,
        L,
        guards=(Guard.NOTICE_DUE,),
        stops=("outcome_notice", "nhri_preview"),
    ),
    _row(
        "recommend_remedy",
        Stage.DECIDED,
        Stage.REMEDYING,
        N,
        Ask.MESSAGE,
        Ask.RECOMMENDATIONS,
        starts=("remedy",),
        stops=("outcome_notice", "nhri_preview"),
    ),
    _row(
        "order_remedy",
        Stage.DECIDED,
        Stage.REMEDYING,
        A,
        Ask.MESSAGE,
        Ask.RECOMMENDATIONS,
        guards=(Guard.NOTICE_DUE,),
        starts=("remedy",),
        stops=("outcome_notice", "nhri_preview"),
    ),
    _row(
        "request_review",
        (Stage.DECIDED, Stage.REMEDYING, Stage.CLOSED, Stage.INADMISSIBLE),
        Stage.UNDER_REVIEW,
        C,
        Ask.MESSAGE,
        guards=(Guard.NOT_FINAL, Guard.REVIEW_OPEN),
        starts=("review_decision",),
        stops=("outcome_notice", "nhri_preview", "review_window"),
    ),
    _row(
        "send_to_review",
        Stage.DECIDED,
        Stage.UNDER_REVIEW,
        N,
        Ask.REASON,
        guards=(Guard.NOT_FINAL,),
        starts=("review_decision",),
        stops=("outcome_notice", "nhri_preview", "review_window"),
    ),
    _row("close", Stage.DECIDED, Stage.CLOSED, S, guards=(Guard.RUN_OUT,), stops=ALL_CLOCKS),
    _row(
        "report_implemented",
        Stage.REMEDYING,
        STAY,
        AUTHORITY,
        Ask.ANSWER,
        starts=("remedy_silence",),
        stops=("remedy",),
    ),
    _row(
        "confirm_remedy",
        Stage.REMEDYING,
        Stage.CLOSED,
        N,
        Ask.REASON,
        guards=(Guard.REMEDY_CONFIRMED,),
        stops=ALL_CLOCKS,
    ),
    _row("close_unimplemented", Stage.REMEDYING, Stage.CLOSED, N, Ask.REASON, stops=ALL_CLOCKS),
    _row(
        "uphold",
        Stage.UNDER_REVIEW,
        Stage.DECIDED,
        R,
        Ask.MESSAGE,
        starts=("outcome_notice",),
        stops=("review_decision",),
    ),
    _row(
        "overturn",
        Stage.UNDER_REVIEW,
        (Stage.INVESTIGATING, Stage.DECIDED),
        R,
        Ask.CHOICE,
        Ask.MESSAGE,
        starts=("decide", "update"),  # decided anew: the notice instead
        stops=("review_decision",),
    ),
    _row("accept_referral", Stage.REFERRED, STAY, L, Ask.REFERENCE),
    _row(
        "report_back",
        Stage.REFERRED,
        Stage.INVESTIGATING,
        L,
        Ask.REASON,
        guards=(Guard.NOT_GONE,),
        starts=("decide", "update"),
        stops=("referral_enquiry",),
    ),
    _row(
        "take_back",
        Stage.REFERRED,
        Stage.SCREENING,
        L,
        Ask.REASON,
        guards=(Guard.NOT_GONE,),
        starts=("route", "update"),
        stops=("referral_enquiry",),
    ),
    _row(
        "close_referral",
        Stage.REFERRED,
        Stage.CLOSED,
        A,
        Ask.MESSAGE,
        guards=(Guard.OUTCOME_KNOWN, Guard.NOT_GRAVE),
        stops=ALL_CLOCKS,
    ),
    _row(
        "reopen",
        (Stage.CLOSED, Stage.INADMISSIBLE),
        Stage.INVESTIGATING,
        (N, A),
        Ask.REASON,
        guards=(Guard.REOPENABLE,),
        starts=("decide", "update"),
    ),
    _row("resume", Stage.WITHDRAWN, Stage.SCREENING, C, starts=("route", "update")),
    _row(
        "continue_ex_officio",
        Stage.WITHDRAWN,
        Stage.INVESTIGATING,
        N,
        Ask.REASON,
        guards=(Guard.GRAVE,),
        starts=("decide", "update"),
    ),
    _row("unmerge", Stage.MERGED, BACK, (A, C), starts=("route", "update")),
)

UNDER_REVIEW = (
    _row(
        "ask_complainant",
        Stage.UNDER_REVIEW,
        Stage.NEEDS_INFORMATION,
        R,
        Ask.MESSAGE,
        starts=("complainant_answer",),
    ),
    _row(
        "request_answer",
        Stage.UNDER_REVIEW,
        Stage.AWAITING_ANSWER,
        R,
        Ask.QUESTION,
        guards=(Guard.RELEASED,),
        starts=("authority_answer",),
    ),
)


def _for(matters: tuple[Matter, ...], rows: tuple[Move, ...]) -> tuple[Move, ...]:
    return tuple(replace(row, matters=frozenset(matters)) for row in rows)


MOVES: tuple[Move, ...] = (
    *OPEN_ANYWHERE,
    *ALWAYS,
    *_for((*COMPLAINT, *HELP), EXAMINED),
    *_for(COMPLAINT, COMPLAINTS),
    *_for(COMPLAINT, RECOMMENDED),
    *_for(COMPLAINT, UNDER_REVIEW),
    *_for(HELP, ASSISTANCE),
    *_for(CUSTODY, INQUIRIES),
    *BOTH,
)
ACTIONS = tuple(dict.fromkeys(move.action for move in MOVES))

_TABLE = {
    (move.action, stage, matter): move for move in MOVES for stage in move.sources for matter in move.matters
}


class NotInTable(LookupError):
    """No row of the table leads there: this action does not exist at this stage."""


def move(action: str, *, stage: str, matter: str, in_review: bool = False) -> Move:
    """The row for this action here. Raises `NotInTable`.

    `in_review`: the wait began in a review. Then the answer is awaited for the reviewer, and what belongs to
    the fact-finding of the lead must wait.
    """
    try:
        row = _TABLE[action, Stage(stage), Matter(matter)]
    except (KeyError, ValueError):
        raise NotInTable(action, stage, matter) from None
    if in_review and row.is_of_lead(stage):
        raise NotInTable(action, stage, matter)
    return row


def moves_from(stage: str, matter: str, *, in_review: bool = False) -> list[Move]:
    """Every row that starts here, in the order of the table."""
    return [
        row
        for row in MOVES
        if stage in row.sources and matter in row.matters and not (in_review and row.is_of_lead(stage))
    ]
