from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import WorkCalendar
from complaints import deadlines
from complaints.deadlines import Clock, Escalation, Late, Paused, Term, Unit
from complaints.workflow import MOVES

CAIRO = WorkCalendar("Africa/Cairo", ((date(2000, 1, 1), frozenset({4, 5})),))
SUNDAY = datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("Africa/Cairo"))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.sampled_from(Clock.values)


def on(day, hour=10):
    return datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Africa/Cairo"))


def last_day(kind, **options):
    return CAIRO.last_day(deadlines.due(kind, start=SUNDAY, calendar=CAIRO, **options))


def stands(now, *, due_at, started_at=SUNDAY, **options):
    return deadlines.lateness(now=now, due_at=due_at, started_at=started_at, calendar=CAIRO, **options)


# Filed on Sunday 1 November 2026 at 10:00 in Cairo; Friday and Saturday are off.
@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("acknowledge", date(2026, 11, 8)),
        ("route", date(2026, 11, 15)),
        ("complainant_answer", date(2026, 11, 29)),
        ("no_reply", date(2026, 12, 27)),
        ("decide", date(2027, 1, 30)),
        ("update", date(2026, 11, 29)),
        ("statement", date(2027, 11, 1)),
        ("statement_again", date(2027, 5, 1)),
        ("authority_answer", date(2026, 11, 29)),
        ("nhri_preview", date(2026, 11, 8)),
        ("outcome_notice", date(2026, 11, 8)),
        ("review_window", date(2026, 12, 31)),
        ("review_decision", date(2026, 12, 13)),
        ("close_unopened", date(2027, 4, 30)),
        ("close_final", date(2026, 11, 6)),
        ("referral_enquiry", date(2026, 11, 29)),
        ("referral_outcome", date(2027, 11, 1)),
        ("remedy", date(2027, 1, 24)),
        ("remedy_silence", date(2026, 11, 29)),
        ("reopen_window", date(2028, 11, 1)),
        ("court_recheck", date(2027, 1, 30)),
        ("assistance", date(2026, 11, 15)),
        ("reprisal_first", date(2026, 12, 1)),
        ("reprisal_second", date(2027, 1, 30)),
    ],
)
def test_each_clock_ends_on_the_day_the_procedure_says(kind, day):
    assert last_day(kind) == day


@pytest.mark.parametrize("kind", ["preserve", "medical_examination", "custody"])
def test_urgent_steps_run_24_hours_by_the_clock(kind):
    assert deadlines.due(kind, start=SUNDAY, calendar=CAIRO) == SUNDAY + timedelta(hours=24)


def test_every_clock_has_a_term_and_every_clock_of_the_workflow_exists():
    assert set(deadlines.TERMS) == set(Clock)
    named = {kind for move in MOVES for kind in (*move.starts, *move.stops)} - {"*"}
    assert named <= set(Clock.values)


def test_danger_is_acknowledged_in_24_hours_where_somebody_is_on_duty():
    friday = on(6)
    due_at = deadlines.due("acknowledge", start=friday, calendar=CAIRO, urgent=True, duty_officer=True)
    assert due_at == friday + timedelta(hours=24)


def test_danger_is_told_the_true_time_where_nobody_is():
    due_at = deadlines.due("acknowledge", start=on(6), calendar=CAIRO, urgent=True)
    assert CAIRO.last_day(due_at) == date(2026, 11, 8)


def test_a_state_may_set_its_own_length_but_not_for_danger():
    longer = {"acknowledge": Term(7, Unit.WORKING_DAYS), "decide": Term(4, Unit.MONTHS)}
    assert last_day("acknowledge", overrides=longer) == date(2026, 11, 10)
    assert last_day("decide", overrides=longer) == date(2027, 3, 1)
    assert last_day("route", overrides=longer) == date(2026, 11, 15)
    assert last_day("acknowledge", overrides=longer, urgent=True) == date(2026, 11, 2)


def test_a_review_of_a_grave_case_has_no_end():
    assert not deadlines.runs("review_window", grave=True)
    assert deadlines.runs("review_window", grave=False)
    assert deadlines.runs("decide", grave=True)


