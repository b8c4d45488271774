"""Use cases of letters: drafting, changing, sending with a number, registering what came in, the signed scan."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import selectors as accounts
from accounts.actor import Actor, Refused
from accounts.models import Institution
from common import storage, tenancy
from complaints import notices, numbering, sealing
from complaints.casework import parts
from complaints.correspondence import (
    Correspondent,
    Direction,
    LetterStatus,
    PaperKind,
    Purpose,
    purposes_for,
)
from complaints.evidence.kinds import NotTaken, Refusal
from complaints.evidence.services import can_be_copied, waiting
from complaints.letters import content, rendering, selectors
from complaints.letters.content import Paper, Words
from complaints.letters.wording import open_places
from complaints.models import Complaint, Docket, Letter, LetterFile, RegisterNumber
from complaints.vocabulary import OPEN as OPEN_STAGES
from complaints.vocabulary import FileKind, Matter, Part
from record import services as record
from record.models import Entry

REACHES = "reaches_complainant"
"""What the record keeps of a letter that its complainant reads."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is in clear of a letter: whom it goes to or comes from, by kind, and the other side's number."""

    correspondent: str
    body: UUID | None = None
    unit: int | None = None
    their_number: str = ""
    their_date: date | None = None
    answer_until: date | None = None
    about: UUID | None = None


class NotADraft(Exception):
    """It was sent or discarded meanwhile: a letter that has its number does not change."""


class BeforeNotice(Exception):
    """The outcome is told by its own step first: the letter reaches the complainant's page as soon as it is sent."""


