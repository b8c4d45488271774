"""What people do with keys: enrol, hand on, make, renew, recover. Each leaves an entry in the `access` stream."""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from accounts.actor import Actor, Refused
from accounts.keys import selectors, strength
from accounts.keys.owners import keys_of, person
from accounts.models import Institution, User
from common import tenancy
from record import services as record
from vault import institutions, people, recovery, unlocked
from vault import services as vault

STRETCH = 5.0  # seconds of rewrapping in one request
BATCH = 1000  # grants in one transaction


class NotEnough(Exception):
    """A body's keys are made when two of its readers have vaults, one of them whoever makes the keys."""


def stream(institution: Institution) -> str:
    """Where the record keeps what is done with an institution's keys."""
    return f"access:{institution.code}"


def tell(what: str, *, by: Actor, now: datetime, **details: record.Detail) -> None:
    """One entry about keys of the actor's institution."""
    if by.institution is None:
        raise Refused(what)
    record.write(state=by.state, stream=stream(by.institution), what=what, by=by.id, at=now, details=details)


# --- one's own vault ----------------------------------------------------------------------------


def enrol(*, user: User, passphrase: str, by: Actor, now: datetime) -> bytes:
    """Make one's own key pair. Returns the unlock key. Raises `ValidationError`, `vault.people.Enrolled`."""
    _own(user, by)
    strength.check(passphrase, user=user)
    with tenancy.within(by.state):
        unlock = people.enrol(owner=by.id, passphrase=passphrase, now=now)
        tell("vault_enrolled", by=by, now=now)
    return unlock


def change_passphrase(*, user: User, old: str, new: str, by: Actor, now: datetime) -> None:
    """Another passphrase for the same key. Raises `ValidationError`, `vault.people.WrongPassphrase`."""
    _own(user, by)
    strength.check(new, user=user)
    with tenancy.within(by.state):
        people.change(owner=by.id, old=old, new=new)
        tell("passphrase_changed", by=by, now=now)


def start_over(*, user: User, passphrase: str, by: Actor, now: datetime) -> bytes:
    """A new key pair in place of one whose passphrase is lost; its owner waits for keys from then on."""
    _own(user, by)
    strength.check(passphrase, user=user)
    with tenancy.within(by.state):
        unlock = people.start_over(owner=by.id, passphrase=passphrase, now=now)
        tell("vault_started_over", by=by, now=now)
    return unlock


def _own(user: User, by: Actor) -> None:
    if by.user_id != user.pk or not selectors.may_enrol(by):
        raise Refused("vault")


# --- an independent body's keys -----------------------------------------------------------------


def make_keys(*, by: Actor, now: datetime) -> int:
    """Make the keys of one's body for all its readers who have vaults. Returns for how many.

    Raises `NotEnough`, `vault.Locked` while one's own vault is closed, `vault.institutions.Exists`.
    """
    body = _body(by)
    _open(by)
    ready = {holder.user.pk for holder in selectors.holders(body, by) if holder.is_enrolled}
    if len(ready) < selectors.NEEDED or by.user_id not in ready:
        raise NotEnough
    holders = sorted(person(pk) for pk in ready)
    with tenancy.within(by.state):
        for owner in keys_of(body).values():
            institutions.make(owner=owner, holders=holders, now=now)
        tell("keys_made", by=by, now=now, holders=holders)
    return len(holders)


class Changed(Exception):
    """The colleague's key pair is not the one that was looked at."""


def hand_on(*, to: User, mark: str, by: Actor, now: datetime) -> list[str]:
    """Give a waiting colleague the keys that one may give. Returns which.

    `mark` is that of the key pair which was looked at: a pair made in between is somebody's second try, or
    somebody else's. Raises `Changed`, `Refused` where there is nothing to give, `vault.Locked` while closed.
    """
    body = _body(by)
    waiting = next((one for one in selectors.holders(body, by) if one.user.pk == to.pk), None)
    if waiting is None or not waiting.may_be_given or to.pk == by.user_id:
        raise Refused("hand_on")
    if waiting.mark != mark:
        raise Changed
    with tenancy.within(by.state):
        for purpose in waiting.may_be_given:
            institutions.hand_on(owner=keys_of(body)[purpose], to=person(to.pk), keyring=by.keyring)
        tell("keys_handed_on", by=by, now=now, to=person(to.pk), keys=list(waiting.may_be_given))
    return list(waiting.may_be_given)


def may_renew(by: Actor) -> bool:
    """Whoever may hand on both keys may begin new epochs of them."""
    if by.institution is None or not by.institution.is_independent:
        return False
    has = {purpose: institutions.holders_of(owner) for purpose, owner in keys_of(by.institution).items()}
    return len(selectors.may_give(by.institution, by, has)) == len(has)


