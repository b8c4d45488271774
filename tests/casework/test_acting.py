"""Each action's page: what it asks, what it refuses, what it keeps of what was typed."""

import re

import pytest
from django.contrib.messages import get_messages

from accounts.models import User
from common import tenancy
from complaints.casework.sentences import ACTIONS, GUARDS
from complaints.casework.services import Missing
from complaints.models import Allegation, Docket, Text
from complaints.moves import Guard
from record.models import Entry
from tests.casework.conftest import NARRATIVE, days_ago, url
from vault.services import holders


def body(answer):
    return answer.content.decode()


def summary(answer):
    found = re.search('<div class="error-summary".*?</div>', body(answer), re.S)
    return re.sub("<[^>]*>", " ", found[0]) if found else ""


def offered(answer):
    """The actions a case file links to."""
    return set(re.findall(r'href="[^"]*/desk/[^/]+/([a-z_]+)/"', body(answer)))


@pytest.fixture
def screened(desk, led):
    desk.move(led, "acknowledge", "reviewer")
    return led


@pytest.fixture
def investigated(desk, screened):
    desk.move(screened, "admit", "reviewer")
    return screened


def allegation(case):
    with tenancy.within("BH"):
        return Allegation.objects.get(complaint=case)


def count(model, **filters):
    with tenancy.within("BH"):
        return model.objects.filter(**filters).count()


def test_a_case_file_offers_what_the_table_allows(desk, led):
    assert {"acknowledge", "note", "write", "preserve_evidence", "recategorise"} <= offered(
        desk("reviewer").get(url(led))
    )
    assert "admit" not in offered(desk("reviewer").get(url(led)))
    assert not offered(desk("reviewer2").get(url(led))) & set(ACTIONS)


def test_every_offered_action_has_its_page(desk, led, protected):
    seen = set()
    for name, case in (("reviewer", led), ("supervisor", led), ("nhri", protected), ("head", protected)):
        for action in offered(desk(name).get(url(case))) & set(ACTIONS):
            answer = desk(name).get(url(case, action))
            assert answer.status_code == 200
            assert str(ACTIONS[action].label) in body(answer)
            seen.add(action)
    assert len(seen) >= 8, seen


def test_an_action_leads_back_to_the_case(desk, led):
    answer = desk("reviewer").post(url(led, "acknowledge"))

    assert answer.status_code == 303
    assert answer.headers["Location"] == url(led)
    assert "Done: Acknowledge receipt." in body(desk("reviewer").get(url(led)))
    assert desk.get(led.reference).stage == "screening"


