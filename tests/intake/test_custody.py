"""A family looks for somebody in custody: who is told, by when they hear, how it ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from common import tenancy
from complaints import workflow
from complaints.casework.services import Given, advance
from complaints.intake.services import NotReceived, lookup
from complaints.models import Clock, Complaint, Docket, Receipt
from complaints.routing import Refusal
from complaints.vocabulary import Matter, Standing, Whereabouts
from reporting import figures
from reporting.periods import Period
from reporting.scopes import Scope
from tests.intake.conftest import errors, output
from tests.workflow.scene import filed, holder
from vault import services as vault
from vault.models import Grant

ASKED_AT = datetime(2026, 3, 5, 14, 20, tzinfo=UTC)  # a Thursday; Friday and Saturday are the weekend
SOUGHT = "حمدان المفقود"
FORM = {
    "state": "BH",
    "sought": SOUGHT,
    "when": "مساء أمس",
    "where": "قرب السوق، سيارة بيضاء",
    "may_tell": "yes",
    "source": "family",
    "mode": "confidential",
    "name": "أم حمدان",
    "website": "",
}


def inquiry(state="BH", **fields):
    told = {"matter": "custody", "mode": "confidential", "narrative": SOUGHT, "categories": (), "held": True}
    return filed(state, now=ASKED_AT, **{**told, "may_tell": True, **fields})


def form(amal, language="ar", **typed):
    page = amal.client.get(f"/{language}/custody/").content.decode()
    return {"key": re.search('name="key" value="([^"]+)"', page)[1], **FORM, **typed}


def ask(amal, language="ar", **typed):
    return amal.client.post(f"/{language}/custody/", form(amal, language, **typed))


def test_the_ministry_is_told_whom_to_look_for_and_not_who_asks(world):
    case, _ = inquiry()
    with tenancy.within("BH"):
        standings = dict(Docket.objects.filter(complaint=case).values_list("institution__code", "standing"))
        assert standings == {"bh-nhri": Standing.LEAD, "bh-moi": Standing.AUTHORITY}
        supervisor = world.bh.actor("supervisor")
        opened = vault.open(
            state="BH", subject=case, keyring=supervisor.keyring, parts=["released", "identity", "original"]
        )
        assert "released" in opened
        assert "identity" not in opened


def test_without_leave_the_ministry_learns_nothing(world):
    case, _ = inquiry(may_tell=False)
    ministry = [f"user:{user.pk}" for user in world.bh.people.values() if user.institution == world.bh.moi]
    with tenancy.within("BH"):
        assert list(Docket.objects.filter(complaint=case).values_list("institution__code", flat=True)) == [
            "bh-nhri"
        ]
        assert not Grant.objects.filter(subject=case, recipient__in=ministry).exists()


def test_where_only_the_ministry_can_answer_it_is_told_or_nobody_is(world):
    with pytest.raises(NotReceived) as refused:
        inquiry("ZZ", mode="named", may_tell=False)
    assert refused.value.refusal is Refusal.TELLING_NEEDED
    case, _ = inquiry("ZZ", mode="named")
    with tenancy.within("ZZ"):
        assert Complaint.objects.get(pk=case).route == "5b"


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_an_answer_is_due_within_a_day_by_the_clock_weekend_or_not(world, mode):
    case, _ = inquiry(mode=mode, **({"name": "", "email": ""} if mode == "anonymous" else {}))
    with tenancy.within("BH"):
        clock = Clock.objects.get(complaint=case, kind="custody")
    assert timedelta(hours=24) <= clock.due_at - ASKED_AT <= timedelta(hours=25)
    if mode == "anonymous":
        assert clock.due_at.minute == clock.due_at.second == 0


def test_each_answer_begins_the_next_day_until_the_family_confirms(world):
    case, done = inquiry()
    head, supervisor = world.bh.actor("head"), world.bh.actor("supervisor")
    family = holder("BH", case, done.code)
    told = Given(whereabouts=Whereabouts.NOT_HELD, message="He is not in our custody.")
    later = ASKED_AT + timedelta(hours=20)
    advance(case=case, action="begin_search", by=head, now=ASKED_AT + timedelta(hours=1))
    advance(case=case, action="report_whereabouts", by=supervisor, now=later, given=told)
    with tenancy.within("BH"):
        running = Clock.objects.get(complaint=case, kind="custody", ended_at=None)
        assert running.due_at == later + timedelta(hours=24)
        assert Complaint.objects.get(pk=case).whereabouts == Whereabouts.NOT_HELD
    found = Given(whereabouts=Whereabouts.HELD, message="He is at the station of the old town.")
    advance(case=case, action="report_whereabouts", by=head, now=later + timedelta(hours=9), given=found)
    advance(case=case, action="confirm_found", by=family, now=later + timedelta(hours=12))
    with tenancy.within("BH"):
        closed = Complaint.objects.get(pk=case)
        assert (closed.stage, closed.outcome) == ("closed", "found")
        assert not Clock.objects.filter(complaint=case, ended_at=None).exists()
    advance(case=case, action="search_again", by=family, now=later + timedelta(days=3))
    with tenancy.within("BH"):
        assert Clock.objects.filter(complaint=case, kind="custody", ended_at=None).count() == 1


def test_no_step_of_a_complaint_leads_through_it():
    for action in ("admit", "reject", "propose_finding", "settle", "merge", "accept", "recategorise"):
        with pytest.raises(workflow.NotInTable):
            workflow.move(action, stage="screening", matter=Matter.CUSTODY)


def test_it_is_in_no_total_of_complaints_and_requests(world):
    inquiry()
    read = figures.read(Scope("BH", "BH"), Period(ASKED_AT.date(), ASKED_AT.date()))
    assert figures.intake(read)["total"] == 0


# --- the page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en"])
def test_asking_gives_a_receipt_and_its_code_the_family_page(amal, language):
    answer = ask(amal, language)
    assert answer.status_code == 303, errors(answer)
    page = amal.client.get(answer.headers["Location"]).content.decode()
    followed = amal.follow(output(page, "receipt-code"), language)
    text = followed.content.decode()
    assert 'data-stage="received"' in text
    assert SOUGHT in text
    assert re.search(r"\d\d:\d\d", text), "the hour by which something is known"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(amal):
    answer = ask(amal, sought="", may_tell="", more="يحتاج إلى دواء السكري")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "يحتاج إلى دواء السكري" in page
    assert 'href="#id_sought"' in page
    assert 'href="#id_may_tell_0"' in page
    assert not Receipt.objects.exists()


def test_sent_twice_it_is_one_inquiry(amal):
    sent = form(amal)
    first, second = (amal.client.post("/ar/custody/", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert Receipt.objects.count() == 1


def test_sent_again_with_other_words_nothing_typed_is_lost(amal):
    sent = form(amal)
    amal.client.post("/ar/custody/", sent)
    answer = amal.client.post("/ar/custody/", {**sent, "more": "شوهد عند المعبر"})
    assert answer.status_code == 422
    assert "شوهد عند المعبر" in answer.content.decode()
    assert Receipt.objects.count() == 1


def test_without_a_name_a_name_is_refused(amal):
    answer = ask(amal, mode="anonymous")
    assert answer.status_code == 422
    assert 'href="#id_name"' in answer.content.decode()


def test_the_other_language_brings_every_word_along(amal):
    answer = amal.client.post("/en/custody/", {**form(amal), "switch": "en"})
    assert answer.status_code == 200
    assert SOUGHT in answer.content.decode()


def test_the_family_ends_the_search_from_its_page(amal):
    answer = ask(amal)
    page = amal.client.get(answer.headers["Location"]).content.decode()
    code = output(page, "receipt-code")
    page = amal.follow(code).content.decode()
    token = re.search('name="token" value="([^"]+)"', page)[1]
    asked = amal.client.post("/ar/complaints/track/found/", {"token": token})
    again = re.search('name="token" value="([^"]+)"', asked.content.decode())[1]
    seen = re.search('name="seen" value="([^"]+)"', asked.content.decode())[1]
    done = amal.client.post("/ar/complaints/track/found/", {"token": again, "seen": seen, "confirm": "1"})
    assert 'data-stage="closed"' in done.content.decode()
    assert Receipt.objects.get(lookup=lookup(code)).state == "BH"