class Unfinished(Exception):
    """Something in the letter is still to be filled in."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(len(places))
        self.places = list(places)


def draft(
    *, case: UUID, purpose: str, language: str, card: Card, words: Words, by: Actor, now: datetime
) -> Letter:
    """Begin a letter. It has no number and nobody is told of it.

    Raises `Refused` for whoever may not write letters of the case or for a purpose that it has no use for, and
    `vault.Locked`.
    """
    with tenancy.within(by.state):
        complaint, institution = _held(case, by)
        fits = purposes_for(matter=complaint.matter, mode=complaint.mode, is_held=complaint.is_held)
        if purpose not in fits:
            raise Refused("letter")
        letter = _new(complaint, institution, card, by, now)
        letter.direction, letter.status = Direction.OUTGOING, LetterStatus.DRAFT
        letter.purpose, letter.language = purpose, language
        content.seal(letter, words, sealing.open_case(complaint, by.keyring))
        letter.save(force_insert=True)
        return letter


def _held(case: UUID, by: Actor) -> tuple[Complaint, Institution]:
    """The case, locked, with the institution whose letters the actor may write. Raises `Refused`."""
    complaint = Complaint.objects.locked(case)
    dockets = list(Docket.objects.filter(complaint=case).select_related("institution"))
    if by.institution is None or not selectors.may_write(by, complaint, dockets):
        raise Refused("letter")
    return complaint, by.institution


def _new(case: Complaint, institution: Institution, card: Card, by: Actor, now: datetime) -> Letter:
    """Under the key in which the institution keeps its own words: see `casework.step.Step.own_part`."""
    part = Part.ORIGINAL if institution.is_independent else Part.RELEASED
    letter = Letter(state=case.state, complaint=case, institution=institution, made_at=now, made_by=by.id)
    letter.part, letter.key_number = part, case.released_key if part == Part.RELEASED else 1
    _put(letter, card, case)
    return letter


def _put(letter: Letter, card: Card, case: Complaint) -> None:
    letter.correspondent = Correspondent(card.correspondent)
    letter.body_id, letter.unit_id = card.body, card.unit
    letter.their_number, letter.their_date = card.their_number, card.their_date
    letter.answer_until = card.answer_until
    # A letter of another case, or of another institution, is none to refer to.
    own = Letter.objects.filter(complaint=case, institution=letter.institution)
    letter.about = own.filter(pk=card.about).first() if card.about else None


def _draft(letter: UUID, case: Complaint, institution: Institution) -> Letter:
    """Held until the transaction ends. Raises `NotADraft`."""
    rows = Letter.objects.select_for_update().filter(complaint=case, institution=institution)
    found = rows.filter(pk=letter, status=LetterStatus.DRAFT).first()
    if found is None:
        raise NotADraft
    return found


def revise(*, letter: Letter, card: Card, words: Words, by: Actor) -> Letter:
    """Change a draft. Raises `NotADraft`, `Refused`, `vault.Locked`."""
    with tenancy.within(by.state):
        case, institution = _held(letter.complaint_id, by)
        row = _draft(letter.pk, case, institution)
        _put(row, card, case)
        content.seal(row, words, sealing.open_case(case, by.keyring))
        row.save()
        return row


def discard(*, letter: Letter, by: Actor) -> None:
    """Remove a draft: no number was taken, nothing was sent. Raises `NotADraft`, `Refused`."""
    with tenancy.within(by.state):
        case, institution = _held(letter.complaint_id, by)
        _draft(letter.pk, case, institution).delete()


def send(*, letter: Letter, by: Actor, now: datetime) -> RegisterNumber:
    """Give a draft its number and date, record it, and have it put on paper.

    One to the complainant stands on the page where they follow their case from then on, and they are told that
    there is news. Raises `Unfinished` where a place is still to be filled in, `BeforeNotice`, `NotADraft`,
    `Refused` and `vault.Locked`. No number is taken then.
    """
    with tenancy.within(by.state):
        case, institution = _held(letter.complaint_id, by)
        row = _draft(letter.pk, case, institution)
        opened = sealing.open_case(case, by.keyring)
        words = content.unseal(row, opened)
        if places := open_places(f"{words.to}\n{words.subject}\n{words.text}"):
            raise Unfinished(places)
        if is_early(row, case):
            raise BeforeNotice
        row.status, row.entered_at, row.entered_by = LetterStatus.SENT, now, by.id
        number = _number(row, institution, by, now)
        row.save(update_fields=["status", "entered_at", "entered_by"])
        _put_on_paper(row, case, number, words, opened, by, now)
        reaches = row.correspondent == Correspondent.COMPLAINANT
        details: dict[str, record.Detail] = {"number": number.written}
        entry = _record("letter_sent", row, case, by, now, details | ({REACHES: True} if reaches else {}))
        if reaches:
            notices.announce(case=case, cause=entry, now=now)
        return number


def is_early(letter: Letter, case: Complaint) -> bool:
    """Whether it would tell the complainant an outcome of which no notice was given yet."""
    tells = letter.purpose == Purpose.OUTCOME and letter.correspondent == Correspondent.COMPLAINANT
    return (
        tells and case.matter == Matter.COMPLAINT and case.stage in OPEN_STAGES and case.notified_at is None
    )


def _number(row: Letter, institution: Institution, by: Actor, now: datetime) -> RegisterNumber:
    zone = ZoneInfo(accounts.state(institution.state).zone)
    return numbering.take(
        letter=row, institution=institution, day=now.astimezone(zone).date(), by=by, now=now
    )


def _record(
    what: str, row: Letter, case: Complaint, by: Actor, now: datetime, details: dict[str, record.Detail]
) -> Entry:
    """The box has a random nonce, so its hash tells nothing once the row is erased."""
    text = f"{row.pk}:{hashlib.sha256(bytes(row.sealed)).hexdigest()}"
    dockets = Docket.objects.filter(complaint=case).select_related("institution")
    absent = parts.stands_in(by, list(dockets))
    told = {"letter": text, "purpose": str(row.purpose), **details, **({"for": absent} if absent else {})}
    return record.write(state=case.state, stream=case.stream, what=what, by=by.id, at=now, details=told)


def _put_on_paper(
    row: Letter,
    case: Complaint,
    number: RegisterNumber,
    words: Words,
    opened: sealing.Opened,
    by: Actor,
    now: datetime,
) -> None:
    """Promise the file, seal its key, and hand what it says to a worker for a minute."""
    name, key = storage.promised()
    file = LetterFile.objects.filter(letter=row, what=PaperKind.MADE, size=None).first() or LetterFile(
        state=row.state, complaint=case, letter=row, what=PaperKind.MADE, kind=FileKind.PDF
    )
    file.name, file.at, file.by = name, now, by.id
    content.seal_paper(file, row, Paper(f"{number.written.replace('/', '-')}.pdf", key), opened)
    file.save()
    sheet = rendering.of_letter(row, case=case, number=number, words=words)
    rendering.ask(state=row.state, name=name, key=key, sheet=sheet, now=now)


def make_again(*, letter: Letter, by: Actor, now: datetime) -> None:
    """Have a sent letter put on paper, where no worker came to it in time. Does nothing where it is there.

    Raises `Refused` and `vault.Locked`.
    """
    with tenancy.within(by.state):
        case, institution = _held(letter.complaint_id, by)
        rows = Letter.objects.select_for_update(of=("self",)).filter(complaint=case, institution=institution)
        row = rows.select_related("register").filter(pk=letter.pk).first()
        if row is None:
            raise Refused("letter")
        there = LetterFile.objects.filter(letter=row, what=PaperKind.MADE, size__isnull=False)
        if row.status != LetterStatus.SENT or there.exists():
            return
        opened = sealing.open_case(case, by.keyring)
        _put_on_paper(row, case, row.register, content.unseal(row, opened), opened, by, now)


def made(*, name: str, stored: storage.Stored, now: datetime) -> bool:
    """A worker has put a letter on paper. False where it is awaited no more: then nothing is kept of it."""
    file = LetterFile.objects.filter(name=name, size=None).select_related("complaint").first()
    if file is None:
        return False
    storage.keep(name)
    transaction.on_commit(partial(storage.release, name))
    file.size, file.digest = stored.size, stored.digest
    file.save(update_fields=["size", "digest"])
    record.write(
        state=file.state,
        stream=file.complaint.stream,
        what="letter_made",
        by="system",
        at=now,
        details={"file": f"{file.pk}:{file.digest}", "letter": str(file.letter_id)},
    )
    return True


def receive(
    *,
    case: UUID,
    card: Card,
    words: Words,
    language: str,
    arrived_on: date,
    by: Actor,
    now: datetime,
    token: str = "",
) -> RegisterNumber:
    """Register a letter that came in, with the sender's number and date, and its scan where there is one.

    Raises `Refused`, `vault.Locked`, `NotTaken` and `storage.NoRoom`; no number is taken then.
    """
    with tenancy.within(by.state):
        complaint, institution = _held(case, by)
        letter = _new(complaint, institution, card, by, now)
        letter.direction, letter.status = Direction.INCOMING, LetterStatus.RECEIVED
        letter.language, letter.arrived_on = language, arrived_on
        letter.entered_at, letter.entered_by = now, by.id
        opened = sealing.open_case(complaint, by.keyring)
        content.seal(letter, words, opened)
        letter.save(force_insert=True)
        scan = _scan(letter, complaint, token, opened, by, now) if token else []
        number = _number(letter, institution, by, now)
        details: dict[str, record.Detail] = {"number": number.written}
        if scan:
            details["files"] = scan
        _record("letter_received", letter, complaint, by, now, details)
        return number


def add_scan(*, letter: Letter, token: str, by: Actor, now: datetime) -> None:
    """Add the signed and stamped scan of a letter: from then on it is the version that holds.

    Raises `Refused`, `vault.Locked`, `NotADraft` for a letter that was never sent, `NotTaken`, `storage.NoRoom`.
    """
    with tenancy.within(by.state):
        case, institution = _held(letter.complaint_id, by)
        rows = Letter.objects.select_for_update().filter(complaint=case, institution=institution)
        row = rows.exclude(status=LetterStatus.DRAFT).filter(pk=letter.pk).first()
        if row is None:
            raise NotADraft
        scan = _scan(row, case, token, sealing.open_case(case, by.keyring), by, now)
        _record("letter_scanned", row, case, by, now, {"files": scan})


SCANS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})


def _scan(
    letter: Letter, case: Complaint, token: str, opened: sealing.Opened, by: Actor, now: datetime
) -> list[str]:
    """Make a waiting file part of a letter. Returns what the record keeps of it.

    Nothing but the case is locked yet: making a copy to see that it can be made takes seconds at worst.
    """
    file = waiting(token, now=now)
    if file.kind not in SCANS:
        raise NotTaken(Refusal.UNKNOWN)
    can_be_copied(file)
    row = LetterFile(
        state=case.state, complaint=case, letter=letter, what=PaperKind.SCAN, kind=file.kind, name=file.blob
    )
    row.size, row.digest, row.at, row.by = file.stored_size, file.stored_digest, now, by.id
    content.seal_paper(row, letter, Paper(file.name, file.key), opened)
    try:
        storage.keep(file.blob)
    except storage.Gone:
        raise NotTaken(Refusal.GONE) from None
    transaction.on_commit(partial(storage.release, file.blob))
    row.save(force_insert=True)
    return [f"{row.pk}:{row.digest}"]
