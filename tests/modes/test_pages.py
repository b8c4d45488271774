"""The complainant's pages: choosing, the preview, the name asked for, the request that became a complaint."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from common import tenancy
from complaints import rebuilding, sealing, tasks
from complaints.casework.services import Given, advance
from complaints.models import Clock, Complaint, Person, Receipt, Text
from tests.intake.conftest import Visitor
from tests.intake.test_tracking import act, seen, stage, token
from tests.workflow.scene import NOW, filed
from vault.models import Grant


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def amal(client, world):
    return Visitor(client)


def text(answer):
    return answer.content.decode()


def following(page):
    return {"token": token(page), "seen": seen(page)}


def test_who_can_read_what_stands_on_the_page(amal):
    _, code = amal.file()
    page = text(amal.follow(code, "en"))
    assert "Who can read what now" in page
    assert "Ministry BH: Ministry complaints supervisor" in page
    assert "NHRI head of complaints (only with a recorded reason)" in page


def test_a_change_is_shown_first_and_done_on_the_second_press(amal):
    _, code = amal.file()
    chooses = act(amal, code, "mode", "en")
    assert chooses.status_code == 200
    assert re.findall(r'name="mode" value="(\w+)"', text(chooses)) == ["confidential", "anonymous"]

    shown = act(amal, code, "mode", "en", mode="confidential")
    assert shown.status_code == 200
    assert "National Institution BH leads the case instead of Ministry BH." in text(shown)
    assert "For Ministry BH the case does not exist any more." in text(shown)
    with tenancy.within("BH"):
        assert Complaint.objects.get().mode == "named"  # nothing of the preview stays
        assert not Grant.objects.filter(part__contains=".").exists()

    done = amal.client.post(
        "/en/complaints/track/mode/", {**following(shown), "mode": "confidential", "confirm": "yes"}
    )
    assert done.status_code == 200
    assert "How you are known was changed." in text(done)
    assert "Ministry complaints supervisor" not in text(done)
    with tenancy.within("BH"):
        assert Complaint.objects.get().mode == "confidential"


def test_what_the_preview_says_is_what_holds_afterwards(amal):
    _, code = amal.file()

    def readers(answer, heading):
        part = text(answer).split(heading)[1]
        return re.sub(r"\s+", " ", re.search("<dl.*?</dl>", part, re.S)[0])

    shown = act(amal, code, "mode", "en", mode="anonymous")
    promised = readers(shown, "Who can read what afterwards")
    form = {**following(shown), "mode": "anonymous", "confirm": "yes"}
    done = amal.client.post("/en/complaints/track/mode/", form)
    assert readers(done, "Who can read what now") == promised
    assert "Names and contact" not in promised
    with tenancy.within("BH"):
        assert not Person.objects.exists()


def test_a_name_is_asked_for_where_there_is_none(amal):
    _, code = amal.file(mode="anonymous", name="")
    shown = act(amal, code, "mode", "en", mode="named")
    assert 'name="name"' in text(shown)
    form = {**following(shown), "mode": "named", "confirm": "yes"}
    missing = amal.client.post("/en/complaints/track/mode/", {**form, "phone": "٠٠٩٧٣"})
    assert missing.status_code == 422
    assert "Write your name, or choose a way without it." in text(missing)
    assert "٠٠٩٧٣" in text(missing)
    done = amal.client.post("/en/complaints/track/mode/", {**form, "name": "أمل تجربة"})
    assert done.status_code == 200
    with tenancy.within("BH"):
        assert Complaint.objects.get().mode == "named"
        assert Person.objects.get().role == "complainant"
        assert "تجربة".encode() not in bytes(Person.objects.get().identity)


@pytest.mark.parametrize("mode", ["", "named", "nonsense"])
def test_a_bad_choice_is_said(amal, mode):
    _, code = amal.file()
    answer = act(amal, code, "mode", "en", mode=mode)
    assert answer.status_code == 422
    assert 'class="error-summary"' in text(answer)


def test_a_page_that_is_old_changes_nothing(amal):
    _, code = amal.file()
    shown = act(amal, code, "mode", "en", mode="confidential")
    act(amal, code, "write", message="something new")
    form = {**following(shown), "mode": "confidential", "confirm": "yes"}
    assert amal.client.post("/en/complaints/track/mode/", form).status_code == 409
    with tenancy.within("BH"):
        assert Complaint.objects.get().mode == "named"


@pytest.mark.parametrize("page", ["mode", "complaint", "safety", "earlier"])
def test_without_a_code_each_page_asks_for_it(amal, page):
    path = f"/en/complaints/track/{page}/"
    assert amal.client.get(path).status_code == 302
    assert stage(amal.client.post(path, {"code": "guess"})) is None
    assert (
        amal.client.post(path, {"code": "guess"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )


# --- a request that becomes a complaint -----------------------------------------------------------


@pytest.fixture
def request_(world):
    """A request for assistance that the ministry handles."""
    with tenancy.within("BH"):
        case, done = filed(matter="assistance", assistance_kind="medical_visit")
        person = world.bh.people["reviewer"].pk
        for action, by, given in (
            ("assign", "supervisor", Given(person=person)),
            ("accept", "reviewer", Given()),
            ("write", "reviewer", Given(message="A doctor is on the way")),
        ):
            advance(case=case, action=action, by=world.bh.actor(by), now=NOW, given=given)
    return case, done


def test_a_request_becomes_a_complaint_under_the_same_code(amal, request_):
    old, done = request_
    assert "so do the files" in text(act(amal, done.code, "complaint", "en"))
    form = {"categories": ["TOR"], "reason": "They beat him there", "confirm": "yes"}
    answer = act(amal, done.code, "complaint", "en", **form)
    assert "Your request became a complaint." in text(answer), text(answer)[:3000]
    assert stage(answer) == "received"
    with tenancy.within("BH"):
        new = Complaint.objects.get(came_of=done.reference)
        was = Complaint.objects.get(pk=old)
        assert (was.stage, was.outcome, was.became) == ("closed", "converted", new.reference)
        assert (new.matter, new.route, new.is_grave, new.assistance_kind) == ("complaint", "3a", True, "")
        assert {clock.kind for clock in Clock.objects.filter(complaint=new)} >= {"acknowledge", "preserve"}
        assert Receipt.objects.filter(case=new.pk).count() == 1
    assert "A doctor is on the way" in text(answer)
    assert done.reference in text(answer)
    earlier = amal.client.post("/en/complaints/track/earlier/", {"token": token(answer)})
    assert stage(earlier) == "closed"
    assert "They kicked the door" in text(earlier)
    assert "Withdraw" not in text(earlier)
    assert "They beat him there" in text(answer)
    assert "They beat him there" not in text(earlier)  # the ministry reads the request


def test_what_is_complained_of_is_never_sealed_for_the_ministry_that_helped(amal, request_, world):
    old, done = request_
    act(amal, done.code, "complaint", "en", categories=["TOR"], reason="They beat him there", confirm="yes")
    with tenancy.within("BH"):
        new = Complaint.objects.get(came_of=done.reference)
        assert not Text.objects.filter(complaint=old, kind="from_complainant").exists()
        for name in ("reviewer", "supervisor"):
            assert not sealing.open_case(new, world.bh.actor(name).keyring).keys


def test_what_is_missing_for_a_complaint_is_said_and_kept(amal, request_):
    answer = act(amal, request_[1].code, "complaint", "en", reason="They beat him", confirm="yes")
    assert answer.status_code == 422
    assert "They beat him</textarea>" in text(answer)


def test_the_desk_converts_and_counts_both_once(world, request_):
    old, done = request_
    with tenancy.within("BH"):
        given = Given(categories=("MED",), reason="It alleges that the doctor was refused")
        advance(case=old, action="convert", by=world.basil, now=NOW, given=given)
        new = Complaint.objects.get(came_of=done.reference)
        assert rebuilding.differences("BH") == []
        words = Text.objects.filter(complaint=new).values_list("kind", flat=True)
        assert set(words) == {"narrative", "to_complainant"}  # notes stay behind
        assert Person.objects.filter(complaint=new).count() == 1


# --- the check on reprisals -----------------------------------------------------------------------


def test_the_check_is_asked_on_its_day_and_answered_to_the_independent_body(amal, world):
    _, code = amal.file()
    assert 'id="safety"' not in text(amal.follow(code))
    later = timezone.now() + timedelta(days=30)
    with tenancy.within("BH"):
        assert tasks.ask_safety(world.bh.state, now=later - timedelta(days=2)) == 0
        assert tasks.ask_safety(world.bh.state, now=later) == 1
        assert tasks.ask_safety(world.bh.state, now=later) == 0
    page = amal.follow(code, "en")
    assert "only National Institution BH does, and you need not answer" in text(page)
    bad = amal.client.post("/en/complaints/track/safety/", following(page))
    assert bad.status_code == 422
    form = {**following(page), "safety": "harmed", "message": "They called my brother"}
    done = amal.client.post("/en/complaints/track/safety/", form)
    assert "Your answer was sent." in text(done)
    assert 'id="safety"' not in text(done)
    with tenancy.within("BH"):
        assert Text.objects.get(kind="safety").part == "original"
