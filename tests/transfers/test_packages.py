"""A case as a signed package between two installations: here and back, changed, repeated, old, for somebody else.

The two installations stand as two states with keys, pepper and secrets of their own: what one made, the other reads
with nothing but the other's card.
"""

import json
from base64 import b64encode

import pytest
from django.test import Client

from accounts.actor import Refused, receipt
from common import boxes, receipts, storage, tenancy
from complaints import sealing
from complaints.casework.services import Given, Missing, advance
from complaints.evidence import services as evidence
from complaints.models import Arrival, Complaint, Evidence, Partner, Person, Text, Transfer
from complaints.transfers import package, partners, schema, signing
from complaints.transfers.package import CONTEXT, Fault, NotTaken
from complaints.transfers.parcel import dump, raw
from complaints.transfers.services import take_in
from complaints.vocabulary import Part
from tests import factories
from tests.intake.test_tracking import stage
from tests.workflow.scene import NOW, filed
from vault.services import Locked

WORDS = "They kicked the door in and hit my brother."
SITE = "https://eg.example/"


@pytest.fixture
def installed(world, settings):
    """Two installations: each knows the other by a card that two people looked at."""
    there, here = world.eg, world.bh
    for country, other in ((there, here), (here, there)):
        with tenancy.within(country.state.code):
            card = package.card(by=country.actor("nhri"), site=SITE, now=NOW)
        row = partners.add(card=card, by=other.actor("head"), now=NOW)
        digits = partners.fingerprint_of(card)
        with tenancy.within(other.state.code):
            assert partners.fingerprint(row) == digits
        partners.confirm(partner=row.pk, compared=digits, by=other.actor("nhri"), now=NOW)
    return world


@pytest.fixture
def made(installed, settings):
    """A package from Bahrain for Egypt, and the code of its case. Egypt's server has other secrets."""
    case, done = filed(mode="confidential", attachments=(factories.spooled().token,))
    complainant = receipt(state="BH", case=case, seed=receipts.reader_seed(done.code))
    head = installed.bh.actor("head")
    with tenancy.within("BH"):
        to = Partner.objects.get()
    steps = [
        ("propose_transfer", head, {"destination": f"card:{to.pk}", "message": "It happened in Egypt."}),
        ("consent_to_transfer", complainant, {"consent": True, "with_identity": True}),
        ("transfer", head, {"reason": "Agreed"}),
    ]
    for action, by, given in steps:
        advance(case=case, action=action, by=by, now=NOW, given=Given(**given))
    with tenancy.within("BH"):
        content = bytes(Transfer.objects.get().package)
    return content, done.code, case


def elsewhere(settings):
    """From now on this is the other installation's server."""
    settings.RECEIPT_PEPPER, settings.RECEIPT_SECRET = "ab" * 32, "cd" * 32


def taken(world, content, name="nhri"):
    return take_in(content=content, by=world.eg.actor(name), now=NOW)


def fault(world, content):
    """Why it is not taken; nothing of it is left."""
    with pytest.raises(NotTaken) as refusal:
        taken(world, content)
    with tenancy.within("EG"):
        assert Complaint.objects.count() <= 1
    assert refusal.value.sentence
    return refusal.value.fault


def again(world, content, by=None, **changes):
    """The envelope with something changed, signed anew by the true sender or somebody else."""
    envelope = {**json.loads(content), **changes}
    envelope.pop("signature")
    by = by or world.bh.actor("nhri")
    with tenancy.within(by.state):
        signature = signing.sign(CONTEXT + dump(envelope), by=by)
    return dump({**envelope, "signature": b64encode(signature).decode()})


def inside(world, content, change):
    """The same package with its sealed part changed by a sender who signs it."""
    envelope = json.loads(content)
    private = next(
        private
        for private in world.eg.actor("nhri").keyring.keys.values()
        if boxes.public_of(private) == raw(envelope["to"]["content_key"])
    )
    key, context = boxes.new_key(), (envelope["package"], package.FORMAT, "1")
    old = boxes.open_with(private, raw(envelope["key"]))
    body = json.loads(boxes.unseal(raw(envelope["body"]), key=old, context=context))
    change(body)
    sealed = boxes.seal(dump(body), key=key, context=context, pad_to=4096)
    fresh = boxes.seal_to(raw(envelope["to"]["content_key"]), key)
    return again(world, content, key=b64encode(fresh).decode(), body=b64encode(sealed).decode())


