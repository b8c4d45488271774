"""A case goes from Bahrain's institutions to Egypt's inside one installation, and its complainant's code with it."""

import json

import pytest
from django.test import Client

from accounts.actor import Refused, receipt
from common import receipts, storage, tenancy
from complaints import rebuilding, sealing
from complaints.casework import selectors as casework
from complaints.casework.services import Given, Missing, Unmet, advance
from complaints.evidence import services as evidence
from complaints.models import (
    Arrival,
    Clock,
    Complaint,
    Docket,
    Evidence,
    NoticeAddress,
    Person,
    Text,
    Transfer,
)
from complaints.tracking import selectors as tracking
from complaints.vocabulary import Part
from record.models import Entry
from tests import factories
from tests.dockets import assert_dockets_repeat_their_cases
from tests.intake.test_tracking import seen, stage, token
from tests.workflow.scene import NOW, filed
from vault.services import Locked

WORDS = "They kicked the door in and hit my brother."


@pytest.fixture
def amal(world, db):
    """A named case that Bahrain's ministry leads, with a file; its code, and its complainant as actor."""
    case, done = filed(attachments=(factories.spooled().token,), categories=("FRC", "LAW"))
    return case, done.code, receipt(state="BH", case=case, seed=receipts.reader_seed(done.code))


def move(case, action, by, **given):
    return advance(case=case, action=action, by=by, now=NOW, given=Given(**given))


def proposed(world, case, to="here:eg-nhri", by="supervisor"):
    move(case, "propose_transfer", world.bh.actor(by), destination=to, message="It happened in Egypt.")


def sent(world, amal, *, named=True, by="supervisor"):
    case, _code, complainant = amal
    proposed(world, case, by=by)
    move(case, "consent_to_transfer", complainant, consent=True, with_identity=named)
    move(case, "transfer", world.bh.actor(by), reason="Agreed")
    with tenancy.within("EG"):
        return Complaint.objects.get()


def test_it_is_referred_here_and_received_there(world, amal):
    new = sent(world, amal)
    with tenancy.within("BH"):
        old = Complaint.objects.get(pk=amal[0])
        steps = Entry.objects.filter(stream=old.stream, what__contains="transfer").order_by("seq")
        assert [json.loads(entry.details)["to"] for entry in steps] == ["received", "received", "referred"]
        assert (old.stage, old.their_reference, old.referred_to) == (
            "referred",
            new.reference,
            world.eg.nhri.name,
        )
        running = set(Clock.objects.filter(complaint=old, ended_at=None).values_list("kind", flat=True))
        assert running == {"referral_enquiry"}  # whether Amal is safe is asked where her code leads now
    with tenancy.within("EG"):
        assert (new.stage, new.mode, new.route, new.state) == ("received", "confidential", "1", "EG")
        assert_dockets_repeat_their_cases()
        holders = Docket.objects.filter(complaint=new).values_list("institution__code", "standing")
        assert list(holders) == [("eg-nhri", "lead")]
        kinds = set(Clock.objects.filter(complaint=new, ended_at=None).values_list("kind", flat=True))
        assert {"acknowledge", "preserve", "reprisal_first"} <= kinds
        assert Arrival.objects.get(complaint=new).from_code == "bh-moi"
        entry = Entry.objects.get(stream=new.stream, what="transferred_in")
        assert "hit my brother" not in entry.details


def test_only_the_receiving_institution_opens_it(world, amal):
    new = sent(world, amal)
    with tenancy.within("EG"):
        head = sealing.open_case(new, world.eg.actor("head").keyring)
        text = Text.objects.get(complaint=new, kind="narrative")
        assert head.of(text).unseal(f"text:{text.pk}", text.body) == WORDS
        person = Person.objects.get(complaint=new, role="complainant")
        name = json.loads(head.key(Part.IDENTITY).unseal("complainant", person.identity))
        assert name["name"] == "Amal Example"
        for stranger in ("reviewer", "supervisor"):
            assert not sealing.open_case(new, world.eg.actor(stranger).keyring).keys
        for sender in ("supervisor", "head", "nhri"):
            assert not sealing.open_case(new, world.bh.actor(sender).keyring).keys
        docket = casework.docket(world.eg.actor("supervisor"), new.reference)
        assert docket is None


def test_a_file_goes_along_and_stays(world, amal):
    new = sent(world, amal)
    for state, case, name in (("BH", amal[0], "head"), ("EG", new.pk, "head")):
        country = world.bh if state == "BH" else world.eg
        with tenancy.within(state):
            row = Evidence.objects.get(complaint=case)
            key = sealing.open_case(row.complaint, country.actor(name).keyring).key(Part.ORIGINAL)
            told = evidence.described(row, key)
            assert b"".join(evidence.content(row, told)) == b"What I saw"
    with tenancy.within("BH"):
        storage.forget(Evidence.objects.get(complaint=amal[0]).name)
    with tenancy.within("EG"):
        assert b"".join(evidence.content(row, told)) == b"What I saw"


def test_without_the_name_nobody_there_learns_it(world, amal):
    new = sent(world, amal, named=False)
    with tenancy.within("EG"):
        assert (new.mode, new.filed_at) == ("anonymous", None)
        assert not Person.objects.filter(complaint=new, role="complainant").exists()
        assert {row.at.hour for row in Text.objects.filter(complaint=new)} == {0}


