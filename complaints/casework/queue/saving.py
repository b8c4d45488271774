"""Searches kept under a name, for oneself or for the whole desk, and telling their owners that a case arrived."""

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from accounts.actor import Actor, Refused, require, staff
from accounts.models import State
from accounts.roles import Permission
from common import tenancy
from complaints.casework.queue import filters
from complaints.casework.queue.finding import Search
from complaints.models import Docket, Notice, SavedSearch

MOST = 50  # searches of one person
AT_ONCE = 100  # new cases that one look at one search tells of
WHAT = "saved_search"


class TooMany(Exception):
    """Somebody has as many searches as one person can have."""


def saved_for(actor: Actor) -> QuerySet[SavedSearch]:
    """One's own searches, and those that colleagues of the institution share."""
    if actor.institution is None or not actor.may(Permission.QUEUE):
        return SavedSearch.objects.none()
    shared = Q(institution=actor.institution, is_shared=True)
    rows = SavedSearch.objects.filter(Q(user=actor.user_id) | shared, state=actor.state)
    return rows.order_by("name", "pk")


def save(*, name: str, asked: str, is_shared: bool, alerts: bool, by: Actor) -> SavedSearch:
    """Keep filters under a name; those kept under it before are replaced. Raises `Refused`, `TooMany`."""
    require(by, Permission.QUEUE)
    if by.user_id is None:
        raise Refused("search")
    with tenancy.within(by.state):
        own = SavedSearch.objects.filter(state=by.state, user=by.user_id)
        if not own.filter(name=name).exists() and own.count() >= MOST:
            raise TooMany
        values = {
            "institution": by.institution,
            "filters": asked,
            "is_shared": is_shared,
            "alerts": alerts,
            "looked_to": _newest(by),  # what arrives from now on is news
        }
        return own.update_or_create(state=by.state, user_id=by.user_id, name=name, defaults=values)[0]


def forget(*, pk: int, by: Actor) -> bool:
    """Remove one of one's own searches. False where there is none."""
    with tenancy.within(by.state):
        own = SavedSearch.objects.filter(state=by.state, user=by.user_id, pk=pk)
        return bool(own.delete()[0])


def _newest(actor: Actor) -> int:
    rows = Docket.objects.filter(state=actor.state, institution=actor.institution)
    return rows.aggregate(newest=Max("pk"))["newest"] or 0


def alert(state: State, *, now: datetime) -> int:
    """Tell whoever asked for it that a case that fits arrived. The notice names the case and no filter.

    Within the state; safe to repeat. Returns how many notices were written.
    """
    asked = SavedSearch.objects.filter(state=state.code, alerts=True, user__is_active=True)
    return sum(_look(row, now) for row in asked.select_related("user__institution").order_by("pk"))


def _look(row: SavedSearch, now: datetime) -> int:
    actor = staff(row.user)
    newest = _newest(actor)
    if newest <= row.looked_to or actor.institution != row.institution:
        return 0
    _form, wanted, _kept = filters.read(row.filters)
    found = Search(actor, wanted, now).beyond(row.looked_to, AT_ONCE)
    Notice.objects.bulk_create(
        [
            Notice(
                state=row.state,
                complaint_id=case,
                user_id=row.user_id,
                what=WHAT,
                cause=f"{WHAT}:{pk}",  # told once, however many searches it fits
                at=now,
            )
            for case, pk in found
        ],
        ignore_conflicts=True,
    )
    SavedSearch.objects.filter(pk=row.pk).update(looked_to=newest)
    return len(found)
