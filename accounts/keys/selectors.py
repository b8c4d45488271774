"""Who holds which key, and who waits for one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.keys.owners import CONTENT, IDENTITY, content_key, keys_of, person
from accounts.models import Institution, InstitutionKind, Membership, User
from accounts.roles import PERMISSIONS, Permission, Role
from vault import institutions, recovery
from vault import services as vault
from vault.models import KeyPair

READERS = tuple(role for role, allows in PERMISSIONS.items() if Permission.READ_ORIGINAL in allows)
"""Roles whose people hold an independent body's two keys."""
WITHOUT_VAULT = frozenset({Role.ADMINISTRATOR, Role.REGIONAL_ADMINISTRATOR, Role.ANALYST})
"""Roles that never hold a key, and by themselves enrol none."""
NEEDED = 2  # people who must be enrolled before a body's keys are made


def may_enrol(by: Actor) -> bool:
    """Whether this person's roles ever have to do with keys: as a reader, or as a recovery officer."""
    return by.institution is not None and bool(by.roles - WITHOUT_VAULT)


def readers_of(institution: Institution) -> list[User]:
    """The body's active people whose role reads original texts."""
    ids = accounts.staff_with(READERS, [institution.pk])
    return list(User.objects.filter(pk__in=ids).order_by("email"))


def mark(public: bytes) -> str:
    """Five groups of digits that two people can compare by telephone: the same key, the same digits."""
    number = int.from_bytes(hashlib.sha256(b"mark 1\x00" + public).digest()[:11], "big") % 10**25
    text = f"{number:025d}"
    return " ".join(text[start : start + 5] for start in range(0, 25, 5))


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody of an institution with the keys they hold and lack."""

    user: User
    roles: tuple[str, ...]
    is_enrolled: bool
    since: datetime | None
    mark: str
    lacks: tuple[str, ...]  # purposes; nothing where not enrolled
    may_be_given: tuple[str, ...] = ()  # by whoever asked


def holders(institution: Institution, by: Actor) -> list[Holder]:
    """The readers of a body, each with what they lack and what `by` could hand them. Constant statements."""
    people = readers_of(institution)
    pairs = _pairs(user.pk for user in people)
    roles = _roles(user.pk for user in people)
    has = {purpose: institutions.holders_of(key) for purpose, key in keys_of(institution).items()}
    gives = set(may_give(institution, by, has))
    found = []
    for user in people:
        pair = pairs.get(person(user.pk))
        lacks = tuple(purpose for purpose, held in has.items() if pair and person(user.pk) not in held)
        found.append(
            Holder(
                user=user,
                roles=tuple(roles.get(user.pk, ())),
                is_enrolled=pair is not None,
                since=pair.since if pair else None,
                mark=mark(bytes(pair.public)) if pair else "",
                lacks=lacks,
                may_be_given=tuple(one for one in lacks if one in gives),
            )
        )
    return found


def may_give(institution: Institution, by: Actor, has: dict[str, set[str]]) -> list[str]:
    """Which of the body's keys somebody may hand on by their role: a head both; a reviewer the key of texts,
    and that of identities where no head holds it."""
    if by.institution != institution or not by.may(Permission.READ_ORIGINAL):
        return []
    heads = {person(pk) for pk in accounts.staff_with([Role.NHRI_HEAD], [institution.pk])}
    without_head = not heads & has.get(IDENTITY, set())
    gives = [CONTENT, IDENTITY] if by.may(Permission.HEAD) or without_head else [CONTENT]
    return [purpose for purpose in gives if by.id in has.get(purpose, set())]


def _pairs(users: Iterable[UUID]) -> dict[str, KeyPair]:
    rows = KeyPair.objects.filter(owner__in=[person(user) for user in users]).order_by("epoch")
    return {row.owner: row for row in rows}


def _roles(users: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Membership.objects.on(timezone.localdate()).filter(user__in=list(users)).order_by("pk")
    for user, role in rows.values_list("user_id", "role"):
        found.setdefault(user, []).append(str(Role(role).label))
    return found


def has_keys(institution: Institution) -> bool:
    """Whether a body's keys exist. Before that, what is filed could be read by nobody there."""
    return institution.pk not in without_keys([institution])


def without_keys(bodies: Iterable[Institution]) -> frozenset[UUID]:
    """Those to whom nothing can be sealed: independent bodies and prosecutions whose keys nobody made yet.

    A ministry has none of its own: its people hold each case's. One query for all of them.
    """
    needed = {body.pk: _needed(body) for body in bodies}
    made = vault.with_keys(key for keys in needed.values() for key in keys)
    return frozenset(body for body, keys in needed.items() if not made.issuperset(keys))


def _needed(body: Institution) -> list[str]:
    if body.kind == InstitutionKind.PROSECUTION:
        return [content_key(body)]
    return list(keys_of(body).values())


@dataclass(frozen=True, slots=True)
class KeyState:
    """One of a body's keys, as the page of the vault tells of it."""

    purpose: str
    owner: str
    epoch: int
    holders: int
    waiting: int  # grants still sealed to an older epoch
    officers: int
    is_due: bool


def keys(institution: Institution, *, now: datetime) -> list[KeyState]:
    """The body's keys, once they are made. Within its state."""
    return [
        KeyState(
            purpose,
            owner,
            institutions.epoch_of(owner),
            len(institutions.holders_of(owner)),
            institutions.waiting(owner),
            len(recovery.officers_of(owner)),
            institutions.is_due(owner, now=now),
        )
        for purpose, owner in keys_of(institution).items()
    ]


def possible_officers(institution: Institution) -> list[User]:
    """People of a body who may be recovery officers: enrolled, active, and no administrator."""
    roles = [role for role in Role if role not in WITHOUT_VAULT]
    staff = set(accounts.staff_with(roles, [institution.pk]))
    staff -= set(accounts.staff_with(WITHOUT_VAULT, [institution.pk]))
    enrolled = set(_pairs(staff))
    people = User.objects.filter(pk__in=staff).order_by("email")
    return [user for user in people if person(user.pk) in enrolled]


def named(owners: Iterable[str]) -> list[User]:
    """The people behind opaque names."""
    ids = [UUID(owner.removeprefix("user:")) for owner in owners]
    return list(User.objects.filter(pk__in=ids).order_by("email"))


def colleague(by: Actor, pk: UUID) -> User | None:
    """An active member of one's own institution: nobody else's people are found by an address."""
    if by.institution is None:
        return None
    return User.objects.filter(pk=pk, institution=by.institution, is_active=True).first()
