"""Handing out a file of a case: recorded first, then once, within a minute, in the session that asked.

Source: "Evidence" of docs/threat-model.md. The originals are for the independent body alone: whoever holds the
case there, and its head for a recorded reason. The complainant sees each opening in their own log.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from accounts.actor import Actor, Refused
from common import tenancy
from complaints import sealing
from complaints.casework import opening, selectors
from complaints.models import Complaint, Docket, Evidence
from complaints.vocabulary import Part
from record import services as record

ENTRY = "file_opened"


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether this actor may open the case's files, and whether a reason is asked of them."""

    is_given: bool
    needs_reason: bool = False


def leave(by: Actor, docket: Docket) -> Leave:
    """By the table of roles; whether a key opens them is the vault's question."""
    if by.institution is None or not by.institution.is_independent:
        return Leave(False)
    if Part.ORIGINAL in selectors.readable(by, docket):
        return Leave(True)
    by_reason = Part.ORIGINAL in selectors.readable_with_reason(by, docket)
    return Leave(by_reason, needs_reason=by_reason)


def ask(
    *,
    docket: Docket,
    file: UUID,
    by: Actor,
    reason: str,
    session: str,
    now: datetime,
    is_copy: bool = False,
) -> str:
    """Record that somebody opens a file, commit that, and return the ticket that hands it out once.

    `is_copy`: without what the file tells of its making.

    Raises `Refused` for whoever may not, `vault.Locked` for whoever holds no key. Call it outside any
    transaction.
    """
    given = leave(by, docket)
    if not given.is_given or (given.needs_reason and len(reason.strip()) < opening.SHORTEST_REASON):
        raise Refused(ENTRY)
    with tenancy.within(by.state):
        case = Complaint.objects.locked(docket.complaint_id)
        keys = sealing.open_case(case, by.keyring)
        keys.key(Part.ORIGINAL)  # nothing is told of an opening that cannot happen
        row = Evidence.objects.get(complaint=case, pk=file)
        details: dict[str, record.Detail] = {"file": str(row.pk), **({"copy": True} if is_copy else {})}
        if given.needs_reason:
            details |= opening.keep_reason(case, by, reason, keys, now)
        record.write(state=case.state, stream=case.stream, what=ENTRY, by=by.id, at=now, details=details)
    return issue(_what(docket, file, by, is_copy), session=session)


def redeem(
    *, ticket: str, docket: Docket, file: UUID, by: Actor, session: str, is_copy: bool = False
) -> bool:
    """True once, within a minute, for the session, person and file it was issued to."""
    return spend(ticket, _what(docket, file, by, is_copy), session=session)


def _what(docket: Docket, file: UUID, by: Actor, is_copy: bool) -> str:
    return f"{docket.pk}:{file}:{by.id}{':copy' if is_copy else ''}"


def issue(what: str, *, session: str) -> str:
    """A ticket for one thing, good for a minute in the session that asked."""
    ticket = secrets.token_urlsafe(24)
    cache.set(_place(ticket, session), what, timeout=opening.TICKET)
    return ticket


def spend(ticket: str, what: str, *, session: str) -> bool:
    """True once, for the thing and session a ticket was issued for."""
    place = _place(ticket, session)
    # Of two who delete a key, Redis tells one that it was there.
    return cache.get(place) == what and bool(cache.delete(place))


def _place(ticket: str, session: str) -> str:
    return f"handing:{hashlib.sha256(f'{session}:{ticket}'.encode()).hexdigest()}"
