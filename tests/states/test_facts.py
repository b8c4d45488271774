"""The public page of a state: who answers, what is known with its source, what is not, and nothing guessed."""

import re

import pytest
from django.utils import translation

from accounts import reference
from accounts.answering import ReferralBody
from accounts.models import State
from complaints.states import facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    reference.load()
    State.objects.filter(pk__in=["BH", "MA"]).update(is_open=True)


def test_every_fact_has_a_source_or_is_blank(loaded):
    for state, _bodies in facts.states():
        sheet = facts.sheet(state.code)
        for fact in sheet.facts:
            assert not fact.value or fact.source, (state.code, fact)
            assert not fact.value or fact.as_of or re.search(r"\b(19|20)\d\d\b", fact.source), (
                state.code,
                fact,
            )
        assert len(sheet.governorates) > 2
        assert sheet.answering


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_state_has_its_page(loaded, client, language):
    index = client.get(f"/{language}/states/")
    assert index.status_code == 200
    for state, _bodies in facts.states():
        page = client.get(f"/{language}/states/{state.code.lower()}/")
        assert page.status_code == 200
        assert (state.name_ar if language == "ar" else state.name_en) in page.content.decode()
    assert client.get(f"/{language}/states/xx/").status_code == 404
    assert client.get(f"/{language}/states/fr/").status_code == 404


def test_a_prison_in_morocco_is_answered_by_the_prison_administration(loaded, client):
    page = client.get("/en/states/ma/").content.decode()
    assert "General Delegation for Prison Administration" in page
    assert "Royal Gendarmerie" in page


def test_what_is_not_known_is_said(loaded, client):
    page = client.get("/en/states/so/").content.decode()
    assert "What is not known" in page
    with translation.override("en"):
        assert facts.sheet("SO").unknown[:1] == ["National human rights institution"]
    assert "Nobody here could keep a name from the ministry" in page
    assert "not open here" in page.lower()


def test_the_page_takes_the_same_statements_for_every_state(loaded, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/en/states/ma/")
    with django_assert_max_num_queries(8):
        client.get("/en/states/")


def test_referral_bodies_that_fit_come_first(loaded):
    general = ReferralBody.objects.create(
        state="EG", code="eg-any", name_ar="ا", name_en="Any", helps_ar="ا", helps_en="a", source="x 2026"
    )
    of = ReferralBody.objects.of("EG")
    assert [row.code for row in of.helping(categories=["CHD"])] == ["eg-nccm-child-line", "eg-any"]
    assert of.helping(categories=["TOR"]) == [general]
    assert ReferralBody.objects.of("SO").helping(categories=["CHD"]) == []