def test_the_code_leads_on_and_back(world, amal, client):
    client = Client(enforce_csrf_checks=True)
    new = sent(world, amal)
    page = client.post("/en/complaints/track/", {"code": amal[1]})
    text = page.content.decode()
    assert new.reference in text
    assert WORDS in text
    assert "It came from another country, where it has the number:" in text
    before = client.post("/en/complaints/track/earlier/", {"token": token(page)}).content.decode()
    with tenancy.within("BH"):
        old = Complaint.objects.get(pk=amal[0])
    assert old.reference in before
    assert "It is kept here to be read. The complaint goes on in another country:" in before
    answer = client.post(
        "/en/complaints/track/write/", {"token": token(page), "seen": seen(page), "message": "Are you there?"}
    )
    assert "Your message was sent." in answer.content.decode()
    with tenancy.within("EG"):
        assert Text.objects.filter(complaint=new, kind="from_complainant").count() == 1


@pytest.mark.parametrize(("answer", "named"), [("named", True), ("nameless", False)])
def test_the_complainant_is_asked_on_their_page_and_decides(world, amal, answer, named):
    client = Client(enforce_csrf_checks=True)
    proposed(world, amal[0])
    page = client.post("/en/complaints/track/", {"code": amal[1]})
    assert "It is proposed that your complaint goes to National Institution EG." in page.content.decode()
    wrong = client.post("/en/complaints/track/transfer/", {"token": token(page), "seen": seen(page)})
    assert wrong.status_code == 422
    done = client.post(
        "/en/complaints/track/transfer/", {"token": token(page), "seen": seen(page), "answer": answer}
    )
    assert (done.status_code, stage(done)) == (200, "received")
    assert "what goes along was sealed" in done.content.decode()
    with tenancy.within("BH"):
        row = Transfer.objects.get()
        assert (row.with_identity, bool(row.parcel), row.sent_at) == (named, True, None)
        assert b"Amal Example" not in bytes(row.parcel)
        assert WORDS.encode() not in bytes(row.parcel)
    again = client.post(
        "/en/complaints/track/transfer/", {"token": token(done), "seen": seen(done), "answer": "no"}
    )
    assert again.status_code == 409


def test_a_no_leaves_everything_as_it_was(world, amal):
    case, _code, complainant = amal
    proposed(world, case)
    move(case, "refuse_transfer", complainant)
    with pytest.raises(Unmet):
        move(case, "transfer", world.bh.actor("supervisor"), reason="All the same")
    with tenancy.within("BH"):
        assert Complaint.objects.get(pk=case).stage == "received"
        assert not Transfer.objects.exclude(parcel=b"").exists()


def test_nothing_that_came_after_the_consent_goes_along(world, amal):
    case, _code, complainant = amal
    proposed(world, case)
    move(case, "consent_to_transfer", complainant, consent=True, with_identity=True)
    move(case, "write", complainant, message="Written later")
    move(case, "transfer", world.bh.actor("supervisor"), reason="Agreed")
    with tenancy.within("EG"):
        kinds = set(Text.objects.values_list("kind", flat=True))
        assert kinds == {"narrative", "to_complainant"}  # the proposal's own words among them


def test_another_proposal_takes_the_place_of_the_first(world, amal):
    proposed(world, amal[0])
    move(amal[0], "consent_to_transfer", amal[2], consent=True)
    proposed(world, amal[0])
    with pytest.raises(Unmet):  # what was agreed to was another proposal
        move(amal[0], "transfer", world.bh.actor("supervisor"), reason="Agreed")


def test_it_goes_where_somebody_independent_can_open_it(world, amal):
    for to in ("here:zz-nhri", "here:eg-moi", "here:bh-nhri", "card:1", ""):
        with pytest.raises(Missing):
            proposed(world, amal[0], to=to)
    for name in ("reviewer", "admin", "registry"):
        with pytest.raises(Refused):
            proposed(world, amal[0], by=name)


def test_it_does_not_come_back_by_itself(world, amal):
    sent(world, amal, by="supervisor")
    with tenancy.within("BH"):
        move(amal[0], "assign", world.bh.actor("supervisor"), person=world.bh.people["reviewer"].pk)
        with pytest.raises(Unmet):
            move(amal[0], "take_back", world.bh.actor("reviewer"), reason="Again")


def test_keys_given_up_since_the_consent_stop_it(world, amal):
    proposed(world, amal[0])
    move(amal[0], "consent_to_transfer", amal[2], consent=True)
    with tenancy.within("BH"):
        row = Transfer.objects.get()
        told = json.loads(bytes(row.parcel))
        told["content_key"] = told["identity_key"]
        row.parcel = json.dumps(told).encode()
        row.save()
    with pytest.raises(Locked):
        move(amal[0], "transfer", world.bh.actor("supervisor"), reason="Agreed")
    with tenancy.within("EG"):
        assert not Complaint.objects.exists()


def test_the_counts_of_both_states_add_up(world, amal):
    sent(world, amal)
    for state in ("BH", "EG"):
        with tenancy.within(state):
            assert rebuilding.differences(state) == []


def test_letters_go_on_from_there(world):
    case, done = filed(notice_email="amal@example.org", email="")
    complainant = receipt(state="BH", case=case, seed=receipts.reader_seed(done.code))
    sent(world, (case, done.code, complainant))
    with tenancy.within("BH"):
        assert not NoticeAddress.objects.exists()
    with tenancy.within("EG"):
        assert NoticeAddress.objects.count() == 1


def test_a_wrong_code_asks_as_much_as_a_right_one(world, amal, django_assert_num_queries):
    for typed in (amal[1], "nothing", "0" * 28):
        with django_assert_num_queries(1):
            tracking.find(typed)
