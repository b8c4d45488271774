"""Three questions after the end: counted, and kept with nobody's case."""

from datetime import date

import pytest
from django.test import Client

from common import tenancy
from complaints import rebuilding, tallies
from complaints.aftercare import Question
from complaints.casework.services import Given, Missing, Unmet
from complaints.models import Text
from complaints.vocabulary import Stage
from record.models import Entry
from tests.intake.test_tracking import seen, token
from tests.workflow.scene import NOW


def counted():
    kinds = [f"{tallies.ONLY_COUNTED}{question}" for question in Question.values]
    return dict(tallies.counts(kinds=kinds, start=date(2020, 1, 1), end=date(2100, 1, 1), state="BH"))


def test_answers_are_counted_by_month_and_nowhere_kept(opened):
    at = opened("ministry")
    at.put(Stage.CLOSED, stage_since=NOW)
    entry = at.move("answer_satisfaction", "amal", Given(satisfaction={"clear": "no", "respect": "yes"}))
    assert counted() == {
        ("satisfaction.clear", "complaint", "no"): 1,
        ("satisfaction.respect", "complaint", "yes"): 1,
    }
    assert "clear" not in entry.details
    assert not Text.objects.filter(complaint=at.case, kind="satisfaction").exists()
    assert rebuilding.differences("BH") == []  # nothing to rebuild them from, and nothing takes them away
    with pytest.raises(Unmet):
        at.move("answer_satisfaction", "amal", Given(satisfaction={"clear": "no"}))


@pytest.mark.parametrize("answers", [{}, {"clear": ""}, {"clear": "never"}, {"pay": "yes"}])
def test_what_is_no_answer_is_not_counted(opened, answers):
    at = opened("ministry")
    at.put(Stage.CLOSED, stage_since=NOW)
    with pytest.raises(Missing):
        at.move("answer_satisfaction", "amal", Given(satisfaction=answers))
    assert counted() == {}


def test_the_questions_stand_on_the_page_once_it_ended(opened):
    at, client = opened("ministry"), Client(enforce_csrf_checks=True)
    show = {"code": at.code}
    assert 'id="questions"' not in client.post("/en/complaints/track/", show).content.decode()
    at.put(Stage.CLOSED, stage_since=NOW)
    page = client.post("/en/complaints/track/", show)
    assert "Three short questions" in page.content.decode()
    form = {"token": token(page), "seen": seen(page)}
    nothing = client.post("/en/complaints/track/questions/", form)
    assert nothing.status_code == 422
    assert "Answer at least one of the questions." in nothing.content.decode()
    done = client.post("/en/complaints/track/questions/", {**form, "again": "partly"})
    assert "Your answers were counted." in done.content.decode()
    assert 'id="questions"' not in done.content.decode()
    with tenancy.within("BH"):
        assert Entry.objects.filter(what="answer_satisfaction").count() == 1
    assert counted() == {("satisfaction.again", "complaint", "partly"): 1}


def test_help_that_was_given_is_not_called_a_settlement(opened, world):
    at = opened("ministry", "assistance")
    at.put(Stage.INVESTIGATING)
    at.move("settle", "reviewer", Given(message="The visit is arranged"))
    page = Client().post("/en/complaints/track/", {"code": at.code}).content.decode()
    assert "Help was given" in page
    assert "recorded that help was given" in page
    assert "ettled" not in page
    desk = Client()
    desk.force_login(world.bh.people["reviewer"])
    assert "It ended by agreement" not in desk.get(f"/en/desk/{at.row().reference}/").content.decode()
