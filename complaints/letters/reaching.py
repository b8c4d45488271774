"""Letters that reach the complainant: those addressed to them, on the page where they follow their case.

They lie under a key of the case that the receipt's owner holds as well, so nothing is sealed again: whoever follows
the case with the code opens them there, as they open messages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from common.boxes import Tampered
from common.storage import Gone
from complaints.correspondence import Correspondent, Direction, LetterStatus, PaperKind
from complaints.evidence.kinds import EXTENSIONS, NotTaken
from complaints.evidence.services import Handed
from complaints.letters import content
from complaints.letters.content import Words
from complaints.models import Complaint, Letter, LetterFile
from complaints.sealing import Opened
from vault.services import Locked


@dataclass(frozen=True, slots=True)
class Reached:
    """A letter to the complainant. `words` are None where their code does not open them."""

    letter: Letter
    words: Words | None = field(repr=False)

    @property
    def on(self) -> date:
        """The day it left, as the register has it."""
        return self.letter.register.day

    @property
    def papers(self) -> list[LetterFile]:
        """The version that holds first: the signed scan, else what a worker has put on paper."""
        there = [row for row in self.letter.files.all() if row.size]
        return sorted(there, key=lambda row: (row.what == PaperKind.SCAN, row.at), reverse=True)

    @property
    def paper(self) -> LetterFile | None:
        return next(iter(self.papers), None)


def of_case(case: Complaint, opened: Opened) -> list[Reached]:
    """The letters a case's complainant was sent, the newest first. Within its state."""
    rows = Letter.objects.filter(
        complaint=case,
        direction=Direction.OUTGOING,
        status=LetterStatus.SENT,
        correspondent=Correspondent.COMPLAINANT,
    )
    found = rows.select_related("institution", "register").prefetch_related("files")
    return [Reached(row, _words(row, opened)) for row in found.order_by("-entered_at", "-pk")]


def _words(row: Letter, opened: Opened) -> Words | None:
    try:
        return content.unseal(row, opened)
    except (Locked, Tampered):
        return None


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter's file on its way to its addressee, under a name that says nothing of its content."""

    name: str
    size: int  # bytes
    chunks: Iterator[bytes] = field(repr=False)


def copy(case: Complaint, letter: UUID, opened: Opened) -> Copy | None:
    """The paper of one of these letters; None for any other letter, and where there is none to be had."""
    one = next((one for one in of_case(case, opened) if one.letter.pk == letter), None)
    for paper in one.papers if one else ():
        if handed := _handed(paper, opened):
            number = paper.letter.register.written.replace("/", "-")
            return Copy(f"{number}.{EXTENSIONS[handed.kind]}", handed.size, handed.chunks)
    return None


def _handed(paper: LetterFile, opened: Opened) -> Handed | None:
    try:
        return content.handed(paper, content.unseal_paper(paper, paper.letter, opened))
    except (Locked, Tampered, Gone, NotTaken):  # a scan of which no clean copy can be made
        return None
