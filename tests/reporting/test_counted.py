"""Periods, constant reading, and what every edition keeps to itself."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import State
from complaints import deadlines, tallies
from complaints.tallies import Cell, Span
from complaints.vocabulary import Category, Channel, Finding, Gender, PlaceType
from complaints.work import Fate
from reporting import counted as chapters
from reporting import publishing, sums, suppression
from reporting.figures import VERY_LATE_AFTER, Figures, days
from reporting.periods import Period, shifted, years
from reporting.scopes import REGIONAL, Scope, of_institution, of_state

DAYS = st.dates(date(1960, 1, 1), date(2090, 12, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=300, database=None)
@given(day=DAYS, months=st.integers(1, 24))
def test_whole_months_follow_each_other_without_gap_or_overlap(day, months):
    start = day.replace(day=1)
    period = Period(start, shifted(start, months) - timedelta(days=1))
    assert period.months == months
    assert period.previous().end == period.start - timedelta(days=1)
    assert period.previous().months == months
    assert period.year_before().start == shifted(start, -12)
    assert period.year_before().months == months  # February of a leap year too
    assert period.is_year == (months == 12)


@settings(max_examples=300, database=None)
@given(start=DAYS, length=st.integers(1, 800))
def test_any_stretch_is_preceded_by_one_that_ends_the_day_before(start, length):
    period = Period(start, start + timedelta(days=length - 1))
    before = period.previous()
    assert before.end == period.start - timedelta(days=1)
    if not period.months:
        assert (before.end - before.start) == (period.end - period.start)


@settings(max_examples=200, database=None)
@given(day=DAYS, first=st.integers(1, 12))
def test_closed_reporting_years_cover_every_day_once(day, first):
    found = years(day, 3, first_month=first)
    assert all(one.is_year and one.start.month == first and one.start.day == 1 for one in found)
    assert found[0].end < day <= shifted(found[0].end, 12) + timedelta(days=1)
    assert [one.end + timedelta(days=1) for one in found[1:]] == [one.start for one in found[:-1]]


@settings(max_examples=200, database=None)
@given(lengths=st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_median_and_percentile_of_a_histogram_are_those_of_the_days(lengths):
    row = days({f"{day:04}": count for day, count in Counter(lengths).items()}, 135)
    ordered = sorted(lengths)
    half = len(ordered) // 2
    median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    assert (row["n"], row["median"]) == (len(lengths), median)
    assert sum(day <= row["p90"] for day in ordered) >= 0.9 * len(ordered)
    assert sum(day < row["p90"] for day in ordered) < 0.9 * len(ordered)
    assert row["very_late"] == sum(day > 135 for day in ordered)
    assert sum(row["bands"].values()) == len(lengths)


def test_very_late_follows_from_the_terms_of_the_procedure():
    kinds = {"answer": "authority_answer"}
    for what, after in VERY_LATE_AFTER.items():
        amount, unit = deadlines.TERMS[deadlines.Clock(kinds.get(what, what))]
        longest = 2 * amount if what == "answer" else amount + -(-amount // 2)
        assert after == (longest if unit == "days" else -(-longest * 7 // 5)), what


# --- reading ------------------------------------------------------------------------------------------


def counted(state, day, kind="received", number=1, matter="complaint", value="", of="moi"):
    tallies.change({}, {Cell(state, f"{state.lower()}-{of}", day, kind, matter, value): number})


def build(scope, period=YEAR, edition="internal"):
    asked = chapters.Asked(scope, edition, date(2027, 3, 1))
    return chapters.build(asked, period, chapters.read(asked, [period]))


def test_reading_takes_the_same_statements_whatever_there_is(world, django_assert_num_queries):
    State.objects.get_or_create(code="XX", defaults={"name_ar": "س", "name_en": "Region", "zone": "UTC"})
    periods = [YEAR, YEAR.previous(), YEAR.year_before(), Period(date(2026, 3, 1), date(2026, 3, 31))]
    for number in (1, 40):
        for at in range(number):
            counted("BH", date(2026, 1, 1) + timedelta(days=at), value=f"{at}", kind="received.channel")
            counted("EG", date(2025, 1, 1) + timedelta(days=at))
        for scope, statements in ((of_state("BH"), 3), (REGIONAL, 4), (of_institution("bh-moi"), 3)):
            asked = chapters.Asked(scope, "public", date(2027, 3, 1))
            before = chapters.read(asked, periods)
            # What is public of closed quarters is asked once for each period that has data.
            closed = sum(before.of(period).has_data for period in periods)
            with django_assert_num_queries(statements + closed):
                reading = chapters.read(asked, periods)
                for period in periods:
                    chapters.build(asked, period, reading)


def test_sums_over_stretches_are_sums_over_days(world):
    dice = random.Random(3)
    rows = [(date(2026, 1, 1) + timedelta(days=dice.randrange(400)), dice.randrange(1, 9)) for _ in range(60)]
    for at, (day, number) in enumerate(rows):
        counted("BH", day, number=number)
        if at == 30:
            tallies.fold()
    spans = [Span(date(2026, 1, 31), date(2026, 2, 28)), Span(date(2026, 2, 28), date(2026, 12, 31))]
    found = tallies.over(spans, kinds=["received"], states=["BH", "EG"])
    expected = [sum(n for day, n in rows if span.start <= day <= span.end) for span in spans]
    assert [counter["received", "complaint", "", False] for counter in found["BH"]] == expected
    assert "EG" not in found


def test_a_state_without_a_record_has_no_zero_anywhere(world):
    content = build(of_state("EG"))
    assert content["has_data"] is False
    assert sums.cells_of(content) == {}
    counted("EG", date(2027, 1, 1))
    assert build(of_state("EG"))["has_data"] is False  # nothing before the end of the period


# --- what is hidden -----------------------------------------------------------------------------------


def invented(seed, size):
    """Figures of a year with tables that hang together."""
    dice = random.Random(seed)

    def some(values, total=None):
        found, left = {}, 10**9 if total is None else total
        for value in values:
            number = min(left, int(size * dice.random() ** 4))
            left -= number
            if number:
                found[value] = number
        return found

    total = int(size * (1 + dice.random()))
    tables = {("received", "complaint"): {"": total}, ("received", "assistance"): {"": total // 3}}
    for matter, number in (("complaint", total), ("assistance", total // 3)):
        closed = some(("no_violation", "withdrawn", "referred"), number)
        rest = number - sum(closed.values())
        tables["outcome", matter] = closed | ({"open": rest} if rest else {})
    tables["people", "complaint"] = {"": total + 2}
    for dimension, values in (
        ("gender", Gender.values),
        ("channel", Channel.values),
        ("place_type", PlaceType.values),
        ("governorate", [str(number) for number in range(20)]),
    ):
        tables[f"received.{dimension}", "complaint"] = some(values, total)
        tables[f"received.{dimension}", "assistance"] = some(values, total // 3)
    for kind in ("received.category", "allegations"):
        tables[kind, "complaint"] = some(Category.values)
    tables["finding", "complaint"] = some(Finding.values)
    for clock in ("acknowledge", "decide"):
        tables[f"clock.{clock}", "complaint"] = some(("in_time", "late", "running"))
    tables["question", "complaint"] = some(("in_time", "late", "silent", "running"))
    made = some(Fate.values)
    tables["recommendation.made", "complaint"] = made
    tables["recommendation.accepted", "complaint"] = {
        f: n for f, n in made.items() if f in ("accepted", "verified")
    }
    tables["recommendation.due", "complaint"] = some(Fate.values)
    tables["review.asked", "complaint"] = some(("running", "upheld", "overturned", "dropped"))
    tables["days.decide", "complaint"] = {f"{day:04}": dice.randrange(3) for day in range(0, 300, 7)}
    tables["safety.answered", "complaint"] = {"": dice.randrange(8)}
    tables["safety.followed", "complaint"] = some(("in_time", "late"))
    return Figures(Scope("BH", "BH"), YEAR, tables, Counter(), Counter(), True, True, {})


def public(read):
    content = {
        "scope": "BH",
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "has_data": True,
        **chapters._chapters(read, read),
        "states": {},
        "suppressed": [],
    }
    publishing.publish(content)
    return content


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("size", [3, 12, 60, 900])
def test_no_small_cell_is_printed_or_can_be_reckoned(size):
    for seed in range(4):
        read = invented(seed, size)
        exact = {"states": {}, **chapters._chapters(read, read)}
        cells = sums.cells_of(exact)
        every = list(sums.sums_of(exact, cells))
        lines = [line for line in every if cells[line.total] == sum(cells[part] for part in line.parts)]
        content = public(read)
        printed = sums.cells_of(content)
        always = set(publishing._shown({**exact, "period": content["period"], "has_data": True}))
        small = {name for name, n in sums.cells_of(exact).items() if 0 < n < 5} - always
        assert not small & set(printed)
        hidden = {name for name in cells if name not in printed and not name.startswith("[")}
        bounds = suppression._outsider(cells, lines, hidden)
        told = {name for name in small if bounds[name][0] == bounds[name][1]}
        # What a table cannot keep because every cell of it is hidden or always shown is known to everybody.
        assert all(_is_lost(name, lines, hidden, always) for name in told), told
        for code in ("DTH", "DIS", "TOR"):
            assert content["grave"]["exact"][code] == exact["grave"]["exact"][code]
            assert content["grave"]["by_category"][code] == exact["grave"]["by_category"][code]


def _is_lost(name, lines, hidden, always):
    left = (
        {one for one in line.cells if one[0] != "["} - hidden - always for line in lines if name in line.cells
    )
    return any(not cells for cells in left)


def test_what_does_not_add_up_ends_in_no_endless_search():
    cells = {"t": 4, "a": 3, "b": 9, "u": 7}
    assert suppression.hidden(cells, [suppression.Sum("t", ("a", "b")), suppression.Sum("u", ("t", "a"))])


@pytest.mark.usefixtures("db")
def test_shares_and_medians_go_with_their_counts():
    for seed in range(6):
        content = public(invented(seed, 14))
        for matter in content["clocks"]["complaint"].values():
            if None in (matter["due"], matter["in_time"]):
                assert matter["share_in_time"] is None
        for row in content["clocks"]["days"]["complaint"].values():
            assert row["n"] is not None or (row["median"], row["p90"]) == (None, None)
        cohort = content["recommendations"]["cohort"]
        if None in (cohort["accepted"], cohort["accepted_verified"]):
            assert cohort["share_verified"] is None


def test_one_report_of_a_reprisal_is_hidden_from_the_ministry_too(world):
    for kind, number in (("received", 40), ("safety.reported", 1), ("safety.answered", 12)):
        counted("BH", date(2026, 6, 1), kind, number, of="nhri")
    content = build(of_state("BH"))
    assert content["reprisals"]["reported"] is None
    assert content["reprisals"]["answered"] == 12
    assert "reprisals.reported" in content["suppressed"]
    assert build(of_institution("bh-nhri"))["reprisals"]["reported"] == 1  # its own: it read the report
    assert build(of_institution("bh-moi"))["has_data"] is False
