import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import arabic

ARABIC = st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF))
SYNTAX = st.text(alphabet="ab شك\"'&|!()<->:*\\- ،«»", max_size=40)
LEXEME = r"'[^\W_]+'(:\*)?"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("شَكْوَى", "شكوي"),
        ("شـــكوى", "شكوي"),
        ("أحمد إبراهيم آمال ٱلله", "احمد ابراهيم امال الله"),
        ("مؤسسة رئيس", "موسسه رييس"),
        ("مدرسة", "مدرسه"),
        ("غرفة ١٢ و۳", "غرفه 12 و3"),
        ("\ufefc", "لا"),  # lam-alef as one presentation form
        ("می\u200cخواهم کار", "ميخواهم كار"),
        ("Médéa STRAẞE ＡＢＣ", "medea strasse abc"),
        ("", ""),
    ],
)
def test_different_spellings_of_one_word_fold_to_one(written, folded):
    assert arabic.fold(written) == folded


@given(st.one_of(st.text(), ARABIC))
def test_folding_twice_changes_nothing(text):
    once = arabic.fold(text)
    assert arabic.fold(once) == once


@given(st.one_of(st.text(), ARABIC))
def test_terms_carry_letters_and_digits_only(text):
    for term in arabic.terms(text):
        assert re.fullmatch(r"[^\W_]+", term)
        assert len(term) <= arabic.MAX_WORD


@given(st.one_of(st.text(), SYNTAX))
def test_no_query_can_carry_syntax_of_its_own(text):
    bare = re.sub(LEXEME, "L", arabic.ts_query(text))
    assert re.fullmatch(r"[L&|!()<> -]*", bare)
    assert bare.count("(") == bare.count(")")
    assert "L L" not in bare


def test_every_word_must_be_there_at_least_by_its_beginning():
    assert arabic.ts_query("Tora prison") == "'tora':* & 'prison':*"


def test_the_article_is_found_whichever_way_it_was_written():
    for typed in ("مطرقة", "المطرقة"):
        query = arabic.ts_query(typed)
        for form in ("مطرقه", "المطرقه", "والمطرقه", "بالمطرقه", "للمطرقه"):
            assert f"'{form}':*" in query


@pytest.mark.parametrize(
    ("typed", "found"), [("شكوى", "شكاوي"), ("السجون", "سجن"), ("ضابط", "ضباط"), ("مراكز", "مركز")]
)
def test_a_broken_plural_is_found_by_its_singular_and_back(typed, found):
    assert f"'{found}':*" in arabic.ts_query(typed)


def test_words_in_quotes_stand_one_after_the_other():
    expected = "('مركز' <-> 'شرطه')"
    for typed in ('"مركز شرطة"', "«مركز شرطة»", "“مركز شرطة”", '"مركز شرطة'):
        assert arabic.ts_query(typed) == expected


def test_a_leading_minus_excludes():
    assert arabic.ts_query("night -tora") == "'night':* & !('tora':*)"
    assert arabic.ts_query('night -"tora prison"') == "'night':* & !(('tora' <-> 'prison'))"
    assert arabic.ts_query("well-known") == "'well':* & 'known':*"


@pytest.mark.parametrize("typed", ["", "   ", "-tora", "'", "& | !", '""', "-", "():*"])
def test_nothing_to_look_for_is_an_empty_query(typed):
    assert arabic.ts_query(typed) == ""


def test_a_single_letter_is_looked_for_whole():
    assert arabic.ts_query("b 7") == "'b' & '7'"


def test_long_queries_are_bounded():
    assert arabic.ts_query(" ".join(f"w{n}" for n in range(100))).count("&") == arabic.MAX_TERMS - 1
    assert len(arabic.ts_query("-".join(f"w{n}" for n in range(1000)))) < 200


def test_the_stored_document_is_cut_like_the_query():
    assert arabic.document("الشَّكوى رقم BH-7K3M، ليلة ١٢/٣") == "الشكوي رقم bh 7k3m ليله 12 3"


def test_every_row_of_plurals_survives_folding_without_repeating_a_word():
    words = [arabic.fold(word) for row in arabic.PLURALS for word in set(map(arabic.fold, row))]
    assert len(words) == len(set(words))
