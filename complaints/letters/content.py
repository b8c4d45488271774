"""The sealed part of a letter, and the files it stands on."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from common import storage
from complaints.correspondence import PaperKind
from complaints.evidence.inspecting import cleaned
from complaints.evidence.services import Handed
from complaints.models import Letter, LetterFile
from complaints.sealing import Opened
from complaints.vocabulary import FileKind


@dataclass(frozen=True, slots=True)
class Words:
    """Whom it is addressed to, its subject and what it says, as people wrote it."""

    to: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)

    @property
    def paragraphs(self) -> list[str]:
        """Blank lines part them."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the sealed part of a letter's file says."""

    name: str = field(repr=False)  # as it came
    key: bytes = field(repr=False)


def seal(letter: Letter, words: Words, opened: Opened) -> None:
    """Put the words under the letter's key. Raises `vault.Locked`."""
    letter.sealed = opened.of(letter).seal(
        f"letter:{letter.pk}", json.dumps(asdict(words), ensure_ascii=False)
    )


def unseal(letter: Letter, opened: Opened) -> Words:
    """The words. Raises `vault.Locked`, and `Tampered` where the row was changed or moved."""
    return Words(**json.loads(opened.of(letter).unseal(f"letter:{letter.pk}", letter.sealed)))


def seal_paper(row: LetterFile, letter: Letter, paper: Paper, opened: Opened) -> None:
    """Put a file's own key under the letter's. Raises `vault.Locked`."""
    told = {"name": paper.name, "key": paper.key.hex()}
    row.sealed = opened.of(letter).seal(f"letter file:{row.pk}", json.dumps(told, ensure_ascii=False))


def unseal_paper(row: LetterFile, letter: Letter, opened: Opened) -> Paper:
    """Raises `vault.Locked` and `Tampered`."""
    told = json.loads(opened.of(letter).unseal(f"letter file:{row.pk}", row.sealed))
    return Paper(told["name"], bytes.fromhex(told["key"]))


def handed(row: LetterFile, paper: Paper) -> Handed:
    """What was made here as it is; of a scan a copy without traces of its making, while the scan stays sealed.

    Raises `Tampered` where a byte was changed, `storage.Gone` where it is no longer there, and `NotTaken` where
    no such copy can be made, before anything is passed on.
    """
    if row.what == PaperKind.MADE:
        return Handed(FileKind(row.kind), *sized(row.name, paper.key))
    copy = cleaned(storage.read(row.name, paper.key), FileKind(row.kind))
    return Handed(copy.kind, len(copy.content), iter([copy.content]))


def sized(name: str, key: bytes) -> tuple[int, Iterator[bytes]]:
    """Size in bytes and content of a stored file, a chunk at a time, after it was read once to its end.

    Raises `Tampered` and `storage.Gone`.
    """
    size = sum(len(chunk) for chunk in storage.read(name, key))
    return size, storage.read(name, key)
