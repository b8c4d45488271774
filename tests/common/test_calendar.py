from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import WorkCalendar, calendar_of

FRIDAY_SATURDAY = frozenset({4, 5})
SATURDAY_SUNDAY = frozenset({5, 6})
CAIRO = WorkCalendar("Africa/Cairo", ((date(2000, 1, 1), FRIDAY_SATURDAY),))
BEIRUT = WorkCalendar("Asia/Beirut", ((date(2000, 1, 1), SATURDAY_SUNDAY),))

ZONES = [
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Riyadh",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Africa/Tunis",
    "Indian/Comoro",
]
dates = st.dates(date(2015, 1, 1), date(2035, 12, 31))
weekends = st.frozensets(st.integers(0, 6), max_size=6)
calendars = st.builds(
    WorkCalendar,
    st.sampled_from(ZONES),
    st.lists(st.tuples(dates, weekends), max_size=3).map(tuple),
    st.frozensets(dates, max_size=30),
)
moments = st.datetimes(datetime(2015, 1, 2), datetime(2034, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
periods = st.integers(0, 60)


def local(calendar, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(calendar.zone))


@given(calendars, moments, periods)
def test_counting_the_days_added_gives_them_back(calendar, start, days):
    due = calendar.add_working_days(start, days)
    assert calendar.working_days_between(start, due) == days


@given(calendars, moments, st.integers(1, 60))
def test_the_last_day_is_a_working_day_and_the_deadline_its_very_end(calendar, start, days):
    due = calendar.add_working_days(start, days)
    last = calendar.last_day(due)
    assert calendar.is_working(last)
    assert calendar.local_date(due) == last + timedelta(days=1)
    assert calendar.local_date(due - timedelta(seconds=1)) == last


@given(calendars, moments, moments, periods)
def test_who_starts_later_is_never_due_earlier(calendar, one, other, days):
    first, second = sorted((one, other))
    assert calendar.add_working_days(first, days) <= calendar.add_working_days(second, days)
    assert calendar.add_calendar_days(first, days) <= calendar.add_calendar_days(second, days)


@given(calendars, moments, periods)
def test_more_days_are_later_and_working_days_never_shorter_than_calendar_days(calendar, start, days):
    due = calendar.add_working_days(start, days)
    assert start < due < calendar.add_working_days(start, days + 1)
    assert due >= calendar.add_calendar_days(start, days)


@given(calendars, moments, periods, periods)
def test_days_added_in_two_steps_are_days_added_at_once(calendar, start, some, more):
    halfway = calendar.add_working_days(start, some) - timedelta(microseconds=1)
    assert calendar.add_working_days(halfway, more) == calendar.add_working_days(start, some + more)


@given(calendars, moments, periods, dates)
def test_a_holiday_more_never_brings_a_deadline_forward(calendar, start, days, holiday):
    with_it = WorkCalendar(calendar.zone, calendar.weekends, calendar.holidays | {holiday})
    assert with_it.add_working_days(start, days) >= calendar.add_working_days(start, days)


@given(calendars, moments, st.integers(0, 5000))
def test_hours_run_by_the_clock_whatever_the_zone_does(calendar, start, hours):
    assert calendar.add_hours(start, hours) - start == timedelta(hours=hours)


@given(calendars, dates)
def test_every_day_ends_where_the_next_begins(calendar, day):
    end = calendar.end_of(day)
    assert calendar.local_date(end) == day + timedelta(days=1)
    assert calendar.local_date(end - timedelta(microseconds=1)) == day


def test_the_weekend_is_jumped_over():
    # Wednesday 11 November 2026: Thursday is the first working day, Sunday the second.
    due = CAIRO.add_working_days(local(CAIRO, 2026, 11, 11, 9), 2)
    assert CAIRO.last_day(due) == date(2026, 11, 15)
    assert due == local(CAIRO, 2026, 11, 16)


def test_what_arrives_at_the_weekend_starts_counting_on_the_first_working_day():
    due = CAIRO.add_working_days(local(CAIRO, 2026, 11, 13, 23, 59), 1)
    assert CAIRO.last_day(due) == date(2026, 11, 15)


def test_holidays_are_jumped_over():
    feast = frozenset(date(2026, 11, day) for day in (15, 16, 17))
    calendar = WorkCalendar(CAIRO.zone, CAIRO.weekends, feast)
    assert calendar.last_day(calendar.add_working_days(local(CAIRO, 2026, 11, 12, 9), 1)) == date(
        2026, 11, 18
    )


def test_a_state_may_change_its_weekend():
    # The Emirates moved theirs on 1 January 2022.
    calendar = calendar_of(
        "Asia/Dubai", [(date(2022, 1, 1), {5, 6}), (date(2006, 9, 1), {4, 5})], [date(2022, 1, 3)]
    )
    assert not calendar.is_working(date(2021, 12, 31))
    assert calendar.is_working(date(2022, 1, 7))
    assert not calendar.is_working(date(2022, 1, 2))
    assert not calendar.is_working(date(2022, 1, 3))
    assert not calendar.is_working(date(2001, 1, 5))


def test_the_date_is_the_states_own():
    late_evening_utc = datetime(2026, 11, 11, 22, 30, tzinfo=UTC)
    assert CAIRO.local_date(late_evening_utc) == date(2026, 11, 12)
    assert calendar_of("Africa/Nouakchott").local_date(late_evening_utc) == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("calendar", "day", "hours"),
    [
        (CAIRO, date(2026, 4, 24), 23),  # the clock jumps from 0:00 to 1:00: that midnight doesn't exist
        (CAIRO, date(2026, 10, 29), 25),  # at 24:00 it is 23:00 again
        (BEIRUT, date(2026, 3, 29), 23),
        (BEIRUT, date(2026, 10, 24), 25),
        (BEIRUT, date(2026, 10, 23), 24),
    ],
)
def test_a_day_is_as_long_as_the_clock_makes_it(calendar, day, hours):
    length = calendar.end_of(day) - calendar.end_of(day - timedelta(days=1))
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ((2026, 1, 31, 12), 1, date(2026, 2, 28)),
        ((2027, 8, 31, 12), 6, date(2028, 2, 29)),
        ((2026, 12, 5, 0), 12, date(2027, 12, 5)),
        ((2026, 11, 30, 23), 1, date(2026, 12, 30)),
        ((2026, 11, 30, 23), 0, date(2026, 11, 30)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, last):
    assert CAIRO.last_day(CAIRO.add_months(local(CAIRO, *start), months)) == last


def test_nothing_is_before_the_start():
    assert CAIRO.working_days_between(local(CAIRO, 2026, 11, 12), local(CAIRO, 2026, 11, 1)) == 0


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: calendar_of("Africa/Cairo", [(date(2000, 1, 1), range(7))]),
        lambda: calendar_of("Africa/Cairo", [(date(2000, 1, 1), {7})]),
        lambda: CAIRO.add_working_days(datetime(2026, 1, 1, tzinfo=UTC), -1),
        lambda: CAIRO.add_calendar_days(datetime(2026, 1, 1, tzinfo=UTC), -1),
        lambda: CAIRO.add_hours(datetime(2026, 1, 1), 1),  # noqa: DTZ001
        lambda: CAIRO.add_working_days(datetime(2026, 1, 1), 1),  # noqa: DTZ001
    ],
)
def test_mistakes_are_refused(mistake):
    with pytest.raises(ValueError, match=r"weekend|negative|zone"):
        mistake()
