"""Handing out a letter's file: recorded first, then once, within a minute, in the session that asked."""

from datetime import datetime
from uuid import UUID

from accounts.actor import Actor, Refused
from common import tenancy
from complaints import sealing
from complaints.casework import handing, parts
from complaints.letters import content, looking
from complaints.models import Letter, LetterFile
from record import services as record

ENTRY = "letter_opened"


def ask(*, letter: Letter, paper: UUID, by: Actor, session: str, now: datetime) -> str:
    """Record that somebody takes a letter's file, commit that, and return the ticket that hands it out once.

    Raises `Refused` for whoever may not, `vault.Locked` for whoever holds no key, `LetterFile.DoesNotExist`. Call
    it outside any transaction.
    """
    with tenancy.within(by.state):
        case, docket = looking.held(letter, by)
        if not looking.is_open(by, docket, letter, session=session):
            raise Refused(ENTRY)
        row = LetterFile.objects.get(complaint=case, letter=letter, pk=paper, size__isnull=False)
        # Nothing is told of an opening that cannot happen.
        content.unseal_paper(row, letter, sealing.open_case(case, by.keyring))
        details: dict[str, record.Detail] = {"letter": str(letter.pk), "file": str(row.pk)}
        if absent := parts.stands_in(by, [docket]):
            details["for"] = absent
        record.write(state=case.state, stream=case.stream, what=ENTRY, by=by.id, at=now, details=details)
    return handing.issue(_what(letter, paper, by), session=session)


def redeem(*, ticket: str, letter: Letter, paper: UUID, by: Actor, session: str) -> bool:
    """True once, within a minute, for the session, person and file it was issued to."""
    return handing.spend(ticket, _what(letter, paper, by), session=session)


def _what(letter: Letter, paper: UUID, by: Actor) -> str:
    return f"letter:{letter.pk}:{paper}:{by.id}"