@pytest.mark.parametrize(
    ("action", "by", "typed", "sentence"),
    [
        ("note", "reviewer", {"reason": " \u200f "}, "Write why."),
        ("write", "reviewer", {}, "Write what the complainant is to read."),
        ("assign", "supervisor", {}, "Choose a colleague"),
        ("assign", "supervisor", {"person": "00000000-0000-0000-0000-000000000000"}, "Choose a colleague"),
        ("exclude", "supervisor", {"reason": "kept words"}, "Choose whom the case is to be kept from"),
        ("recategorise", "reviewer", {"reason": "kept words"}, "Choose the categories."),
        (
            "recategorise",
            "reviewer",
            {"reason": "kept words", "categories": ["XXX"]},
            "Choose the categories.",
        ),
        ("propose_rejection", "reviewer", {"reason": "kept words"}, "Choose a ground"),
        (
            "propose_rejection",
            "reviewer",
            {"reason": "kept words", "rejection": "nonsense"},
            "Choose a ground",
        ),
        (
            "merge",
            "reviewer",
            {"reason": "kept words", "other_case": "nonsense"},
            "Write the reference of another",
        ),
        (
            "merge",
            "reviewer",
            {"reason": "kept words", "other_case": "BH-0000-0000"},
            "Write the reference of another",
        ),
        (
            "refer",
            "supervisor",
            {"message": "kept words", "addressee": "وزارة"},
            "Without the complainant’s consent",
        ),
        ("refer", "supervisor", {"message": "kept words", "consent": "on"}, "Name a body"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk, screened, action, by, typed, sentence):
    before = count(Entry, stream=screened.stream)

    answer = desk(by).post(url(screened, action), typed)

    assert answer.status_code == 422
    assert sentence in summary(answer)
    assert ("kept words" in typed.values()) <= ("kept words" in body(answer))
    assert count(Entry, stream=screened.stream) == before


@pytest.mark.parametrize(("length", "status"), [(20_000, 303), (20_001, 422)])
def test_a_text_has_its_longest(desk, led, length, status):
    answer = desk("reviewer").post(url(led, "note"), {"reason": "ب" * length})

    assert answer.status_code == status
    if status == 422:
        assert "This is 1 character too long: 20,000 fit." in summary(answer)
        assert "ب" * length in body(answer)


def test_a_second_person_decides(desk, screened):
    typed = {"rejection": "before_court", "message": "أسباب"}

    answer = desk("supervisor").post(url(screened, "reject"), typed)

    assert answer.status_code == 422
    assert str(GUARDS[Guard.OTHER_THAN_PROPOSER]) in summary(answer)
    assert "أسباب" in body(answer)
    assert desk.get(screened.reference).stage == "screening"


def test_a_rejection_needs_its_proposal(desk, screened):
    desk("reviewer").post(
        url(screened, "propose_rejection"), {"rejection": "before_court", "reason": "منظورة"}
    )
    page = body(desk("supervisor").get(url(screened, "reject")))

    answer = desk("supervisor").post(
        url(screened, "reject"), {"rejection": "before_court", "message": "أسباب"}
    )

    assert re.search(r'value="before_court"[^>]*checked', page)
    assert answer.status_code == 303
    assert desk.get(screened.reference).stage == "inadmissible"


def test_grounds_that_a_grave_case_forbids_are_not_offered(desk):
    case = desk.file(categories=("TOR",))
    desk.move(case, "assign", "head", person=desk.world.bh.people["nhri"].pk)
    desk.move(case, "acknowledge", "nhri")

    page = body(desk("nhri").get(url(case, "propose_rejection")))

    assert "It is outside the jurisdiction" in page
    assert "It abuses the procedure" not in page
    assert "It cannot be examined without a name" not in page
    assert (
        desk("nhri").post(url(case, "propose_rejection"), {"rejection": "abusive", "reason": "x"}).status_code
        == 422
    )


def test_findings_are_proposed_and_approved(desk, investigated):
    row = allegation(investigated)
    missing = desk("reviewer").post(url(investigated, "propose_finding"), {"reason": "kept words"})
    proposed = desk("reviewer").post(
        url(investigated, "propose_finding"),
        {
            f"finding_{row.pk}": "substantiated",
            f"standard_{row.pk}": "balance",
            f"reasons_{row.pk}": "تطابقت الأقوال مع السجل",
            f"disposition_{row.pk}": "referred_discipline",
            "reason": "شهادتان",
        },
    )
    page = body(desk("supervisor").get(url(investigated)))
    approved = desk("supervisor").post(url(investigated, "approve_findings"), {"message": "ثبت ما ورد"})

    assert missing.status_code == 422
    assert "Choose a finding for at least one allegation." in summary(missing)
    assert proposed.status_code == approved.status_code == 303
    assert "proposed: Substantiated" in page
    assert allegation(investigated).finding == "substantiated"
    assert desk.get(investigated.reference).stage == "decided"


def test_least_loaded_colleagues_come_first(desk, led):
    page = body(desk("supervisor").get(url(led, "assign")))

    people = re.findall(r"<option[^>]*>(reviewer2? BH: \d+ open cases?)", page)

    assert people == ["reviewer2 BH: 0 open cases", "reviewer BH: 1 open case"]


def test_whoever_asked_is_chosen_already(desk, led):
    desk("reviewer2").post(url(led, "ask"))

    page = body(desk("supervisor").get(url(led, "assign")))

    assert re.search(r"<option[^>]*selected[^>]*>reviewer2 BH", page)


def test_an_assignment_gives_the_text_and_takes_it(desk, led):
    desk("supervisor").post(url(led, "assign"), {"person": desk.world.bh.people["reviewer2"].pk})

    assert NARRATIVE in body(desk("reviewer2").get(url(led)))
    assert NARRATIVE not in body(desk("reviewer").get(url(led)))


def test_a_case_is_given_to_active_colleagues_alone(desk, led):
    """None is chosen from the list: another institution's, another state's, one who has left, a clerk."""
    bahrain, egypt = desk.world.bh.people, desk.world.eg.people
    User.objects.filter(pk=bahrain["reviewer2"].pk).update(is_active=False)
    for person in (bahrain["nhri"], egypt["reviewer"], bahrain["reviewer2"], bahrain["registry"]):
        with pytest.raises(Missing):
            desk.move(led, "assign", "supervisor", person=person.pk)
    with tenancy.within("BH"):
        assert (
            Docket.objects.get(complaint=led, institution=desk.world.bh.moi).assignee == bahrain["reviewer"]
        )
        assert f"user:{bahrain['reviewer2'].pk}" not in holders(led.pk)["released"]


def test_a_release_begins_with_the_original(desk, protected):
    page = body(desk("nhri").get(url(protected, "release")))

    assert NARRATIVE in page
    assert "the ministry’s desk has the case and reads this text alone" in page


def test_after_a_release_the_ministry_reads_the_released_text_alone(desk, protected):
    answer = desk("nhri").post(url(protected, "release"), {"text": "مُنع محتجز من دوائه"})
    page = body(desk("supervisor").get(url(protected)))

    assert answer.status_code == 303
    assert "مُنع محتجز من دوائه" in page
    assert NARRATIVE not in page
    assert protected.reference in body(desk("supervisor").get("/en/desk/", {"q": "المحتجز"}))


def test_a_release_without_consent_says_so(desk):
    case = desk.file(categories=("TOR",))
    desk.move(case, "assign", "head", person=desk.world.bh.people["nhri"].pk)

    answer = desk("nhri").post(url(case, "release"), {"text": "نص"})

    assert answer.status_code == 422
    assert str(GUARDS[Guard.CONSENT_GIVEN]) in summary(answer)


def test_a_question_and_its_answer(desk, investigated):
    desk.move(investigated, "assign", "head", person=desk.world.bh.people["nhri"].pk)
    for words in ("متى أُعطي الدواء؟", "من كان المناوب؟"):
        assert desk("nhri").post(url(investigated, "request_answer"), {"question": words}).status_code == 303
    page = body(desk("supervisor").get(url(investigated, "give_answer")))
    chosen = re.search(r'<option value="([^"]+)"[^>]*>من كان المناوب؟', page)[1]

    answer = desk("supervisor").post(
        url(investigated, "give_answer"), {"answer": "النقيب المناوب", "request": chosen}
    )

    assert answer.status_code == 303
    assert desk.get(investigated.reference).stage == "awaiting_answer"
    assert "النقيب المناوب" in body(desk("nhri").get(url(investigated)))


def test_silence_is_not_assumed_early(desk, investigated):
    desk.move(investigated, "assign", "head", person=desk.world.bh.people["nhri"].pk)
    desk.move(investigated, "request_answer", "nhri", question="متى؟", now=days_ago(5))

    answer = desk("nhri").post(url(investigated, "proceed_on_silence"), {"reason": "طال الانتظار"})

    assert answer.status_code == 422
    assert str(GUARDS[Guard.SILENT]) in summary(answer)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_step_the_case_has_left_changes_nothing(desk, screened, language):
    answer = desk("reviewer").post(url(screened, "acknowledge", language=language))

    assert answer.status_code == 303
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["warning"]
    assert count(Entry, stream=screened.stream, what="acknowledge") == 1


def test_a_form_sent_twice_is_done_once(desk, led):
    page = body(desk("reviewer").get(url(led, "note")))
    typed = {"reason": "مرة واحدة", "once": re.search(r'name="once" value="([^"]+)"', page)[1]}

    answers = [desk("reviewer").post(url(led, "note"), typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert count(Text, complaint=led, kind="note") == 1
    assert "This form was sent before." in body(desk("reviewer").get(url(led)))


def test_a_refused_form_may_be_sent_again(desk, screened):
    typed = {"rejection": "before_court", "message": "أسباب", "once": "6f0c6f0e-27d4-4b7c-9c11-0b1f6a7d6f11"}
    refused = desk("supervisor").post(url(screened, "reject"), typed)
    desk.move(screened, "propose_rejection", "reviewer", rejection="before_court", reason="منظورة")

    again = desk("supervisor").post(url(screened, "reject"), typed)

    assert (refused.status_code, again.status_code) == (422, 303)
    assert desk.get(screened.reference).stage == "inadmissible"


def test_two_forms_of_one_action_are_two(desk, led):
    pages = [body(desk("reviewer").get(url(led, "note"))) for _ in range(2)]

    tokens = {re.search(r'name="once" value="([^"]+)"', page)[1] for page in pages}

    assert len(tokens) == 2


def test_a_closed_vault_changes_nothing_and_keeps_what_was_typed(desk, led, settings):
    settings.DEMO_VAULT_KEY = ""

    answer = desk("reviewer").post(url(led, "note"), {"reason": "kept words"})

    assert answer.status_code == 422
    assert "Nothing was sealed" in body(answer)
    assert "kept words" in body(answer)
    assert count(Text, complaint=led) == 1


@pytest.mark.parametrize(
    ("name", "action"), [("reviewer2", "acknowledge"), ("supervisor", "acknowledge"), ("reviewer", "assign")]
)
def test_an_action_of_somebody_else_is_refused(desk, led, name, action):
    for method in (desk(name).get, desk(name).post):
        assert method(url(led, action)).status_code == 403
    assert desk.get(led.reference).stage == "received"


@pytest.mark.parametrize(
    "action", ["nothing", "submit", "opened", "withdraw", "consent_to_transfer", "close"]
)
def test_what_is_no_action_of_the_desk_is_404(desk, led, action):
    assert desk("supervisor").get(url(led, action)).status_code == 404


def test_excluding_oneself_is_not_offered(desk, led):
    page = body(desk("supervisor").get(url(led, "exclude")))

    assert "reviewer BH" in page
    assert "supervisor BH ·" not in page


def test_a_new_category_that_takes_the_case_away_leads_to_the_queue(desk, screened):
    answer = desk("reviewer").post(
        url(screened, "recategorise"), {"categories": ["TOR"], "reason": "ورد ضرب"}
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/en/desk/"
    assert desk("reviewer").get(url(screened)).status_code == 404
    assert count(Docket, complaint=screened) == 1


def test_overturning_asks_where_it_goes_on(desk, investigated):
    row = allegation(investigated)
    desk.move(
        investigated, "propose_finding", "reviewer", findings={row.pk: ("no_violation", "")}, reason="أسباب"
    )
    desk.move(investigated, "approve_findings", "supervisor", message="أسباب")
    desk.move(investigated, "send_to_review", "head", reason="أسباب")

    missing = desk("head").post(url(investigated, "overturn"), {"message": "kept words"})
    done = desk("head").post(
        url(investigated, "overturn"), {"message": "يعاد البحث", "choice": "investigating"}
    )

    assert "Choose where the case goes on." in summary(missing)
    assert done.status_code == 303
    assert desk.get(investigated.reference).stage == "investigating"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_condition_has_its_sentence(language):
    from django.utils.translation import override

    with override(language):
        assert len({str(GUARDS[guard]) for guard in Guard}) == len(Guard)
