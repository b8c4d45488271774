"""The invented stories keep the procedure's times and route as intake would route them."""

from datetime import date, timedelta

import pytest

from common.calendar import WorkCalendar
from complaints import routing
from complaints.deadlines import TERMS, Clock
from complaints.demo import BLOCK, cases
from complaints.demo.places import country
from complaints.vocabulary import GRAVE

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def many():
    return list(cases(count=4 * BLOCK, seed=13, today=TODAY))


def calendar(case):
    land = country(case.state)
    return WorkCalendar(zone=str(land.zone), weekends=((date(2000, 1, 1), frozenset(land.weekend)),))


def pairs(made, first, second):
    """Each `second` with the last `first` before it: (case, first step, second step)."""
    for case in made:
        last = None
        for step in case.story:
            if step.action == second and last:
                yield case, last, step
            if step.action == first:
                last = step


def working_days(case, first, second):
    return calendar(case).working_days_between(case.at(first), case.at(second))


@pytest.mark.parametrize(
    ("first", "second", "clock"),
    [
        ("request_answer", "proceed_on_silence", Clock.AUTHORITY_ANSWER),
        ("ask_complainant", "close_no_reply", Clock.NO_REPLY),
        ("ask_complainant", "proceed_without_answer", Clock.COMPLAINANT_ANSWER),
    ],
)
def test_nobody_goes_on_before_the_time_is_up(many, first, second, clock):
    found = list(pairs(many, first, second))
    assert found
    for case, start, end in found:
        assert working_days(case, start, end) > TERMS[clock].amount, (case.plot, start, end)


def test_a_ministrys_outcome_waits_for_the_preview(many):
    found = [p for p in pairs(many, "approve_findings", "notify_outcome") if p[0].lead == "authority"]
    assert found
    for case, start, end in found:
        assert working_days(case, start, end) > TERMS[Clock.NHRI_PREVIEW].amount


def test_a_file_closes_60_days_after_opening_or_5_after_a_final_decision(many):
    closed = list(pairs(many, "notify_outcome", "close"))
    assert closed
    for case, told, close in closed:
        upheld = any(step.action == "uphold" for step in case.story)
        opened = told.day_offset + (0 if upheld else told.payload["opened_after"])
        wait = TERMS[Clock.CLOSE_FINAL if upheld else Clock.REVIEW_WINDOW].amount
        assert close.day_offset - opened > wait, case.plot


def test_a_review_is_asked_for_within_60_days_of_opening(many):
    found = list(pairs(many, "notify_outcome", "request_review"))
    assert found
    for _case, told, asked in found:
        opened = told.day_offset + told.payload["opened_after"]
        assert opened <= asked.day_offset <= opened + TERMS[Clock.REVIEW_WINDOW].amount


def test_a_remedy_is_confirmed_by_the_complainant_or_after_silence(many):
    found = list(pairs(many, "report_implemented", "confirm_remedy"))
    assert found
    for case, done, confirmed in found:
        between = case.story[case.story.index(done) + 1 : case.story.index(confirmed)]
        answered = any(step.actor == "complainant" for step in between)
        assert answered or working_days(case, done, confirmed) > TERMS[Clock.REMEDY_SILENCE].amount


def test_two_reminders_go_before_closing_without_a_reply(many):
    found = [case for case in many if case.plot == "no_reply"]
    assert found
    for case in found:
        assert [step.action for step in case.story].count("write") == 2
        assert not case.danger
        assert not case.held
        assert not GRAVE & set(case.categories)


def test_the_lead_is_the_one_routing_names(many):
    for case in many:
        route = routing.route(
            routing.Facts(
                matter=case.matter,
                mode=case.mode,
                categories=frozenset(case.categories),
                danger=case.danger,
                in_custody=case.held,
                state=case.state,
            )
        )
        assert route.lead == case.lead, (case.plot, case.categories)


def test_the_lead_is_the_same_when_every_fact_is_known(many):
    for case in many:
        facts = routing.Facts(
            matter=case.matter,
            mode=case.mode,
            categories=frozenset(case.categories),
            danger=case.danger,
            in_custody=case.held,
            serious_injury=case.serious_injury,
            child_victim=case.child_victim,
            violence=case.violence,
            state=case.state,
        )
        assert routing.route(facts).lead == case.lead, (case.plot, case.categories)


def test_consent_comes_before_release_where_routing_asks_for_it(many):
    for case in many:
        actions = [step.action for step in case.story]
        if "release" in actions and case.mode == "named":
            assert actions.index("consent_to_release") < actions.index("release")


def test_nothing_lies_outside_the_window(many):
    earliest = TODAY - timedelta(days=760)
    assert all(earliest < case.filed_at.date() < TODAY for case in many)


def test_a_finding_after_silence_says_that_no_answer_came(many):
    reasons = [
        step.payload["reason"]
        for case in many
        if case.plot == "silence_then_decided"
        for step in case.story
        if step.action == "propose_finding" and "undetermined" in step.payload["findings"].values()
    ]
    assert reasons
    assert all("رسمي" in reason or "no official answer" in reason for reason in reasons)
