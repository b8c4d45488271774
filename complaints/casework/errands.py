"""Tasks with dates: somebody of an institution takes something on in a case, does it or drops it.

For the institution alone: the other one is not told, in the file or by notice.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accounts.actor import Actor, Refused
from accounts.models import User
from common import tenancy
from complaints.casework import opening, parts, selectors
from complaints.casework.checklists import WORKING
from complaints.models import Complaint, Docket, Errand, Text
from complaints.moves import Who
from complaints.sealing import open_case
from complaints.work import ErrandKind
from record import services as record

MAY_SET = WORKING | {Who.AUTHORITY, Who.HEAD}
DONE, DROPPED, AGAIN, TAKEN = "done", "dropped", "again", "taken"
STEPS = {DONE: "errand_done", DROPPED: "errand_dropped", AGAIN: "errand", TAKEN: "errand_taken"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task as somebody fills it in."""

    kind: str
    due_on: date
    owner: UUID | None = None  # nobody named: whoever sets it
    note: str = field(default="", repr=False)


class NotPossible(Exception):
    """`what` says why: kind, owner, gone."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def _working(case: UUID, by: Actor) -> Complaint:
    complaint = Complaint.objects.locked(case)
    dockets = list(Docket.objects.filter(complaint=complaint).select_related("institution"))
    if by.institution is None or not parts.parts_of(by, complaint, dockets) & MAY_SET:
        raise Refused("errand")
    return complaint


def of(docket: Docket) -> list[Errand]:
    """The tasks of a case as one institution holds it, the earliest date first."""
    rows = Errand.objects.filter(
        state=docket.state, complaint=docket.complaint_id, institution=docket.institution_id
    )
    return list(rows.select_related("owner").order_by("due_on", "pk"))


def set_task(*, case: UUID, wanted: Wanted, by: Actor, now: datetime) -> Errand:
    """A new task. Raises `Refused`, `NotPossible`, `vault.Locked` where its note cannot be sealed."""
    with tenancy.within(by.state):
        complaint = _working(case, by)
        assert by.institution is not None  # noqa: S101  # whoever works on a case works somewhere
        if wanted.kind not in ErrandKind.values:
            raise NotPossible("kind")
        owner = _owner(complaint, wanted.owner or by.user_id, by)
        note = _note(complaint, wanted.note, by, now) if wanted.note.strip() else None
        made = Errand.objects.create(
            state=complaint.state,
            complaint=complaint,
            institution=by.institution,
            kind=wanted.kind,
            note=note,
            owner=owner,
            due_on=wanted.due_on,
            made_at=now,
            made_by=by.id,
        )
        _tell(complaint, "errand", made, by, now)
    return made


def _owner(case: Complaint, pk: UUID | None, by: Actor) -> User:
    """A colleague for whom the case exists."""
    found = next((user for user in selectors.colleagues(by, case) if user.pk == pk), None)
    if found is None:
        raise NotPossible("owner")
    return found


def _note(case: Complaint, words: str, by: Actor, now: datetime) -> Text:
    return opening.keep_note(case, by, words, open_case(case, by.keyring), now)


def turn(*, case: UUID, errand: int, how: str, by: Actor, now: datetime) -> None:
    """Done, dropped, taken up again, or taken over by whoever asks. What is so already stays as it is.

    Raises `Refused`, `NotPossible`.
    """
    with tenancy.within(by.state):
        complaint = _working(case, by)
        row = Errand.objects.filter(complaint=complaint, institution=by.institution, pk=errand).first()
        if row is None or how not in STEPS:
            raise NotPossible("gone")
        is_over = row.ended_at is not None
        if is_over != (how == AGAIN) or (how == TAKEN and row.owner_id == by.user_id):
            return
        if how == TAKEN:
            row.owner_id = by.user_id
        else:
            row.ended_at, row.ended_by = (None, "") if how == AGAIN else (now, by.id)
            row.is_dropped = how == DROPPED
        row.save(update_fields=["owner", "ended_at", "ended_by", "is_dropped"])
        _tell(complaint, STEPS[how], row, by, now)


def _tell(case: Complaint, what: str, row: Errand, by: Actor, now: datetime) -> None:
    details: dict[str, record.Detail] = {"task": row.pk, "kind": row.kind}
    if row.owner_id:
        details["owner"] = f"user:{row.owner_id}"
    entry = record.write(state=case.state, stream=case.stream, what=what, by=by.id, at=now, details=details)
    if what == "errand":
        record.post(
            state=case.state,
            topic="notify",
            subjects=[f"{case.pk}|errand|{entry.pk}"],
            cause=str(entry.pk),
            at=now,
        )
