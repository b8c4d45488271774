"""What is asked of a queue, and the conditions on dockets that say the same.

Most filters are traits of a docket, which one index knows together (`complaints_traits`); the rest have an index in
the order of the queue, or stand on few rows.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actor import Actor
from accounts.models import State
from complaints.casework import selectors
from complaints.models import CaseTag, Docket

Place = tuple[datetime, int]  # key of the order and docket: where in the queue a page ends


class Order(StrEnum):
    """In which order cases stand. Each has its index."""

    DEADLINE = ""
    NEWEST = "newest"
    OLDEST = "oldest"


KEYS = {Order.DEADLINE: "sort_due", Order.NEWEST: "since", Order.OLDEST: "since"}


class Status(StrEnum):
    """Which cases by whether work on them goes on."""

    OPEN = ""
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the queue; whatever is empty narrows nothing."""

    whose: str = ""  # mine, unassigned, left (whose holder may hold no case any more), late
    stage: str = ""
    category: str = ""
    matter: str = ""
    mode: str = ""
    governorate: int | None = None
    holder: UUID | None = None
    tag: int | None = None
    danger: bool = False
    held: bool = False
    grave: bool = False
    since: date | None = None  # the first and last day of arrival at this desk
    until: date | None = None
    words: str = ""
    status: str = Status.OPEN
    order: Order = Order.DEADLINE
    after: Place | None = None
    before: Place | None = None


def narrowed(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[Docket]:
    """The cases as asked for, all but the words, without order and page."""
    rows = selectors.view_of(actor, selectors.visible_to(actor), wanted.whose, now=now)
    if wanted.status != Status.ALL:
        rows = rows.filter(is_open=wanted.status == Status.OPEN)
    rows = rows.filter(**same(wanted))
    if wanted.holder:
        rows = rows.filter(assignee_id=wanted.holder)
    return _marked(actor, _arrived(actor, rows, wanted), wanted)


def same(wanted: Wanted) -> dict[str, Any]:
    """What the traits that are asked for say of a docket."""
    asked = {
        "stage": wanted.stage,
        "matter": wanted.matter,
        "mode": wanted.mode,
        "governorate_id": wanted.governorate,
        "is_danger": wanted.danger,
        "is_held": wanted.held,
        "is_grave": wanted.grave,
        "categories__contains": [wanted.category] if wanted.category else [],
    }
    return {name: value for name, value in asked.items() if value}


def traits(wanted: Wanted) -> list[str]:
    """The same as the index knows them (`complaints_traits`)."""
    named = (
        ("stage:", wanted.stage),
        ("matter:", wanted.matter),
        ("mode:", wanted.mode),
        ("place:", wanted.governorate),
        ("", wanted.category),
        ("", "danger" if wanted.danger else ""),
        ("", "held" if wanted.held else ""),
        ("", "grave" if wanted.grave else ""),
    )
    return [f"{prefix}{value}" for prefix, value in named if value]


def untraited(wanted: Wanted) -> Wanted:
    """What is left to ask of the walk itself: whatever has an index in its order."""
    bare = replace(wanted, matter="", mode="", governorate=None, category="")
    return replace(bare, stage="", danger=False, held=False, grave=False)


def _arrived(actor: Actor, rows: QuerySet[Docket], wanted: Wanted) -> QuerySet[Docket]:
    """Those that came to this desk between two days of the state."""
    if wanted.since is None and wanted.until is None:
        return rows
    zone = ZoneInfo(State.objects.only("zone").get(pk=actor.state).zone)
    if wanted.since:
        rows = rows.filter(since__gte=datetime.combine(wanted.since, datetime.min.time(), zone))
    if wanted.until:
        rows = rows.filter(since__lte=datetime.combine(wanted.until, datetime.max.time(), zone))
    return rows


def _marked(actor: Actor, rows: QuerySet[Docket], wanted: Wanted) -> QuerySet[Docket]:
    """Those with a tag."""
    if wanted.tag:
        marks = CaseTag.objects.filter(
            state=actor.state,
            complaint_id=OuterRef("complaint_id"),
            tag_id=wanted.tag,
            tag__institution=actor.institution,  # another institution's tags do not exist here
        )
        rows = rows.filter(Exists(marks))
    return rows
