from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import languages

DAY = date(2026, 3, 14)


def test_digits_go_both_ways():
    assert languages.digits("ref 2026 و١٢ و۳", arabic=True) == "ref ٢٠٢٦ و١٢ و٣"
    assert languages.digits("١٢٣ ۴۵۶ x7", arabic=False) == "123 456 x7"


@pytest.mark.parametrize(
    ("value", "options", "written"),
    [
        (1234567, {"language": "en"}, "1,234,567"),
        (1234567, {"language": "ar"}, "1,234,567"),
        (1234567, {"language": "ar", "arabic_digits": True}, "١٬٢٣٤٬٥٦٧"),
        (1234.5, {"language": "ar", "arabic_digits": True}, "١٬٢٣٤٫٥"),
        (1234.5, {"language": "en", "arabic_digits": True}, "1,234.5"),
        (Decimal("66.65"), {"language": "en", "places": 1}, "66.7"),
        (0.125, {"language": "en", "places": 2}, "0.13"),
        (3, {"language": "en", "places": 1}, "3.0"),
        (-3, {"language": "en"}, "-3"),
        (-3, {"language": "ar"}, "\u200e-3"),
        (-3, {"language": "ar", "arabic_digits": True}, "\u061c-٣"),
        (-0.01, {"language": "en", "places": 1}, "0.0"),
        (1e-7, {"language": "en"}, "0.0000001"),
        (0, {"language": "ar"}, "0"),
    ],
)
def test_numbers_carry_the_separators_of_their_digits(value, options, written):
    assert languages.number(value, **options) == written


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ({"language": "en"}, "14 March 2026"),
        ({"language": "en", "hijri": True}, "14 March 2026 (25 Ramadan 1447 AH)"),
        ({"language": "ar"}, "14 مارس 2026"),
        ({"language": "ar", "months": "levant"}, "14 آذار 2026"),
        ({"language": "ar", "months": "league"}, "14 مارس/آذار 2026"),
        ({"language": "ar", "arabic_digits": True, "months": "levant"}, "١٤ آذار ٢٠٢٦"),
        ({"language": "ar", "hijri": True}, "14 مارس 2026 الموافق 25 رمضان 1447 هـ"),
        ({"language": "ar", "hijri": True, "arabic_digits": True}, "١٤ مارس ٢٠٢٦ الموافق ٢٥ رمضان ١٤٤٧ هـ"),
    ],
)
def test_dates_are_written_as_the_reader_expects(options, written):
    assert languages.format_date(DAY, **options) == written


@pytest.mark.parametrize(
    ("state", "august"),
    [
        ("SA", "أغسطس"),
        ("EG", "أغسطس"),
        ("LB", "آب"),
        ("IQ", "آب"),
        ("TN", "أوت"),
        ("DZ", "أوت"),
        ("MA", "غشت"),
        ("MR", "أغشت"),
        ("XX", "أغسطس/آب"),
    ],
)
def test_each_state_has_its_own_month_names(state, august):
    usage = languages.month_usage(state)
    assert languages.month_name(8, language="ar", months=usage) == august


def test_every_usage_has_twelve_different_months():
    for usage, names in languages.MONTHS.items():
        assert len(set(names)) == 12, usage


@given(st.dates())
def test_any_date_is_written_with_or_without_a_hijri_side(day):
    written = languages.format_date(day, language="ar", hijri=True)
    defined = date(1924, 8, 1) <= day <= date(2077, 11, 16)
    assert ("هـ" in written) is defined


def test_a_hijri_month_ends_where_the_next_begins():
    assert languages.hijri_date(date(2026, 3, 19), language="en") == "30 Ramadan 1447 AH"
    assert languages.hijri_date(date(2026, 3, 20), language="en") == "1 Shawwal 1447 AH"


def test_isolated_text_is_closed_again():
    assert languages.isolate("BH-7K3M-9Q2P") == "\u2068BH-7K3M-9Q2P\u2069"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("  x\x00y\x07\x1bz\x9f \n", "xyz"),
        ("evil\u202egnp.exe\u202c", "evilgnp.exe"),
        ("\u2066a\u2069\ufeff\u200bb\u2060", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می\u200c\u200c\u200d\u200cخواهم", "می\u200cخواهم"),
        ("\u200e\u200f x \u200d", "x"),
        ("👩\u200d⚕️ ok", "👩\u200d⚕️ ok"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("\u3164\u2800\u115f", ""),
        ("شَكْوًى\tثم", "شَكْوًى\tثم"),
        ("z" + "\u0301" * 500, "z" + "\u0301" * 8),
    ],
)
def test_typed_text_keeps_what_is_meant_and_loses_what_deceives(typed, kept):
    assert languages.clean_text(typed) == kept


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_clean_text_can_always_be_stored_and_is_clean_already(text):
    clean = languages.clean_text(text)
    clean.encode()
    assert "\x00" not in clean
    assert languages.clean_text(clean) == clean


def test_the_limit_counts_what_remains_and_cuts_nothing():
    assert len(languages.clean_text("ش" * 20_000 + "\r\n", 20_000)) == 20_000
    with pytest.raises(languages.TooLong) as refused:
        languages.clean_text("ش" * 20_001, 20_000)
    assert (refused.value.length, refused.value.limit) == (20_001, 20_000)


@pytest.mark.parametrize(
    "typed",
    ["2026-03-14", "14/3/2026", "14-03-2026", "14.3.2026", "١٤/٣/٢٠٢٦", " ٢٠٢٦-٠٣-١٤ ", "\u200f۱۴/۳/۲۰۲۶"],
)
def test_a_date_is_read_in_every_usual_spelling(typed):
    assert languages.parse_date(typed) == DAY


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "31/2/2026", "3/14/2026", "14/3/26", "2026-3", "0000-01-01", "²⁰/3/2026"]
)
def test_what_is_no_date_is_none(typed):
    assert languages.parse_date(typed) is None
