"""Checklists: what is not to be forgotten in a case of these categories, who ticked it off, and when.

The lines are data (data/checklists.yaml). A line that a step of the procedure does is ticked off by that step,
from the record; others by a person, each institution for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from accounts.actor import Actor, Refused
from common import datafiles, tenancy
from complaints.casework import parts
from complaints.models import Allegation, Check, Complaint, Docket
from complaints.moves import Who
from record import services as record
from record.models import Entry

DATA = Path(__file__).with_name("data") / "checklists.yaml"
WORKING = frozenset({Who.LEAD, Who.APPROVER, Who.INDEPENDENT})  # whoever works on the file
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `act` is the step of the procedure that does it, if one does."""

    code: str
    categories: frozenset[str]
    act: str
    is_urgent: bool
    names: Mapping[str, str]
    sources: Mapping[str, str]

    def __str__(self) -> str:
        return self.names[_language()]

    @property
    def source(self) -> str:
        return self.sources.get(_language(), "")

    def concerns(self, categories: Iterable[str]) -> bool:
        return EVERY in self.categories or bool(self.categories & set(categories))


def _language() -> str:
    return "ar" if (get_language() or "ar").startswith("ar") else "en"


@cache
def items() -> tuple[Item, ...]:
    """Every line, what must be done within the first day first."""
    rows = [_item(row) for row in datafiles.read(DATA)]
    return tuple(sorted(rows, key=lambda row: (not row.is_urgent, EVERY in row.categories)))


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        code=row["code"],
        categories=frozenset(row["categories"]),
        act=row.get("act", ""),
        is_urgent=row.get("urgent", False),
        names={"ar": row["ar"], "en": row["en"]},
        sources=row.get("source", {}),
    )


def of(categories: Iterable[str]) -> list[Item]:
    """The lines of a case; none where nothing is alleged."""
    named = set(categories)
    return [item for item in items() if item.concerns(named)] if named else []


@dataclass(frozen=True, slots=True)
class Line:
    """A line in one case: ticked by whom and when, or still to do."""

    item: Item
    by: str = ""  # opaque, as the record has it
    at: datetime | None = None
    applies: bool = True
    is_by_act: bool = False

    @property
    def is_ticked(self) -> bool:
        return self.at is not None


def ticked(docket: Docket) -> list[Check]:
    """What the institution of a docket ticked off."""
    rows = Check.objects.filter(
        state=docket.state, complaint=docket.complaint_id, institution=docket.institution_id
    )
    return list(rows)


def lines(categories: Iterable[str], checks: Iterable[Check], entries: Iterable[Entry]) -> list[Line]:
    """The checklist of a case as one institution has it. `entries` are the case's record, the newest first."""
    by_hand = {row.item: row for row in checks}
    done = {entry.what: entry for entry in entries}  # the first time counts
    found = []
    for item in of(categories):
        entry, check = done.get(item.act) if item.act else None, by_hand.get(item.code)
        if entry is not None:
            found.append(Line(item, entry.by, entry.at, is_by_act=True))
        elif check is not None:
            found.append(Line(item, check.by, check.at, check.applies))
        else:
            found.append(Line(item))
    return found


def progress(categories: Iterable[str], checked: Iterable[str], entries: Iterable[Entry]) -> tuple[int, int]:
    """How many lines of how many are ticked off: what a case file says of its checklist."""
    codes, acts, found = set(checked), {entry.what for entry in entries}, of(categories)
    return sum(item.code in codes or item.act in acts for item in found), len(found)


def tick(*, case: UUID, item: str, applies: bool | None, by: Actor, now: datetime) -> None:
    """Tick a line off as done (`applies`), as not applying here (False), or take the tick back (None).

    Doing what is done already changes nothing. Raises `Refused` for whoever does not work on the file,
    `LookupError` for what is no line of this case's checklist.
    """
    with tenancy.within(by.state):
        complaint = Complaint.objects.locked(case)
        dockets = list(Docket.objects.filter(complaint=complaint).select_related("institution"))
        if (
            not complaint.is_open
            or by.institution is None
            or not parts.parts_of(by, complaint, dockets) & WORKING
        ):
            raise Refused("check")
        categories = Allegation.objects.filter(complaint=complaint).values_list("category", flat=True)
        if item not in {one.code for one in of(categories) if not one.act}:
            raise LookupError(item)
        kept = Check.objects.filter(complaint=complaint, institution=by.institution, item=item)
        if applies == kept.values_list("applies", flat=True).first():
            return
        kept.delete()
        if applies is not None:
            Check.objects.create(
                state=complaint.state,
                complaint=complaint,
                institution=by.institution,
                item=item,
                applies=applies,
                by=by.id,
                at=now,
            )
        record.write(
            state=complaint.state,
            stream=complaint.stream,
            what="uncheck" if applies is None else "check",
            by=by.id,
            at=now,
            details={"item": item, **({} if applies is None else {"applies": applies})},
        )
