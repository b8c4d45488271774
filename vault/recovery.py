"""Two of three: an institution's private keys for the day when nobody opens their vault any more.

For each ordered pair of three officers the key is sealed to the second and that box to the first. One officer
opens the outer box, which leaves something the other one alone can open; nobody does both, and nobody outside
the three does either.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations

from django.db import transaction

from common import boxes
from vault.institutions import epoch_of
from vault.models import KeyBox, KeyPair, RecoveryBox, RecoveryStep
from vault.services import Keyring, Locked, newest

OFFICERS = 3
STEP_LASTS = timedelta(days=1)


@transaction.atomic
def entrust(*, owner: str, officers: Sequence[str], keyring: Keyring) -> None:
    """Seal every epoch the keyring holds to each two of three officers, in place of what was there.

    Raises `Locked` where the keyring does not hold the newest epoch, or an officer has no key pair.
    """
    publics = newest(officers)
    if len(set(officers)) != OFFICERS:
        raise ValueError("recovery takes three different officers")
    held = {epoch: private for (name, epoch), private in keyring.keys.items() if name == owner}
    if epoch_of(owner) not in held or len(publics) != OFFICERS:
        raise Locked(owner)
    RecoveryBox.objects.filter(owner=owner).delete()
    RecoveryStep.objects.filter(owner=owner).delete()
    RecoveryBox.objects.bulk_create(
        RecoveryBox(
            owner=owner,
            epoch=epoch,
            first=first,
            second=second,
            box=boxes.seal_to(publics[first][1], boxes.seal_to(publics[second][1], private)),
        )
        for epoch, private in held.items()
        for first, second in permutations(officers, 2)
    )


def officers_of(owner: str) -> set[str]:
    """Who can open the key two by two."""
    rows = RecoveryBox.objects.filter(owner=owner, epoch=epoch_of(owner))
    return set(rows.values_list("first", flat=True))


@transaction.atomic
def begin(*, owner: str, officer: str, recipient: str, keyring: Keyring, now: datetime) -> int:
    """One officer opens their box, for a named colleague; the other two can now complete it for a day.

    Raises `Locked`.
    """
    RecoveryStep.objects.filter(until__lte=now).delete()
    private = _own(officer, keyring)
    steps = [
        RecoveryStep(
            owner=owner,
            epoch=row.epoch,
            first=officer,
            second=row.second,
            recipient=recipient,
            until=now + STEP_LASTS,
            box=boxes.open_with(private, bytes(row.box)),
        )
        for row in RecoveryBox.objects.filter(owner=owner, first=officer)
    ]
    if not steps:
        raise Locked(owner)
    RecoveryStep.objects.bulk_create(steps, ignore_conflicts=True)
    return len(steps)


def open_to(officer: str, *, now: datetime) -> list[tuple[str, str]]:
    """Recoveries that this officer can complete: key and the colleague it is for."""
    rows = RecoveryStep.objects.filter(second=officer, until__gt=now)
    return sorted(set(rows.values_list("owner", "recipient")))


@transaction.atomic
def complete(*, owner: str, officer: str, recipient: str, keyring: Keyring, now: datetime) -> int:
    """The second officer opens what is left and seals the key to the colleague. Returns how many epochs.

    Raises `Locked`.
    """
    private, public = _own(officer, keyring), newest([recipient]).get(recipient)
    steps = RecoveryStep.objects.filter(owner=owner, recipient=recipient)
    mine = {row.epoch: row for row in steps.filter(second=officer, until__gt=now)}
    if not mine or public is None:
        raise Locked(owner)
    KeyBox.objects.bulk_create(
        [
            KeyBox(
                owner=owner,
                epoch=epoch,
                recipient=recipient,
                box=boxes.seal_to(public[1], boxes.open_with(private, bytes(row.box))),
            )
            for epoch, row in mine.items()
        ],
        ignore_conflicts=True,
    )
    steps.delete()
    return len(mine)


def proves(*, owner: str, first: str, second: str, keyrings: tuple[Keyring, Keyring]) -> bool:
    """Whether these two officers open every entrusted epoch: what comes out fits the published key."""
    rows = list(RecoveryBox.objects.filter(owner=owner, first=first, second=second))
    outer, inner = _own(first, keyrings[0]), _own(second, keyrings[1])
    publics = {row.epoch: bytes(row.public) for row in KeyPair.objects.filter(owner=owner)}
    try:
        opened = {row.epoch: boxes.open_with(inner, boxes.open_with(outer, bytes(row.box))) for row in rows}
    except boxes.Tampered:
        return False
    return epoch_of(owner) in opened and all(
        publics.get(epoch) == boxes.public_of(private) for epoch, private in opened.items()
    )


def _own(officer: str, keyring: Keyring) -> bytes:
    own = [private for (name, _), private in sorted(keyring.keys.items()) if name == officer]
    if not own:
        raise Locked(officer)
    return own[-1]
