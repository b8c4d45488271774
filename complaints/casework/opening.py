"""Looking into what is closed: the first reading of a case, and identities opened for a recorded reason.

Source: "Access" of docs/threat-model.md. The entry is committed before anything is opened, so that nobody can
look and leave no trace; the ticket that follows opens once, within a minute, in the session that asked.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from accounts.actor import Actor, Refused
from common import tenancy
from complaints import sealing
from complaints.casework import parts, selectors
from complaints.models import Complaint, Docket, Text
from complaints.vocabulary import Part
from record import services as record

ENTRIES = {Part.IDENTITY: "identity_opened", Part.ORIGINAL: "original_opened"}
_LINES = ("name", "email", "phone", "contact", "details")
SHORTEST_REASON = 10  # characters
TICKET = 60  # seconds


def opened(*, case: UUID, by: Actor, now: datetime) -> bool:
    """Staff read the case for the first time: from now on its complainant is told so. False where it was read."""
    with tenancy.within(by.state):
        complaint = Complaint.objects.locked(case)
        if complaint.first_opened_at is not None:
            return False
        complaint.first_opened_at = now
        complaint.save(update_fields=["first_opened_at"])
        record.write(state=complaint.state, stream=complaint.stream, what="opened", by=by.id, at=now)
        return True


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to look into one thing, in the session that asked: a compartment once, a letter for its time.

    Redis keeps ids alone.
    """

    docket: int
    by: str
    part: str  # or another name of what opens
    session: str
    lasts: int = TICKET  # seconds

    @property
    def key(self) -> str:
        digest = hashlib.sha256(self.session.encode()).hexdigest()[:32]
        return f"opening:{self.docket}:{self.by}:{self.part}:{digest}"

    def issue(self) -> None:
        cache.set(self.key, 1, timeout=self.lasts)

    def is_good(self) -> bool:
        """Whether it was issued and its time is not over; it stays good."""
        return cache.get(self.key) is not None

    def redeem(self) -> bool:
        """True once, and never after a minute: of two who delete a key, Redis tells one that it was there."""
        return bool(cache.delete(self.key))


def ask(*, ticket: Ticket, docket: Docket, by: Actor, reason: str, now: datetime) -> None:
    """Record why somebody opens a compartment, commit that, and give leave to look once.

    Raises `Refused` for whoever may not, `vault.Locked` for whoever holds no key. Call it outside any
    transaction.
    """
    part = Part(ticket.part)
    if part not in selectors.readable_with_reason(by, docket):
        raise Refused(part)
    with tenancy.within(by.state):
        case = Complaint.objects.locked(docket.complaint_id)
        keys = sealing.open_case(case, by.keyring)
        keys.key(part)  # nothing is told of an opening that cannot happen
        details = keep_reason(case, by, reason, keys, now)
        if absent := parts.stands_in(by, [docket]):
            details["for"] = absent
        record.write(
            state=case.state, stream=case.stream, what=ENTRIES[part], by=by.id, at=now, details=details
        )
    ticket.issue()


def keep_reason(
    case: Complaint, by: Actor, reason: str, keys: sealing.Opened, now: datetime
) -> dict[str, record.Detail]:
    """Keep the reason as a note of the institution. Returns what the entry of the record holds of it."""
    note = keep_note(case, by, reason, keys, now)
    # Salted with the ciphertext: once that is erased, nobody can try reasons against the hash.
    return {"reason": record.hash_of(reason, salt=bytes(note.body)), "note": str(note.pk)}


def keep_note(case: Complaint, by: Actor, words: str, keys: sealing.Opened, now: datetime) -> Text:
    """Keep words as a note of the institution, sealed like its other words."""
    independent = by.institution is not None and by.institution.is_independent
    part = Part.ORIGINAL if independent and Part.ORIGINAL in keys else Part.RELEASED
    numbers = Text.objects.filter(state=case.state, complaint=case).order_by("-number")
    note = Text(
        state=case.state,
        complaint=case,
        number=(numbers.values_list("number", flat=True).first() or 0) + 1,
        kind=Text.Kind.NOTE,
        part=part,
        key_number=case.released_key if part == Part.RELEASED else 1,
        institution=by.institution,
        by=by.id,
        at=now,
    )
    note.body = keys.key(part).seal(f"text:{note.pk}", words)
    note.save(force_insert=True)
    return note


def look(*, docket: Docket, part: Part, by: Actor) -> sealing.Opened:
    """The opened compartment, for whoever just redeemed a ticket. Raises `Refused`."""
    if part not in selectors.readable_with_reason(by, docket):
        raise Refused(part)
    return sealing.open_case(docket.complaint, by.keyring, [part])


def identity_lines(words: Mapping[str, str]) -> list[str]:
    """What a sealed identity holds, without its blanks."""
    return [value for value in (words.get(name, "") for name in _LINES) if value]
