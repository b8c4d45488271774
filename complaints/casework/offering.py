"""Which of the steps that are allowed a page of the desk offers.

A step whose condition plainly does not hold, to confirm a withdrawal that nobody asked for, would only be read
past every day. Trying it is refused all the same (`guards`); what says more by being tried stays offered.
"""

from collections.abc import Callable, Iterable

from complaints.casework import parts
from complaints.casework.reading import CaseFile
from complaints.moves import Guard, Move
from complaints.vocabulary import ENDED, Finding, Stage, Standing

PROVEN = (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
OF_TRANSFERS = ("propose_transfer", "consent_to_transfer", "refuse_transfer", "transfer")


def _agreed(file: CaseFile) -> bool:
    """Whether the last that was done about a transfer is the complainant's consent."""
    return next((entry.what for entry in file.record if entry.what in OF_TRANSFERS), "") == OF_TRANSFERS[1]


def _all_proposed(file: CaseFile) -> bool:
    """Whether there is something to find, and every allegation that is not before a court has a proposal."""
    current = [row for row in file.allegations if row.suspended_at is None]
    return bool(current) and all(row.proposed for row in current)


def _is_proven(file: CaseFile) -> bool:
    """Whether anything was found to be true."""
    return any(row.finding in PROVEN for row in file.allegations)


PLAIN: dict[Guard, Callable[[CaseFile], bool]] = {
    Guard.GRAVE: lambda file: file.case.is_grave,
    Guard.NOT_GRAVE: lambda file: not file.case.is_grave,
    Guard.NOT_FINAL: lambda file: not file.case.is_final,
    Guard.WITHDRAWAL_ASKED: lambda file: file.case.withdrawal_asked_at is not None,
    Guard.SETTLEMENT_OFFERED: lambda file: file.case.settlement_offered_at is not None,
    Guard.TRANSFER_AGREED: _agreed,
    Guard.PROPOSED: _all_proposed,
    Guard.LINKED: lambda file: file.has("event"),
    Guard.SAFETY_TOLD: lambda file: file.has("telling"),
    Guard.EXCLUDED: lambda file: file.has("excluded"),
    Guard.OTHER_THAN_PROPOSER: lambda file: file.case.proposed_by != file.actor.id,
}
"""Conditions that the file itself answers, without a question that its page would not ask anyway."""


def _asks_itself(file: CaseFile) -> bool:
    """Whether the ministry that would be asked is one's own: it writes to its units. A panel inside a ministry,
    where no independent body has the case, does ask it."""
    asked, independent = parts.authority_docket(file.dockets), parts.independent_docket(file.dockets)
    return asked is not None and asked.pk == file.docket.pk and independent is not None


IDLE: dict[str, Callable[[CaseFile], bool]] = {
    "override_route": lambda file: file.docket.standing == Standing.LEAD,
    "reject": lambda file: not file.case.proposed_rejection,
    "suspend_allegation": lambda file: all(row.suspended_at for row in file.allegations),
    "resume_allegation": lambda file: not any(row.suspended_at for row in file.allegations),
    "notify_outcome": lambda file: file.case.notified_at is not None,
    "request_answer": _asks_itself,
}
"""Steps whose row in the table does not say when there is nothing for them to do."""


def _is_silent(file: CaseFile) -> bool:
    """Whether a question waits past its time, or of a ministry that no longer has the case."""
    held = {docket.institution_id for docket in file.dockets}
    asked = [one.request for one in file.questions]
    return any(request.reminded_on or request.asked_of_id not in held for request in asked)


def _is_previewed(file: CaseFile) -> bool:
    """Whether the NHRI still has its days to look at a ministry's decision."""
    return any(
        row.kind == "nhri_preview" and row.ended_at is None and row.due_at > file.now
        for row in file.clock_rows
    )


NOT_YET: dict[Guard, Callable[[CaseFile], bool]] = {
    Guard.RELEASED: lambda file: not file.case.is_released,
    Guard.NOTICE_DUE: _is_previewed,
    Guard.SILENT: lambda file: not _is_silent(file),
}
"""What must come first, or be waited for: the step is offered, since it says so, but it is not the next one."""

# They carry a case on although its stage waits for somebody else: an approver, or whoever is told.
CARRYING = (
    "propose_rejection",
    "offer_settlement",
    "propose_finding",
    "notify_outcome",
    "report_implemented",
    "follow_up_safety",
)
# Offered only while somebody waits for exactly this, so that it comes before whatever else is possible.
AWAITED = (
    "follow_up_safety",
    "approve_findings",
    "reject",
    "confirm_withdrawal",
    "notify_outcome",
    "give_answer",
)
UNLIKELY: dict[str, Callable[[CaseFile], bool]] = {
    "request_answer": lambda file: bool(file.questions),
    "ask_complainant": lambda file: bool(file.case.proposed_by) and _all_proposed(file),
    "recommend_remedy": lambda file: not _is_proven(file),
    "order_remedy": lambda file: not _is_proven(file),
}
"""When a step is not what usually comes next: an answer or approval is awaited, or nothing is to be put right."""
# Answers to one question: none of them may look like the expected one.
EQUAL = ("uphold", "overturn")


def offered(moves: Iterable[Move], file: CaseFile) -> list[Move]:
    """Those of the allowed moves that make sense on this file now, in their order."""
    return [move for move in moves if _makes_sense(move, file)]


def _makes_sense(move: Move, file: CaseFile) -> bool:
    if move.action in IDLE and IDLE[move.action](file):
        return False
    return all(PLAIN[guard](file) for guard in move.guards if guard in PLAIN)


def onwards(moves: Iterable[Move], file: CaseFile) -> list[Move]:
    """Those that carry the case on, what comes first first: somebody must hold it, and nobody be kept waiting."""
    reviewed = file.case.stage == Stage.UNDER_REVIEW  # by somebody who does not hold it
    unheld = ("assign",) if file.docket.assignee_id is None and not reviewed else ()
    silent = ("proceed_on_silence",) if any(one.request.pressed_on for one in file.questions) else ()
    ahead = (*unheld, *silent, *AWAITED)

    def rank(move: Move) -> int:
        if not_yet(move, file):
            return len(ahead) + 2
        if move.action in ahead:
            return ahead.index(move.action)
        return len(ahead) + (leaves(move) or not move.changes_stage)

    return sorted(
        (move for move in moves if move.changes_stage or move.action in (*unheld, *CARRYING)), key=rank
    )


def next_of(steps: Iterable[Move], file: CaseFile) -> Move | None:
    """Which of the steps onwards offers itself as what usually comes next, if any does."""
    found = next((move for move in steps if not leaves(move) and not not_yet(move, file)), None)
    if found is None or found.action in EQUAL:
        return None
    return None if found.action in UNLIKELY and UNLIKELY[found.action](file) else found


def not_yet(move: Move, file: CaseFile) -> Guard | None:
    """What must come before this step, where the file itself says so."""
    return next((guard for guard in move.guards if guard in NOT_YET and NOT_YET[guard](file)), None)


def leaves(move: Move) -> bool:
    """Whether it ends the file here or hands it to another body: never the step that offers itself."""
    ends = all(isinstance(target, Stage) and target in ENDED for target in move.targets)
    return ends or move.action == "refer"
