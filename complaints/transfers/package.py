"""A case as one file for another installation: version 1 of the format, sealed to one institution and signed.

JSON in one spelling: what is signed is the file itself without its signature. In clear it says who sends it to
whom and when; everything about the case is in `body`, sealed to the receiving institution's content key. Source:
docs/adr/0022, where each field is described.
"""

import json
from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from common import boxes, storage
from complaints import sealing
from complaints.models import Arrival, Complaint, Partner, Text
from complaints.transfers import schema, signing
from complaints.transfers.parcel import INSTITUTION, Parcel, dump, raw
from complaints.transfers.receiving import Arriving, Sender
from complaints.vocabulary import Part
from vault import services as vault

FORMAT, VERSION = "complaint-transfer", 1
CARD = "complaint-transfer-card"
LARGEST = 64 * 1024 * 1024
"""Bytes of a package that are read at all."""
FILES = 32 * 1024 * 1024
"""Bytes of encrypted files that go along in one package; what does not fit is named and stays."""
CONTEXT = b"complaint transfer 1\x00"


class Fault(TextChoices):
    """Why a package or a card is not taken."""

    TOO_LARGE = "too_large", _("The file is larger than 64 MB. Packages are smaller.")
    NOT_JSON = "not_json", _("The file cannot be read. It is not a package, or it was cut short on the way.")
    NOT_OURS = "not_ours", _("The file is something else: not a package of a case.")
    NOT_A_CARD = "not_a_card", _("The file is something else: not the card of an institution.")
    OLD = (
        "old",
        _("The package was made by an older version that is not read any more. It must be made again there."),
    )
    NEW = (
        "new",
        _("The package was made by a newer version than this site. This site must be updated to read it."),
    )
    SHAPE = "shape", _("The package is not as it should be. Fields that are wrong: %(fields)s")
    UNKNOWN = (
        "unknown",
        _("The sender is not known here. Its card must be added, and confirmed by a second person, first."),
    )
    UNCONFIRMED = (
        "unconfirmed",
        _("The sender’s card was added and not confirmed yet. A second person must compare its fingerprint."),
    )
    SIGNATURE = (
        "signature",
        _("The signature is not the sender’s: the file was changed, or somebody else made it."),
    )
    RECIPIENT = "recipient", _("The package is meant for another institution. Nobody here can open it.")
    OTHER_KEY = (
        "other_key",
        _(
            "The package is sealed to a key that your institution does not hold. It must be made again with your card."
        ),
    )
    DAMAGED = (
        "damaged",
        _("What is sealed in the package cannot be opened: it was damaged or put together wrongly."),
    )
    REPEATED = "repeated", _("The package was taken in before. The case is here: %(reference)s")
    KNOWN_CARD = (
        "known_card",
        _("A card of this institution is in use. It must be ended before another one takes its place."),
    )
    OWN_CARD = "own_card", _("This is the card of your own institution.")


class NotTaken(Exception):
    """Nothing of the file was taken. `fault` says why; `words` fill its sentence."""

    def __init__(self, fault: Fault, **words: str) -> None:
        super().__init__(fault.value)
        self.fault, self.words = fault, words

    @property
    def sentence(self) -> str:
        return str(self.fault.label) % self.words


# --- making -------------------------------------------------------------------------------------------


def make(*, parcel: Parcel, to: Partner, by: Actor, now: datetime) -> bytes:
    """The signed package. Raises `vault.Locked` where the signing key is not open, `storage.Gone`."""
    body = by.institution
    assert body is not None  # noqa: S101  # the workflow asked
    public = signing.make(by=by, now=now)
    key, content = boxes.new_key(), bytes(to.content_key)
    number = uuid4()
    inside = dump({"parcel": parcel, "files": _contents(parcel)})
    sealed = boxes.seal(inside, key=key, context=(str(number), FORMAT, str(VERSION)), pad_to=boxes.TEXT_STEP)
    envelope: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "package": str(number),
        "made_at": now.isoformat(),
        "from": {
            "institution": body.code,
            "state": body.state,
            "name_ar": body.name_ar,
            "name_en": body.name_en,
            "signing_key": _written(public),
        },
        "to": {"institution": to.code, "state": to.their_state, "content_key": _written(content)},
        "key": _written(boxes.seal_to(content, key)),
        "body": _written(sealed),
    }
    return _signed(envelope, by)


def _contents(parcel: Parcel) -> dict[str, str]:
    """The encrypted files in their order, as long as they fit."""
    found: dict[str, str] = {}
    room = FILES
    for one in parcel["files"]:
        if one["size"] <= room:
            found[one["blob"]] = _written(storage.encrypted(one["blob"]))
            room -= one["size"]
    return found


def card(*, by: Actor, site: str, now: datetime) -> bytes:
    """What another installation needs to know to send here and to believe what comes from here: public keys, and
    nothing secret. Raises `vault.Locked` where the signing key must be made and is not open."""
    body = by.institution
    assert body is not None  # noqa: S101  # the door asked
    public = signing.make(by=by, now=now)
    owners = sealing.content_key(body), sealing.identity_key(body)
    publics = vault.newest(owners)
    envelope = {
        "format": CARD,
        "version": VERSION,
        "institution": body.code,
        "state": body.state,
        "name_ar": body.name_ar,
        "name_en": body.name_en,
        "site": site,
        "content_key": _written(publics[owners[0]][1]),
        "identity_key": _written(publics[owners[1]][1]),
        "signing_key": _written(public),
    }
    return _signed(envelope, by)


def _signed(envelope: dict[str, Any], by: Actor) -> bytes:
    signature = signing.sign(CONTEXT + dump(envelope), by=by)
    return dump({**envelope, "signature": _written(signature)})


