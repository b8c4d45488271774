"""The pages of advice: there for everybody, in both languages, the same cost each time."""

import gzip
import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.answering import ReferralBody
from accounts.models import State
from complaints.guidance.situations import Situation
from complaints.vocabulary import Category
from tests.guidance.conftest import main

KB = 1024
PAGES = [
    "",
    "help/",
    "help/?state=BH",
    "categories/",
    "categories/TOR/",
    "categories/LIB/?state=BH",
    "categories/TRV/?state=OM",
    *[f"{one.value}/" for one in Situation],
]
LATIN = re.compile("[A-Za-z]{2,}")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_page_is_whole_light_and_leads_on(page, language):
    for path in PAGES:
        html = page(f"/{language}/rights/{path}")

        assert html.count("<h1>") == 1, path
        assert f'href="/{language}/complaints/new/"' in html, path
        assert len(gzip.compress(html.encode())) < 8 * KB, path


def test_arabic_pages_hold_no_latin_words(page):
    for path in [*PAGES, *[f"categories/{code}/?state=SD" for code in Category.values]]:
        words = main(page(f"/ar/rights/{path}")).replace(" BH", "")  # names of the tests' institutions

        assert set(LATIN.findall(words)) <= {"PDF"}, path


def test_what_does_not_exist_is_not_found(page):
    for path in ("nothing/", "categories/XYZ/", "categories/tor/", "arrest/x/"):
        page(f"/ar/rights/{path}", status=404)


@pytest.mark.parametrize("path", ["help/", "categories/", "categories/TOR/"])
def test_a_state_that_is_none_is_no_state(page, path):
    for state in ("", "XX", "QQ", "bh%00", "بحرين", "BH" * 500, "<b>"):
        words = page(f"/en/rights/{path}?state={state}")

        assert "<b>" not in words
        assert "has been party" not in words


def test_a_state_is_found_however_it_is_typed(page):
    assert "Bahrain has been party" in page("/en/rights/categories/TOR/?state=bh")


def test_nothing_can_be_sent_to_a_page_of_advice(norms):
    for name in ("rights", "rights_help", "rights_categories", "printed_form"):
        with translation.override("ar"):
            assert Client().post(reverse(name)).status_code == 405


def test_the_subject_leads_to_the_form_of_its_state(page):
    assert 'href="/ar/complaints/new/?state=BH"' in page("/ar/rights/categories/LIB/?state=BH")
    assert "complaints/new/?state=" not in page("/ar/rights/categories/LIB/?state=OM")


def test_a_small_link_explains_a_subject_and_keeps_what_was_typed(page):
    with translation.override("en"):
        link = render_to_string(
            "rights/what_is_this.html", {"category": "TOR", "state": "BH", "label": Category.TOR.label}
        )

    address = re.search('href="([^"]+)"', link)[1]
    assert 'target="_blank"' in link
    assert "has been party" in page(address)


# --- who reads it first ---------------------------------------------------------------------------


def told(html):
    """Mode → sentence, as the page has them."""
    block = html[html.index("Who reads it first in") :]
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", block[: block.index("</dl>")]))


def test_a_grave_subject_is_read_first_by_the_independent_body(page):
    answers = told(page("/en/rights/categories/TOR/?state=BH"))

    assert answers["With my name"] == (
        "National Institution BH reads it first. The ministry gets nothing of it before you agree."
    )
    assert answers["Without a name"] == (
        "National Institution BH reads it first. The ministry reads only a text released to it."
    )


def test_an_ordinary_subject_with_a_name_is_read_by_the_ministry_and_overseen(page):
    answers = told(page("/en/rights/categories/CON/?state=BH"))

    assert answers["With my name"] == "Ministry BH reads it, and National Institution BH oversees the case."


def test_where_nobody_independent_is_the_page_says_so(page):
    grave, plain = (told(page(f"/en/rights/categories/{code}/?state=ZZ")) for code in ("TOR", "CON"))

    assert "cannot" in grave["With my name"] or "not handed" in grave["With my name"]
    assert "inside the ministry" in plain["With my name"]
    assert "My name kept from the ministry" not in plain


def test_where_another_body_takes_grave_cases_the_ministry_gets_nothing(page):
    State.objects.filter(pk="ZZ").update(grave_route="another_body")

    answers = told(page("/en/rights/categories/DIS/?state=ZZ"))

    assert answers["With my name"] == "another independent body reads it. The ministry gets nothing of it."


def test_a_state_that_receives_nothing_promises_nothing(page):
    html = page("/en/rights/categories/TOR/?state=OM")

    assert "does not receive complaints in State OM yet" in html
    assert "Who reads it first in State OM" in html
    assert "With my name" not in main(html)


# --- who receives ---------------------------------------------------------------------------------


def test_help_names_the_institutions_independent_ones_first(page):
    words = main(page("/en/rights/help/?state=BH"))

    assert words.index("National Institution BH") < words.index("Ministry BH")
    assert "999" in words
    assert "No institution is recorded for State OM yet." in main(page("/en/rights/help/?state=OM"))


def test_help_lists_who_else_can_help_with_the_source_of_it(page):
    body = {
        "name_ar": "جهة",
        "name_en": "Legal aid office",
        "helps_ar": "محامٍ",
        "helps_en": "Finds a lawyer.",
    }
    ReferralBody.objects.create(state="BH", code="t-aid", phone="+973 1", source="Its leaflet", **body)
    ReferralBody.objects.create(
        state="BH", code="t-old", source="x", is_active=False, **body | {"name_en": "Old"}
    )
    ReferralBody.objects.create(state="EG", code="t-far", source="x", **body | {"name_en": "Far"})

    words = main(page("/en/rights/help/?state=BH"))

    assert "Legal aid office Finds a lawyer. +973 1 Source: Its leaflet" in words
    assert "Old" not in words
    assert "Far" not in words


# --- cost -------------------------------------------------------------------------------------------


def test_a_page_asks_few_questions_whatever_it_shows(page):
    for path, most in (("arrest/", 0), ("help/?state=BH", 4), ("categories/TOR/?state=BH", 8)):
        with CaptureQueriesContext(connection) as asked:
            page(f"/ar/rights/{path}")

        assert len([one for one in asked if one["sql"].startswith("SELECT")]) <= most, path
