"""Institutions of other installations: their cards added by one person, compared and confirmed by a second one."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.actor import Actor, Refused, require
from accounts.keys.selectors import mark
from accounts.roles import Permission
from common import tenancy
from complaints.models import Partner
from complaints.transfers import package, signing
from complaints.transfers.package import CARD, Fault, NotTaken
from complaints.transfers.parcel import dump, raw
from record import services as record


def fingerprint(row: Partner) -> str:
    """Five groups of digits for all three keys of a card, to be compared by telephone."""
    return mark(bytes(row.content_key) + bytes(row.identity_key) + bytes(row.signing_key))


def fingerprint_of(card: bytes) -> str:
    """The same of a card that was made here."""
    told = package.parsed(card, of=CARD, other=Fault.NOT_A_CARD)
    return mark(raw(told["content_key"]) + raw(told["identity_key"]) + raw(told["signing_key"]))


def add(*, card: bytes, by: Actor, now: datetime) -> Partner:
    """Add an institution by its card; one that was not confirmed gives way to it. Raises `NotTaken`, `Refused`."""
    require(by, Permission.HEAD)
    body, told = by.institution, _read(card, by)
    if body is None or not body.is_independent:
        raise Refused("partner")
    with tenancy.within(by.state):
        Partner.objects.visible_to(by).filter(code=told["institution"], confirmed_at=None).delete()
        if Partner.objects.visible_to(by).filter(code=told["institution"], ended_at=None).exists():
            raise NotTaken(Fault.KNOWN_CARD)
        row = Partner.objects.create(
            state=by.state,
            institution=body,
            code=told["institution"],
            their_state=told["state"],
            name_ar=told["name_ar"],
            name_en=told["name_en"],
            site=told["site"],
            content_key=raw(told["content_key"]),
            identity_key=raw(told["identity_key"]),
            signing_key=raw(told["signing_key"]),
            added_at=now,
            added_by=by.id,
        )
        _record("partner_added", row, by, now)
    return row


def _read(card: bytes, by: Actor) -> dict[str, Any]:
    """A card proves that whoever made it holds the signing key in it; whose it is, a telephone call does."""
    told = package.parsed(card, of=CARD, other=Fault.NOT_A_CARD)
    unsigned = {name: value for name, value in told.items() if name != "signature"}
    if not signing.is_signed(
        package.CONTEXT + dump(unsigned), signature=raw(told["signature"]), public=raw(told["signing_key"])
    ):
        raise NotTaken(Fault.SIGNATURE)
    if by.institution is not None and told["institution"] == by.institution.code:
        raise NotTaken(Fault.OWN_CARD)
    return told


def confirm(*, partner: UUID, compared: str, by: Actor, now: datetime) -> None:
    """A second person compared the fingerprint. Raises `Refused` for the first one, and where the card is another
    one than was compared."""
    require(by, Permission.INDEPENDENT)
    with tenancy.within(by.state):
        row = Partner.objects.visible_to(by).select_for_update().get(pk=partner)
        if row.added_by == by.id or row.confirmed_at or row.ended_at or fingerprint(row) != compared:
            raise Refused("confirm")
        row.confirmed_at, row.confirmed_by = now, by.id
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        _record("partner_confirmed", row, by, now)


def end(*, partner: UUID, by: Actor, now: datetime) -> None:
    """Nothing goes there any more, and nothing from there is believed. What was sent stays sent."""
    require(by, Permission.HEAD)
    with tenancy.within(by.state):
        row = Partner.objects.visible_to(by).select_for_update().get(pk=partner)
        if row.ended_at:
            raise Refused("end")
        row.ended_at, row.ended_by = now, by.id
        row.save(update_fields=["ended_at", "ended_by"])
        _record("partner_ended", row, by, now)


def _record(what: str, row: Partner, by: Actor, now: datetime) -> None:
    keys = bytes(row.content_key) + bytes(row.identity_key) + bytes(row.signing_key)
    record.write(
        state=row.state,
        stream=f"settings:{row.state}",
        what=what,
        by=by.id,
        at=now,
        details={"partner": row.code, "of": row.their_state, "keys": hashlib.sha256(keys).hexdigest()},
    )
