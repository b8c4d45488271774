"""A case's service corrected in screening: the right authority gets it, the wrong one loses it."""

import pytest

from accounts.answering import SupervisedService
from accounts.models import Unit, User
from complaints.casework.services import Given, Missing
from complaints.casework.step import Place
from complaints.models import Allegation, Complaint, Docket, Exclusion
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
