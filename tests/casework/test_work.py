"""Work on a case beside its file: findings with grounds, silence, recommendations, checklists, tasks, related cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actor import Refused
from accounts.models import State, Unit
from common import tenancy
from complaints import tasks
from complaints.casework import checklists, errands, related, silence
from complaints.casework.services import Given, Missing
from complaints.casework.step import Ground
from complaints.models import (
    Allegation,
    Check,
    Clock,
    Errand,
    Notice,
    Recommendation,
    RecommendationStep,
    Request,
)
from complaints.tracking import outcome, selectors
from complaints.vocabulary import Category
from complaints.workflow import ACTIONS
from record.models import Entry
from tests import factories
from tests.casework.conftest import NARRATIVE, days_ago, url
from tests.casework.test_pages import body, statements

WORDS = "اعتذار مكتوب وتصحيح السجل"
SAID = "بدأ التنفيذ في الوحدة"
WHY = "تطابقت الأقوال مع سجل الصيدلية"


def actor(desk, name):
    return desk.world.bh.actor(name)


def allegation(case):
    with tenancy.within("BH"):
        return Allegation.objects.filter(complaint=case).order_by("pk").first()


@pytest.fixture
def investigated(desk, protected):
    """The NHRI leads; the ministry has a text."""
    for action in ("acknowledge", "admit"):
        desk.move(protected, action, "nhri")
    desk.move(protected, "release", "nhri", text="نص بلا أسماء")
    return protected


# --- findings -------------------------------------------------------------------------------------


def proposal(row, **more):
    sent = {
        f"finding_{row.pk}": "not_substantiated",
        f"standard_{row.pk}": "balance",
        f"reasons_{row.pk}": WHY,
    }
    return {**sent, "reason": "شهادتان", **{f"{name}_{row.pk}": value for name, value in more.items()}}


def test_a_finding_has_its_standard_its_reasons_and_two_people(desk, investigated):
    row, form = allegation(investigated), url(investigated, "propose_finding")
    bare = desk("nhri").post(form, {f"finding_{row.pk}": "no_violation", "reason": "x"})
    done = desk("nhri").post(form, proposal(row, disposition="referred_discipline"))
    proposed = allegation(investigated)
    approving = body(desk("head").get(url(investigated, "approve_findings")))
    desk.move(investigated, "approve_findings", "head", message="ثبت")
    page = body(desk("head").get(url(investigated)))

    assert bare.status_code == 422
    assert "Choose how sure one must be" in body(bare)
    assert "Write why it was found so." in body(bare)
    assert done.status_code == 303
    assert (proposed.finding, proposed.disposition) == (
        "",
        "",
    )  # what one person proposes holds for nobody yet
    assert (proposed.proposed_disposition, proposed.standard) == ("referred_discipline", "balance")
    assert (
        "The reasons are locked." in approving
    )  # the head opens what the ministry may not read for a reason
    assert WHY not in approving + page
    decided = allegation(investigated)
    assert (decided.finding, decided.disposition) == ("not_substantiated", "referred_discipline")
    assert decided.proposed_by != decided.decided_by
    assert "Standard of proof: More likely than not" in page
    assert WHY in body(desk("nhri").get(url(investigated)))


def test_silence_is_a_ground_only_where_the_ministry_was_silent(desk, investigated):
    row = allegation(investigated)
    given = Given(
        findings={row.pk: ("undetermined", "")}, grounds={row.pk: Ground(for_silence=True)}, reason="x"
    )
    with pytest.raises(Missing):
        desk.move(investigated, "propose_finding", "nhri", **fields(given))
    desk.move(investigated, "request_answer", "nhri", question="متى؟", now=days_ago(40))
    desk.move(investigated, "proceed_on_silence", "nhri", reason="لم يرد أحد")
    proved = desk("nhri").post(url(investigated, "propose_finding"), proposal(row, silence="on"))
    desk.move(investigated, "propose_finding", "nhri", **fields(given))
    desk.move(investigated, "approve_findings", "head", message="تعذّر")

    assert proved.status_code == 422
    assert "An answer that did not come leaves the finding open" in body(proved)
    assert allegation(investigated).for_silence
    assert "no official answer came" in body(desk("head").get(url(investigated)))


def fields(given):
    return {"findings": given.findings, "grounds": given.grounds, "reason": given.reason}


def test_time_before_a_court_is_totalled_apart(desk, investigated):
    row = allegation(investigated)
    start = days_ago(35)
    desk.move(investigated, "suspend_allegation", "nhri", allegation=row.pk, reason="أمام المحكمة", now=start)
    during = body(desk("nhri").get(url(investigated)))
    desk.move(investigated, "resume_allegation", "nhri", allegation=row.pk, reason="صدر الحكم")
    after = body(desk("nhri").get(url(investigated)))

    with tenancy.within("BH"):
        clock = Clock.objects.get(complaint=investigated, kind="decide")
    assert clock.court_days > 20
    assert not clock.is_before_court
    for page in (during, after):
        assert f"stood still {clock.court_days} working days" in page
        assert f"({clock.court_days} before a court)" in page


# --- silence --------------------------------------------------------------------------------------


def told(desk, name):
    with tenancy.within("BH"):
        return set(Notice.objects.filter(user=desk.world.bh.people[name]).values_list("what", flat=True))


def drain(case, what):
    """As the worker does with what was posted."""
    with tenancy.within("BH"):
        for entry in Entry.objects.filter(stream=case.stream, what=what):
            tasks.notify("BH", f"{case.pk}|{what}|{entry.pk}", timezone.now())


def test_the_ministry_is_reminded_once_and_told_on_once(desk, investigated):
    asked = timezone.now()
    for words in ("متى أُعطي الدواء؟", "من كان مناوباً؟"):
        desk.move(investigated, "request_answer", "nhri", question=words, now=asked)
    state = State.objects.get(pk="BH")
    found = []
    for days in (10, 35, 35, 36, 70, 70):
        with tenancy.within("BH"):
            found.append(silence.remind(state, now=asked + timedelta(days=days)))
    drain(investigated, "remind_authority")
    drain(investigated, "very_late_answer")
    page = body(desk("nhri").get(url(investigated, "questions")))

    assert found == [0, 2, 0, 0, 2, 0]
    assert "remind_authority" in told(desk, "supervisor")
    assert "very_late_answer" in told(desk, "nhri")
    assert page.count("The ministry was reminded on") == page.count("Very late since") == 2
    with tenancy.within("BH"):
        assert Entry.objects.filter(stream=investigated.stream, what="remind_authority").count() == 2


def test_each_question_has_its_own_clock_and_answer(desk, investigated):
    first = desk.move(investigated, "request_answer", "nhri", question="متى أُعطي الدواء؟", now=days_ago(9))
    desk.move(investigated, "request_answer", "nhri", question="من كان مناوباً؟", now=days_ago(3))
    with tenancy.within("BH"):
        one = Request.objects.filter(complaint=investigated).order_by("asked_at").first()
    desk.move(investigated, "give_answer", "supervisor", answer="في الثالثة", request=one.pk)
    page = body(desk("supervisor").get(url(investigated, "questions")))

    assert first
    assert "after 9 days" in page
    assert "No answer for 3 days." in page
    assert "في الثالثة" in page
    assert desk.get(investigated.reference).stage == "awaiting_answer"


# --- recommendations ------------------------------------------------------------------------------


@pytest.fixture
def recommended(desk, investigated):
    """Two things to be put right."""
    row = allegation(investigated)
    desk.move(
        investigated, "propose_finding", "nhri", findings={row.pk: ("substantiated", "")}, reason="شهادتان"
    )
    desk.move(investigated, "approve_findings", "head", message="ثبت")
    given = {"message": "أوصينا بأمرين", "recommendations": (WORDS, "تدريب الحرس")}
    desk.move(investigated, "recommend_remedy", "nhri", **given)
    return investigated


def rows(case):
    with tenancy.within("BH"):
        return list(Recommendation.objects.filter(complaint=case).order_by("number"))


def fates(case):
    return [row.fate for row in rows(case)]


def test_who_says_what_of_a_recommendation_is_kept(desk, recommended):
    first, second = rows(recommended)
    desk("supervisor").post(
        url(recommended, "answer_recommendation"),
        {"recommendation": first.pk, "stance": "partly", "answer": "نقبل التصحيح وحده"},
    )
    desk.move(recommended, "claim_recommendation", "supervisor", recommendation=first.pk, answer=SAID)
    half = desk.get(recommended.reference).implemented_at
    desk.move(recommended, "claim_recommendation", "supervisor", recommendation=second.pk, answer=SAID)
    whole = desk.get(recommended.reference).implemented_at
    sent = {"recommendation": first.pk, "verdict": "not_implemented", "answer": "السجل كما كان"}
    desk("nhri").post(url(recommended, "verify_recommendation"), sent)
    page = body(desk("supervisor").get(url(recommended, "recommendations")))

    assert half is None
    assert whole is not None
    assert fates(recommended) == ["not_implemented", "claimed"]
    with tenancy.within("BH"):
        steps = RecommendationStep.objects.filter(recommendation=first).order_by("pk")
        assert [step.fate for step in steps] == ["made", "partly", "claimed", "not_implemented"]
        clock = Clock.objects.get(complaint=recommended, kind="remedy")
        assert clock.ended_at is not None
    for words in (WORDS, "نقبل التصحيح وحده", "السجل كما كان", "Carried out, the authority says"):
        assert words in page
    with pytest.raises(Missing):  # what was checked is not accepted or rejected any more
        desk.move(
            recommended, "answer_recommendation", "supervisor",
            recommendation=first.pk, stance="accepted", answer="x",
        )  # fmt: skip


def test_it_stays_open_when_the_file_closes(desk, recommended):
    desk.move(recommended, "close_unimplemented", "nhri", reason="لم يُنفَّذ")
    first = rows(recommended)[0]
    desk.move(recommended, "claim_recommendation", "supervisor", recommendation=first.pk, answer=SAID)
    given = {"recommendation": first.pk, "verdict": "verified", "answer": "رأينا السجل"}
    desk.move(recommended, "verify_recommendation", "nhri", **given)

    assert desk.get(recommended.reference).stage == "closed"
    assert fates(recommended) == ["verified", "not_implemented"]


def test_all_of_it_is_claimed_verified_or_falls_with_the_decision(desk, recommended):
    desk.move(recommended, "report_implemented", "supervisor", answer=SAID)
    claimed = fates(recommended)
    desk.move(recommended, "confirm_remedy", "nhri", reason="رأينا", now=timezone.now() + timedelta(days=60))
    verified = fates(recommended)
    desk.move(recommended, "reopen", "nhri", reason="أدلة", now=timezone.now() + timedelta(days=61))

    assert claimed == ["claimed", "claimed"]
    assert verified == ["verified", "verified"]
    assert fates(recommended) == ["verified", "verified"]  # what was done stays done


def test_the_complainant_reads_why_and_what_became_of_it(desk, led):
    row = allegation(led)
    for action in ("acknowledge", "admit"):
        desk.move(led, action, "reviewer")
    ground = {row.pk: Ground("balance", WHY)}
    found = {row.pk: ("substantiated", "")}
    desk.move(led, "propose_finding", "reviewer", findings=found, grounds=ground, reason="شهادتان")
    before = outcome.findings(tracked(desk, led))
    desk.move(led, "approve_findings", "supervisor", message="ثبت")
    desk.move(led, "order_remedy", "supervisor", message="أمرنا بأمر", recommendations=(WORDS,))
    first = rows(led)[0]
    desk.move(led, "claim_recommendation", "supervisor", recommendation=first.pk, answer=SAID)
    file = tracked(desk, led)

    assert before == []
    assert [one.reasons for one in outcome.findings(file)] == [WHY]
    assert [(one.words, one.said, one.is_done) for one in outcome.recommendations(file)] == [
        (WORDS, SAID, False)
    ]


def tracked(desk, case):
    """The case as its complainant's code opens it."""
    return selectors.file_of(selectors.find(desk.codes[case.reference]), now=timezone.now())


