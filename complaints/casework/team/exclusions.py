"""Exclusions as a list, and lifting one: who may, and what it gives back.

A ministry lifts what its own people excluded by hand; the independent body any exclusion by hand, and one by unit
once the person is no longer in line with a unit complained of. Nobody lifts their own: to them the case does not exist.
Keys are not given back here; whoever assigns hands them on from the page of keys.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.models import User
from common import keyset
from complaints import sealing
from complaints.casework.selectors import visible_to
from complaints.models import Allegation, Complaint, Exclusion

ORDER = ("-at", "-pk")
BY_HAND = "hand"


def listed(actor: Actor) -> QuerySet[Exclusion]:
    """Exclusions from cases that exist for the actor; a ministry sees those of its own people."""
    seen = visible_to(actor).values("complaint_id")
    rows = Exclusion.objects.filter(state=actor.state, complaint__in=seen)
    if actor.institution is None or not actor.institution.is_independent:
        rows = rows.filter(user__institution=actor.institution)
    return rows.select_related("user", "user__institution", "complaint")


def page(actor: Actor, *, data: Mapping[str, str]) -> keyset.Page[Exclusion]:
    """One page, the newest first."""
    return keyset.page(listed(actor), by=ORDER, data=data)


def authors(rows: list[Exclusion]) -> dict[str, User]:
    """Who excluded by hand, by their opaque ids."""
    wanted = [UUID(row.by.removeprefix("user:")) for row in rows if row.by.startswith("user:")]
    return {f"user:{user.pk}": user for user in User.objects.filter(pk__in=wanted)}


def may_lift(actor: Actor, row: Exclusion, authors: Mapping[str, User]) -> bool:
    """Whether it is this institution's to lift, before the question whether the person is still in line."""
    if actor.institution is None:
        return False
    if actor.institution.is_independent:
        return True
    author = authors.get(row.by)
    return row.ground == BY_HAND and author is not None and author.institution_id == actor.institution.pk


def liftable(actor: Actor, case: Complaint) -> list[User]:
    """The people whose exclusion from a case the actor's institution may lift now."""
    rows = list(listed(actor).filter(complaint=case).order_by("user__email"))
    known = authors(rows)
    found = [row for row in rows if may_lift(actor, row, known)]
    if all(row.ground == BY_HAND for row in found):
        return [row.user for row in found]
    units = Allegation.objects.filter(complaint=case, unit__isnull=False).values_list("unit_id", flat=True)
    in_line = set(sealing.in_line_with([unit for unit in units if unit]))
    return [row.user for row in found if row.ground == BY_HAND or row.user_id not in in_line]