def test_a_round_trip_between_two_installations(installed, made, settings):
    content, code, old = made
    with tenancy.within("BH"):
        assert Complaint.objects.get(pk=old).stage == "referred"
    page = Client().post("/en/complaints/track/", {"code": code}).content.decode()
    assert SITE in page  # her code goes on working where she filed, and the page leads on
    elsewhere(settings)
    new = taken(installed, content)
    with tenancy.within("EG"):
        assert (new.mode, new.route, new.stage, new.came_of) == ("confidential", "1", "received", "")
        head = sealing.open_case(new, installed.eg.actor("head").keyring)
        text = Text.objects.get(complaint=new, kind="narrative")
        assert head.of(text).unseal(f"text:{text.pk}", text.body) == WORDS
        person = Person.objects.get(complaint=new)
        assert "Amal Example" in head.key(Part.IDENTITY).unseal("complainant", person.identity)
        row = Evidence.objects.get(complaint=new)
        told = evidence.described(row, head.key(Part.ORIGINAL))
        assert b"".join(evidence.content(row, told)) == b"What I saw"
        assert Arrival.objects.get().from_code == "bh-nhri"
        for name in ("reviewer", "supervisor"):
            assert not sealing.open_case(new, installed.eg.actor(name).keyring).keys
    shown = Client().post("/en/complaints/track/", {"code": code})
    assert stage(shown) == "received"  # the same code, on a server that never learned it
    assert new.reference in shown.content.decode()
    assert WORDS in shown.content.decode()


def test_on_the_way_nothing_about_the_case_is_readable(installed, made):
    content = made[0]
    with tenancy.within("BH"):
        reference = Complaint.objects.get(pk=made[2]).reference
    for words in (WORDS, "Amal Example", reference, "circumstances", "confidential", made[1]):
        assert words.encode() not in content
    assert len(json.loads(content)["body"]) > 4096


def test_a_package_arrives_once_however_it_is_packed(installed, made):
    content = made[0]
    taken(installed, content)
    assert fault(installed, content) is Fault.REPEATED
    number = "11111111-1111-4111-8111-111111111111"
    assert fault(installed, inside_numbered(installed, content, number)) is Fault.REPEATED
    with tenancy.within("EG"):
        assert Complaint.objects.count() == 1


def inside_numbered(world, content, number):
    """The same case under another package's number."""
    envelope = json.loads(content)
    keys = world.eg.actor("nhri").keyring.keys.values()
    private = next(one for one in keys if boxes.public_of(one) == raw(envelope["to"]["content_key"]))
    key = boxes.open_with(private, raw(envelope["key"]))
    plain = boxes.unseal(raw(envelope["body"]), key=key, context=(envelope["package"], package.FORMAT, "1"))
    body = boxes.seal(plain, key=key, context=(number, package.FORMAT, "1"), pad_to=4096)
    return again(world, content, package=number, body=b64encode(body).decode())


def test_what_was_changed_on_the_way_is_refused(installed, made):
    content = made[0]
    envelope = json.loads(content)
    body = bytearray(raw(envelope["body"]))
    body[100] ^= 1
    changed = dump({**envelope, "body": b64encode(bytes(body)).decode()})
    assert fault(installed, changed) is Fault.SIGNATURE
    assert fault(installed, dump({**envelope, "made_at": "2026-03-03T00:00:00+00:00"})) is Fault.SIGNATURE
    # Signed by somebody else who is known here, or by nobody's card.
    assert fault(installed, again(installed, content, by=installed.eg.actor("nhri"))) is Fault.SIGNATURE
    # Changed by a sender who signs it: the boxes tell.
    assert fault(installed, again(installed, content, body=b64encode(bytes(body)).decode())) is Fault.DAMAGED
    assert fault(installed, content[:-40]) is Fault.NOT_JSON
    assert fault(installed, b"[" * 100_000) is Fault.NOT_JSON
    assert fault(installed, b"{}") is Fault.NOT_OURS


@pytest.mark.parametrize(("version", "why"), [(0, Fault.OLD), (2, Fault.NEW), ("1", Fault.SHAPE)])
def test_other_versions_are_named(installed, made, version, why):
    assert fault(installed, again(installed, made[0], version=version)) is why


def test_it_is_for_one_institution(installed, made):
    envelope = json.loads(made[0])
    with pytest.raises(NotTaken) as refusal:  # brought back to its sender
        take_in(content=made[0], by=installed.bh.actor("nhri"), now=NOW)
    assert refusal.value.fault is Fault.UNKNOWN
    other = {**envelope["to"], "institution": "ma-nhri"}
    assert fault(installed, again(installed, made[0], to=other)) is Fault.RECIPIENT
    stranger = {**envelope["to"], "content_key": b64encode(boxes.keypair().public).decode()}
    assert fault(installed, again(installed, made[0], to=stranger)) is Fault.OTHER_KEY


def test_whoever_is_not_known_is_not_believed(installed, made):
    sender = {**json.loads(made[0])["from"], "institution": "xx-nhri"}
    assert fault(installed, again(installed, made[0], **{"from": sender})) is Fault.UNKNOWN
    with tenancy.within("EG"):
        Partner.objects.update(confirmed_at=None, confirmed_by="")
    assert fault(installed, made[0]) is Fault.UNCONFIRMED
    with tenancy.within("EG"):
        partners.end(partner=Partner.objects.get().pk, by=installed.eg.actor("head"), now=NOW)
    assert fault(installed, made[0]) is Fault.UNKNOWN


