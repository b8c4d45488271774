"""Events: linked for one's own institution, and never a sign of a case that must not exist."""

import pytest

from complaints import rebuilding, tasks
from complaints.casework import reading, selectors
from complaints.casework.services import Given, Missing, Unmet, advance
from complaints.models import Complaint, Event, EventLink, Notice
from record.models import Entry
from tests.workflow.scene import NOW, filed, recuse


def case_file(at, name):
    actor = at.actors[name]
    docket = selectors.docket(actor, at.row().reference)
    return reading.CaseFile(actor, docket, at.world.bh.state, NOW, "en")


def others(at, name):
    """References beside an event that somebody sees, one list for each event."""
    return [[row.complaint.reference for row in one.others] for one in case_file(at, name).events]


def test_two_complaints_of_one_event_see_each_other(opened):
    at = opened("ministry")
    at.move("link_event", "reviewer", Given(other_case=at.other, title="The evening at the market"))
    assert others(at, "reviewer") == [[at.other]]
    assert others(at, "nhri") == [[at.other]]  # the overseer sees what the ministry linked
    assert Event.objects.count() == 1
    assert rebuilding.differences("BH") == []


def test_a_confidential_case_never_shows_to_the_ministry_through_an_event(opened):
    at = opened("ministry")
    hidden, _ = filed(mode="confidential")
    secret = Complaint.objects.get(pk=hidden).reference
    before = [case_file(at, "reviewer").events, [e.sentence for e in case_file(at, "reviewer").history]]
    at.move("link_event", "nhri", Given(other_case=secret, title="Seen by three"))
    after = [case_file(at, "reviewer").events, [e.sentence for e in case_file(at, "reviewer").history]]
    assert after == before
    assert others(at, "nhri") == [[secret]]
    # The ministry links for itself as though nothing were there, and can't reach the other by its reference.
    with pytest.raises(Missing):
        at.move("link_event", "reviewer", Given(other_case=secret))
    at.move("link_event", "reviewer", Given(other_case=at.other, title="Own title"))
    assert others(at, "reviewer") == [[at.other]]


def test_the_notice_of_a_link_stays_in_its_institution(opened, world):
    at = opened("ministry")
    entry = at.move("link_event", "nhri", Given(title="Seen by three"))
    Notice.objects.all().delete()
    tasks.notify("BH", f"{at.case}|link_event|{entry.pk}", NOW)
    told = {notice.user.institution for notice in Notice.objects.select_related("user")}
    assert told <= {world.bh.nhri}


def test_whoever_is_excluded_sees_none(opened, world):
    at = opened("ministry")
    at.move("link_event", "reviewer", Given(other_case=at.other, title="One evening"))
    recuse(Complaint.objects.get(reference=at.other).pk, world.bh.people["reviewer"])
    assert others(at, "reviewer") == [[]]


def test_a_case_joins_the_event_of_another(opened):
    at = opened("ministry")
    at.move("link_event", "reviewer", Given(other_case=at.other, title="One evening"))
    third, _ = filed()
    person = at.world.bh.people["reviewer"].pk
    advance(case=third, action="assign", by=at.actors["supervisor"], now=NOW, given=Given(person=person))
    given = Given(other_case=at.row().reference)
    advance(case=third, action="link_event", by=at.actors["reviewer"], now=NOW, given=given)
    assert Event.objects.count() == 1
    assert EventLink.objects.count() == 3


def test_unlinking_needs_a_link_and_the_last_one_ends_the_event(opened):
    at = opened("ministry")
    with pytest.raises(Unmet):
        at.move("unlink_event", "reviewer", Given(reason="Not the same evening"))
    at.move("link_event", "reviewer", Given(title="One evening"))
    with pytest.raises(Missing):  # one event at a time
        at.move("link_event", "reviewer", Given(title="Another evening"))
    at.move("unlink_event", "reviewer", Given(reason="Not the same evening"))
    assert not Event.objects.exists()
    assert rebuilding.differences("BH") == []
    assert Entry.objects.filter(stream=at.row().stream, what="unlink_event").exists()


def test_nothing_names_no_event(opened):
    at = opened("ministry")
    with pytest.raises(Missing):
        at.move("link_event", "reviewer", Given(title="  "))