# --- checklist ------------------------------------------------------------------------------------


def test_every_line_of_a_checklist_names_what_exists():
    codes = [item.code for item in checklists.items()]

    assert len(codes) == len(set(codes)) > 20
    for item in checklists.items():
        assert set(item.categories) <= {*Category.values, "*"}, item.code
        assert item.act in ("", *ACTIONS), item.code
        assert set(item.names) == {"ar", "en"}, item.code
        assert set(item.sources) in (set(), {"ar", "en"}), item.code
    for grave in ("TOR", "DIS", "DTH", "GBV"):
        assert {"preserve_evidence", "victim_contacted"} <= {item.code for item in checklists.of([grave])}


def test_a_line_is_ticked_by_hand_or_by_its_step(desk):
    case = desk.file(mode="confidential", categories=("TOR",))
    desk.assign(case, "nhri", "head")
    tick = url(case, "checklist", "victim_contacted")
    before = body(desk("nhri").get(url(case)))
    for how in ("done", "done", "apart", "open", "done"):
        assert desk("nhri").post(tick, {"how": how}).status_code == 303
    desk.move(case, "preserve_evidence", "nhri", reason="كتبنا إلى المركز")
    page, after = body(desk("nhri").get(url(case, "checklist"))), body(desk("nhri").get(url(case)))
    total = len(checklists.of(["TOR"]))

    assert f"0 of {total}" in before
    assert f"2 of {total}" in after
    assert "nhri BH" in page
    assert desk("nhri").post(url(case, "checklist", "autopsy"), {"how": "done"}).status_code == 404
    assert desk("nhri").post(url(case, "checklist", "preserve_evidence"), {"how": "done"}).status_code == 404
    assert desk("nhri").post(tick, {"how": "burn"}).status_code == 404
    with tenancy.within("BH"):
        kinds = Entry.objects.filter(stream=case.stream, what__in=["check", "uncheck"]).order_by("seq")
        assert [entry.what for entry in kinds] == ["check", "check", "uncheck", "check"]
        assert Check.objects.get(complaint=case).by == actor(desk, "nhri").id


