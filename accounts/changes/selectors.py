"""Reading changes: the public log, one state's, those that wait for a signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.actor import Actor
from accounts.changes.kinds import kind_of
from accounts.changes.models import Change, Changes

PAGE = 25
Place = tuple[datetime, UUID]
"""Where a page of the log begins: the change before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes, newest first, and where the pages beside it begin."""

    rows: list[Change]
    newer: Place | None
    older: Place | None


def page(changes: Changes, *, after: Place | None = None, before: Place | None = None) -> Page:
    """A page of changes by keyset: those after a place (older), or those just before it (newer)."""
    backwards = after is None and before is not None
    found = changes.newest()
    if after is not None:
        found = found.filter(_older(after))
    elif before is not None:
        found = changes.filter(~_older(before) & ~Q(pk=before[1])).order_by("proposed_at", "id")
    rows = list(found[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    first, last = (_place(rows[0]), _place(rows[-1])) if rows else (None, None)
    if backwards:
        return Page(rows, first if more else None, last)
    return Page(rows, first if after else None, last if more else None)


def public(state: str = "") -> Changes:
    """The public log, of one state or of all."""
    found = Change.objects.published()
    return found.filter(state=state) if state else found


def one(actor: Actor, pk: UUID) -> Change | None:
    return Change.objects.visible_to(actor).filter(pk=pk).first()


def waiting(actor: Actor) -> list[Change]:
    """What waits in the states this person sees, oldest first."""
    return list(Change.objects.visible_to(actor).waiting().order_by("proposed_at", "id"))


def to_sign(actor: Actor, changes: Iterable[Change] | None = None) -> list[Change]:
    """Those that this person may sign or refuse."""
    listed = [row for row in (waiting(actor) if changes is None else changes) if row.proposed_by != actor.id]
    signable = {
        row.pk
        for code in {row.kind for row in listed}
        for row in kind_of(code).confirmable(actor, [row for row in listed if row.kind == code])
    }
    return [row for row in listed if row.pk in signable]


def may_sign(actor: Actor, change: Change) -> bool:
    return change.proposed_by != actor.id and kind_of(change.kind).may_confirm(actor, change)


def history(state: str, kind: str, target: str | None = None) -> list[Change]:
    """The changes of one thing, newest first."""
    found = Change.objects.filter(state=state, kind=kind).newest()
    return list((found if target is None else found.filter(target=target))[:PAGE])


def _older(place: Place) -> Q:
    moment, pk = place
    return Q(proposed_at__lt=moment) | Q(proposed_at=moment, pk__lt=pk)


def _place(row: Change) -> Place:
    return row.proposed_at, row.pk
