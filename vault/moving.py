"""Keys of a case that goes to somebody whose public key came from elsewhere: sealed there, stored here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from common import boxes
from vault.models import Grant, KeyPair
from vault.services import CaseKey


@dataclass(frozen=True, slots=True)
class Sealed:
    """The key of one compartment, sealed to one recipient; which name that recipient has is said where it is
    stored."""

    part: str
    recipient: str
    box: bytes = field(repr=False)


def seal_new(
    *, state: str, subject: UUID, parts: Mapping[str, Mapping[str, bytes]]
) -> tuple[dict[str, CaseKey], list[Sealed]]:
    """New keys for the compartments of a case in `state`, each sealed to public keys by their recipients' names."""
    keys = {part: CaseKey(state, subject, part, boxes.new_key()) for part in parts}
    sealed = [
        Sealed(part, recipient, boxes.seal_to(public, keys[part].secret))
        for part, recipients in parts.items()
        for recipient, public in recipients.items()
    ]
    return keys, sealed


def store(*, state: str, subject: UUID, sealed: Iterable[Sealed], epochs: Mapping[str, int]) -> None:
    """Make sealed keys grants. `epochs` says which key pair of each recipient they were sealed to."""
    Grant.objects.bulk_create(
        Grant(
            state=state,
            subject=subject,
            part=one.part,
            recipient=one.recipient,
            epoch=epochs[one.recipient],
            box=one.box,
        )
        for one in sealed
    )


def epoch_with(owner: str, public: bytes) -> int | None:
    """Which epoch of somebody's key pairs has this public half."""
    row = KeyPair.objects.filter(owner=owner, public=public).first()
    return row.epoch if row else None


def enrol_public(*, owner: str, public: bytes) -> None:
    """Publish the public half of a key whose private half is nobody's here: that of a receipt code."""
    KeyPair.objects.create(owner=owner, public=public)