# --- tasks ----------------------------------------------------------------------------------------


def wanted(desk, name=None, days=3, **more):
    owner = desk.world.bh.people[name].pk if name else None
    return errands.Wanted("call", timezone.localdate() + timedelta(days=days), owner, **more)


def give(desk, case, by, name=None, **more):
    return errands.set_task(
        case=case.pk, wanted=wanted(desk, name, **more), by=actor(desk, by), now=timezone.now()
    )


def test_a_task_is_set_done_and_taken_up_again(desk, led):
    sent = {
        "kind": "document",
        "due_on": "١/٢/٢٠٣٠",
        "owner": desk.world.bh.people["reviewer"].pk,
        "note": "من الصيدلية",
    }
    assert desk("supervisor").post(url(led, "tasks"), sent).status_code == 303
    with tenancy.within("BH"):
        made = Errand.objects.get(complaint=led)
    drain(led, "errand")
    mine = body(desk("reviewer").get("/en/desk/tasks/"))
    page = body(desk("reviewer").get(url(led, "tasks")))
    done = desk("reviewer").post(url(led, "tasks", str(made.pk), "done"), {"from": "mine"})
    gone = body(desk("reviewer").get("/en/desk/tasks/"))
    desk("reviewer").post(url(led, "tasks", str(made.pk), "again"))
    desk("supervisor").post(url(led, "tasks", str(made.pk), "taken"))

    assert "errand" in told(desk, "reviewer")
    assert "errand" not in told(desk, "supervisor")
    assert "Get a document" in mine
    assert led.reference in mine
    assert "من الصيدلية" in page
    assert "من الصيدلية" not in mine  # the list shows no words
    assert done.headers["Location"] == "/en/desk/tasks/"
    assert "No task waits for you" in gone
    with tenancy.within("BH"):
        made.refresh_from_db()
    assert (made.ended_at, made.owner_id) == (None, desk.world.bh.people["supervisor"].pk)


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"due_on": "yesterday"}, {"due_on": ""}, {"owner": "x"}, {"owner": "nhri"}]
)
def test_a_task_needs_kind_day_and_somebody_who_sees_the_case(desk, led, wrong):
    sent = {"kind": "call", "due_on": "1/2/2030", "owner": str(desk.world.bh.people["reviewer"].pk), **wrong}
    if wrong.get("owner") == "nhri":
        sent["owner"] = str(desk.world.bh.people["nhri"].pk)

    answer = desk("supervisor").post(url(led, "tasks"), sent)

    assert answer.status_code == 422
    with tenancy.within("BH"):
        assert not Errand.objects.filter(complaint=led).exists()


