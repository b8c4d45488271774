"""Somebody stops reading: what the institution handed to them goes at once, whatever becomes of their cases.

Which cases somebody who still reads may keep the keys of is for whoever knows cases to say: the topic
`reading_changed` asks them.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.keys import services
from accounts.keys.owners import keys_of, person
from accounts.models import Membership, User
from accounts.roles import Permission, Role, permissions_of
from record import services as record
from vault import institutions, people, unlocked
from vault.models import Grant

TOPIC = "reading_changed"
READING = frozenset(
    {Permission.READ_ASSIGNED, Permission.READ_ALL, Permission.READ_ORIGINAL, Permission.READ_IDENTITY}
)


def only_theirs(user: User) -> QuerySet[Grant]:
    """Grants of somebody whose keys nobody else of the institution holds. Within their state."""
    return Grant.objects.filter(recipient=person(user.pk)).exclude(Exists(of_others(user)))


def of_others(user: User) -> QuerySet[Grant]:
    """The same key as an active colleague holds it; for use inside a query of grants."""
    colleagues = User.objects.filter(institution=user.institution, is_active=True).exclude(pk=user.pk)
    names = [person(pk) for pk in colleagues.values_list("pk", flat=True)]
    return Grant.objects.filter(
        state=OuterRef("state"), subject=OuterRef("subject"), part=OuterRef("part"), recipient__in=names
    )


def withdraw_all(user: User) -> int:
    """Remove every grant of somebody who left, but for keys that nobody else of the institution holds. Returns how
    many stay, sealed to a passphrase only they know. Within their state."""
    held = Grant.objects.filter(recipient=person(user.pk))
    held.filter(Exists(of_others(user))).delete()
    return held.count()


def role_ended(*, user: User, on: date, by: str, now: datetime) -> None:
    """A role is over from a day on: what only it opened is withdrawn. Within their state."""
    roles = Membership.objects.on(on).filter(user=user).values_list("role", flat=True)
    allows = permissions_of(frozenset(Role(role) for role in roles))
    if not allows & READING:
        stop_reading(user=user, by=by, now=now)
        return
    if Permission.READ_ORIGINAL not in allows and user.institution and user.institution.is_independent:
        for owner in keys_of(user.institution).values():
            institutions.leave(owner=owner, holder=person(user.pk))
    unlocked.close(owner=person(user.pk))
    record.post(
        state=user.institution.state if user.institution else "",
        topic=TOPIC,
        subjects=[str(user.pk)],
        cause=now.isoformat(),
        at=now,
    )


def stop_reading(*, user: User, by: str, now: datetime) -> None:
    """Nothing of the institution opens for somebody any more. Within their state; nothing for who held nothing."""
    owner = person(user.pk)
    if people.pair_of(owner) is None and not people.sealed_to(owner):
        return
    withdraw_all(user)
    services.withdraw(user=user, by=by, now=now)


def user_of(subject: str) -> User:
    """Whom a row of `reading_changed` is about."""
    return User.objects.select_related("institution").get(pk=UUID(subject))
