"""Use cases of staff: invite, send again, revoke, accept; propose, remove, close, reopen, renew.

Invitations stand in the chain of the state's settings, as the changes do; see accounts.changes.services.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import actor
from accounts.actor import Actor, Refused
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.changes.models import Change
from accounts.models import Institution, Membership, User
from accounts.people import rules
from accounts.people.kinds import target_of
from accounts.people.models import Invitation, Standing
from accounts.roles import Role
from common import tenancy
from record import services as record

LASTS = timedelta(hours=72)
TOKEN = 32  # random bytes
FOUNDED = "opening"  # who signs beside the regional administrator: the recorded opening of the state


class AlreadyInvited(Exception):
    """The address has an invitation to this institution that can be sent again."""


class Worthless(Exception):
    """The link opens nothing any more; `standing` says why, None for a link nobody was ever given."""

    def __init__(self, standing: Standing | None) -> None:
        super().__init__(standing)
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the secret of its link, which exists here and in the letter alone."""

    invitation: Invitation
    token: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves when they accept."""

    name_ar: str
    name_en: str
    language: str
    password: str


def invite(*, email: str, at: Institution, roles: list[Role], by: Actor, now: datetime) -> Invited:
    """Ask somebody to open an account. Raises `Refused` and `AlreadyInvited`.

    That the address has an account elsewhere is not told: the letter goes out all the same.
    """
    founding = rules.may_found(by, roles, at)
    if not founding and not (roles and all(rules.may_propose(by, role, at) for role in roles)):
        raise Refused("invite")
    token = secrets.token_urlsafe(TOKEN)
    row = Invitation(
        state=at.state,
        institution=at,
        email=email.strip().lower(),
        roles=[role.value for role in roles],
        digest=digest(token),
        valid_until=now + LASTS,
        invited_by=by.id,
        invited_at=now,
    )
    try:
        with tenancy.within(at.state):
            row.save(force_insert=True)
            _record(row, "invited", by.id, now)
    except IntegrityError as error:
        raise AlreadyInvited from error
    return Invited(row, token)


def send_again(*, invitation: UUID, by: Actor, now: datetime) -> Invited:
    """A new link for the same invitation; the earlier one dies. Raises `Refused` and `Worthless`."""
    token = secrets.token_urlsafe(TOKEN)
    row = _kept(invitation, by)
    with tenancy.within(row.state):
        row = _unanswered(row, now)
        row.digest, row.valid_until, row.is_sent = digest(token), now + LASTS, False
        row.save(update_fields=["digest", "valid_until", "is_sent"])
        _record(row, "invitation_sent_again", by.id, now)
    return Invited(row, token)


def revoke(*, invitation: UUID, by: Actor, now: datetime) -> None:
    """Take an invitation back before it is accepted. Raises `Refused` and `Worthless`."""
    row = _kept(invitation, by)
    with tenancy.within(row.state):
        row = _unanswered(row, now)
        row.revoked_by, row.revoked_at = by.id, now
        row.save(update_fields=["revoked_by", "revoked_at"])
        _record(row, "invitation_revoked", by.id, now)


def sent(*, invitation: UUID, by: Actor) -> None:
    """The letter left the house."""
    Invitation.objects.visible_to(by).filter(pk=invitation).update(is_sent=True)


def invited(*, token: str, now: datetime) -> Invitation:
    """The invitation of a link. Raises `Worthless`."""
    found = Invitation.objects.filter(digest=digest(token)).select_related("institution").first()
    if found is None:
        raise Worthless(None)
    if found.standing(now) != Standing.OPEN:
        raise Worthless(found.standing(now))
    return found


def accept(*, token: str, newcomer: Newcomer, now: datetime) -> User:
    """Open the account and propose its roles. Raises `Worthless`, also where the address has an account."""
    # Slow on purpose, and therefore before the lock.
    hashed = make_password(newcomer.password)
    row = invited(token=token, now=now)
    with tenancy.within(row.state):
        row = Invitation.objects.select_for_update().get(pk=row.pk)
        if row.standing(now) != Standing.OPEN or has_account(row.email):
            raise Worthless(Standing.ACCEPTED)
        user = _open_account(row, newcomer, hashed, now)
        row.accepted_by, row.accepted_at = f"user:{user.pk}", now
        row.save(update_fields=["accepted_by", "accepted_at"])
        _record(row, "invitation_accepted", row.accepted_by, now)
    _propose_roles(row, user, now)
    return user


def has_account(email: str) -> bool:
    return User.objects.get_queryset().filter(email__iexact=email).exists()


def _open_account(row: Invitation, newcomer: Newcomer, hashed: str, now: datetime) -> User:
    user = User.objects.create(
        email=row.email,
        password=hashed,
        name_ar=newcomer.name_ar,
        name_en=newcomer.name_en,
        language=newcomer.language,
        institution=row.institution,
        date_joined=now,
    )
    # The link was in a letter to this address.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _propose_roles(row: Invitation, user: User, now: datetime) -> None:
    """In the name of whoever invited, as far as they still may; the rest is proposed by hand."""
    inviter = (
        User.objects.get_queryset().filter(pk=row.invited_by.removeprefix("user:"), is_active=True).first()
    )
    if inviter is None:
        return
    by, roles = actor.staff(inviter), [Role(role) for role in row.roles]
    if rules.may_found(by, roles, row.institution):
        _found(row, user, by, now)
        return
    for role in roles:
        try:
            with transaction.atomic():
                give(person=user, role=role, reason=_("Proposed with the invitation."), by=by, now=now)
        except (Refused, Unacceptable):
            continue


def _found(row: Invitation, user: User, by: Actor, now: datetime) -> None:
    """One of a state's first two administrators: nobody there could sign beside the regional one yet."""
    with tenancy.within(row.state):
        Membership.objects.create(
            user=user,
            role=Role.ADMINISTRATOR,
            since=changes.today_in(row.state, now),
            granted_by=by.id,
            confirmed_by=f"{FOUNDED}:{row.state}",
        )
        _record(row, "first_administrator", by.id, now)