def _written(raw_bytes: bytes) -> str:
    return b64encode(raw_bytes).decode()


# --- reading ------------------------------------------------------------------------------------------


def read(content: bytes, *, by: Actor) -> Arriving:
    """The case in a package, every box of it tried. Raises `NotTaken`, and `vault.Locked` where the actor's vault
    is closed: whether a package is whole shows only on opening it."""
    envelope = parsed(content, of=FORMAT, other=Fault.NOT_OURS)
    partner = _sender(envelope, by)
    unsigned = {name: value for name, value in envelope.items() if name != "signature"}
    if not signing.is_signed(
        CONTEXT + dump(unsigned),
        signature=raw(envelope["signature"]),
        public=bytes(partner.signing_key),
    ):
        raise NotTaken(Fault.SIGNATURE)
    _is_for(envelope, by)
    inside = _open(envelope, by)
    parcel = _checked(inside)
    _try(parcel, by)
    _not_repeated(envelope, parcel)
    sender = Sender(partner.their_state, partner.code, partner.name_ar, partner.name_en)
    try:
        files = {name: raw(written) for name, written in inside["files"].items()}
    except (ValueError, AttributeError):
        raise NotTaken(Fault.DAMAGED) from None
    return Arriving(UUID(envelope["package"]), parcel, sender, files)


def parsed(content: bytes, *, of: str, other: Fault) -> dict[str, Any]:
    """The envelope of a file, of a version that is read here and of the right shape. Raises `NotTaken`."""
    if len(content) > LARGEST:
        raise NotTaken(Fault.TOO_LARGE)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise NotTaken(Fault.NOT_JSON) from None
    if not isinstance(found, dict) or found.get("format") != of:
        raise NotTaken(other)
    version = found.get("version")
    if isinstance(version, int) and version != VERSION:
        raise NotTaken(Fault.OLD if version < VERSION else Fault.NEW)
    if wrong := schema.faults(found, schema.CARD if of == CARD else schema.ENVELOPE):
        raise NotTaken(Fault.SHAPE, fields=", ".join(wrong[:8]))
    return found


def _sender(envelope: dict[str, Any], by: Actor) -> Partner:
    """Whose card is known here; the card says which key it signs with."""
    known = Partner.objects.filter(
        state=by.state,
        institution=by.institution,
        code=envelope["from"]["institution"],
        their_state=envelope["from"]["state"],
        ended_at=None,
    ).first()
    if known is None:
        raise NotTaken(Fault.UNKNOWN)
    if known.confirmed_at is None:
        raise NotTaken(Fault.UNCONFIRMED)
    return known


def _is_for(envelope: dict[str, Any], by: Actor) -> None:
    body = by.institution
    if body is None or (envelope["to"]["institution"], envelope["to"]["state"]) != (body.code, body.state):
        raise NotTaken(Fault.RECIPIENT)


def _private(public: bytes, by: Actor) -> bytes:
    """The private half that belongs to a public key of the actor's institution. Raises `Locked`, `NotTaken`."""
    if not by.keyring.keys:
        raise vault.Locked(Part.ORIGINAL)
    for private in by.keyring.keys.values():
        if boxes.public_of(private) == public:
            return private
    raise NotTaken(Fault.OTHER_KEY)


def _open(envelope: dict[str, Any], by: Actor) -> dict[str, Any]:
    private = _private(raw(envelope["to"]["content_key"]), by)
    context = (envelope["package"], FORMAT, str(envelope["version"]))
    try:
        key = boxes.open_with(private, raw(envelope["key"]))
        inside = json.loads(boxes.unseal(raw(envelope["body"]), key=key, context=context))
    except (boxes.Tampered, ValueError):
        raise NotTaken(Fault.DAMAGED) from None
    if not isinstance(inside, dict) or inside.keys() != {"parcel", "files"}:
        raise NotTaken(Fault.SHAPE, fields="body")
    return inside


def _checked(inside: dict[str, Any]) -> Parcel:
    parcel: Parcel = inside["parcel"]
    if wrong := schema.faults(parcel, schema.PARCEL) or schema.disagreements(parcel):
        raise NotTaken(Fault.SHAPE, fields=", ".join(wrong[:8]))
    return parcel


def _try(parcel: Parcel, by: Actor) -> None:
    """Open every word that the actor's keys reach: a case that nobody could ever read is not taken in."""
    subject, state = UUID(parcel["case"]), parcel["to"]["state"]
    boxes_by_part = {one["part"]: raw(one["box"]) for one in parcel["keys"] if one["for"] == INSTITUTION}
    private = _private(raw(parcel["content_key"]), by)
    try:
        secret = boxes.open_with(private, boxes_by_part[Part.ORIGINAL])
        key = vault.CaseKey(state, subject, Part.ORIGINAL, secret)
        for one in parcel["texts"]:
            key.unseal(f"text:{one['id']}", raw(one["box"]))
        for one in parcel["files"]:
            key.unseal(f"file:{one['id']}", raw(one["box"]))
    except boxes.Tampered:
        raise NotTaken(Fault.DAMAGED) from None


def _not_repeated(envelope: dict[str, Any], parcel: Parcel) -> None:
    """A package arrives once, and so does what is in it, however often it is packed. Within the state."""
    before = Arrival.objects.filter(package=envelope["package"]).first()
    case = Complaint.objects.filter(pk=before.complaint_id if before else parcel["case"]).first()
    if case is not None:
        raise NotTaken(Fault.REPEATED, reference=case.reference)
    if Text.objects.filter(pk__in=[one["id"] for one in parcel["texts"]]).exists():
        raise NotTaken(Fault.DAMAGED)