def test_an_unknown_clock_is_a_mistake():
    with pytest.raises(ValueError, match="lunch"):
        deadlines.due("lunch", start=SUNDAY, calendar=CAIRO)


@given(clocks, moments, st.booleans(), st.booleans())
def test_due_comes_after_the_start_and_very_late_after_due(kind, start, urgent, duty):
    options = {"urgent": urgent, "duty_officer": duty, "calendar": CAIRO}
    due_at = deadlines.due(kind, start=start, **options)
    assert start < due_at < deadlines.very_late_at(kind, due_at=due_at, **options)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("acknowledge", date(2026, 11, 11)),  # 5 and 3 more working days
        ("route", date(2026, 11, 22)),
        ("decide", date(2027, 3, 16)),  # 90 and 45 more days
        ("authority_answer", date(2026, 12, 27)),  # 20 late, 40 very late
    ],
)
def test_a_clock_is_very_late_after_half_its_length_more(kind, day):
    due_at = deadlines.due(kind, start=SUNDAY, calendar=CAIRO)
    assert CAIRO.last_day(deadlines.very_late_at(kind, due_at=due_at, calendar=CAIRO)) == day


def test_a_clock_in_hours_is_very_late_after_half_its_hours_more():
    due_at = deadlines.due("custody", start=SUNDAY, calendar=CAIRO)
    assert deadlines.very_late_at("custody", due_at=due_at, calendar=CAIRO) == SUNDAY + timedelta(hours=36)


@given(moments, st.integers(1, 60))
def test_doubling_is_the_same_as_counting_on(start, days):
    own = {"authority_answer": Term(days, Unit.WORKING_DAYS)}
    due_at = deadlines.due("authority_answer", start=start, calendar=CAIRO, overrides=own)
    very_late = deadlines.very_late_at("authority_answer", due_at=due_at, calendar=CAIRO, overrides=own)
    assert very_late == CAIRO.add_working_days(start, 2 * days)


def paused(*pauses, now=None, **options):
    return deadlines.paused_days(pauses, calendar=CAIRO, now=now or on(30), **options)


def test_a_pause_gives_back_its_working_days():
    assert paused(Paused(on(2), on(9))) == 5  # Tuesday to Thursday, Sunday, Monday
    assert paused(Paused(on(2), on(2, 20))) == 0


def test_a_pause_that_goes_on_is_counted_up_to_now():
    assert paused(Paused(on(2)), now=on(4)) == 2


def test_overlapping_pauses_are_counted_once():
    assert paused(Paused(on(2), on(9)), Paused(on(4), on(10))) == 6
    assert paused(Paused(on(2), on(9)), Paused(on(4), on(10), before_court=True)) == 6


def test_all_pauses_together_give_back_30_working_days_at_most():
    year = timedelta(days=365)
    assert paused(Paused(SUNDAY - year, SUNDAY)) == deadlines.MAX_PAUSED
    assert paused(Paused(SUNDAY - year, SUNDAY - year / 2), Paused(SUNDAY - year / 3, SUNDAY)) == 30


def test_nothing_is_paused_for_somebody_at_risk_but_by_a_court():
    week = Paused(on(2), on(9))
    assert paused(week, at_risk=True) == 0
    assert paused(week._replace(before_court=True), at_risk=True) == 5


def test_a_court_may_take_longer_than_30_days():
    assert paused(Paused(SUNDAY - timedelta(days=365), SUNDAY, before_court=True)) > 200


def test_a_deadline_moves_by_what_was_paused():
    due_at = deadlines.due("route", start=SUNDAY, calendar=CAIRO)
    moved = deadlines.extended(due_at, pauses=[Paused(on(2), on(9))], calendar=CAIRO, now=on(10))
    assert moved == CAIRO.add_working_days(SUNDAY, 15)


