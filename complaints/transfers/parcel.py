"""What goes along with a case: its words, names and files under keys that only the receiving institution opens.

Made in the complainant's own visit, because only then everything is open, and made of what they agreed to: nothing
that was written later is in it. A parcel is plain JSON; each word in it is a box (docs/adr/0022).
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from complaints import clocks, sealing
from complaints.models import Allegation, Complaint, Evidence, Person, Text
from complaints.vocabulary import Mode, Part, PersonRole
from vault import moving
from vault import services as vault

RECEIPT, INSTITUTION = "receipt", "institution"
TAKEN = (Text.Kind.NARRATIVE, Text.Kind.WISH, Text.Kind.FROM_COMPLAINANT, Text.Kind.TO_COMPLAINANT)
# Without the identity neither the complainant nor the person concerned goes along by name.
OWN_PEOPLE = (PersonRole.COMPLAINANT, PersonRole.CONCERNED)
FACTS = (
    *(
        "matter",
        "assistance_kind",
        "source",
        "gender",
        "language",
        "circumstances",
        "relationship",
        "consent",
    ),
    *("no_consent", "people_concerned", "place_type", "happened_from", "happened_until", "happened_how"),
    *("service", "is_danger", "is_held"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """An institution to which something can be sealed: the public halves of its two keys."""

    code: str
    state: str
    content: bytes = field(repr=False)
    identity: bytes = field(repr=False)


Parcel = dict[str, Any]


def pack(
    *, case: Complaint, opened: sealing.Opened, to: Address, with_identity: bool, now: datetime
) -> Parcel:
    """Seal what a complainant agreed to. Raises `vault.Locked` where a part of it is not open."""
    arrives_as = uuid4()
    named = with_identity and case.mode != Mode.ANONYMOUS
    receipt = vault.newest([sealing.receipt(case.pk)])[sealing.receipt(case.pk)][1]
    keys, sealed = moving.seal_new(
        state=to.state,
        subject=arrives_as,
        parts={
            Part.IDENTITY: {RECEIPT: receipt, INSTITUTION: to.identity},
            Part.ORIGINAL: {RECEIPT: receipt, INSTITUTION: to.content},
            Part.RELEASED: {RECEIPT: receipt, INSTITUTION: to.content},
        },
    )
    texts = Text.objects.filter(complaint=case, kind__in=TAKEN).order_by("number")
    people = Person.objects.filter(complaint=case).order_by("pk")
    if not named:
        people = people.exclude(role__in=OWN_PEOPLE)
    return {
        "case": str(arrives_as),
        "to": {"institution": to.code, "state": to.state},
        "content_key": _written(to.content),
        "identity_key": _written(to.identity),
        "receipt": _written(receipt),
        "reference": case.reference,
        "filed_on": case.filed_on.isoformat(),
        # A name goes to the national institution alone: it is not for a ministry to lead on it.
        "mode": (Mode.CONFIDENTIAL if named else Mode.ANONYMOUS).value,
        "facts": {name: _plain(getattr(case, name)) for name in FACTS},
        "allegations": [
            {"category": row.category, "ill_treatment": row.ill_treatment}
            for row in Allegation.objects.filter(complaint=case).order_by("pk")
        ],
        "keys": [{"part": one.part, "for": one.recipient, "box": _written(one.box)} for one in sealed],
        "texts": [_text(row, case, opened, keys[Part.ORIGINAL], coarse=not named) for row in texts],
        "people": [_person(row, opened, keys[Part.IDENTITY]) for row in people],
        "files": _files(case, opened, keys[Part.ORIGINAL], coarse=not named),
        "sealed_at": (clocks.coarse(now) if not named else now).isoformat(),
    }


def _text(row: Text, case: Complaint, opened: sealing.Opened, key: vault.CaseKey, *, coarse: bool) -> Parcel:
    number = uuid4()
    words = opened.of(row).unseal(f"text:{row.pk}", row.body)
    return {
        "id": str(number),
        "kind": row.kind,
        "at": (clocks.coarse(row.at) if coarse else row.at).isoformat(),
        "own": row.by == sealing.receipt(case.pk),
        "box": _written(key.seal(f"text:{number}", words)),
    }


def _person(row: Person, opened: sealing.Opened, key: vault.CaseKey) -> Parcel:
    words = opened.key(Part.IDENTITY).unseal(row.role, row.identity)
    return {
        "role": row.role,
        "gender": row.gender,
        "is_child": row.is_child,
        "box": _written(key.seal(row.role, words)),
    }


def _files(case: Complaint, opened: sealing.Opened, key: vault.CaseKey, *, coarse: bool) -> list[Parcel]:
    """What is on disk stays as it is; only what opens it is sealed anew."""
    rows = Evidence.objects.filter(complaint=case).order_by("number")
    return [_file(row, opened, key, coarse=coarse) for row in rows]


def _file(row: Evidence, opened: sealing.Opened, key: vault.CaseKey, *, coarse: bool) -> Parcel:
    number = uuid4()
    told = json.loads(opened.key(Part.ORIGINAL).unseal(f"file:{row.pk}", row.sealed))
    told.setdefault("bound", row.name)  # the bytes open under the name they were written under
    return {
        "id": str(number),
        "kind": row.kind,
        "at": (clocks.coarse(row.at) if coarse else row.at).isoformat(),
        "blob": row.name,
        "size": row.size,
        "box": _written(key.seal(f"file:{number}", json.dumps(told, ensure_ascii=False))),
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _written(raw: bytes) -> str:
    return b64encode(raw).decode()


def raw(written: str) -> bytes:
    """The bytes of a box as a parcel writes them."""
    return b64decode(written, validate=True)


# --- as bytes -----------------------------------------------------------------------------------------


def dump(parcel: Parcel) -> bytes:
    """One spelling of a parcel, so that equal parcels have equal hashes."""
    return json.dumps(parcel, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def load(stored: bytes | memoryview) -> Parcel:
    """A parcel that was stored here."""
    parcel: Parcel = json.loads(bytes(stored))
    return parcel


def sealed_keys(parcel: Parcel, *, names: dict[str, str], identity: str) -> Iterable[moving.Sealed]:
    """The keys of a parcel under the names their holders have here; `identity` is the institution's own for names."""
    for one in parcel["keys"]:
        by_institution = one["for"] == INSTITUTION
        holder = identity if by_institution and one["part"] == Part.IDENTITY else names[one["for"]]
        yield moving.Sealed(one["part"], holder, raw(one["box"]))


def subject(parcel: Parcel) -> UUID:
    """The id the case gets where it arrives."""
    return UUID(parcel["case"])
