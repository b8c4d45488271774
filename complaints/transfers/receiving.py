"""Taking in a case that came from another state's institution: its national institution leads, and nobody else
has it.

A case that went to another institution here keeps its code: the code leads on to the new file, and to the old one
through it. One that came as a package is found by the public half of its code's key, which the package brought.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts import selectors as accounts
from accounts.answering import SupervisedService
from accounts.models import Institution
from common import receipts, storage
from common.calendar import WorkCalendar
from complaints import clocks, routing, sealing, tallies
from complaints.bodies import bodies_of
from complaints.facts import facts_of
from complaints.models import (
    Allegation,
    Arrival,
    Clock,
    Complaint,
    Docket,
    Evidence,
    Person,
    Receipt,
    Text,
)
from complaints.transfers.parcel import INSTITUTION, RECEIPT, Parcel, raw, sealed_keys, subject
from complaints.vocabulary import Channel, Mode, Part, Standing
from record import services as record
from vault import moving

ROUTE = "1"
"""The rule by which it is led here: another state than the one it was sent to (docs/domain.md, question 1)."""
_DATES = frozenset({"happened_from", "happened_until"})


class WrongRecipient(Exception):
    """The parcel is sealed to a key that this institution has never had, or has no more."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a case comes from, as it is kept."""

    state: str
    code: str
    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Arriving:
    """What comes and from whom. `files` are the encrypted bytes by the name they lay under there; None where they
    lie on this disk. `came_of` is the reference of the old file, where the code opens that here as well."""

    package: UUID
    parcel: Parcel
    sender: Sender
    files: Mapping[str, bytes] | None = None
    came_of: str = ""


def receive(*, arriving: Arriving, into: Institution, by: str, now: datetime) -> Complaint:
    """Make it a case of this institution, inside its state's context. Nothing of it is opened.

    Raises `WrongRecipient`, `storage.Gone` and `storage.NoRoom`.
    """
    parcel, epochs = arriving.parcel, _epochs(arriving.parcel, into)
    case = _case(arriving, now)
    _route(case, parcel)
    case.led_first = into.kind
    case.save(force_insert=True)
    _keys(case, parcel, into, epochs)
    allegations = Allegation.objects.bulk_create(
        Allegation(state=case.state, complaint=case, **one) for one in parcel["allegations"]
    )
    _texts(case, arriving)
    _people(case, parcel)
    files, left = _files(case, arriving)
    running = _begin(case, into, allegations, now)
    tallies.change({}, tallies.of(tallies.Facts(case, into.code, tuple(allegations), tuple(running))))
    _arrival(case, arriving, into, left, by, now)
    _record(case, arriving, into, files, by, now)
    return case


def _epochs(parcel: Parcel, into: Institution) -> dict[str, int]:
    wanted = {"content_key": sealing.content_key(into), "identity_key": sealing.identity_key(into)}
    found = {owner: moving.epoch_with(owner, raw(parcel[name])) for name, owner in wanted.items()}
    if parcel["to"]["institution"] != into.code or None in found.values():
        raise WrongRecipient
    return {owner: epoch for owner, epoch in found.items() if epoch is not None}


def _case(arriving: Arriving, now: datetime) -> Complaint:
    parcel, into = arriving.parcel, arriving.parcel["to"]["state"]
    calendar = accounts.calendar(accounts.state(into))
    nameless = parcel["mode"] == Mode.ANONYMOUS
    facts = {
        name: date.fromisoformat(value) if name in _DATES and value else value
        for name, value in parcel["facts"].items()
    }
    known = SupervisedService.objects.filter(state=into, service=facts["service"]).exists()
    facts["service"] = facts["service"] if known else ""
    return Complaint(
        **facts,
        id=subject(parcel),
        state=into,
        reference=receipts.new_reference(into),
        submission=hashlib.sha256(b"transferred" + arriving.package.bytes).digest(),
        mode=parcel["mode"],
        channel=Channel.OTHER,
        came_of=arriving.came_of,
        filed_on=calendar.local_date(now),
        filed_at=None if nameless else now,
        stage_since=clocks.coarse(now) if nameless else now,
    )


def _route(case: Complaint, parcel: Parcel) -> None:
    """Who leads is settled by whom it was sealed to; whether it is grave, by the rules of the state it came to."""
    facts = facts_of(
        case,
        categories={one["category"] for one in parcel["allegations"]},
        bodies=bodies_of(case.state),
        grave_route=accounts.state(case.state).grave_route,
    )
    case.route, case.is_grave = ROUTE, routing.route(facts).grave


