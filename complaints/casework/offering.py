"""Which of the steps that are allowed a page of the desk offers.

A step whose condition plainly does not hold, to confirm a withdrawal that nobody asked for, would only be read
past every day. Trying it is refused all the same (`guards`); what says more by being tried stays offered.
"""

from collections.abc import Callable, Iterable

from complaints.casework.reading import CaseFile
from complaints.moves import Guard, Move

OF_TRANSFERS = ("propose_transfer", "consent_to_transfer", "refuse_transfer", "transfer")


def _agreed(file: CaseFile) -> bool:
    """Whether the last that was done about a transfer is the complainant's consent."""
    return next((entry.what for entry in file.record if entry.what in OF_TRANSFERS), "") == OF_TRANSFERS[1]


PLAIN: dict[Guard, Callable[[CaseFile], bool]] = {
    Guard.GRAVE: lambda file: file.case.is_grave,
    Guard.NOT_GRAVE: lambda file: not file.case.is_grave,
    Guard.NOT_FINAL: lambda file: not file.case.is_final,
    Guard.WITHDRAWAL_ASKED: lambda file: file.case.withdrawal_asked_at is not None,
    Guard.SETTLEMENT_OFFERED: lambda file: file.case.settlement_offered_at is not None,
    Guard.TRANSFER_AGREED: _agreed,
}
"""Conditions that the file itself answers, without a question to the database."""


def offered(moves: Iterable[Move], file: CaseFile) -> list[Move]:
    """Those of the allowed moves that make sense on this file now, in their order."""
    return [move for move in moves if all(PLAIN[guard](file) for guard in move.guards if guard in PLAIN)]
