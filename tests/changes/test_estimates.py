"""Holidays before anybody confirmed them: fixed ones, and those of the Hijri calendar as estimates."""

from datetime import date, timedelta

import pytest

from accounts.models import Holiday
from accounts.reference import _holidays
from accounts.settings import estimates


def the(days, name):
    return [date.fromisoformat(day["day"]) for day in days if day["en"] == name]


def test_the_feasts_of_2026_and_2027_by_umm_al_qura():
    days = estimates.hijri(2026, ["fitr", "adha", "new_year", "mawlid"])
    assert the(days, "Eid al-Fitr") == [date(2026, 3, 20), date(2026, 3, 21), date(2026, 3, 22)]
    assert the(days, "Eid al-Adha")[0] == date(2026, 5, 27)
    assert the(days, "Islamic New Year") == [date(2026, 6, 16)]
    assert the(estimates.hijri(2027, ["fitr"]), "Eid al-Fitr")[0] == date(2027, 3, 9)


def test_a_gregorian_year_may_hold_a_feast_twice():
    """2030 has two Ramadans, and 2033 two feasts of breaking the fast."""
    assert len(the(estimates.hijri(2033, ["fitr"]), "Eid al-Fitr")) == 6


@pytest.mark.parametrize("year", range(2020, 2076))
def test_the_feast_follows_the_last_day_of_ramadan_whatever_its_length(year):
    """A month has 29 or 30 days: the first of Shawwal is the day after the last of Ramadan."""
    from hijridate import Gregorian, Hijri

    for first in the(estimates.hijri(year, ["fitr"]), "Eid al-Fitr"):
        before = Gregorian(*(first - timedelta(days=1)).timetuple()[:3]).to_hijri()
        if before.month == 9:
            assert before.day == Hijri(before.year, 9, 1).month_length()


def test_outside_the_calculated_calendar_nothing_is_guessed():
    assert estimates.hijri(2100, ["fitr"]) == []
    assert estimates.hijri(1900, ["fitr"]) == []


def test_nothing_is_confirmed_by_us():
    for state in estimates.known()["states"]:
        days = estimates.of_year(state, 2027)
        assert days
        assert not any(day["confirmed"] for day in days)
        assert len({day["day"] for day in days}) == len(days)
        assert estimates.source_of(state)


def test_where_no_source_was_read_only_the_feasts_are_estimated():
    assert {day["en"] for day in estimates.of_year("YE", 2027)} == {"Eid al-Fitr", "Eid al-Adha"}
    assert estimates.source_of("YE") == ""


@pytest.mark.django_db
def test_what_was_entered_is_never_taken_back():
    Holiday.objects.create(state="BH", day=date(2027, 2, 2), name_ar="عيد", name_en="Feast")
    _holidays()
    _holidays()
    assert Holiday.objects.filter(state="BH", day__year=2027).count() == 1
    assert Holiday.objects.filter(state="JO", day__year=2027).count() == len(estimates.of_year("JO", 2027))
    assert not Holiday.objects.filter(state="JO", confirmed=True).exists()