# --- changes about people ---------------------------------------------------------------------------


def give(*, person: User, role: Role, reason: str, by: Actor, now: datetime) -> Change:
    """Propose a role; somebody else gives it by signing. Raises what `changes.propose` does."""
    return _change("role", person, target_of(person, role), {"held": True}, reason, by, now)


def take(*, person: User, role: Role, reason: str, by: Actor, now: datetime) -> Change:
    """Remove a role at once."""
    return _change("role", person, target_of(person, role), {"held": False}, reason, by, now)


def close(*, person: User, reason: str, by: Actor, now: datetime) -> Change:
    """Close an account at once: no session, no role, no sign-in. Nobody closes their own."""
    if by.user_id == person.pk:
        raise Refused("close")
    return _change("account", person, target_of(person), {"open": False}, reason, by, now)


def reopen(*, person: User, reason: str, by: Actor, now: datetime) -> Change:
    """Propose to open a closed account again, without roles."""
    return _change("account", person, target_of(person), {"open": True}, reason, by, now)


def renew(*, person: User, reason: str, by: Actor, now: datetime) -> Change:
    """Propose to take the second step of somebody who lost theirs."""
    return _change("second_step", person, target_of(person), {"renewed": True}, reason, by, now)


def _change(
    kind: str, person: User, target: str, after: dict[str, bool], reason: str, by: Actor, now: datetime
) -> Change:
    state = person.institution.state if person.institution else ""
    return changes.propose(kind=kind, state=state, target=target, after=after, reason=reason, by=by, now=now)


# --- inside -----------------------------------------------------------------------------------------


def digest(token: str) -> str:
    """A link has 256 random bits: a plain hash says nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _kept(invitation: UUID, by: Actor) -> Invitation:
    found = Invitation.objects.visible_to(by).filter(pk=invitation).select_related("institution").first()
    if found is None or not (rules.keeps(by, found.institution) or found.invited_by == by.id):
        raise Refused(str(invitation))
    return found


def _unanswered(row: Invitation, now: datetime) -> Invitation:
    locked = Invitation.objects.select_for_update().get(pk=row.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Worthless(locked.standing(now))
    return locked


def _record(row: Invitation, what: str, by: str, now: datetime) -> None:
    record.write(
        state=row.state,
        stream=changes.stream_of(row.state),
        what=what,
        by=by,
        at=now,
        details={"invitation": str(row.pk), "institution": str(row.institution_id), "roles": list(row.roles)},
    )
