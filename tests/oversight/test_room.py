"""The oversight room: who comes in, what it lists, and that a page costs the same however much it holds."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Request
from complaints.oversight import questions, recommendations, reviews, silence
from complaints.oversight.silence import Board, May, Wanted

LISTS = (
    "",
    "silence/",
    "questions/",
    "recommendations/",
    "reviews/",
    "grave/",
    "patterns/",
    "agenda/",
    "agenda/new/",
)


def get(client, path="", status=200):
    answer = client.get(f"/en/oversight/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_the_room_is_for_the_independent_body_alone(desk):
    for path in LISTS:
        for name in ("reviewer", "supervisor", "registry", "admin", "intake", "liaison", "auditor"):
            get(desk(name), path, 403)
        for name in ("nhri", "head"):
            get(desk(name), path)


def test_silence_is_listed_by_age_with_what_may_be_done(room, desk):
    young, _ = room.asked()
    late, _ = room.asked(days=40)
    very_late, _asked = room.asked(days=80)
    page = get(desk("nhri"), "silence/")
    order = [page.index(case.reference) for case in (very_late, late, young)]
    assert order == sorted(order)
    assert page.count("/proceed_on_silence/") == 2
    assert "it can wait no longer" in page
    assert "Wait: work may go on" in page
    assert young.reference not in get(desk("nhri"), "silence/?late=late")
    assert late.reference not in get(desk("nhri"), "silence/?late=very_late")
    assert very_late.reference in get(desk("nhri"), "silence/?late=very_late")
    front = get(desk("nhri"))
    assert re.findall(r"<dd>(?:<a[^>]*>)?(\d+)", front)[:3] == ["3", "2", "1"]
    # A colleague who does not hold the case reads it, and is not offered the step.
    assert "/proceed_on_silence/" not in get(desk("nhri2"), "silence/")


def test_what_is_very_late_in_sql_is_very_late_by_the_calendar(room, world):
    """The filter and the chip must agree on each day around the fortieth."""
    _case, asked = room.asked()
    actor = world.dalia
    with room.within():
        seen = set()
        for days in range(50, 66):
            at = asked.asked_at + timedelta(days=days)
            board = Board.of(world.bh.state, now=at)
            request = Request.objects.get(pk=asked.pk)
            found = silence.waiting(actor, Wanted(late="very_late"), board=board).exists()
            assert found is (board.lateness(request).level == "very_late"), days
            seen.add(found)
        assert seen == {True, False}


def test_a_term_of_the_state_moves_what_is_very_late(room, world):
    from complaints.models import ClockTerm

    _, asked = room.asked(days=80)
    with room.within():
        board = Board.of(world.bh.state, now=timezone.now())
        assert silence.counts(world.dalia, board=board)["very_late"] == 1
        day = (asked.asked_at - timedelta(days=1)).date()
        ClockTerm.objects.create(state="BH", kind="authority_answer", amount=60, valid_from=day)
        board = Board.of(world.bh.state, now=timezone.now())
        assert silence.counts(world.dalia, board=board)["very_late"] == 0
        request = Request.objects.get(pk=asked.pk)
        assert board.lateness(request).level == "late"


def test_for_whoever_is_excluded_no_list_knows_the_case(room, desk):
    case, asked = room.asked(days=80)
    remedied = room.remedied()
    room.exclude(case, "nhri2")
    room.exclude(remedied, "nhri2")
    for path in ("silence/", "questions/", "recommendations/", "reviews/", "grave/", "agenda/new/"):
        page = get(desk("nhri2"), path)
        assert case.reference not in page, path
        assert remedied.reference not in page, path
    get(desk("nhri2"), f"questions/{asked.pk}/", 404)


def test_questions_are_read_with_their_answers_across_cases(room, desk):
    case, asked = room.asked()
    page = get(desk("nhri"), f"questions/{asked.pk}/")
    assert "ما الذي سجّله دفتر الحراسة" in page
    assert "There is no answer." in page
    desk.move(case, "give_answer", "supervisor", request=asked.pk, answer="كان الدفتر مفقوداً.")
    assert "كان الدفتر مفقوداً." in get(desk("nhri"), f"questions/{asked.pk}/")
    assert case.reference in get(desk("nhri"), "questions/?stand=answered")
    assert case.reference not in get(desk("nhri"), "questions/?stand=waiting")
    # The words stand on the page of one question, never in the list.
    assert "دفتر" not in get(desk("nhri"), "questions/")


def test_a_recommendation_has_a_fate(room, desk, world):
    case = room.remedied()

    def counts(days=0):
        with room.within():
            today = timezone.localdate() + timedelta(days=days)
            return recommendations.counts(world.dalia, today=today)

    assert counts() == {"owed": 1, "late": 0, "claimed": 0}
    assert counts(days=200) == {"owed": 1, "late": 1, "claimed": 0}
    assert case.reference not in get(desk("nhri"), "recommendations/?fate=late")
    desk.move(case, "report_implemented", "supervisor", answer="نُفّذ")
    assert counts(days=200) == {"owed": 0, "late": 0, "claimed": 1}
    assert case.reference in get(desk("nhri"), "recommendations/?fate=claimed")
    assert case.reference not in get(desk("nhri"), "recommendations/?fate=verified")
    desk.move(case, "close_unimplemented", "nhri", reason="لم يُنفَّذ شيء")
    assert case.reference in get(desk("nhri"), "recommendations/?fate=not_implemented")
    assert counts()["owed"] == 1  # the file is closed, and it is owed still


def test_reviews_are_counted_by_quarter_with_their_end(room, desk, world):
    upheld, overturned, running = (room.decided() for _ in range(3))
    for case in (upheld, overturned, running):
        desk.move(case, "send_to_review", "nhri", reason="نظرة ثانية على القرار")
    desk.move(upheld, "uphold", "nhri2", message="القرار سليم")
    desk.move(overturned, "overturn", "nhri2", message="لم تُسمع الشهود", choice="investigating")
    with room.within():
        found = reviews.quarters(world.dalia, now=timezone.now())
    year = reviews.year(found)
    assert (year.asked, year.running, year.upheld, year.overturned) == (3, 1, 1, 1)
    assert found[0].share is None  # of two decided no percentage is said
    for outcome, case in (("upheld", upheld), ("overturned", overturned), ("running", running)):
        page = get(desk("nhri"), f"reviews/?outcome={outcome}")
        assert [one.reference in page for one in (upheld, overturned, running)].count(True) == 1
        assert case.reference in page
    assert "1 of 2" in get(desk("nhri"), "reviews/")


@pytest.mark.parametrize("path", ["silence/", "questions/", "recommendations/", "grave/", "", "agenda/new/"])
def test_a_list_costs_as_many_statements_however_long(room, desk, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    room.asked(days=80, categories=("TOR",))
    room.remedied()
    client = desk("nhri")
    get(client, path)
    with CaptureQueriesContext(connection) as few:
        get(client, path)
    for days in (30, 60):
        room.asked(days=days, categories=("TOR", "MED"))
        room.remedied()
    with CaptureQueriesContext(connection) as more:
        get(client, path)
    assert len(more) == len(few), [query["sql"][:160] for query in more]
    assert len(more) <= 26, len(more)


def test_pages_of_a_list_lead_on_and_back(room, desk, monkeypatch):
    from common import keyset

    cases = [room.asked(days=days)[0] for days in (10, 20, 30, 40, 50)]
    monkeypatch.setattr(keyset.page, "__kwdefaults__", {**keyset.page.__kwdefaults__, "size": 2})
    seen, path = [], "silence/"
    for _ in range(3):
        page = get(desk("nhri"), path)
        seen += [case.reference for case in reversed(cases) if case.reference in page]
        following = re.search(r'href="(\?[^"]*after[^"]*)"', page)
        path = "silence/" + following[1].replace("&amp;", "&") if following else ""
    assert seen == [case.reference for case in reversed(cases)]
    back = re.search(r'href="(\?[^"]*before[^"]*)"', page)[1].replace("&amp;", "&")
    assert cases[2].reference in get(desk("nhri"), "silence/" + back)
    # What this site did not write is no cursor: the list begins at its beginning.
    assert cases[4].reference in get(desk("nhri"), "silence/?after=nonsense")


def test_may_speaks_of_an_authority_that_lost_the_case(room, world):
    from complaints.models import Docket

    case, _asked = room.asked()
    with room.within():
        Docket.objects.filter(complaint=case, institution=world.bh.moi).delete()
        board = Board.of(world.bh.state, now=timezone.now())
        rows, _page = silence.page(world.dalia, Wanted(), board=board, data={})
    assert rows[0].may is May.GONE


def test_counts_of_questions(room, desk, world):
    room.asked()
    with room.within():
        assert questions.counts(world.dalia, now=timezone.now())["waiting"] == 1