@given(
    moments,
    st.lists(st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=90))), max_size=4),
    st.booleans(),
)
def test_pauses_never_shorten_and_never_exceed_their_limit(start, waits, at_risk):
    due_at = deadlines.due("decide", start=start, calendar=CAIRO)
    pauses = [Paused(since, since + length) for since, length in waits]
    moved = deadlines.extended(due_at, pauses=pauses, calendar=CAIRO, now=start, at_risk=at_risk)
    limit = CAIRO.add_working_days(due_at - timedelta(seconds=1), deadlines.MAX_PAUSED)
    assert due_at <= moved <= limit
    assert not at_risk or moved == due_at


ROUTE_DUE = deadlines.due("route", start=SUNDAY, calendar=CAIRO)  # to the end of 15 November


@pytest.mark.parametrize(
    ("now", "level", "days"),
    [
        (on(2), Late.ON_TIME, 13),
        (on(12), Late.ON_TIME, 3),
        (on(13, 12), Late.SOON, 2),
        (on(15, 23), Late.SOON, 0),
        (on(16, 0), Late.LATE, 1),
        (on(22, 23), Late.LATE, 7),
        (on(23, 0), Late.VERY_LATE, 8),
    ],
)
def test_a_clock_is_soon_late_and_very_late(now, level, days):
    very_late = deadlines.very_late_at("route", due_at=ROUTE_DUE, calendar=CAIRO)
    found = stands(now, due_at=ROUTE_DUE, very_late=very_late)
    assert (found.level, found.days, found.by_hours) == (level, days, False)


def test_without_an_exact_moment_half_the_time_it_had_makes_it_very_late():
    half = ROUTE_DUE + (ROUTE_DUE - SUNDAY) / 2
    assert stands(half - timedelta(seconds=1), due_at=ROUTE_DUE).level == Late.LATE
    assert stands(half, due_at=ROUTE_DUE).level == Late.VERY_LATE


@given(moments, moments, clocks, st.booleans())
def test_time_only_ever_makes_a_clock_later(one, other, kind, duty):
    order = list(Late)
    due_at = deadlines.due(kind, start=SUNDAY, calendar=CAIRO, urgent=True, duty_officer=duty)
    first, second = (order.index(stands(now, due_at=due_at).level) for now in sorted((one, other)))
    assert first <= second


@pytest.mark.parametrize(
    ("level", "has_independent", "independent_leads", "told"),
    [
        (Late.ON_TIME, True, False, None),
        (Late.SOON, True, False, None),
        (Late.LATE, True, False, Escalation.APPROVER),
        (Late.LATE, True, True, Escalation.APPROVER),
        (Late.LATE, False, False, Escalation.APPROVER),
        (Late.VERY_LATE, True, False, Escalation.INDEPENDENT),
        (Late.VERY_LATE, True, True, Escalation.AUDITOR_AND_SECRETARIAT),
        (Late.VERY_LATE, False, False, Escalation.AUDITOR_AND_SECRETARIAT),
    ],
)
def test_lateness_is_told_to_somebody_above(level, has_independent, independent_leads, told):
    found = deadlines.escalation(level, has_independent=has_independent, independent_leads=independent_leads)
    assert found == told


CUSTODY_DUE = SUNDAY + timedelta(hours=24)


@pytest.mark.parametrize(
    ("now", "due_at", "words"),
    [
        (on(2), ROUTE_DUE, "due in 13 days"),
        (on(14), ROUTE_DUE, "due in 1 day"),
        (on(15), ROUTE_DUE, "due today"),
        (on(16), ROUTE_DUE, "late by 1 day"),
        (on(21), ROUTE_DUE, "late by 6 days"),
        (on(1, 12), CUSTODY_DUE, "due in 22 hours"),
        (on(2, 9), CUSTODY_DUE, "due in 1 hour"),
        (on(2, 11), CUSTODY_DUE, "late by 1 hour"),
        (on(3, 12), CUSTODY_DUE, "late by 26 hours"),
        (on(5, 12), CUSTODY_DUE, "late by 3 days"),
    ],
)
def test_a_chip_says_it_in_words(now, due_at, words):
    with translation.override("en"):
        assert deadlines.clock_words(stands(now, due_at=due_at)) == words


def test_a_paused_clock_says_so():
    with translation.override("en"):
        assert deadlines.clock_words(stands(on(21), due_at=ROUTE_DUE), paused=True) == "clock paused"
