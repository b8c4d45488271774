"""Taking a file somebody attached, keeping it until they send, and making it part of their case."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from django.db import transaction
from django.db.models import Max

from common import storage, tenancy
from common import tokens as sealed
from common.boxes import Tampered
from common.languages import clean_text
from complaints.evidence.inspecting import Copy, cleaned, inspect
from complaints.evidence.kinds import Limits, NotTaken, Refusal, kind_of
from complaints.evidence.uploads import Upload
from complaints.models import Complaint, Evidence, LetterFile
from complaints.vocabulary import FileKind, Part
from vault import services as vault

PURPOSE = "file"
WAITS = timedelta(hours=24)
"""How long a file waits for its form to be sent: as long as the form's own key is good."""
LONGEST_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that was taken and waits to be sent. `token` is all that leads to it; only its sender has it."""

    token: str = field(repr=False)
    name: str = field(repr=False)  # as it came
    size: int  # bytes
    kind: FileKind
    blob: str  # its name on disk
    key: bytes = field(repr=False)
    digest: str = field(repr=False)  # SHA-256 of the file as it was sent
    stored_digest: str  # SHA-256 of what is on disk
    stored_size: int


def accept(upload: Upload, *, beside: Sequence[Spooled], limits: Limits, now: datetime) -> Spooled:
    """Take one upload: its name, its content and a parser agree, and it fits beside the others.

    Raises `NotTaken`; then nothing of it is left.
    """
    name = clean_name(upload.name or "")
    if upload.refusal or upload.stored is None:
        raise NotTaken(upload.refusal or Refusal.BROKEN)
    size = upload.size or 0
    _fits(size, beside, limits)
    kind = kind_of(name)
    inspect(storage.read(upload.stored.name, upload.stored.key), kind)
    upload.is_claimed = True
    return spooled(upload, name=name, kind=kind, now=now)


def _fits(size: int, beside: Sequence[Spooled], limits: Limits) -> None:
    if not size:
        raise NotTaken(Refusal.EMPTY)
    if size > limits.file:
        raise NotTaken(Refusal.TOO_LARGE)
    if len(beside) >= limits.files:
        raise NotTaken(Refusal.TOO_MANY)
    if sum(one.size for one in beside) + size > limits.case:
        raise NotTaken(Refusal.TOO_MUCH)


def clean_name(name: str) -> str:
    """A name fit to be shown: one line, not too long, its ending kept."""
    clean = clean_text(name).replace("\n", " ")
    stem, dot, ending = clean.rpartition(".")
    if len(clean) <= LONGEST_NAME:
        return clean
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 2]}…{dot}{ending}"
        if len(ending) < 10
        else clean[:LONGEST_NAME]
    )


def spooled(upload: Upload, *, name: str, kind: FileKind, now: datetime) -> Spooled:
    """Give what was taken its token, good for a day."""
    stored = cast(storage.Stored, upload.stored)
    told = [
        name,
        upload.size,
        kind.value,
        stored.name,
        stored.key.hex(),
        upload.digest,
        stored.digest,
        stored.size,
    ]
    token = sealed.make(json.dumps(told, ensure_ascii=False), purpose=PURPOSE, now=now, lasts=WAITS)
    return waiting(token, now=now)


def waiting(token: str, *, now: datetime) -> Spooled:
    """The file of a token that came back with a form. Raises `NotTaken` where it waits no more."""
    try:
        name, size, kind, blob, key, digest, stored_digest, stored_size = json.loads(
            sealed.read(token, purpose=PURPOSE, now=now)
        )
    except sealed.NoToken:
        raise NotTaken(Refusal.GONE) from None
    found = Spooled(
        token, name, size, FileKind(kind), blob, bytes.fromhex(key), digest, stored_digest, stored_size
    )
    if not storage.waits(blob):
        raise NotTaken(Refusal.GONE)
    return found


def remove(file: Spooled) -> None:
    """Somebody thought better of it: nothing of the file is left."""
    storage.forget(file.blob)


def attach(
    *, case: Complaint, tokens: Sequence[str], key: vault.CaseKey, by: str, now: datetime
) -> list[str]:
    """Make the waiting files of these tokens part of a case, inside the transaction of what brings them.

    `key` is the case's original key. Returns what the record's entry keeps: of each file its id, and the SHA-256
    of what is on disk, which tells nothing of the file. Raises `NotTaken` where one waits no more, and
    `storage.NoRoom`; the transaction is rolled back then, and the files wait on.
    """
    if not tokens:
        return []
    files = [waiting(token, now=now) for token in tokens]
    if key.part != Part.ORIGINAL:
        raise ValueError("files are sealed under the original key alone")
    last = Evidence.objects.filter(complaint=case).aggregate(last=Max("number"))["last"] or 0
    rows = [_row(case, file, key, last + place, by, now) for place, file in enumerate(files, start=1)]
    for file in files:
        _keep(file)
    Evidence.objects.bulk_create(rows)
    return [f"{row.pk}:{file.stored_digest}" for row, file in zip(rows, files, strict=True)]


def _row(case: Complaint, file: Spooled, key: vault.CaseKey, number: int, by: str, now: datetime) -> Evidence:
    row = Evidence(state=case.state, complaint=case, number=number, kind=file.kind, name=file.blob)
    row.size, row.by, row.at = file.stored_size, by, case.moment(now)
    told = {"name": file.name, "size": file.size, "sha256": file.digest, "key": file.key.hex()}
    row.sealed = key.seal(f"file:{row.pk}", json.dumps(told, ensure_ascii=False))
    return row


def _keep(file: Spooled) -> None:
    try:
        storage.keep(file.blob)
    except storage.Gone:
        raise NotTaken(Refusal.GONE) from None
    transaction.on_commit(partial(storage.release, file.blob))


@dataclass(frozen=True, slots=True)
class Described:
    """What the sealed part of a file's row says, for whoever opened it."""

    name: str = field(repr=False)
    size: int
    sha256: str
    key: bytes = field(repr=False)
    bound: str = ""  # the name it was encrypted under, where it came with a case from elsewhere