def test_the_list_begins_with_what_is_late_and_is_counted_on_every_page(desk, led):
    for days in (5, -2, -9):
        give(desk, led, "supervisor", "reviewer", days=days)

    page = body(desk("reviewer").get("/en/desk/tasks/"))

    assert page.index("late by 9 days") < page.index("late by 2 days") < page.index("Coming")
    assert 'Tasks <span class="count">2</span>' in body(desk("reviewer").get("/en/desk/"))


def test_tasks_stay_within_their_institution_and_go_with_the_case(desk, led):
    desk.assign(led, "nhri", "head")
    give(desk, led, "supervisor", "reviewer2", note="سرّ الوزارة")
    theirs = body(desk("nhri").get(url(led, "tasks")))
    history = body(desk("nhri").get(url(led)))
    desk.move(led, "exclude", "supervisor", person=desk.world.bh.people["reviewer2"].pk, reason="قرابة")

    assert "سرّ الوزارة" not in theirs + history
    assert "No task waits in this case." in theirs
    assert "A task was set." not in history or "nhri" in history
    assert "No task waits for you" in body(desk("reviewer2").get("/en/desk/tasks/"))
    with tenancy.within("BH"):
        assert Errand.objects.get(complaint=led).owner_id is None


# --- who may --------------------------------------------------------------------------------------

MAY = {  # who sets tasks, who ticks: by the table of parts in docs/domain.md
    "led": {"reviewer": "st", "supervisor": "st", "nhri": "", "head": "st"},
    "protected": {"nhri": "st", "head": "st", "nhri2": ""},
}


