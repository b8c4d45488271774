"""What becomes known of a case on the way: facts, traces that are kept, silence after a remedy."""

import pytest

from accounts.actor import Refused
from complaints import sealing
from complaints.casework.services import Given, Missing
from complaints.models import Clock, Docket
from complaints.vocabulary import Circumstance, Part
from tests.workflow.scene import NOW


def leads(at):
    rows = Docket.objects.filter(complaint=at.case, standing="lead")
    return rows.values_list("institution__code", flat=True).get()


def record(at, name, *circumstances, **more):
    at.move("record_facts", name, Given(circumstances=circumstances, reason="It became known", **more))


def running(at, kind):
    return Clock.objects.filter(complaint=at.case, kind=kind, ended_at=None).exists()


@pytest.fixture
def light(opened):
    """A named complaint of nothing grave, which the ministry leads."""
    return opened("ministry", "complaint", categories=("MED",))


@pytest.mark.parametrize("circumstance", Circumstance)
def test_the_lead_records_each_circumstance_and_no_heavier_case_stays_with_the_ministry(light, circumstance):
    assert leads(light) == "bh-moi"
    before = light.row()
    record(light, "reviewer", circumstance.value)
    case = light.row()
    assert circumstance.value in case.circumstances
    if case.is_grave or case.route != before.route:
        assert leads(light) == "bh-nhri"
        for name in ("reviewer", "supervisor"):
            assert Part.RELEASED not in sealing.open_case(case, light.world.bh.actor(name).keyring)


def test_a_heavier_fact_takes_the_case_and_a_lighter_one_does_not_give_it_back(light):
    record(light, "reviewer", Circumstance.DISAPPEARANCE.value)
    assert leads(light) == "bh-nhri"
    record(light, "nhri")
    assert light.row().circumstances == []
    assert leads(light) == "bh-nhri"


def test_the_ministry_never_makes_a_case_lighter(light):
    record(light, "reviewer", danger=True)
    assert light.row().is_danger
    with pytest.raises((Refused, Missing)):
        record(light, "reviewer")
    assert light.row().is_danger
    record(light, "nhri")
    assert not light.row().is_danger


def test_a_list_that_is_no_list_of_facts_is_refused(light):
    with pytest.raises(Missing):
        record(light, "reviewer", "weather")
    assert light.row().circumstances == []


def test_clocks_of_traces_end_with_their_letters(opened):
    at = opened("ministry", "complaint")
    assert running(at, "preserve")
    assert running(at, "medical_examination")
    at.move("preserve_evidence", "nhri", Given(reason="Keep the video of the gate"))
    assert not running(at, "preserve")
    assert running(at, "medical_examination")
    at.move("ask_examination", "nhri", Given(reason="A forensic doctor, today"))
    assert not running(at, "medical_examination")
    kept = Clock.objects.get(complaint=at.case, kind="preserve")
    assert kept.ended_at == NOW
    assert not kept.is_dropped


def test_silence_about_a_remedy_ends_with_a_word_of_the_complainant(opened):
    at = opened("ministry", "complaint")
    at.put("remedying")
    at.move("report_implemented", "supervisor", Given(answer="It was done."))
    assert running(at, "remedy_silence")
    at.move("write", "amal", Given(message="Nothing was done."))
    assert not running(at, "remedy_silence")