CHANGES = {
    "parcel.facts.matter": lambda body: body["parcel"]["facts"].update(matter="custody"),
    "parcel.mode": lambda body: body["parcel"].update(mode="named"),
    "a field too many": lambda body: body["parcel"].update(is_grave=False),
    "a field too few": lambda body: body["parcel"].pop("receipt"),
    "a code nobody knows": lambda body: body["parcel"]["allegations"].append(
        {"category": "XYZ", "ill_treatment": ""}
    ),
    "keys for somebody else": lambda body: body["parcel"]["keys"].pop(),
    "no narrative": lambda body: body["parcel"].update(texts=[]),
    "too many people": lambda body: body["parcel"]["facts"].update(people_concerned=10**9),
    "something else": lambda body: body.update(parcel=[1]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_sender_cannot_send_what_the_format_does_not_know(installed, made, change):
    assert fault(installed, inside(installed, made[0], change)) is Fault.SHAPE


def test_a_box_that_nobody_could_open_is_refused(installed, made):
    def change(body):
        body["parcel"]["texts"][0]["id"] = "11111111-1111-4111-8111-111111111111"

    assert fault(installed, inside(installed, made[0], change)) is Fault.DAMAGED


def test_large_files_stay_and_are_counted(installed, made):
    def change(body):
        body["files"] = {}

    new = taken(installed, inside(installed, made[0], change))
    with tenancy.within("EG"):
        assert Arrival.objects.get(complaint=new).files_left == 1
        assert not Evidence.objects.filter(complaint=new).exists()


def test_a_closed_vault_takes_nothing_and_signs_nothing(installed, made, settings):
    settings.DEMO_VAULT_KEY = ""
    with pytest.raises(Locked):
        taken(installed, made[0])
    with tenancy.within("BH"), pytest.raises(Locked):
        package.card(by=installed.bh.actor("nhri"), site=SITE, now=NOW)


def test_a_ministry_neither_takes_nor_sends_packages(installed, made):
    with pytest.raises(Refused):
        taken(installed, made[0], "supervisor")
    case, _done = filed()
    with tenancy.within("BH"):
        to = Partner.objects.get()
    with pytest.raises(Missing):
        advance(
            case=case,
            action="propose_transfer",
            by=installed.bh.actor("supervisor"),
            now=NOW,
            given=Given(destination=f"card:{to.pk}", message="There"),
        )


def test_a_card_counts_after_a_second_person(installed, world):
    with tenancy.within("EG"):
        card = package.card(by=world.eg.actor("nhri"), site=SITE, now=NOW)
    by = world.bh.actor("head")
    with pytest.raises(NotTaken) as refusal:
        partners.add(card=card, by=by, now=NOW)
    assert refusal.value.fault is Fault.KNOWN_CARD
    with tenancy.within("BH"):
        first = Partner.objects.get()
    partners.end(partner=first.pk, by=by, now=NOW)
    row = partners.add(card=card, by=by, now=NOW)
    digits = partners.fingerprint_of(card)
    for actor, compared in ((by, digits), (world.bh.actor("nhri"), digits[::-1])):
        with pytest.raises(Refused):
            partners.confirm(partner=row.pk, compared=compared, by=actor, now=NOW)
    for actor in (world.bh.actor("nhri"), world.bh.actor("supervisor")):
        with pytest.raises(Refused):
            partners.add(card=card, by=actor, now=NOW)
    forged = json.loads(card) | {"identity_key": b64encode(boxes.keypair().public).decode()}
    with pytest.raises(NotTaken) as refusal:
        partners.add(card=dump(forged), by=by, now=NOW)
    assert refusal.value.fault is Fault.SIGNATURE


def test_the_validator_names_the_field():
    assert schema.faults({"a": 1}, {"a": schema.whole(0, 1)}) == []
    assert schema.faults({"b": 1}, {"a": schema.whole(0, 1)}) == ["a", "b"]
    assert schema.faults({"a": [{"c": 2}]}, {"a": [{"c": schema.whole(0, 1)}]}) == ["a.0.c"]
    assert schema.faults("x", {"a": schema.line()}) == ["."]
    assert not schema.box(32)("%%%")
    assert not schema.moment("2026-03-02T10:00:00")  # a time without its zone says nothing


def test_nothing_of_a_refused_package_stays_on_disk(installed, made):
    before = {path.name for path in storage._folder().rglob("*") if path.is_file()}
    fault(installed, again(installed, made[0], version=2))
    assert {path.name for path in storage._folder().rglob("*") if path.is_file()} == before