def renew(*, by: Actor, now: datetime) -> None:
    """Begin a new epoch of the body's keys, for its present readers. Rewrapping follows in stretches.

    Raises `Refused`, `vault.Locked`.
    """
    body = _body(by)
    if not may_renew(by):
        raise Refused("renew")
    staying = [person(user.pk) for user in selectors.readers_of(body)]
    with tenancy.within(by.state):
        epochs = [
            institutions.new_epoch(owner=owner, holders=staying, keyring=by.keyring, now=now)
            for owner in keys_of(body).values()
        ]
        tell("keys_renewed", by=by, now=now, epochs=[str(epoch) for epoch in epochs])


def rewrap(*, by: Actor, seconds: float = STRETCH, keyring: vault.Keyring | None = None) -> int:
    """Carry grants over to the newest epochs for some seconds. Returns how many were carried.

    In transactions of `BATCH`: broken off anywhere, what was carried stays and the rest waits. Raises `Locked`.
    """
    body, held = _body(by), keyring or by.keyring
    end, done = monotonic() + seconds, 0
    for owner in keys_of(body).values():
        after: tuple[int, int] | None = None
        while monotonic() < end:
            with tenancy.within(by.state):
                batch = institutions.rewrap(owner=owner, keyring=held, after=after, size=BATCH)
            done, after = done + batch.done, batch.last
            if batch.last is None:
                break
    return done


def entrust(*, officers: Sequence[User], by: Actor, now: datetime) -> None:
    """Name the three officers of whom any two recover the body's keys. Raises `Refused`, `vault.Locked`."""
    body = _body(by)
    allowed = {user.pk for user in selectors.possible_officers(body)}
    chosen = {user.pk for user in officers}
    if not may_renew(by) or len(chosen) != recovery.OFFICERS or not chosen <= allowed:
        raise Refused("entrust")
    names = sorted(person(pk) for pk in chosen)
    with tenancy.within(by.state):
        for owner in keys_of(body).values():
            recovery.entrust(owner=owner, officers=names, keyring=by.keyring)
        tell("recovery_entrusted", by=by, now=now, officers=names)


def begin_recovery(*, to: User, by: Actor, now: datetime) -> None:
    """The first of two officers opens their half for a reader who lacks the keys. Raises `Refused`, `Locked`."""
    body = _recovers(to, by)
    with tenancy.within(by.state):
        for owner in keys_of(body).values():
            recovery.begin(owner=owner, officer=by.id, recipient=person(to.pk), keyring=by.keyring, now=now)
        tell("recovery_begun", by=by, now=now, to=person(to.pk))


def complete_recovery(*, to: User, by: Actor, now: datetime) -> None:
    """The second officer hands the keys to the reader. Raises `Refused`, `Locked`."""
    body = _recovers(to, by)
    with tenancy.within(by.state):
        for owner in keys_of(body).values():
            recovery.complete(
                owner=owner, officer=by.id, recipient=person(to.pk), keyring=by.keyring, now=now
            )
        tell("recovery_completed", by=by, now=now, to=person(to.pk))


def _recovers(to: User, by: Actor) -> Institution:
    body = _body(by)
    lacking = next((one for one in selectors.holders(body, by) if one.user.pk == to.pk), None)
    officers = set.intersection(*(recovery.officers_of(owner) for owner in keys_of(body).values()))
    if lacking is None or not lacking.lacks or by.id not in officers:
        raise Refused("recover")
    return body


def _body(by: Actor) -> Institution:
    if by.institution is None or not by.institution.is_independent:
        raise Refused("keys")
    return by.institution


def _open(by: Actor) -> None:
    if not by.keyring.keys:
        raise vault.Locked("vault")


# --- leaving ------------------------------------------------------------------------------------


def withdraw(*, user: User, by: str, now: datetime) -> None:
    """Take the institution's keys from somebody who left, for the opaque id `by`. Their own pair goes too where
    nothing is left that only they could open. Within their state."""
    institution, owner = user.institution, person(user.pk)
    if institution is None:
        return
    # Every key is left, whatever the first one said.
    gone = [institutions.leave(owner=key, holder=owner) for key in keys_of(institution).values()]
    kept = people.sealed_to(owner)
    if not kept:
        people.give_up(owner)
    unlocked.close(owner=owner)
    record.write(
        state=institution.state,
        stream=stream(institution),
        what="keys_withdrawn",
        by=by,
        at=now,
        details={"of": owner, "all": all(gone) and not kept, "kept": kept},
    )
