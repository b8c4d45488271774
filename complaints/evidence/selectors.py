"""The files of a case, as far as somebody's keys reach."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.boxes import Tampered
from complaints import sealing
from complaints.evidence.services import Described, described
from complaints.models import Complaint, Evidence, Proceeding
from complaints.vocabulary import FileKind, Part


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a case. `told` is None where its key is not open; then it is its kind and no more."""

    id: UUID
    number: int
    kind: FileKind
    at: datetime
    told: Described | None
    is_damaged: bool = False


def of_case(case: Complaint, opened: sealing.Opened) -> list[Listed]:
    """The files of a case in the order they came. Call it inside its state's context."""
    rows = Evidence.objects.filter(state=case.state, complaint=case).order_by("number")
    return [_listed(row, opened) for row in rows]


def _listed(row: Evidence, opened: sealing.Opened) -> Listed:
    told, is_damaged = None, False
    if Part.ORIGINAL in opened:
        try:
            told = described(row, opened.key(Part.ORIGINAL))
        except Tampered:
            is_damaged = True
    return Listed(row.pk, row.number, FileKind(row.kind), row.at, told, is_damaged)


def is_scan(case: Complaint, file: UUID) -> bool:
    """Whether an institution put it on file with something it wrote: such a file leaves as a clean copy alone."""
    return Proceeding.objects.filter(state=case.state, complaint=case, file=file).exists()


def one(case: Complaint, file: UUID) -> Evidence | None:
    """A file by its id, if it is this case's."""
    return Evidence.objects.filter(state=case.state, complaint=case, pk=file).first()
