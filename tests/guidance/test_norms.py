"""Which articles are shown for whom, with which source; and that nobody is sent to a door that is not there."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.reference import read as reference
from complaints.guidance import categories, loading
from complaints.models import Instrument, Norm, Party
from complaints.vocabulary import Category
from tests.guidance.conftest import main

# Written by hand from the sources, apart from the files: who is not known to be party to what.
NOT_PARTY = [
    *[("iccpr", state) for state in ("AE", "KM", "OM", "SA")],
    *[("charter", state) for state in ("DJ", "KM", "MA", "OM", "SO", "TN")],
    *[("ced", state) for state in ("AE", "BH", "DZ", "EG", "JO", "KM", "LB", "PS", "SA", "YE")],
    *[("cedaw", state) for state in ("SD", "SO")],
    ("crpd", "LB"),
]


def test_no_article_stands_for_a_state_that_is_no_party(db):
    loading.load()

    for treaty, state in NOT_PARTY:
        shown = set(Norm.objects.standing_in(state).values_list("instrument", flat=True))

        assert treaty not in shown, (treaty, state)
        assert shown >= {"mandela", "body"}, "standards are addressed to every state"


def test_a_party_is_shown_every_article_that_stands_beside_a_subject(db):
    loading.load()

    shown = Norm.objects.beside("MIG").standing_in("MA").values_list("instrument", flat=True)

    assert set(shown) == {"iccpr", "cat", "ced", "body"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_of_a_state_never_name_a_treaty_it_has_not_joined(page, language):
    for treaty, state in (("iccpr", "OM"), ("crpd", "LB"), ("cedaw", "SD"), ("charter", "TN")):
        instrument = Instrument.objects.get(pk=treaty)
        name = instrument.name_ar if language == "ar" else instrument.name_en
        codes = {code for norm in instrument.norms.all() for code in norm.categories}

        for code in sorted(codes):
            assert name not in page(f"/{language}/rights/categories/{code}/?state={state}")


def test_without_a_state_no_treaty_is_shown(page):
    words = main(page("/en/rights/categories/TOR/"))

    assert "Nelson Mandela Rules" in words
    assert "Covenant" not in words
    assert "Arab Charter" not in words


def test_each_article_comes_with_citation_source_and_date(page):
    words = main(page("/en/rights/categories/LIB/?state=BH"))

    assert "Article 9, paragraph 3" in words
    assert "Bahrain has been party to it since 2006." in words
    assert "World Politics Data Lab" in words
    assert "as of 29 May 2022" in words
    assert "International Justice Resource Center" in words


def test_reservations_are_told_where_a_list_was_read(page):
    assert "reservations or declarations" in main(page("/en/rights/categories/DSC/?state=BH"))
    assert "تحفظات أو إعلانات" in main(page("/ar/rights/categories/DSC/?state=AE"))
    assert "reservations" not in main(page("/en/rights/categories/DSC/?state=KM"))


def test_the_files_name_only_what_exists(db):
    states = {row["code"] for row in reference("states")["states"]}
    instruments = {row["code"]: row for row in loading.read("instruments")["instruments"]}
    parties = loading.read("parties")["parties"]
    norms = loading.read("norms")["norms"]

    assert {state for group in parties for state in group["since"]} <= states
    assert all(instruments[group["instrument"]]["is_treaty"] for group in parties)
    assert {row["instrument"] for row in norms} == instruments.keys()
    assert {code for row in norms for code in row["categories"]} == set(Category.values)
    assert all(row["text_ar"].endswith(".") and row["text_en"].endswith(".") for row in norms)
    assert not [row["part"] for row in norms if re.search("[A-Za-z]", row["text_ar"] + row["cite_ar"])]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_subject_is_explained(language):
    for code in Category.values:
        words = categories.words(code, language)
        assert words.covers
        assert words.example
        assert len(words.evidence) >= 3


def test_loading_again_changes_nothing_and_renewing_takes_the_files_words(db, capsys):
    loading.load()
    Norm.objects.filter(instrument="cat", part="3").update(text_en="An editor’s words.")

    assert [one.new for one in loading.load()] == [0, 0, 0]
    assert Norm.objects.get(instrument="cat", part="3").text_en == "An editor’s words."

    call_command("load_norms", "--renew")

    assert Norm.objects.get(instrument="cat", part="3").text_en != "An editor’s words."
    assert "of them new: 0" in capsys.readouterr().out
    assert Party.objects.filter(source_en="").count() == 0


COMMITTEE = re.compile(
    "Arab (?:Human Rights )?Committee|Arab Court|Charter Committee|لجنة حقوق الإنسان العربية|"
    "اللجنة العربية لحقوق الإنسان|لجنة الميثاق|المحكمة العربية"
)


def test_nobody_is_sent_to_the_arab_human_rights_committee():
    """It takes no individual complaints, so no page, letter or form names it at all."""
    root = settings.BASE_DIR
    said = [
        *(root / "templates").rglob("*.html"),
        *(root / "complaints" / "guidance").rglob("*.yaml"),
        *(root / "complaints" / "guidance").rglob("*.py"),
        *(root / "locale").rglob("*.po"),
    ]

    assert len(said) > 80
    assert [file.name for file in said if COMMITTEE.search(file.read_text("utf-8"))] == []


def test_the_search_for_it_finds_it():
    for words in ("the Arab Human Rights Committee", "إلى لجنة حقوق الإنسان العربية", "لجنة الميثاق"):
        assert COMMITTEE.search(words)
