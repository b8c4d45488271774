"""Clocks on a case: pauses, lateness and who learns of it, reminders, files whose time runs out, zones."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from accounts import selectors as accounts
from accounts.models import State, Weekend
from common import tenancy
from common.calendar import calendar_of
from complaints import clocks, deadlines, tasks
from complaints.casework import clockface
from complaints.casework.services import Given, outcome_opened
from complaints.models import Clock, Complaint, Docket, Notice
from record.models import Entry, Outbox
from record.tasks import drain_one
from tests import factories
from tests.workflow.scene import NOW, filed, scene

DAY = timedelta(days=1)


@pytest.fixture
def at(world):
    with tenancy.within("BH"):
        made = scene(world, "ministry")
        made.move("acknowledge", "reviewer")
        made.move("admit", "reviewer")
        yield made


def running(at, kind):
    return Clock.objects.get(complaint=at.case, kind=kind, ended_at=None)


def ask_and_answer(at, asked, answered):
    at.move("ask_complainant", "reviewer", Given(message="When?"), now=asked)
    at.move("answer", "amal", Given(message="Then"), now=answered)


# --- pauses -------------------------------------------------------------------------------------


def test_waiting_for_the_complainant_gives_back_the_working_days(at):
    due = running(at, "decide").due_at
    ask_and_answer(at, NOW, NOW + 7 * DAY)  # Monday to Monday: Tuesday to Thursday, Sunday, Monday
    clock = running(at, "decide")
    assert clock.paused_days == 5
    assert clock.due_at > due


def test_all_pauses_together_give_back_thirty_working_days_at_most(at):
    for round_ in range(4):
        begin = NOW + round_ * 25 * DAY
        ask_and_answer(at, begin, begin + 20 * DAY)
    assert running(at, "decide").paused_days == 30


def test_one_long_pause_gives_back_thirty_working_days_at_most(at):
    ask_and_answer(at, NOW, NOW + 200 * DAY)
    assert running(at, "decide").paused_days == 30


@pytest.mark.parametrize("risk", ["is_grave", "is_danger", "is_held"])
def test_nothing_stands_still_where_somebody_is_at_risk(at, risk):
    Complaint.objects.filter(pk=at.case).update(**{risk: True})
    due = running(at, "decide").due_at
    ask_and_answer(at, NOW, NOW + 20 * DAY)
    clock = running(at, "decide")
    assert (clock.paused_days, clock.due_at) == (0, due)


def test_a_case_that_turns_out_grave_stands_still_no_longer(at):
    at.move("ask_complainant", "reviewer", Given(message="When?"))
    assert running(at, "decide").paused_at
    at.move("recategorise", "nhri", Given(categories=("TOR",), reason="Beaten"), now=NOW + DAY)
    assert running(at, "decide").paused_at is None


def test_the_update_clock_does_not_stand_still(at):
    at.move("ask_complainant", "reviewer", Given(message="When?"))
    assert running(at, "update").paused_at is None


def test_news_from_staff_begins_the_next_four_weeks_and_the_complainants_own_words_do_not(at):
    first = running(at, "update")
    at.move("write", "amal", Given(message="Hello?"), now=NOW + 10 * DAY)
    assert running(at, "update").pk == first.pk
    at.move("write", "reviewer", Given(message="We work on it"), now=NOW + 10 * DAY)
    assert running(at, "update").due_at > first.due_at


# --- lateness -----------------------------------------------------------------------------------


def told():
    """Who has a notice that something is overdue, by the name before the @."""
    while drain_one(now=NOW + 9999 * DAY):
        pass
    rows = Notice.objects.filter(what="overdue").select_related("user")
    return {row.user.email.split("@")[0] for row in rows}


def bahrain():
    return State.objects.get(pk="BH")


def overdue(at):
    return Entry.objects.filter(stream=at.row().stream, what="overdue")


def only(at, kind):
    """Leave one clock running."""
    Clock.objects.exclude(complaint=at.case, kind=kind).update(ended_at=NOW)
    Clock.objects.filter(complaint=at.case, kind=kind).update(ended_at=None)
    return running(at, kind)


def test_late_goes_to_the_approver_and_half_as_late_again_to_the_independent_body(at):
    clock = only(at, "decide")
    assert tasks.escalate(bahrain(), now=clock.due_at - DAY) == 0
    assert tasks.escalate(bahrain(), now=clock.due_at + DAY) == 1
    assert told() == {"supervisor", "reviewer"}
    assert tasks.escalate(bahrain(), now=clock.due_at + 30 * DAY) == 0
    assert tasks.escalate(bahrain(), now=clock.due_at + 46 * DAY) == 1
    assert told() == {"supervisor", "reviewer", "head", "nhri"}
    assert tasks.escalate(bahrain(), now=clock.due_at + 99 * DAY) == 0
    assert overdue(at).count() == 2


def test_found_very_late_at_once_both_are_told(at):
    clock = only(at, "decide")
    assert tasks.escalate(bahrain(), now=clock.due_at + 90 * DAY) == 1
    assert told() == {"supervisor", "reviewer", "head", "nhri"}


def test_where_the_nhri_leads_the_ministry_is_not_told_and_beyond_nobody_is(world):
    with tenancy.within("BH"):
        at = scene(world, "independent")
        at.move("acknowledge", "nhri")
        clock = only(at, "route")
        tasks.escalate(bahrain(), now=clock.due_at + DAY)
        assert told() == {"head", "nhri"}
        Notice.objects.all().delete()
        tasks.escalate(bahrain(), now=clock.due_at + 99 * DAY)
        assert told() == set()
        assert overdue(at).count() == 2


def test_the_authority_is_very_late_at_forty_working_days(at):
    at.move("request_answer", "nhri", Given(question="Who?"))
    clock = only(at, "authority_answer")
    calendar = calendar_of("Asia/Bahrain", [(date(2000, 1, 1), [4, 5])])
    forty = calendar.add_working_days(NOW, 40)
    tasks.escalate(bahrain(), now=forty - DAY)
    clock.refresh_from_db()
    assert clock.escalated == 1
    tasks.escalate(bahrain(), now=forty)
    clock.refresh_from_db()
    assert clock.escalated == 2


def test_time_that_belongs_to_somebody_else_is_nobodys_delay(at):
    at.move("ask_complainant", "reviewer", Given(message="When?"))
    only(at, "complainant_answer")
    assert tasks.escalate(bahrain(), now=NOW + 99 * DAY) == 0
    for kind in clocks.WINDOWS:
        row = at.clock(kind, NOW)
        assert tasks.escalate(bahrain(), now=NOW + 99 * DAY) == 0
        assert clocks.next_due([row]) == clocks.FAR


def test_a_paused_clock_is_not_late(at):
    only(at, "decide")
    at.move("ask_complainant", "reviewer", Given(message="When?"))
    Clock.objects.filter(kind="complainant_answer").update(ended_at=NOW)
    assert tasks.escalate(bahrain(), now=NOW + 300 * DAY) == 0


def test_a_face_adds_the_pause_that_goes_on_to_those_that_ended(at):
    """Monday to Monday, five working days; then from Tuesday, and by the limit never more than thirty in all."""
    ask_and_answer(at, NOW, NOW + 7 * DAY)
    at.move("ask_complainant", "reviewer", Given(message="Where?"), now=NOW + 8 * DAY)
    clock, how = running(at, "decide"), {"calendar": accounts.calendar(bahrain()), "language": "en"}
    shown = [clockface.face(clock, now=NOW + days * DAY, **how) for days in (8, 9, 200)]
    assert [face.stood_still for face in shown] == [5, 6, 30]


def test_a_notice_is_about_its_own_step(at):
    """Two steps of a kind before the worker looks: each tells whom it concerns."""
    at.move("write", "amal", Given(message="Hello?"))
    at.move("write", "reviewer", Given(message="Yes?"))
    while drain_one(now=NOW + DAY):
        pass
    basil = at.world.bh.people["reviewer"]
    assert Notice.objects.filter(user=basil, what="write").count() == 1


def test_a_reprisal_is_told_to_the_independent_body_alone(at):
    at.move("report_reprisal", "amal", Given(message="They came again"))
    while drain_one(now=NOW + DAY):
        pass
    people = Notice.objects.filter(what="report_reprisal").values_list("user__email", flat=True)
    assert set(people) == {"nhri@bh.test", "head@bh.test"}


def test_excluded_people_are_told_nothing(at):
    at.move("exclude", "head", Given(person=at.world.bh.people["supervisor"].pk, reason="A cousin"))
    clock = only(at, "decide")
    tasks.escalate(bahrain(), now=clock.due_at + 99 * DAY)
    assert "supervisor" not in told()


# --- sweeps -------------------------------------------------------------------------------------


def test_reminders_come_twice(at):
    at.move("ask_complainant", "reviewer", Given(message="When?"))
    reminders = Entry.objects.filter(stream=at.row().stream, what="remind")
    days = [0, 13, 14, 15, 27, 28, 29, 60, 90]
    numbers = []
    for day in days:
        for _ in range(2):
            tasks.remind(bahrain(), now=NOW + day * DAY)
        numbers.append(reminders.count())
    assert numbers[0] == 0
    assert numbers[-1] == 2
    assert sorted(set(numbers)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("final", "opened", "closes"), [(False, 0, 60), (False, None, 180), (True, None, 5), (True, 0, 5)]
)
def test_decided_files_close_when_their_time_runs_out(at, final, opened, closes):
    at.put("decided", notified_at=NOW, is_final=final)
    if opened is not None:
        outcome_opened(case=at.case, by=at.actors["amal"], now=NOW)
    assert tasks.close(bahrain(), now=NOW + closes * DAY - timedelta(hours=1)) == 0
    assert tasks.close(bahrain(), now=NOW + closes * DAY + timedelta(hours=1)) == 1
    assert tasks.close(bahrain(), now=NOW + closes * DAY + timedelta(hours=1)) == 0
    assert at.row().stage == "closed"


def test_what_was_not_notified_never_closes(at):
    at.put("decided", notified_at=None)
    assert tasks.close(bahrain(), now=NOW + 999 * DAY) == 0


def test_a_grave_case_can_be_reviewed_after_it_closed(at):
    at.put("decided", notified_at=NOW, is_grave=True)
    outcome_opened(case=at.case, by=at.actors["amal"], now=NOW)
    assert not Clock.objects.filter(kind="review_window").exists()
    tasks.close(bahrain(), now=NOW + 61 * DAY)
    at.move("request_review", "amal", Given(message="No!"), now=NOW + 3000 * DAY)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_escalate_and_remind_once(settings):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    world = factories.world()
    cases = [filed(now=NOW, categories=("MED",))[0] for _ in range(4)]
    with tenancy.within("BH"):
        Complaint.objects.filter(pk__in=cases[2:]).update(stage="needs_information", stage_since=NOW)
    later = NOW + 20 * DAY

    def sweep():
        with tenancy.within("BH"):
            tasks.escalate(world.bh.state, now=later)
            tasks.remind(world.bh.state, now=later)
        connections.close_all()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenancy.within("BH"):
        assert Entry.objects.filter(what="overdue").count() == 4
        assert Entry.objects.filter(what="remind").count() == 2
        assert Outbox.objects.filter(subject__contains="|overdue|").count() == 4


# --- zones --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "start", "last"),
    [
        # Egypt's clock goes forward in the night to Friday 24 April 2026, back on 30 October.
        ("Africa/Cairo", datetime(2026, 4, 19, 22, 30, tzinfo=UTC), date(2026, 4, 27)),
        ("Africa/Cairo", datetime(2026, 10, 26, 10, 0, tzinfo=UTC), date(2026, 11, 2)),
        # Lebanon's on Sunday 29 March at midnight, an hour that does not exist.
        ("Asia/Beirut", datetime(2026, 3, 23, 21, 59, tzinfo=UTC), date(2026, 3, 30)),
        ("Asia/Beirut", datetime(2026, 3, 23, 22, 1, tzinfo=UTC), date(2026, 3, 31)),
    ],
)
def test_five_working_days_end_at_local_midnight_whatever_the_clock_does(zone, start, last):
    weekend = [4, 5] if zone == "Africa/Cairo" else [5, 6]
    calendar = calendar_of(zone, [(date(2000, 1, 1), weekend)])
    due = deadlines.due("acknowledge", start=start, calendar=calendar)
    assert calendar.last_day(due) == last
    local = due.astimezone(ZoneInfo(zone))
    # The first moment of the next day: midnight, or one o'clock where midnight is skipped.
    assert local.date() == last + DAY
    assert (due - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() == last


def test_an_anonymous_urgent_case_has_its_full_day(world):
    late = datetime(2026, 3, 2, 23, 20, tzinfo=UTC)
    type(world.bh.moi).objects.filter(state="BH").update(has_duty_officer=True)
    with tenancy.within("BH"):
        case, _ = filed(mode="anonymous", name="", email="", danger=True, now=late)
        clock = Clock.objects.get(complaint=case, kind="acknowledge")
        assert clock.started_at == late.replace(hour=0, minute=0)
        assert clock.due_at == datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
        assert Docket.objects.get(complaint=case).sort_due == clock.due_at


def test_without_a_duty_officer_the_true_time_is_the_next_working_day(world):
    thursday = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    with tenancy.within("BH"):
        case, _ = filed(danger=True, now=thursday)
        clock = Clock.objects.get(complaint=case, kind="acknowledge")
    assert Weekend.objects.filter(state="BH").exists()
    assert clock.due_at == datetime(2026, 3, 8, 21, 0, tzinfo=UTC)  # the end of Sunday in Bahrain
