"""A state that calls torture otherwise: its own words on every page and in its reports, nobody else's."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from complaints.intake.steps.asked import Asked
from complaints.intake.steps.drafts import Draft
from complaints.intake.steps.what import About, Allegations
from complaints.models import CategoryName
from complaints.naming import category_choices, category_label, names_of
from complaints.tracking.forms import ConvertForm
from reporting import snapshot
from reporting.models import Edition
from reporting.periods import years
from reporting.scopes import of_state
from reporting.wording import writer

OWN = "Cruelty in custody"
SHIPPED = "Torture"


@pytest.fixture
def renamed(world):
    names_of.forget()
    translation.activate("ar")
    CategoryName.objects.create(
        state="BH", code="TOR", name_ar="القسوة في الحجز", name_en=OWN, valid_from=timezone.localdate()
    )
    yield world
    names_of.forget()


def page(address):
    return Client().get(address).content.decode()


def test_the_short_path_uses_the_words_of_the_chosen_state(renamed):
    address = reverse("complaint_short").replace("/ar/", "/en/")
    own = page(f"{address}?state=BH")
    assert OWN in own
    for other in (page(f"{address}?state=EG"), page(address)):
        assert OWN not in other
        assert SHIPPED in other
    assert "القسوة في الحجز" in page(f"{address.replace('/en/', '/ar/')}?state=BH")


def test_the_nine_pages_and_their_check_page_do_too(renamed):
    for state, has in (("BH", True), ("EG", False)):
        draft = Draft()
        draft.put("before", {"state": [state]})
        asked = Asked(draft)
        labels = dict(About(asked=asked).fields["categories"].choices)
        rows = dict(Allegations(asked=asked).fields["category-0"].choices)
        assert (labels["TOR"] == "القسوة في الحجز") is has
        assert (rows["TOR"] == "القسوة في الحجز") is has


def test_the_pages_about_rights_do_too(renamed):
    for name in (reverse("rights_categories"), reverse("rights_category", args=["TOR"])):
        address = name.replace("/ar/", "/en/")
        assert OWN in page(f"{address}?state=BH")
        assert OWN not in page(f"{address}?state=EG")
        assert OWN not in page(address)


def test_a_request_that_becomes_a_complaint_is_asked_in_the_same_words(renamed):
    assert dict(ConvertForm(state="BH").fields["categories"].choices)["TOR"] == "القسوة في الحجز"
    assert dict(ConvertForm(state="EG").fields["categories"].choices)["TOR"] != "القسوة في الحجز"


def test_a_report_keeps_the_words_it_was_made_with(renamed):
    today = date(2026, 3, 1)
    asked = {"edition": Edition.PUBLIC, "period": years(today, 1)[0], "today": today}
    content = snapshot.build(scope=of_state("BH"), **asked)
    assert writer(content, "en").label("category", "TOR") == OWN
    assert writer(content, "ar").label("category", "TOR") == "القسوة في الحجز"
    assert writer(content, "en").label("category", "CRD") != OWN
    other = snapshot.build(scope=of_state("EG"), **asked)
    assert "categories" not in other["names"]
    assert writer(other, "en").label("category", "TOR") != OWN


def test_a_name_of_a_later_day_waits(world):
    names_of.forget()
    CategoryName.objects.create(
        state="BH", code="TOR", name_ar="لاحقا", name_en="Later", valid_from=date(2100, 1, 1)
    )
    assert category_label("TOR", "BH") == category_label("TOR")
    assert dict(category_choices("BH"))["TOR"] == category_label("TOR")
