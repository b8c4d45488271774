"""The desk's queue and case file: who sees what, and what the address may ask for."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common import tenancy
from complaints.casework import selectors
from complaints.casework.queue import finding
from complaints.models import Allegation, Clock, Complaint, Docket, Exclusion, Notice
from complaints.vocabulary import Stage
from record.models import Entry
from tests.casework.conftest import NARRATIVE, days_ago, url


def body(answer):
    return answer.content.decode()


def references(answer):
    return re.findall(r'class="row-link" href="[^"]*/desk/([^/]+)/["?]', body(answer))


def statements(client, path):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return [
        query["sql"]
        for query in caught.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]


# --- the queue ----------------------------------------------------------------------------------


def test_a_stranger_is_asked_to_sign_in(world):
    answer = Client().get("/en/desk/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/en/accounts/login/")


def test_an_account_without_institution_is_refused_politely(world):
    client = Client()
    client.force_login(User.objects.create_user("citizen@people.test", "x"))

    answer = client.get("/en/desk/")

    assert answer.status_code == 403
    assert "This page is not open to this account" in body(answer)


@pytest.mark.parametrize("name", ["registry", "intake", "liaison", "auditor", "admin"])
def test_a_role_without_a_queue_finds_a_place(desk, name):
    answer = desk(name).get("/en/desk/")

    assert answer.status_code == 200
    assert "Your role reads no case files" in body(answer)


@pytest.mark.parametrize("name", ["registry", "intake", "liaison", "auditor", "admin"])
def test_a_role_without_a_queue_reaches_no_case(desk, led, name):
    assert desk(name).get(url(led)).status_code == 403


def test_the_queue_tells_the_subject_and_no_words(desk, led):
    page = body(desk("supervisor").get("/en/desk/"))

    assert "Denial of medical care" in page
    assert led.reference in page
    assert "reviewer BH" in page
    assert NARRATIVE[:20] not in page
    assert "أمل" not in page


@pytest.mark.parametrize(
    ("view", "expected"),
    [("mine", {"held"}), ("unassigned", {"free", "old"}), ("late", {"old"}), ("", {"held", "free", "old"})],
)
def test_each_view_holds_its_cases(desk, led, view, expected):
    cases = {"held": led, "free": desk.file(), "old": desk.file(now=days_ago(40))}

    answer = desk("reviewer").get(f"/en/desk/?whose={view}")

    assert set(references(answer)) == {cases[name].reference for name in expected}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stage=received", {"plain", "danger"}),
        ("stage=screening", {"read"}),
        ("category=FRC", {"danger"}),
        ("danger=on", {"danger"}),
        ("stage=received&danger=on", {"danger"}),
        ("stage=closed", set()),
    ],
)
def test_filters_narrow_the_queue(desk, led, query, expected):
    desk.move(led, "acknowledge", "reviewer")
    cases = {"read": led, "plain": desk.file(), "danger": desk.file(categories=("FRC",), danger=True)}

    answer = desk("supervisor").get(f"/en/desk/?{query}")

    assert set(references(answer)) == {cases[name].reference for name in expected}


@pytest.mark.parametrize(
    "query",
    [
        "stage=nowhere",
        "category=XYZ",
        "whose=theirs",
        "after=nonsense",
        "before=a~b:c",
        "after=%00",
        "q=%00%E2%80%AE",
        "danger=maybe",
        "stage=received&stage=x",
    ],
)
def test_what_is_not_understood_is_left_out(desk, led, query):
    assert desk("supervisor").get(f"/en/desk/?{query}").status_code == 200


def test_a_case_is_found_by_reference_however_it_is_typed(desk, led):
    desk.file()

    answer = desk("supervisor").get("/en/desk/", {"q": led.reference.lower().replace("-", " ")})

    assert references(answer) == [led.reference]


def test_words_are_found_in_their_folded_form(desk, led):
    desk.file(narrative="شيء آخر تماماً")

    answer = desk("supervisor").get("/en/desk/", {"q": "دوريه قرب سوق"})

    assert references(answer) == [led.reference]


def test_sealed_words_are_not_found(desk, protected):
    answer = desk("nhri").get("/en/desk/", {"q": "دورية"})

    assert references(answer) == []
    assert "Sealed originals are never searched" in body(answer)


def test_pages_follow_each_other_and_lead_back(desk, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    cases = [desk.file(now=days_ago(9 - n)).reference for n in range(5)]
    client, seen, page = desk("supervisor"), [], "/en/desk/"
    first = client.get(page)
    while True:
        answer = client.get(page)
        seen.append(references(answer))
        following = re.search(r'class="next-page" href="([^"]+)"', body(answer))
        if not following:
            break
        page = "/en/desk/" + following[1].replace("&amp;", "&")

    back = re.search(r'href="([^"]+)" rel="prev"', body(answer))[1].replace("&amp;", "&")
    previous = client.get("/en/desk/" + back)

    assert seen == [cases[:2], cases[2:4], cases[4:]]
    assert references(previous) == cases[2:4]
    assert 'rel="prev"' in body(previous)
    assert 'rel="prev"' not in body(first)
    assert "Back to the first page" in body(previous)


def test_filters_stay_on_the_next_page(desk, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 1)
    for _ in range(2):
        desk.file(danger=True)

    page = body(desk("supervisor").get("/en/desk/?whose=unassigned&danger=on"))
    assert 'href="?whose=mine&amp;danger=on"' in page  # tabs keep the filters

    following = re.search(r'class="next-page" href="([^"]+)"', page)[1]
    assert "danger=on" in following
    assert "whose=unassigned" in following


def test_a_count_stops_at_a_thousand(desk, monkeypatch):
    monkeypatch.setattr(selectors, "CAPPED", 2)
    for _ in range(4):
        desk.file()

    assert '<span class="count">2+</span>' in body(desk("supervisor").get("/en/desk/"))


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        ("", "No case has reached this desk"),
        ("mine", "You hold no open case"),
        ("unassigned", "Every open case is held by somebody"),
        ("late", "No deadline has passed"),
        ("&q=nothing", "Nothing fits these filters"),
    ],
)
def test_an_empty_queue_says_what_would_be_here(desk, view, sentence):
    assert sentence in body(desk("reviewer").get(f"/en/desk/?whose={view}"))


def test_the_queue_takes_ten_statements_however_long_it_is(desk):
    desk.file()
    few = statements(desk("supervisor"), "/en/desk/")
    for _ in range(6):
        desk.file(categories=("MED", "LAW"))

    many = statements(desk("supervisor"), "/en/desk/")

    assert len(many) == len(few) <= 10, "\n".join(many)


# --- what a case file offers ---------------------------------------------------------------------


def test_steps_that_plainly_cannot_be_taken_yet_are_not_offered(desk, protected, english):
    case = url(protected)
    assert "Confirm the withdrawal" not in body(desk("head").get(case))
    assert "Send the case to the other state" not in body(desk("head").get(case))

    with tenancy.within("BH"):
        Complaint.objects.filter(pk=protected.pk).update(withdrawal_asked_at=timezone.now())

    assert "Confirm the withdrawal" in body(desk("head").get(case))


def buttons(answer):
    """The steps offered as buttons, in their order; the one that offers itself is the first word of each pair."""
    found = re.findall(
        r'<div class="action"><a class="button( button-quiet)?" [^>]*>([^<]+)</a>', body(answer)
    )
    return [("" if quiet else "first", label) for quiet, label in found]


def test_what_comes_first_is_offered_first_and_nothing_where_nothing_is_to_be_done(desk, protected, english):
    held = Docket.objects.filter(complaint=protected)
    with tenancy.within("BH"):
        holder = held.get().assignee_id
        held.update(assignee=None)
    nobody = desk("head").get(url(protected))
    assert buttons(nobody)[0] == ("first", "Assign the case")
    for idle in ("Lift an exclusion", "Take out of the event", "Take the lead", "Resume an allegation"):
        assert idle not in body(nobody)

    with tenancy.within("BH"):
        held.update(assignee=holder)
        Complaint.objects.filter(pk=protected.pk).update(stage=Stage.INVESTIGATING, proposed_by="user:x")
        Allegation.objects.filter(complaint=protected).update(proposed="not_substantiated")
    proposed = desk("head").get(url(protected))
    assert buttons(proposed)[0] == ("first", "Approve the findings")
    assert ("", "Refer to another body") in buttons(proposed)
    assert ("", "Propose findings") in buttons(desk("nhri").get(url(protected)))


def test_a_step_for_which_something_is_missing_is_not_the_next_one_and_says_what_is_missing(
    desk, protected, led, english
):
    with tenancy.within("BH"):
        Complaint.objects.filter(pk=protected.pk).update(stage=Stage.INVESTIGATING)
    offered = buttons(desk("nhri").get(url(protected)))
    assert offered[0][0] == "first"
    assert offered[-1] == ("", "Ask the ministry")
    missing = "The ministry has no text it may read yet."
    assert missing in body(desk("nhri").get(url(protected, "request_answer")))
    desk.move(protected, "release", "nhri", text="ما يمكن أن تقرأه الوزارة")
    assert buttons(desk("nhri").get(url(protected)))[0] == ("first", "Ask the ministry")
    assert missing not in body(desk("nhri").get(url(protected, "request_answer")))
    desk.move(protected, "request_answer", "nhri", question="متى؟")
    asked = buttons(desk("nhri").get(url(protected)))
    assert ("", "Ask the ministry") in asked  # again, but what is awaited now is the answer
    assert not [label for first, label in asked if first]

    with tenancy.within("BH"):
        Complaint.objects.filter(pk=led.pk).update(stage=Stage.DECIDED)
        preview = Clock(state="BH", complaint=led, kind="nhri_preview", started_at=timezone.now())
        preview.due_at = timezone.now() + timedelta(days=5)
        preview.save()
    previewed = buttons(desk("reviewer").get(url(led)))
    assert previewed == [("", "Tell the outcome")]
    assert "Not possible yet" in body(desk("reviewer").get(url(led, "notify_outcome")))
    with tenancy.within("BH"):
        Clock.objects.filter(pk=preview.pk).update(ended_at=timezone.now())
    assert buttons(desk("reviewer").get(url(led))) == [("first", "Tell the outcome")]


def test_a_ministry_is_not_offered_to_ask_itself(desk, led, english):
    with tenancy.within("BH"):
        Complaint.objects.filter(pk=led.pk).update(stage=Stage.INVESTIGATING)
    offered = [label for _first, label in buttons(desk("reviewer").get(url(led)))]
    assert offered == ["Ask the complainant for information", "Propose findings"]
    desk.assign(led, "nhri", "head")
    assert ("first", "Ask the ministry") in buttons(desk("nhri").get(url(led)))


def test_neither_answer_of_a_review_looks_like_the_expected_one(desk, led, english):
    with tenancy.within("BH"):
        Complaint.objects.filter(pk=led.pk).update(stage=Stage.UNDER_REVIEW)
    offered = buttons(desk("head").get(url(led)))
    assert [label for _first, label in offered[:2]] == ["Uphold the decision", "Overturn the decision"]
    assert not [label for first, label in offered if first]


# --- who sees a case ----------------------------------------------------------------------------


def test_a_case_of_another_state_does_not_exist(desk, led):
    foreign = desk.file(state="EG")

    assert desk("supervisor", "eg").get(url(foreign)).status_code == 200
    for path in ("", "assign", "open/identity", "ask"):
        there, nowhere = (
            url(foreign, *path.split("/")) if path else url(foreign),
            f"/en/desk/EG-0000-0000/{path + '/' if path else ''}",
        )
        method = desk("supervisor").post if path == "ask" else desk("supervisor").get
        answer, missing = method(there), method(nowhere)
        assert answer.status_code == missing.status_code == 404
        assert body(answer).replace(foreign.reference, "X") == body(missing).replace("EG-0000-0000", "X")


def test_an_excluded_colleague_gets_404_and_no_row(desk, led):
    desk.move(led, "exclude", "supervisor", person=desk.world.bh.people["reviewer2"].pk, reason="قرابة")

    assert references(desk("reviewer2").get("/en/desk/")) == []
    assert desk("reviewer2").get(url(led)).status_code == 404
    assert desk("reviewer").get(url(led)).status_code == 200


def test_an_unreleased_case_does_not_exist_for_the_ministry(desk, protected):
    assert desk("supervisor").get(url(protected)).status_code == 404


@pytest.mark.parametrize("reference", ["BH-0000-0000", "bh-x", "BH-" + "9" * 40, "BH-%00"])
def test_what_is_no_reference_is_404(desk, reference):
    assert desk("supervisor").get(f"/en/desk/{reference}/").status_code == 404


def test_text_is_open_to_whoever_holds_the_case(desk, led):
    assert NARRATIVE in body(desk("reviewer").get(url(led)))
    assert NARRATIVE in body(desk("supervisor").get(url(led)))


def test_text_is_locked_for_a_reviewer_who_does_not_hold_it(desk, led):
    page = body(desk("reviewer2").get(url(led)))

    assert NARRATIVE not in page
    assert "It is open only to whoever the case is assigned to." in page
    assert "Ask to be assigned" in page


def test_the_head_opens_the_original_for_a_reason_only(desk, protected):
    page = body(desk("head").get(url(protected)))

    assert NARRATIVE not in page
    assert "Open the original text" in page


def test_a_closed_vault_shows_the_locked_form(desk, led, settings):
    settings.DEMO_VAULT_KEY = ""

    page = body(desk("reviewer").get(url(led)))

    assert NARRATIVE not in page
    assert "Your vault is closed." in page


def test_a_damaged_text_is_said_to_be_damaged(desk, led):
    from complaints.models import Text

    with tenancy.within("BH"):
        text = Text.objects.get(complaint=led)
        Text.objects.filter(pk=text.pk).update(body=bytes(text.body)[:-1] + b"x")

    answer = desk("reviewer").get(url(led))

    assert answer.status_code == 200
    assert "This text cannot be opened" in body(answer)


def test_asking_to_be_assigned_is_told_once(desk, led):
    for _ in range(2):
        answer = desk("reviewer2").post(url(led, "ask"), follow=True)

    assert "Whoever assigns cases was told" in body(answer)
    assert "You have asked to be given the case" in body(answer)
    with tenancy.within("BH"):
        assert (
            Docket.objects.get(complaint=led, institution=desk.world.bh.moi).wanted_by_id
            == desk.world.bh.people["reviewer2"].pk
        )
        assert Entry.objects.filter(stream=led.stream, what="ask_for").count() == 1


def test_the_first_reading_of_a_received_case_is_recorded_once(desk, led):
    for _ in range(2):
        desk("reviewer").get(url(led))

    with tenancy.within("BH"):
        assert Complaint.objects.get(pk=led.pk).first_opened_at
        assert Entry.objects.filter(stream=led.stream, what="opened").count() == 1


def test_looking_at_locked_text_opens_nothing(desk, led):
    desk("reviewer2").get(url(led))

    with tenancy.within("BH"):
        assert Complaint.objects.get(pk=led.pk).first_opened_at is None


def test_colleagues_go_by_name_and_others_by_role(desk, led):
    desk.move(led, "acknowledge", "reviewer")

    own = body(desk("supervisor").get(url(led)))
    theirs = body(desk("head").get(url(led)))

    assert "reviewer BH" in own
    assert "reviewer BH" not in theirs
    assert "Ministry complaints reviewer · Ministry BH" in theirs


def test_the_ministry_is_not_told_of_the_other_institutions_affairs(desk, protected):
    desk.move(protected, "note", "nhri", reason="ملاحظة سرّية")
    desk.move(protected, "release", "nhri", text="نص بلا أسماء")

    page = body(desk("supervisor").get(url(protected)))

    assert "A note was added" not in page
    assert "ملاحظة سرّية" not in page
    assert NARRATIVE not in page
    assert "The original text is locked" not in page
    assert "نص بلا أسماء" in page
    assert "A text was released to the ministry." in page


def test_notes_stay_within_their_institution(desk, led):
    desk.move(led, "assign", "head", person=desk.world.bh.people["nhri"].pk)
    desk.move(led, "note", "reviewer", reason="ملاحظة داخلية")

    assert "ملاحظة داخلية" in body(desk("supervisor").get(url(led)))
    assert "ملاحظة داخلية" not in body(desk("nhri").get(url(led)))


def test_a_question_without_an_answer_shows_its_age(desk, led):
    head = desk.world.bh.people["nhri"].pk
    desk.move(led, "acknowledge", "reviewer")
    desk.move(led, "admit", "reviewer")
    desk.move(led, "assign", "head", person=head)
    desk.move(led, "request_answer", "nhri", question="متى أُعطي الدواء؟", now=days_ago(3))

    page = body(desk("nhri").get(url(led)))

    assert "no answer for 3 days" in page
    assert "متى أُعطي الدواء؟" in page


def test_a_case_file_takes_the_same_statements_however_long_it_is(desk, led):
    desk("reviewer").get(url(led))
    short = statements(desk("reviewer"), url(led))
    for n in range(5):
        desk.move(led, "note", "reviewer", reason=f"ملاحظة {n}")
        desk.move(led, "write", "supervisor", message=f"رسالة {n}")

    long = statements(desk("reviewer"), url(led))

    assert len(long) == len(short) <= 13, "\n".join(long)


def test_the_demonstration_says_that_the_vault_opened_by_itself(desk, led):
    assert "the vault was opened automatically" in body(desk("reviewer").get(url(led)))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_role_with_a_queue_reads_every_kind_of_case(desk, led, protected, language):
    cases = [
        led,
        protected,
        desk.file(mode="anonymous"),
        desk.file(matter="assistance", categories=(), assistance_kind="documents"),
    ]

    for name in ("reviewer", "supervisor", "nhri", "head"):
        for case in cases:
            with tenancy.within("BH"):
                exists = Docket.objects.filter(
                    complaint=case, institution=desk.world.bh.people[name].institution
                ).exists()
            answer = desk(name).get(url(case, language=language))
            assert answer.status_code == (200 if exists else 404)


# --- notices ------------------------------------------------------------------------------------


@pytest.fixture
def told(desk, led):
    """Two notices for Basil, one for his supervisor."""
    with tenancy.within("BH"):
        for cause, name in enumerate(["reviewer", "reviewer", "supervisor"]):
            Notice.objects.create(
                state="BH",
                complaint=led,
                user=desk.world.bh.people[name],
                what="assign",
                cause=str(cause),
                at=days_ago(1),
            )
    return led


def test_unread_notices_are_counted_and_listed(desk, told):
    page = body(desk("reviewer").get("/en/desk/"))
    listed = body(desk("reviewer").get("/en/desk/notices/"))

    assert 'Notices <span class="count">2</span>' in page
    assert listed.count("The case was assigned.") == 2
    assert told.reference in listed


def test_marking_as_read_touches_ones_own_alone(desk, told):
    with tenancy.within("BH"):
        theirs = Notice.objects.get(user=desk.world.bh.people["supervisor"])
    desk("reviewer").post("/en/desk/notices/read/", {"notice": theirs.pk})
    answer = desk("reviewer").post("/en/desk/notices/read/", follow=True)

    assert '<span class="count">' not in body(answer)
    with tenancy.within("BH"):
        assert Notice.objects.get(pk=theirs.pk).read_at is None


@pytest.mark.parametrize("notice", ["x", "٣", "9" * 30, "-1", "²"])
def test_a_wrong_notice_changes_nothing(desk, told, notice):
    answer = desk("reviewer").post("/en/desk/notices/read/", {"notice": notice})

    assert answer.status_code == 303
    with tenancy.within("BH"):
        assert Notice.objects.filter(read_at=None).count() == 3


def test_notices_of_a_case_one_was_excluded_from_are_gone(desk, told):
    with tenancy.within("BH"):
        Exclusion.objects.create(
            state="BH",
            complaint=told,
            user=desk.world.bh.people["reviewer"],
            ground="hand",
            by="user:x",
            at=days_ago(0),
        )

    assert told.reference not in body(desk("reviewer").get("/en/desk/notices/"))
