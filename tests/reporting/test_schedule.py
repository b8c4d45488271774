"""Which reports are due when, and that each is begun once however often and however badly the schedule runs."""

from datetime import date

import pytest

from accounts.changes.kinds import Unacceptable
from accounts.models import State, User
from accounts.settings.models import Setting
from reporting.models import Dossier
from reporting.periodic import schedule, settings
from reporting.periodic.schedule import due
from reporting.periods import Period
from tests.reporting.conftest import NOW

ALL = frozenset({"monthly", "quarterly", "annual"})


@pytest.mark.parametrize(
    ("today", "kinds", "first_month", "newest"),
    [
        (date(2024, 3, 9), {"monthly"}, 1, Period(date(2024, 1, 1), date(2024, 1, 31))),
        (date(2024, 3, 10), {"monthly"}, 1, Period(date(2024, 2, 1), date(2024, 2, 29))),
        (date(2026, 4, 9), {"quarterly"}, 1, Period(date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 4, 10), {"quarterly"}, 1, Period(date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 5, 9), {"annual"}, 5, Period(date(2024, 5, 1), date(2025, 4, 30))),
        (date(2026, 5, 10), {"annual"}, 5, Period(date(2025, 5, 1), date(2026, 4, 30))),
        (date(2026, 7, 10), {"annual"}, 7, Period(date(2025, 7, 1), date(2026, 6, 30))),
    ],
)
def test_a_report_is_due_days_after_its_period_closed(today, kinds, first_month, newest):
    found = due(today=today, kinds=frozenset(kinds), after=10, first_month=first_month)
    assert found[-1] == newest
    assert found == sorted(found, key=lambda period: period.end)


def test_nothing_is_due_where_nothing_is_scheduled():
    assert due(today=date(2026, 4, 10), kinds=frozenset(), after=10) == []


def test_each_report_is_begun_once_a_few_at_a_time(imported, english):
    State.objects.exclude(code="BH").update(is_open=False)
    begun = [schedule.run(now=NOW, most=4) for _ in range(6)]
    assert begun[0] == 4
    assert begun[-1] == 0
    rows = list(Dossier.objects.values_list("scope", "start", "end"))
    assert len(rows) == len(set(rows)) == sum(begun)
    months = Dossier.objects.filter(scope="BH", start=date(2026, 10, 1), end=date(2026, 10, 31))
    assert (months.get().stage, months.get().public) == ("ministry", None)
    years = Dossier.objects.filter(scope="bh-ombudsman", end=date(2026, 4, 30))
    assert years.get().start == date(2025, 5, 1)
    # Before this site counted anything itself, two public reports on the same days could be subtracted (ADR 27).
    assert not Dossier.objects.filter(scope="region").exists()
    assert not Dossier.objects.filter(scope="bh-moi").exists()  # nothing was counted there
    held = schedule.held_up(now=NOW)
    assert [period for period, _why in held] == list(schedule._of_region(NOW)) != []
    assert all(why.startswith("Another public report covers") for _period, why in held)


def test_the_analyst_is_told_what_the_schedule_cannot_begin_and_why(analyst, world, client, monkeypatch):
    waiting = [(Period(date(2026, 4, 1), date(2026, 6, 30)), "Because of another.")]
    monkeypatch.setattr(schedule, "held_up", lambda *, now: waiting)
    client.force_login(User.objects.get(pk=analyst.id.removeprefix("user:")))
    assert "Because of another." in client.get("/en/desk/reports/").content.decode()
    client.force_login(world.bh.people["liaison"])
    assert "Because of another." not in client.get("/en/desk/reports/").content.decode()


def test_what_breaks_in_the_middle_leaves_nothing_and_is_begun_the_next_time(imported, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(schedule.life, "open_comments", lambda **_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            schedule.run(now=NOW, most=1)
    assert not Dossier.objects.exists()
    assert schedule.run(now=NOW, most=1) == 1


def test_a_state_says_which_reports_it_has_and_when(world):
    kind = settings.ReportSchedule()
    shipped = kind.shipped("BH", "")["value"]
    fewer, later = shipped | {"annual": False}, shipped | {"after": 25}
    for after in (fewer, later):
        assert kind.needs_second({"value": shipped}, {"value": after})
        assert not kind.needs_second({"value": after}, {"value": shipped})
    with pytest.raises(Unacceptable):
        kind.clean_value("BH", "", shipped | {"after": 61})
    Setting.objects.create(
        state="BH", name="report_schedule", valid_from=date(2026, 1, 1), value=fewer, is_settled=True
    )
    assert settings.schedule_of("BH", NOW.date()).kinds == ALL - {"annual"}
    assert settings.schedule_of("EG", NOW.date()).kinds == ALL