def described(row: Evidence, key: vault.CaseKey) -> Described:
    """Raises `Tampered` where the row was changed or moved."""
    told = json.loads(key.unseal(f"file:{row.pk}", row.sealed))
    return Described(
        told["name"], told["size"], told["sha256"], bytes.fromhex(told["key"]), told.get("bound", "")
    )


@dataclass(frozen=True, slots=True)
class Handed:
    """A file on its way to whoever may have it. A clean copy may be of another kind."""

    kind: FileKind
    size: int  # bytes
    chunks: Iterator[bytes] = field(repr=False)


def content(row: Evidence, told: Described) -> Iterator[bytes]:
    """The file as it was sent, a chunk at a time, after it was read once to its end.

    Raises `Tampered` where a byte was changed, `storage.Gone` where it is no longer there; nothing is passed
    on of such a file.
    """
    found = hashlib.sha256()
    for chunk in storage.read(row.name, told.key, bound=told.bound):
        found.update(chunk)
    if found.hexdigest() != told.sha256:
        raise Tampered
    return storage.read(row.name, told.key, bound=told.bound)


def copy_of(row: Evidence, told: Described) -> Copy:
    """The same without what the file tells of who made it, where and when. Raises `NotTaken` beside the above."""
    return cleaned(content(row, told), FileKind(row.kind))


def can_be_copied(file: Spooled) -> None:
    """Raises `NotTaken` where no clean copy can be made of a waiting file: a scan that nobody could be handed."""
    cleaned(storage.read(file.blob, file.key), file.kind)


def sweep(*, states: Iterable[str], now: datetime) -> int:
    """Remove what was spooled and never sent. Returns how many files were removed. Safe to run at any time."""
    late = set(storage.leftovers(before=now - WAITS - timedelta(hours=1)))
    if not late:
        return 0
    kept: set[str] = set()
    for state in states:
        with tenancy.within(state):
            for model in (Evidence, LetterFile):
                kept |= set(model.objects.filter(state=state, name__in=late).values_list("name", flat=True))
    for name in kept:
        storage.release(name)
    for name in late - kept:
        storage.forget(name)
    return len(late - kept)
