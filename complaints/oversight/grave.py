"""Grave cases that are open, by the clock that comes next."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.actor import Actor
from common import keyset
from complaints.casework.queue.finding import drawn
from complaints.casework.selectors import visible_to
from complaints.models import Docket

if TYPE_CHECKING:
    from complaints.casework.queue.finding import Drawn

ORDER = ("sort_due", "pk")


def listed(actor: Actor, *, now: datetime, late: bool = False) -> QuerySet[Docket]:
    """Open grave cases that exist for the actor."""
    rows = visible_to(actor).filter(is_open=True, is_grave=True)
    return rows.filter(sort_due__lt=now) if late else rows


def counts(actor: Actor, *, now: datetime) -> Mapping[str, int]:
    """How many are open, late, and without anybody who holds them: one statement."""
    found: dict[str, int] = listed(actor, now=now).aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(sort_due__lt=now)),
        unheld=Count("pk", filter=Q(assignee=None)),
    )
    return found


def page(actor: Actor, *, late: bool, now: datetime, data: Mapping[str, str]) -> "keyset.Page[Drawn]":
    """One page in the order of the deadlines."""
    return keyset.page(drawn(actor, listed(actor, now=now, late=late)), by=ORDER, data=data)
