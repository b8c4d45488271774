"""Keys of an institution: made once, handed from one holder to the next, renewed in epochs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from common import boxes
from vault.models import Grant, KeyBox, KeyPair, RecoveryBox, RecoveryStep
from vault.services import Keyring, Locked, newest

YEARLY = timedelta(days=365)


class Exists(Exception):
    """The key was made before."""


def epoch_of(owner: str) -> int:
    """The newest epoch; 0 where there is no key yet."""
    return KeyPair.objects.filter(owner=owner).aggregate(newest=Max("epoch"))["newest"] or 0


def holders_of(owner: str) -> set[str]:
    """Who holds the newest epoch."""
    boxes_of = KeyBox.objects.filter(owner=owner, epoch=epoch_of(owner))
    return set(boxes_of.values_list("recipient", flat=True))


@transaction.atomic
def make(*, owner: str, holders: Iterable[str], now: datetime) -> None:
    """Make the first epoch for at least two holders with key pairs. Raises `Exists`."""
    publics = newest(holders)
    if len(publics) < 2:
        raise ValueError("an institution's key is made for two holders at least")
    _lock(owner)
    if epoch_of(owner):
        raise Exists
    _epoch(owner, 1, publics, now)


def _lock(owner: str) -> None:
    # Two people may press at once: of an epoch there is one.
    list(KeyPair.objects.select_for_update().filter(owner=owner))


def _epoch(owner: str, epoch: int, publics: dict[str, tuple[int, bytes]], now: datetime) -> None:
    pair = boxes.keypair()
    KeyPair.objects.create(owner=owner, epoch=epoch, public=pair.public, since=now)
    KeyBox.objects.bulk_create(
        KeyBox(owner=owner, epoch=epoch, recipient=holder, box=boxes.seal_to(public, pair.private))
        for holder, (_, public) in publics.items()
    )


def hand_on(*, owner: str, to: str, keyring: Keyring) -> int:
    """Seal every epoch that the keyring holds to one more person. Returns how many are new to them.

    Raises `Locked` where the keyring holds none, or where the person has no key pair.
    """
    held = {epoch: private for (name, epoch), private in keyring.keys.items() if name == owner}
    public = newest([to]).get(to)
    if not held or public is None:
        raise Locked(owner)
    had = set(KeyBox.objects.filter(owner=owner, recipient=to).values_list("epoch", flat=True))
    KeyBox.objects.bulk_create(
        [
            KeyBox(owner=owner, epoch=epoch, recipient=to, box=boxes.seal_to(public[1], private))
            for epoch, private in held.items()
        ],
        ignore_conflicts=True,
    )
    return len(held.keys() - had)


@transaction.atomic
def new_epoch(*, owner: str, holders: Iterable[str], keyring: Keyring, now: datetime) -> int:
    """Begin a new epoch for those who hold the key now and still may; boxes of everybody else go.

    Whoever begins it must hold the newest epoch, or nothing could be rewrapped. Raises `Locked`.
    """
    _lock(owner)
    current = epoch_of(owner)
    if (owner, current) not in keyring.keys:
        raise Locked(owner)
    staying = set(holders) & holders_of(owner)
    publics = newest(staying)
    # Boxes of older epochs stay with whoever stays: a case filed this second may still be sealed to one.
    KeyBox.objects.filter(owner=owner).exclude(recipient__in=staying).delete()
    _forget_empty(owner, current)
    _epoch(owner, current + 1, publics, now)
    RecoveryBox.objects.filter(owner=owner).delete()  # made anew with the officers
    RecoveryStep.objects.filter(owner=owner).delete()
    return current + 1


def _forget_empty(owner: str, current: int) -> None:
    """Epochs before the current one that no grant names any more."""
    used = set(Grant.objects.filter(recipient=owner).values_list("epoch", flat=True).distinct())
    for epoch in range(1, current):
        if epoch not in used:
            KeyBox.objects.filter(owner=owner, epoch=epoch).delete()
            KeyPair.objects.filter(owner=owner, epoch=epoch).delete()


def is_due(owner: str, *, now: datetime) -> bool:
    """Whether a new epoch should begin: somebody who held the key left, or it is a year old."""
    newest_pair = KeyPair.objects.filter(owner=owner).order_by("-epoch").first()
    if newest_pair is None or newest_pair.since is None:
        return newest_pair is not None and newest_pair.is_due
    return newest_pair.is_due or newest_pair.since <= now - YEARLY


@transaction.atomic
def leave(*, owner: str, holder: str) -> bool:
    """Take an institution's key from somebody who left; False where nobody else holds it: then their box stays,
    sealed to a passphrase that only they know, because with it the key itself would go."""
    _lock(owner)
    if not holders_of(owner) - {holder}:
        return not KeyBox.objects.filter(owner=owner, recipient=holder).exists()
    if KeyBox.objects.filter(owner=owner, recipient=holder).delete()[0]:
        KeyPair.objects.filter(owner=owner, epoch=epoch_of(owner)).update(is_due=True)
    return True


def waiting(owner: str) -> int:
    """Grants still sealed to an older epoch."""
    return Grant.objects.filter(recipient=owner, epoch__lt=epoch_of(owner)).count()


@dataclass(frozen=True, slots=True)
class Batch:
    """What one stretch of rewrapping did."""

    done: int
    damaged: int
    last: tuple[int, int] | None  # epoch and grant looked at last: where the next stretch begins


def rewrap(*, owner: str, keyring: Keyring, after: tuple[int, int] | None = None, size: int = 1000) -> Batch:
    """Carry up to `size` grants over to the newest epoch: the key of the case stays, its wrapping changes.

    One transaction; a stretch that is broken off changes nothing and can be repeated. A box that does not open
    is left as it is and counted. Call it within the state. Raises `Locked` where the keyring holds no older epoch.
    """
    epoch, public = newest([owner])[owner]
    with transaction.atomic():
        rows = list(
            Grant.objects.select_for_update()
            .filter(_beyond(after), recipient=owner, epoch__lt=epoch)
            .order_by("epoch", "pk")[:size]
        )
        last = (rows[-1].epoch, rows[-1].pk) if rows else None
        done: list[Grant] = []
        for row in rows:
            private = keyring.keys.get((owner, row.epoch))
            if private is None:
                raise Locked(owner)
            try:
                secret = boxes.open_with(private, bytes(row.box))
            except boxes.Tampered:
                continue
            row.box, row.epoch = boxes.seal_to(public, secret), epoch
            done.append(row)
        Grant.objects.bulk_update(done, ["box", "epoch"], batch_size=500)
    return Batch(len(done), len(rows) - len(done), last)


def _beyond(after: tuple[int, int] | None) -> Q:
    if after is None:
        return Q()
    return Q(epoch=after[0], pk__gt=after[1]) | Q(epoch__gt=after[0])
