"""The forms for facts and events on the desk: what is wrong is said, and every word stays."""

from complaints.models import Event
from tests.casework.test_acting import body, count, summary, url

WORDS = "He was taken by car to an unknown place"


def test_facts_without_a_reason_come_back_as_they_were_ticked(desk, led):
    page = desk("reviewer").get(url(led, "record_facts"))
    assert page.status_code == 200
    answer = desk("reviewer").post(url(led, "record_facts"), {"circumstances": ["death"], "danger": "on"})
    assert answer.status_code == 422
    assert summary(answer)
    assert 'value="death"' in body(answer)
    assert body(answer).count("checked") >= 2
    assert desk.get(led.reference).circumstances == []


def test_facts_that_do_not_exist_are_refused_and_the_reason_stays(desk, led):
    answer = desk("reviewer").post(url(led, "record_facts"), {"circumstances": ["weather"], "reason": WORDS})
    assert answer.status_code == 422
    assert WORDS in body(answer)
    assert desk.get(led.reference).circumstances == []


def test_the_ministry_is_told_that_it_takes_no_fact_back(desk, led):
    desk.move(led, "record_facts", "reviewer", circumstances=("removal",), reason="Known")
    answer = desk("supervisor").post(url(led, "record_facts"), {"reason": WORDS})
    assert answer.status_code in (403, 404, 409, 422)
    assert desk.get(led.reference).circumstances == ["removal"]


def test_an_event_needs_a_file_or_a_title_and_keeps_what_was_typed(desk, led):
    for typed in (
        {"other_case": "no reference", "title": WORDS},
        {"happened_on": "yesterday", "title": WORDS},
    ):
        answer = desk("reviewer").post(url(led, "link_event"), typed)
        assert answer.status_code == 422, typed
        assert WORDS in body(answer)
    empty = desk("reviewer").post(url(led, "link_event"), {})
    assert empty.status_code == 422
    assert summary(empty)
    assert count(Event) == 0
