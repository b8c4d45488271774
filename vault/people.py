"""A person's own key pair: made with a passphrase, opened with it, wrapped anew, given up."""

from datetime import datetime

from django.db import transaction

from common import boxes
from vault import passphrases
from vault.models import Grant, KeyBox, KeyPair, Opening, RecoveryBox, RecoveryStep
from vault.passphrases import Derivation


class WrongPassphrase(Exception):
    """It does not open this vault."""


class Enrolled(Exception):
    """There is a key pair already; a second one would orphan what the first one opens."""


def pair_of(owner: str) -> KeyPair | None:
    """Somebody's key pair; there is one at a time."""
    return KeyPair.objects.filter(owner=owner).order_by("-epoch").first()


def enrol(*, owner: str, passphrase: str, now: datetime, epoch: int = 1) -> bytes:
    """Make somebody's key pair under a passphrase. Returns the unlock key. Raises `Enrolled`."""
    pair, how = boxes.keypair(), passphrases.fresh()
    unlock = passphrases.unlock_key(passphrase, how)
    row = KeyPair(owner=owner, epoch=epoch, public=pair.public, since=now)
    _wrap(row, pair.private, unlock, how)
    with transaction.atomic():
        if not _only(row):
            raise Enrolled
        row.save(force_insert=True)
    return unlock


def _only(row: KeyPair) -> bool:
    return not KeyPair.objects.filter(owner=row.owner).exists()


def _wrap(row: KeyPair, private: bytes, unlock: bytes, how: Derivation) -> None:
    row.wrapped = boxes.wrap(private, key=unlock, context=(row.owner,))
    row.kdf_suite, row.kdf_passes, row.kdf_memory = how.suite, how.passes, how.memory
    row.kdf_salt = how.salt


def unlock_key(*, owner: str, passphrase: str) -> bytes:
    """The key that opens somebody's vault. Raises `WrongPassphrase`, also where there is no vault."""
    row = pair_of(owner)
    if row is None or not row.kdf_suite:
        raise WrongPassphrase
    how = Derivation(row.kdf_passes, row.kdf_memory, bytes(row.kdf_salt), row.kdf_suite)
    unlock = passphrases.unlock_key(passphrase, how)
    try:
        boxes.unwrap(bytes(row.wrapped), key=unlock, context=(owner,))
    except boxes.Tampered:
        raise WrongPassphrase from None
    return unlock


@transaction.atomic
def change(*, owner: str, old: str, new: str) -> None:
    """Wrap the same private key under another passphrase; every open browser is closed."""
    unlock = unlock_key(owner=owner, passphrase=old)
    row = KeyPair.objects.select_for_update().get(owner=owner)
    private = boxes.unwrap(bytes(row.wrapped), key=unlock, context=(owner,))
    how = passphrases.fresh()
    _wrap(row, private, passphrases.unlock_key(new, how), how)
    row.save()
    Opening.objects.filter(owner=owner).delete()


@transaction.atomic
def start_over(*, owner: str, passphrase: str, now: datetime) -> bytes:
    """Give up a key pair nobody can open any more and make another one.

    What was sealed to the old one stays closed to it for ever: its boxes go, and its owner waits until somebody
    hands keys on again. Grants on cases are seen in their state alone, so call it within that.
    """
    old = KeyPair.objects.select_for_update().filter(owner=owner).order_by("-epoch").first()
    epoch = old.epoch + 1 if old else 1
    give_up(owner)
    return enrol(owner=owner, passphrase=passphrase, now=now, epoch=epoch)


def sealed_to(owner: str) -> int:
    """How many boxes and grants are sealed to somebody. Within their state."""
    return KeyBox.objects.filter(recipient=owner).count() + Grant.objects.filter(recipient=owner).count()


def give_up(owner: str) -> int:
    """Remove somebody's key pair and all that was sealed to it. Returns how many boxes and grants went."""
    gone = KeyBox.objects.filter(recipient=owner).delete()[0]
    gone += Grant.objects.filter(recipient=owner).delete()[0]
    for place in ("first", "second"):
        RecoveryBox.objects.filter(**{place: owner}).delete()
    RecoveryStep.objects.filter(recipient=owner).delete()
    RecoveryStep.objects.filter(second=owner).delete()
    Opening.objects.filter(owner=owner).delete()
    KeyPair.objects.filter(owner=owner).delete()
    return gone
