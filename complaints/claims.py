"""Keeping complaints in one's own account: sealed so that only the account's password opens the list.

Adding needs the public half of the account's key alone, so that a receipt is kept by one press; reading needs
the private half, which the password unwraps (accounts.keys.unlocking). Source: ADR 18.
"""

import json
from dataclasses import dataclass, field
from uuid import UUID

from accounts.actor import Actor, Kind, Refused
from common import boxes, tenancy
from complaints import codes
from complaints.models import Claim, Complaint
from complaints.vocabulary import Mode
from vault import people
from vault.services import Locked

LIMIT = 50
"""Lines in one list."""
LABEL = 60
"""Characters of a label; with a code they fit one step of padding in any script."""


class Full(Exception):
    """The list has its fifty lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One opened line of a list."""

    pk: UUID
    code: str = field(repr=False)
    label: str = field(repr=False)


def add(*, code: str, label: str = "", by: Actor) -> None:
    """Put a receipt code on one's list. Raises `Full`, `Refused`.

    Whether it stands there already cannot be seen without the password; `lines` shows each code once.
    """
    pair = people.pair_of(by.id)
    if by.kind is not Kind.CITIZEN or pair is None:
        raise Refused("add")
    if Claim.objects.visible_to(by).count() >= LIMIT:
        raise Full
    claim = Claim(pair=pair)
    _seal(claim, code, label, by)
    claim.save(force_insert=True)


def _seal(claim: Claim, code: str, label: str, by: Actor) -> None:
    secret = boxes.new_key()
    words = json.dumps([code, label[:LABEL]], ensure_ascii=False).encode()
    claim.key = boxes.seal_to(bytes(claim.pair.public), secret)
    claim.box = boxes.seal(words, key=secret, context=_place(claim, by), pad_to=boxes.IDENTITY_STEP)


def _place(claim: Claim, by: Actor) -> tuple[str, ...]:
    return (str(claim.pk), "claim", "1", by.id)


def lines(*, by: Actor) -> list[Line]:
    """One's list, each code once. Raises `vault.services.Locked` while the password was not typed."""
    if not by.keyring.keys:
        raise Locked("claims")
    private = by.keyring.keys[max(by.keyring.keys)]
    found: dict[str, Line] = {}
    for claim in Claim.objects.visible_to(by).order_by("pk"):
        line = _opened(claim, private, by)
        known = found.get(line.code) if line else None
        if line and (known is None or (line.label and not known.label)):
            found[line.code] = line
    return list(found.values())


def _opened(claim: Claim, private: bytes, by: Actor) -> Line | None:
    try:
        secret = boxes.open_with(private, bytes(claim.key))
        code, label = json.loads(boxes.unseal(bytes(claim.box), key=secret, context=_place(claim, by)))
    except boxes.Tampered:
        return None
    return Line(claim.pk, code, label)


def relabel(*, line: UUID, label: str, by: Actor) -> None:
    """Give a line another label. Raises `Locked`, `Refused` for a line that is not one's own."""
    known = _own(line, by)
    claim = Claim.objects.visible_to(by).select_related("pair").get(pk=known.pk)
    _seal(claim, known.code, label, by)
    claim.save(update_fields=["key", "box"])


def remove(*, line: UUID, by: Actor) -> None:
    """Take a complaint off the list, wherever it stands twice. The complaint stays. Raises as `relabel`."""
    code = _own(line, by).code
    private = by.keyring.keys[max(by.keyring.keys)]
    same = [
        claim.pk
        for claim in Claim.objects.visible_to(by)
        if (one := _opened(claim, private, by)) and one.code == code
    ]
    Claim.objects.visible_to(by).filter(pk__in=same).delete()


def _own(line: UUID, by: Actor) -> Line:
    known = next((one for one in lines(by=by) if one.pk == line), None)
    if known is None:
        raise Refused("claim")
    return known


def is_nameless(code: str) -> bool:
    """Whether a code's complaint was sent without a name: an account that identifies should not keep it."""
    row = codes.rows_of([code]).get(code)
    if row is None:
        return False
    with tenancy.within(row.state):
        return Complaint.objects.filter(pk=row.case, mode=Mode.ANONYMOUS).exists()
