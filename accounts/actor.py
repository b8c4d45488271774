"""Who acts: one value that services take as `by`, made once at each door."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from accounts.models import Delegation, Institution, User
from accounts.roles import Permission, Role, permissions_of
from accounts.scopes import Scope, allowed_by
from vault import services as vault


class Kind(StrEnum):
    STAFF = "staff"
    RECEIPT = "receipt"  # somebody who holds a case's code
    CITIZEN = "citizen"  # somebody with an account of their own, who works nowhere here
    TOKEN = "token"  # noqa: S105  # an institution's own system, which is nobody in particular and holds no key
    SYSTEM = "system"


class Refused(Exception):
    """The actor may not do this. Doors answer 404 for what must not be known, 403 otherwise."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts, with what they may do and the keys they hold now."""

    kind: Kind
    id: str  # opaque: user:…, receipt:…, token:…, system
    state: str = ""
    user_id: UUID | None = None
    institution: Institution | None = None
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Scope] = frozenset()  # of a token
    case: UUID | None = None  # the one case a receipt opens
    stands_for: frozenset[UUID] = frozenset()  # colleagues on leave whose cases they hold meanwhile
    keyring: vault.Keyring = field(default=vault.NO_KEYS, repr=False, compare=False)

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles) | allowed_by(self.scopes)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def holds(self, assignee: UUID | None) -> bool:
        """Whether a case assigned to this person is the actor's to work on: their own, or a colleague's on leave.

        A token works beside whoever holds a case, and on none that nobody holds.
        """
        if self.kind is Kind.TOKEN:
            return assignee is not None
        return assignee is not None and (assignee == self.user_id or assignee in self.stands_for)


SYSTEM = Actor(kind=Kind.SYSTEM, id="system")


def require(by: Actor, permission: Permission) -> None:
    """Raises `Refused` unless the actor's roles allow it."""
    if not by.may(permission):
        raise Refused(permission)


def unlock_key() -> bytes | None:
    """What opens a member of staff's vault without asking: in the demo only, and every desk page says so."""
    return bytes.fromhex(settings.DEMO_VAULT_KEY) if settings.DEMO and settings.DEMO_VAULT_KEY else None


def staff(user: User, *, opened: Callable[[], bytes | None] = vault.closed) -> Actor:
    """The actor behind a signed-in account; `opened` yields the unlock key of a vault opened in their browser."""
    today = timezone.localdate()
    institution = user.institution
    absent = Delegation.objects.on(today).filter(to=OuterRef("user"), user__institution=institution)
    held = list(
        user.memberships.on(today).annotate(stands_for=ArraySubquery(absent.order_by().values("user_id")))
    )
    return Actor(
        kind=Kind.STAFF,
        id=f"user:{user.pk}",
        state=institution.state if institution else "",
        user_id=user.pk,
        institution=institution,
        roles=frozenset(Role(row.role) for row in held),
        stands_for=frozenset(getattr(held[0], "stands_for", ())) if held else frozenset(),
        keyring=vault.keyring_of(f"user:{user.pk}", unlock=unlock_key(), opened=opened),
    )


def citizen(user: User, *, opened: Callable[[], bytes | None] = vault.closed) -> Actor:
    """Somebody signed in to an account of their own; `opened` yields what their password unlocked."""
    owner = f"user:{user.pk}"
    return Actor(kind=Kind.CITIZEN, id=owner, user_id=user.pk, keyring=vault.keyring_of(owner, opened=opened))


def receipt(*, state: str, case: UUID, seed: bytes) -> Actor:
    """The actor who typed a case's code."""
    owner = f"receipt:{case}"
    return Actor(
        kind=Kind.RECEIPT, id=owner, state=state, case=case, keyring=vault.keyring_from_seed(owner, seed)
    )


def token(*, pk: UUID, institution: Institution, scopes: frozenset[Scope]) -> Actor:
    """The actor behind a token of an institution's own system."""
    return Actor(
        kind=Kind.TOKEN, id=f"token:{pk}", state=institution.state, institution=institution, scopes=scopes
    )