def _keys(case: Complaint, parcel: Parcel, into: Institution, epochs: dict[str, int]) -> None:
    own, public = sealing.receipt(case.pk), raw(parcel["receipt"])
    moving.enrol_public(owner=own, public=public)
    names = {RECEIPT: own, INSTITUTION: sealing.content_key(into)}
    moving.store(
        state=case.state,
        subject=case.pk,
        sealed=sealed_keys(parcel, names=names, identity=sealing.identity_key(into)),
        epochs={own: 1, **epochs},
    )
    pepper = bytes.fromhex(settings.RECEIPT_PEPPER)
    lookup = receipts.lookup_of_key(public, pepper=pepper)
    Receipt.objects.update_or_create(lookup=lookup, defaults={"state": case.state, "case": case.pk})


def _texts(case: Complaint, arriving: Arriving) -> None:
    """Numbered anew, without gaps; what somebody there wrote bears the sender's name as its author."""
    Text.objects.bulk_create(
        Text(
            id=UUID(one["id"]),
            state=case.state,
            complaint=case,
            number=number,
            kind=one["kind"],
            part=Part.ORIGINAL,
            body=raw(one["box"]),
            by=sealing.receipt(case.pk) if one["own"] else f"institution:{arriving.sender.code}",
            at=datetime.fromisoformat(one["at"]),
        )
        for number, one in enumerate(arriving.parcel["texts"], start=1)
    )


def _people(case: Complaint, parcel: Parcel) -> None:
    Person.objects.bulk_create(
        Person(
            state=case.state,
            complaint=case,
            role=one["role"],
            gender=one["gender"],
            is_child=one["is_child"],
            identity=raw(one["box"]),
        )
        for one in parcel["people"]
    )


def _files(case: Complaint, arriving: Arriving) -> tuple[list[str], int]:
    """Rows of the files that came along, and how many did not. What the record keeps of each: id and SHA-256."""
    told: list[str] = []
    left = 0
    for one in arriving.parcel["files"]:
        if arriving.files is not None and one["blob"] not in arriving.files:
            left += 1
            continue
        name = (
            storage.copy(one["blob"]) if arriving.files is None else storage.put(arriving.files[one["blob"]])
        )
        storage.keep(name)
        transaction.on_commit(lambda name=name: storage.release(name))  # type: ignore[misc]
        row = Evidence(id=UUID(one["id"]), state=case.state, complaint=case, number=len(told) + 1)
        row.kind, row.name, row.size, row.sealed = one["kind"], name, one["size"], raw(one["box"])
        row.by, row.at = sealing.receipt(case.pk), datetime.fromisoformat(one["at"])
        row.save(force_insert=True)
        told.append(f"{row.pk}:{hashlib.sha256(storage.encrypted(name)).hexdigest()}")
    return told, left


def _begin(case: Complaint, into: Institution, allegations: list[Allegation], now: datetime) -> list[Clock]:
    """Its clocks begin here when it arrives, whatever ran there."""
    calendar: WorkCalendar = accounts.calendar(accounts.state(case.state))
    exact = now if case.stage_since != now else None
    kinds = clocks.of_filing(case.matter, {row.category for row in allegations}, overseen=True)
    running = clocks.begin(case, kinds, lead=into, calendar=calendar, now=case.stage_since, exact=exact)
    Docket(
        state=case.state,
        complaint=case,
        institution=into,
        standing=Standing.LEAD,
        sort_due=clocks.next_due(running),
        since=case.stage_since,
    ).repeat(case, allegations).save(force_insert=True)
    return running


def _arrival(
    case: Complaint, arriving: Arriving, into: Institution, left: int, by: str, now: datetime
) -> None:
    sender = arriving.sender
    Arrival.objects.create(
        state=case.state,
        complaint=case,
        package=arriving.package,
        institution=into,
        from_state=sender.state,
        from_code=sender.code,
        name_ar=sender.name_ar,
        name_en=sender.name_en,
        their_reference=arriving.parcel["reference"],
        filed_on=date.fromisoformat(arriving.parcel["filed_on"]),
        files_left=left,
        at=case.moment(now),
        by=by,
    )


def _record(
    case: Complaint, arriving: Arriving, into: Institution, files: list[str], by: str, now: datetime
) -> None:
    entry = record.write(
        state=case.state,
        stream=case.stream,
        what="transferred_in",
        by=by,
        at=case.moment(now),
        details={
            "route": case.route,
            "lead": into.code,
            "mode": case.mode,
            "matter": case.matter,
            "of": arriving.sender.code,
            "package": str(arriving.package),
            **({"files": files} if files else {}),
        },
    )
    record.post(
        state=case.state,
        topic="notify",
        subjects=[f"{case.pk}|transferred_in|{entry.pk}"],
        cause=str(entry.pk),
        at=case.moment(now),
    )
