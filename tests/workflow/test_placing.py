"""A case's service corrected in screening: the right authority gets it, the wrong one loses it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actor import staff
from accounts.answering import SupervisedService
from accounts.models import Delegation, State, Unit, User
from complaints import clocks, rebuilding, sealing, tallies, tasks
from complaints.casework.services import Given, Missing
from complaints.casework.step import Place
from complaints.models import Allegation, Clock, Complaint, Docket, Exclusion, Text
from complaints.vocabulary import Part
from tests import factories
from tests.workflow.scene import NOW
from vault.models import Grant


@pytest.fixture
def justice(world):
    """The prisons of Bahrain under an authority of their own, with people there."""
    body = factories.institution("BH", "authority", "justice", "العدل", "Justice")
    SupervisedService.objects.filter(state="BH", service="prisons").update(authority=body)
    factories.person("jailer", body, factories.Role.SUPERVISOR)
    return body


def correct(at, name, **place):
    at.move("correct_place", name, Given(place=Place(**place), reason="It was a prison"), now=NOW)


def holders(at):
    return {row.institution.code: row.standing for row in Docket.objects.filter(complaint=at.case)}


def readers(at):
    return set(Grant.objects.filter(subject=at.case).values_list("recipient", flat=True))


def test_a_prison_case_goes_to_the_prison_authority(opened, world, justice):
    at = opened("ministry", "complaint")
    correct(at, "reviewer", service="prisons")
    jailer = User.objects.get(email="jailer@bh.test")
    assert holders(at) == {"bh-justice": "lead", "bh-nhri": "overseer"}
    assert f"user:{jailer.pk}" in readers(at)
    assert not {f"user:{user.pk}" for user in world.bh.moi.staff.all()} & readers(at)
    assert Complaint.objects.get(pk=at.case).service == "prisons"


def test_what_the_independent_body_leads_stays_with_it(opened, justice):
    at = opened("independent", "complaint")
    before = holders(at)
    correct(at, "nhri", service="prisons")
    assert {code for code, standing in holders(at).items() if standing == "lead"} == {
        code for code, standing in before.items() if standing == "lead"
    }


def test_who_serves_in_the_corrected_unit_loses_the_case(opened, world):
    at = opened("ministry", "complaint")
    unit = Unit.objects.create(
        code="bh-jail", state="BH", service="prisons", path="bh-jail", name_ar="س", name_en="Jail"
    )
    second = world.bh.people["reviewer2"]
    second.unit = unit
    second.save()
    correct(at, "reviewer", service="prisons", unit=unit.pk)
    assert Exclusion.objects.filter(complaint=at.case, user=second, ground="unit").exists()
    assert set(Allegation.objects.filter(complaint=at.case).values_list("unit_id", flat=True)) == {unit.pk}


def test_nothing_goes_where_nobody_could_read_it(opened, world):
    body = factories.institution("BH", "authority", "justice", "العدل", "Justice")
    SupervisedService.objects.filter(state="BH", service="prisons").update(authority=body)
    at = opened("ministry", "complaint")
    before = holders(at)
    with pytest.raises(Missing):
        correct(at, "reviewer", service="prisons")
    assert holders(at) == before


@pytest.mark.parametrize(
    "place",
    [
        {"service": "navy"},
        {"service": ""},
        {"service": "police", "unit": 10**6},
        {"service": "police", "governorate": 10**6},
    ],
)
def test_only_what_exists_in_the_state_is_taken(opened, place):
    at = opened("ministry", "complaint")
    with pytest.raises(Missing):
        correct(at, "reviewer", **place)


def test_what_the_first_authority_was_given_is_sealed_anew_for_the_second(opened, world, justice):
    at = opened("ministry", "complaint")
    kept = dict(sealing.open_case(at.row(), world.bh.actor("supervisor").keyring).keys)
    correct(at, "reviewer", service="prisons")
    at.move("write", "amal", Given(message="Since then they hit him again"))
    case, jailer = at.row(), User.objects.get(email="jailer@bh.test")
    assert case.released_key == 2
    assert case.is_released
    opened_there = sealing.open_case(case, staff(jailer).keyring)
    assert {Part.RELEASED, Part.IDENTITY} == {part for part in Part if part in opened_there}
    given = Text.objects.filter(complaint=case, kind="released", key_number=2).get()
    words = opened_there.of(given).unseal(f"text:{given.pk}", given.body)
    assert "kicked the door" in words
    later = Text.objects.filter(complaint=case, kind="from_complainant").get()
    assert sealing.compartment(later.part, later.key_number) not in kept
    assert sealing.current(case, Part.IDENTITY) not in kept


def test_whoever_stands_in_keeps_the_name_when_it_is_sealed_anew(opened, world):
    at = opened("ministry", "complaint")
    today = timezone.localdate()
    deputy = world.bh.people["reviewer2"]
    Exclusion.objects.filter(complaint=at.case, user=deputy).delete()
    made = {"made_at": NOW, "made_by": "x", "since": today, "until": today}
    Delegation.objects.create(user=world.bh.people["reviewer"], to=deputy, **made)
    dockets = list(Docket.objects.filter(complaint=at.case).select_related("institution"))
    assert f"user:{deputy.pk}" in sealing.readers_of_identity(at.row(), dockets)
    lead = next(row for row in dockets if row.standing == "lead")
    assert f"user:{deputy.pk}" in sealing.readers_at_ministry(lead)
    Exclusion.objects.create(state="BH", complaint=at.row(), user=deputy, ground="hand", by="x", at=NOW)
    assert f"user:{deputy.pk}" not in sealing.readers_of_identity(at.row(), dockets)
    assert f"user:{deputy.pk}" not in sealing.readers_at_ministry(lead)


def test_safety_is_asked_about_again_after_the_end(opened):
    at = opened("ministry", "complaint")
    at.move("withdraw", "amal", now=NOW)
    asked = Clock.objects.filter(complaint=at.case, kind__in=clocks.OF_ENDING, ended_at=None)
    days = {row.kind: (row.due_at - row.started_at).days for row in asked}
    assert set(days) == set(clocks.OF_ENDING)
    assert 30 <= days["after_first"] <= 31
    assert 90 <= days["after_second"] <= 91
    state = State.objects.get(pk="BH")
    Clock.objects.filter(kind__in=clocks.OF_FILING).delete()
    assert tasks.ask_safety(state, now=NOW + timedelta(days=25)) == 0
    assert tasks.ask_safety(state, now=NOW + timedelta(days=31)) == 1
    at.move("answer_safety", "amal", Given(safety="safe"), now=NOW + timedelta(days=32))
    at.move("resume", "amal", now=NOW + timedelta(days=40))
    at.move("withdraw", "amal", now=NOW + timedelta(days=41))
    assert asked.count() == 2  # the second of the first end goes on; the first begins anew


def test_those_concerned_are_counted_apart(opened):
    at = opened("ministry", "complaint", people_concerned=3)
    case = at.row()
    lead = Docket.objects.select_related("institution").get(complaint=case, standing="lead").institution.code
    counts = tallies.of(tallies.facts_of(case, lead))
    of = {cell.kind: number for cell, number in counts.items() if cell.kind in ("people", "received")}
    assert of == {"people": 3, "received": 1}
    assert rebuilding.differences("BH") == []
