"""What letters say: number agreement, the files in both languages, directions inside Arabic."""

import re

import pytest

from common.counting import NOUNS, counted, ordinal
from common.languages import runs
from complaints.correspondence import WAITS_FOR_AN_ANSWER, Purpose
from complaints.letters.wording import LANGUAGES, open_places, wording

FACTS = {
    "arabic_digits": False,
    "reference": "BH-7KQ2-9XYZ",
    "filed_on": "3 مارس 2026",
    "place": "المنامة",
    "categories": "ظروف الاحتجاز",
    "days": 11,
    "answer_until": "20 مارس 2026",
    "times": 2,
    "about_number": "2026/15",
    "about_date": "1 مارس 2026",
    "late": 3,
}


@pytest.mark.parametrize(
    ("count", "case", "expected"),
    [
        (0, "nominative", "0 يوم"),
        (1, "nominative", "يوم واحد"),
        (1, "accusative", "يوماً واحداً"),
        (1, "genitive", "يوم واحد"),
        (2, "nominative", "يومان"),
        (2, "genitive", "يومين"),
        (2, "accusative", "يومين"),
        (3, "genitive", "3 أيام"),
        (10, "nominative", "10 أيام"),
        (11, "genitive", "11 يوماً"),
        (99, "nominative", "99 يوماً"),
        (100, "nominative", "100 يوم"),
        (102, "nominative", "102 يوم"),
        (103, "nominative", "103 أيام"),
        (111, "nominative", "111 يوماً"),
        (1000, "nominative", "1,000 يوم"),
        (1005, "nominative", "1,005 أيام"),
    ],
)
def test_the_noun_follows_its_number(count, case, expected):
    assert counted(count, "day", language="ar", case=case) == expected


def test_each_noun_has_its_forms_in_both_languages():
    for name, noun in NOUNS.items():
        forms = {counted(count, name, language="ar") for count in (1, 2, 3, 11, 100)}
        assert len(forms) == 5, name
        assert not re.search("[A-Za-z]", "".join(forms)), name
        assert counted(1, name, language="en") == f"1 {noun.english[0]}"
        assert counted(2, name, language="en") == f"2 {noun.english[1]}"
    assert counted(12, "working_day", language="ar", arabic_digits=True) == "١٢ يوم عمل"
    assert counted(2, "working_day", language="ar", case="genitive") == "يومي عمل"
    assert counted(2, "complaint", language="ar") == "شكويان"
    with pytest.raises(ValueError, match="fewer"):
        counted(-1, "day", language="ar")
    with pytest.raises(KeyError):
        counted(1, "gift", language="ar")


def test_places_in_a_row():
    assert ordinal(2, language="ar") == "الثاني"
    assert ordinal(2, language="ar", gender="feminine") == "الثانية"
    assert ordinal(12, language="ar", arabic_digits=True) == "رقم ١٢"
    assert ordinal(3, language="en") == "third"
    assert ordinal(11, language="en") == "no. 11"


def test_what_is_latin_keeps_its_order():
    text = "كتابنا رقم 2026/15 بشأن BH-7KQ2-9XYZ، خلال 11 يوماً، ٢٠٢٦-٠٣-٠٥ أو office@nihr.bh."

    assert [run for run, ltr in runs(text) if ltr] == [
        "2026/15",
        "BH-7KQ2-9XYZ",
        "٢٠٢٦-٠٣-٠٥",
        "office@nihr.bh",
    ]
    assert "".join(run for run, _ltr in runs(text)) == text
    assert [run for run, ltr in runs("من Al Dar Clinic غداً") if ltr] == ["Al Dar Clinic"]
    assert runs("") == []


def test_every_purpose_says_the_same_in_both_languages():
    for purpose in Purpose:
        arabic, english = (wording(purpose, language, FACTS) for language in LANGUAGES)
        assert [(one.code, one.is_optional, one.is_taken) for one in arabic.paragraphs] == [
            (one.code, one.is_optional, one.is_taken) for one in english.paragraphs
        ], purpose
        assert len(arabic.optional) >= 2, purpose
        assert FACTS["reference"] in arabic.subject, purpose
        assert FACTS["reference"] in english.subject, purpose
        whole = arabic.composed([one.code for one in arabic.optional])
        assert not re.search("[A-Za-z]{2,}", re.sub(r"BH-\S+", "", arabic.subject + whole)), purpose
        assert len(open_places(whole)) == len(
            open_places(english.composed([one.code for one in english.optional]))
        ), purpose
        if purpose in WAITS_FOR_AN_ANSWER:
            assert "11 يوم عمل" in whole, purpose


def test_paragraphs_are_the_writers_choice():
    found = wording(Purpose.REMINDER, "ar", FACTS)

    assert "الثاني" in found.subject
    assert "3 أيام" in found.composed([])
    assert "الجهة المشرفة" not in found.composed([])
    assert "الجهة المشرفة" in found.composed(["higher"])
    assert open_places(found.composed(["contact"])) == ["[[الاسم ورقم الهاتف]]"]
