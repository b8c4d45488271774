"""Use cases of the papers beside activities and readings: taking them as they were looked at, withdrawing them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.actor import Actor, Refused
from accounts.roles import Permission
from common import storage, tenancy
from complaints.evidence.kinds import EXTENSIONS, MB, NotTaken, Refusal
from complaints.evidence.services import waiting
from complaints.vocabulary import FileKind
from record import services as record
from reporting.models import REGION, Activity, Document, Reading

KINDS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
LARGEST = 10 * MB  # of one document
MOST = 10  # beside one activity or reading, withdrawn ones counted
TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


def keeps_registers(by: Actor) -> bool:
    """Who enters activities and readings: at an institution of a state, or for the region at the Secretariat."""
    allowed = by.may(Permission.ACTIVITIES) or (by.state == REGION and by.may(Permission.PLAN))
    return allowed and by.institution is not None


def may_add(kept: Activity | Reading, by: Actor) -> bool:
    """Whoever keeps the register at the institution that entered what it is about."""
    own = by.institution is not None and kept.institution_id == by.institution.pk
    return keeps_registers(by) and own


def attach(*, kept: Activity | Reading, tokens: Sequence[str], by: Actor, now: datetime) -> list[Document]:
    """Keep the waiting files of these tokens, inside the transaction of what brings them.

    `kept` is new in it, or locked by whoever calls: of two at once, the second counts the papers of the first.
    They were looked at as they arrived (complaints.evidence). Raises `Refused`, and `NotTaken` for a kind or a
    number that is not taken and for a file that waits no more; the transaction is rolled back then.
    """
    if not tokens:
        return []
    if not may_add(kept, by):
        raise Refused(Permission.ACTIVITIES)
    with tenancy.within(kept.state):
        if kept.documents.count() + len(tokens) > MOST:
            raise NotTaken(Refusal.TOO_MANY)
        rows = [_row(kept, token, by, now) for token in tokens]
        Document.objects.bulk_create(rows)
        for row in rows:
            _record(row, "document_added", by, now)
        return rows


def _row(kept: Activity | Reading, token: str, by: Actor, now: datetime) -> Document:
    file = waiting(token, now=now)
    if file.kind not in KINDS:
        raise NotTaken(Refusal.UNKNOWN)
    if file.size > LARGEST:
        raise NotTaken(Refusal.TOO_LARGE)
    try:
        body = b"".join(storage.read(file.blob, file.key))
    except storage.Gone:
        raise NotTaken(Refusal.GONE) from None
    transaction.on_commit(partial(storage.forget, file.blob))
    return Document(
        state=kept.state,
        activity=kept if isinstance(kept, Activity) else None,
        reading=kept if isinstance(kept, Reading) else None,
        name=file.name,
        kind=file.kind.value,
        size=file.size,
        sha256=file.digest,
        body=body,
        added_by=by.id,
        added_at=now,
    )


@transaction.atomic
def withdraw(*, document: UUID, by: Actor, now: datetime) -> Document:
    """Take a paper out of use. It is kept, and its line stays with the day on which it was withdrawn."""
    row = Document.objects.visible_to(by).select_for_update().get(pk=document)
    if not may_add(subject(row), by):
        raise Refused(Permission.ACTIVITIES)
    if row.withdrawn_at is None:
        row.withdrawn_by, row.withdrawn_at = by.id, now
        row.save(update_fields=["withdrawn_by", "withdrawn_at"])
        _record(row, "document_withdrawn", by, now)
    return row


def subject(row: Document) -> Activity | Reading:
    """What a document is beside."""
    found = row.activity or row.reading
    if found is None:  # the table's own rule says so as well
        raise LookupError(f"document {row.pk} belongs to nothing")
    return found


def filename(row: Document) -> str:
    """What it is called when it is handed out: nothing of the name it came with, which may be anything."""
    return f"document-{str(row.pk)[:8]}.{EXTENSIONS[row.kind]}"


def _record(row: Document, what: str, by: Actor, now: datetime) -> None:
    kept = subject(row)
    stream = f"{'activity' if row.activity_id else 'reading'}:{kept.pk}"
    details: dict[str, record.Detail] = {"document": str(row.pk), "sha256": row.sha256}
    with tenancy.within(row.state):
        record.write(state=row.state, stream=stream, what=what, by=by.id, at=now, details=details)