@pytest.mark.parametrize("name", MAY)
def test_only_who_works_on_a_file_sets_tasks_and_ticks(desk, request, name):
    case = request.getfixturevalue(name)
    outsiders = dict.fromkeys((*desk.world.bh.people,), "")
    for who, may in {**outsiders, **MAY[name]}.items():
        by = actor(desk, who)
        for letter, act in (
            ("s", lambda by=by: errands.set_task(case=case.pk, wanted=wanted(desk), by=by, now=timezone.now())),
            ("t", lambda by=by: checklists.tick(
                case=case.pk, item="read_first", applies=True, by=by, now=timezone.now())),
        ):  # fmt: skip
            if letter in may:
                act()
            else:
                with pytest.raises(Refused):
                    act()


# --- related cases --------------------------------------------------------------------------------


@pytest.fixture
def unit(world):
    return Unit.objects.create(
        state="BH", code="BH-U1", name_ar="مركز السوق", name_en="Market station", service="police"
    )


def test_cases_of_one_unit_and_nearly_the_same_words_are_shown(desk, led, unit):
    twin = desk.file(narrative=NARRATIVE + " ولم يُسأل عنه أحد.", unit=unit.pk)
    other = desk.file(
        narrative="سُحبت منه وثائقه في المطار ولم تُعد إليه حتى اليوم رغم مراجعته مرات.", unit=unit.pk
    )
    far = desk.file(narrative=NARRATIVE, now=days_ago(200))
    hidden = desk.file(narrative=NARRATIVE)
    desk.move(hidden, "exclude", "supervisor", person=desk.world.bh.people["reviewer"].pk, reason="قرابة")
    sealed = desk.file(narrative=NARRATIVE, mode="confidential")
    desk.assign(twin, "reviewer", "supervisor")
    page = body(desk("reviewer").get(url(twin, "related")))
    unit_part, words_part = page.split("Nearly the same words")
    all_of_them = body(desk("supervisor").get(url(led, "related")))

    assert other.reference in unit_part
    assert led.reference in words_part  # he holds both
    assert other.reference not in words_part
    for absent in (hidden, sealed):
        assert absent.reference not in page
    assert far.reference not in words_part
    assert twin.reference in all_of_them
    assert sealed.reference not in all_of_them


def test_words_that_are_closed_are_compared_with_nothing(desk, led, settings):
    desk.file()
    assert "Compared with 0 texts" in body(desk("reviewer").get(url(led, "related")))  # he holds no other
    settings.DEMO_VAULT_KEY = ""
    assert "Words are compared only where you may read them" in body(
        desk("reviewer").get(url(led, "related"))
    )


def test_likeness_counts_the_shorter_text():
    long = related.shingles([NARRATIVE * 3 + " وبقي هناك"])
    assert related.likeness(related.shingles([NARRATIVE]), long) == 1
    assert related.likeness(related.shingles(["ضربوه"]), related.shingles(["ضربوه"])) == 0
    assert (
        related.likeness(long, related.shingles(["لا شيء مما ورد أعلاه يشبه هذا الكلام في لفظ أو ترتيب"]))
        == 0
    )


# --- statements -----------------------------------------------------------------------------------


def test_a_full_case_takes_fifteen_statements_and_its_pages_hardly_more(desk, protected):
    investigated = desk.file(mode="confidential", attachments=(factories.spooled().token,))
    desk.assign(investigated, "nhri", "head")
    for action in ("acknowledge", "admit"):
        desk.move(investigated, action, "nhri")
    desk.move(investigated, "release", "nhri", text="نص بلا أسماء")
    desk.move(investigated, "link_event", "nhri", title="مساء السوق")
    desk.move(investigated, "request_answer", "nhri", question="متى؟")
    give(desk, investigated, "nhri")
    desk.assign(desk.file(mode="confidential"), "nhri", "head")
    before = {}
    pages = ("", "questions", "checklist", "tasks", "related")
    for page in pages:
        before[page] = statements(desk("nhri"), url(investigated, *filter(None, [page])))
    desk.move(investigated, "request_answer", "nhri", question="أين؟")
    for _ in range(3):
        give(desk, investigated, "nhri")
        twin = desk.file(mode="confidential")
        desk.assign(twin, "nhri", "head")
    for page in pages:
        after = statements(desk("nhri"), url(investigated, *filter(None, [page])))
        assert len(after) == len(before[page]), (page, "\n".join(after))
    assert len(before[""]) <= 15, "\n".join(before[""])
    assert max(len(found) for found in before.values()) <= 20
