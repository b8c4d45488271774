"""Following with the code alone: what opens, what does not, and what can be done."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from common import tenancy
from common.languages import digits
from complaints.casework import services as casework
from complaints.models import Clock, Complaint, Request, Text
from tests.intake.conftest import NARRATIVE


def stage(answer):
    found = re.search(r'<main[^>]*data-stage="(\w+)"', answer.content.decode())
    return found and found[1]


def token(answer):
    return re.search('name="token" value="([^"]+)"', answer.content.decode())[1]


def seen(answer):
    return re.search('name="seen" value="([^"]+)"', answer.content.decode())[1]


def case_of(reference):
    return Complaint.objects.get(reference=reference)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_code_alone_opens_the_case(amal, language):
    reference, code = amal.file()
    amal.client.cookies.clear()
    answer = amal.follow(code, language)
    assert (answer.status_code, stage(answer)) == (200, "received")
    assert reference in answer.content.decode()
    assert NARRATIVE in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: digits(code, arabic=True),
        lambda code: " ".join(code),
        lambda code: "-".join(code[at : at + 4] for at in range(0, 28, 4)),
        lambda code: f"\u200f{code}\u200e\r\n",
    ],
)
def test_a_code_is_taken_however_it_is_typed(amal, typed):
    _, code = amal.file()
    assert stage(amal.follow(typed(code))) == "received"


def test_every_wrong_code_gets_the_same_page(amal, django_assert_num_queries):
    _, code = amal.file()
    wrong = ["", "guess", "0" * 28, re.sub("[^-]", "3", code), code[::-1], code + "0", "\x00", "ي" * 5_000]
    answers = []
    for typed in wrong:
        with django_assert_num_queries(1):
            answers.append(amal.follow(typed))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert stage(answers[0]) is None


def test_following_sets_no_cookie_and_no_session(amal):
    _, code = amal.file()
    amal.client.cookies.clear()
    assert not amal.client.get("/ar/complaints/track/").cookies
    answer = amal.follow(code)
    assert not answer.cookies
    assert "sessionid" not in amal.client.cookies
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_code_is_on_no_page_and_in_no_address(amal):
    _, code = amal.file()
    page = re.sub("[\\s-]", "", amal.follow(code).content.decode())
    assert code not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_another_site_may_not_ask(amal, headers):
    _, code = amal.file()
    assert amal.follow(code, headers=headers).status_code == 403


def test_the_sealed_copy_saves_typing_for_fifteen_minutes(amal, monkeypatch):
    _, code = amal.file()
    carried = token(amal.follow(code))
    assert stage(amal.client.post("/en/complaints/track/", {"token": carried})) == "received"
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("complaints.tracking.views.timezone.now", lambda: later)
    assert stage(amal.client.post("/en/complaints/track/", {"token": carried})) is None


def act(amal, code, slug, language="ar", **typed):
    page = amal.follow(code, language)
    form = {"token": token(page), "seen": seen(page), **typed}
    return amal.client.post(f"/{language}/complaints/track/{slug}/", form)


def test_a_message_is_sealed_and_shown(amal):
    _, code = amal.file()
    answer = act(amal, code, "write", message="تذكّرت رقم الدورية: ٤١٢")
    assert answer.status_code == 200
    assert "تذكّرت رقم الدورية" in answer.content.decode()
    with tenancy.within("BH"):
        sent = Text.objects.get(kind=Text.Kind.FROM_COMPLAINANT)
    assert "تذكّرت".encode() not in bytes(sent.body)


def test_a_message_sent_twice_counts_once(amal):
    _, code = amal.file()
    page = amal.follow(code)
    form = {"token": token(page), "seen": seen(page), "message": "مرة واحدة"}
    amal.client.post("/ar/complaints/track/write/", form)
    again = amal.client.post("/ar/complaints/track/write/", form)
    assert again.status_code == 409
    with tenancy.within("BH"):
        assert Text.objects.filter(kind=Text.Kind.FROM_COMPLAINANT).count() == 1


@pytest.mark.parametrize("message", ["", " \n ", "ا" * 20_001])
def test_a_bad_message_is_said_and_kept(amal, message):
    _, code = amal.file()
    answer = act(amal, code, "write", message=message)
    assert answer.status_code == 422
    assert 'href="#write_message"' in answer.content.decode()
    assert f"{message.strip()}</textarea>" in answer.content.decode()


def test_words_survive_a_sealed_copy_that_ran_out(amal, monkeypatch):
    _, code = amal.file()
    page = amal.follow(code)
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("complaints.tracking.views.timezone.now", lambda: later)
    form = {"token": token(page), "seen": seen(page), "message": "كلام طويل"}
    asked = amal.client.post("/ar/complaints/track/write/", form)
    text = asked.content.decode()
    assert "كلام طويل" in text
    assert 'action="/ar/complaints/track/write/"' in text
    sent = amal.client.post(
        "/ar/complaints/track/write/", {"code": code, "seen": seen(asked), "message": "كلام طويل"}
    )
    assert sent.status_code == 200


def test_withdrawing_explains_first_and_can_be_undone(amal):
    reference, code = amal.file()
    offered = re.findall(r'action="/ar/complaints/track/(\w+)/"', amal.follow(code).content.decode())
    assert [slug for slug in offered if slug in ("mode", "withdraw")] == ["mode", "withdraw"]
    explained = act(amal, code, "withdraw")
    assert 'name="confirm"' in explained.content.decode()
    with tenancy.within("BH"):
        assert case_of(reference).stage == "received"
    assert stage(act(amal, code, "withdraw", confirm="yes")) == "withdrawn"
    explained = amal.client.post("/ar/complaints/track/resume/", {"token": token(amal.follow(code))})
    form = {"token": token(explained), "seen": seen(explained), "confirm": "yes"}
    assert stage(amal.client.post("/ar/complaints/track/resume/", form)) == "screening"


@pytest.mark.parametrize("slug", ["answer", "review", "settle", "resume", "separate"])
def test_what_is_not_open_now_changes_nothing(amal, slug):
    _, code = amal.file()
    answer = act(amal, code, slug, message="نص", confirm="yes")
    assert answer.status_code == 409
    assert stage(answer) == "received"


def test_an_unknown_act_is_nowhere(amal):
    assert amal.client.post("/ar/complaints/track/nothing/").status_code == 404


def move(world, who, reference, action, **given):
    by = world.bh.actor(who)
    with tenancy.within("BH"):
        case = case_of(reference)
    casework.advance(case=case.pk, action=action, by=by, now=timezone.now(), given=casework.Given(**given))


def assigned(world, reference, approver="supervisor", reviewer="reviewer"):
    move(world, approver, reference, "assign", person=world.bh.people[reviewer].pk)


def test_a_question_is_answered(amal, world):
    reference, code = amal.file()
    assigned(world, reference)
    move(world, "reviewer", reference, "acknowledge")
    move(world, "reviewer", reference, "ask_complainant", message="في أي يوم كان ذلك؟")
    page = amal.follow(code)
    assert stage(page) == "needs_information"
    assert page.content.decode().count("في أي يوم كان ذلك") == 2, "in the sentence and among the messages"
    assert stage(act(amal, code, "answer", message="يوم الأحد")) == "screening"


def decided(world, reference):
    assigned(world, reference)
    for action in ("acknowledge", "admit"):
        move(world, "reviewer", reference, action)
    with tenancy.within("BH"):
        rows = [row.pk for row in case_of(reference).allegation_set.all()]
    findings = dict.fromkeys(rows, ("substantiated", ""))
    move(world, "reviewer", reference, "propose_finding", findings=findings, reason="أسباب داخلية كافية")
    move(world, "supervisor", reference, "approve_findings", message="ثبت ما ذُكر في الشكوى")


def test_reasons_are_read_once_notice_is_given_and_the_window_opens(amal, world):
    reference, code = amal.file()
    decided(world, reference)
    before = amal.follow(code)
    assert stage(before) == "decided"
    assert "ثبت ما ذُكر" not in before.content.decode()
    move(world, "reviewer", reference, "notify_outcome")
    after = amal.follow(code)
    assert "ثبت ما ذُكر" in after.content.decode()
    assert "أسباب داخلية" not in after.content.decode()
    with tenancy.within("BH"):
        assert case_of(reference).outcome_opened_at is not None
        assert Clock.objects.filter(kind="review_window", ended_at=None).count() == 1
    assert stage(act(amal, code, "review", message="لم تُسمع أقوال الشاهد")) == "under_review"


def test_silence_is_a_visible_fact(amal, world):
    reference, code = amal.file(mode="confidential")
    with tenancy.within("BH"):
        case = case_of(reference)
        asked = timezone.now() - timedelta(days=33)
        question = Text.objects.create(
            state="BH",
            complaint=case,
            number=9,
            kind="question",
            part="released",
            body=b"x",
            by="user:x",
            at=asked,
        )
        Request.objects.create(
            state="BH",
            complaint=case,
            asked_by=world.bh.nhri,
            asked_of=world.bh.moi,
            question=question,
            asked_at=asked,
            due_at=asked,
        )
    page = amal.follow(code, "en").content.decode()
    assert "National Institution BH asked Ministry BH" in page
    assert "No answer has come for 33 days." in page


def test_we_say_that_we_are_late(amal):
    reference, code = amal.file()
    with tenancy.within("BH"):
        clock = Clock.objects.get(complaint=case_of(reference), kind="acknowledge")
        start = timezone.now() - timedelta(days=30)
        Clock.objects.filter(pk=clock.pk).update(started_at=start, due_at=start + timedelta(days=7))
    page = amal.follow(code, "en").content.decode()
    assert "we did not keep it" in page
    assert "at the latest" not in page, "a date in the past is no promise"
    assert "We told" not in amal.follow(code, "en").content.decode()
    with tenancy.within("BH"):
        Clock.objects.filter(pk=clock.pk).update(escalated=1)
    assert "We told the supervisor at Ministry BH" in amal.follow(code, "en").content.decode()


def test_an_anonymous_case_shows_days_only(amal):
    _, code = amal.file(mode="anonymous", name="")
    page = amal.follow(code, "en").content.decode()
    assert not re.search(r"\d{1,2}:\d{2}", re.sub("<[^>]*>", "", page))


def test_a_carried_language_keeps_the_case_open(amal):
    _, code = amal.file()
    page = amal.follow(code)
    switched = re.search(
        '<form class="small" method="post" action="(/en/complaints/track/)">', page.content.decode()
    )
    assert switched
    assert stage(amal.client.post(switched[1], {"token": token(page)})) == "received"


def test_the_address_of_an_act_leads_to_the_code(amal):
    answer = amal.client.get("/ar/complaints/track/write/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/complaints/track/")
