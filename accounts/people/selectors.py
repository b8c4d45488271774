"""Reading staff: a page of them, one of them, invitations, and the changes about them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from accounts.actor import Actor
from accounts.changes import selectors as changes
from accounts.changes.models import Change, Changes
from accounts.models import Membership, User
from accounts.people import rules
from accounts.people.kinds import KINDS
from accounts.people.models import Invitation

PAGE = 25
LONGEST = 100  # waiting changes on a page; signing the oldest brings the others


@dataclass(frozen=True, slots=True)
class People:
    """Some of the staff in the order of their names, and where the next page begins."""

    rows: list[User]
    after: UUID | None


def people(by: Actor, *, after: UUID | None = None) -> People:
    """A page of staff by keyset, with the roles they hold today."""
    found = rules.visible_people(by).order_by("name_ar", "pk").prefetch_related(_held())
    if after is not None and (last := rules.visible_people(by).filter(pk=after).first()):
        found = found.filter(Q(name_ar__gt=last.name_ar) | Q(name_ar=last.name_ar, pk__gt=last.pk))
    rows = list(found[: PAGE + 1])
    return People(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def person(by: Actor, pk: UUID) -> User | None:
    """One of the staff, for who may know of them."""
    return rules.visible_people(by).filter(pk=pk).prefetch_related(_held()).first()


def _held() -> "Prefetch[str]":
    """Roles of today, as `held`."""
    today = Membership.objects.on(timezone.localdate()).order_by("role")
    return Prefetch("memberships", queryset=today, to_attr="held")


def invitations(by: Actor, *, before: datetime | None = None) -> list[Invitation]:
    """The newest first, one more than a page holds where there are more."""
    found = Invitation.objects.visible_to(by).select_related("institution").order_by("-invited_at", "-pk")
    return list((found.filter(invited_at__lt=before) if before else found)[: PAGE + 1])


def waiting(by: Actor) -> list[Change]:
    """What waits longest for a second signature about people of one's own."""
    return list(_about_people(by).waiting().order_by("proposed_at", "id")[:LONGEST])


def signable(by: Actor, listed: list[Change]) -> set[UUID]:
    """Those of them that this person may sign."""
    return {row.pk for row in changes.to_sign(by, listed)}


def history(
    by: Actor, *, person: UUID | None = None, after: changes.Place | None, before: changes.Place | None
) -> changes.Page:
    """What was changed about people, or one of them."""
    found = _about_people(by)
    found = found.filter(target__contains=f":{person}") if person else found
    return changes.page(found, after=after, before=before)


def _about_people(by: Actor) -> Changes:
    return Change.objects.visible_to(by).filter(rules.visible_targets(by), kind__in=KINDS)


def changes_of(by: Actor, pks: list[UUID]) -> list[Change]:
    """Those of the named changes that are about people of one's own."""
    return list(_about_people(by).filter(pk__in=pks))
