"""Asking for a report, rendering it all or not at all, publishing it, and who may."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.actor import SYSTEM, Refused
from common import tenancy
from record.models import Entry, Outbox
from record.tasks import drain_one
from reporting import companions, scopes, services
from reporting.models import Report, ReportFile, ReportStage, Snapshot
from reporting.periods import Period
from tests.reporting.conftest import NOW

YEAR = Period(date(2017, 5, 1), date(2018, 4, 30))


def ask(by=SYSTEM, *, scope=None, edition="public", language="ar", period=YEAR):
    return services.ask(
        scope=scope or scopes.of_state("BH"),
        edition=edition,
        period=period,
        language=language,
        by=by,
        now=NOW,
    )


def test_asking_twice_is_asking_once(imported):
    assert ask() == ask()
    assert Report.objects.count() == Snapshot.objects.count() == Outbox.objects.count() == 1


def test_both_languages_stand_on_one_snapshot(imported):
    ask(language="en")
    ask(language="ar")
    assert Snapshot.objects.count() == 1


def test_the_hash_of_the_figures_is_in_the_record(imported):
    report = ask()
    with tenancy.within("BH"):
        entry = Entry.objects.get(stream=f"report:{report.snapshot_id}")
    assert report.snapshot.sha256 in entry.details


def test_a_worker_makes_every_file(imported):
    report = ask()
    assert services.progress(report)["step"] == "waiting"
    assert drain_one(now=NOW)
    report.refresh_from_db()
    assert report.is_ready
    assert [file.kind for file in report.files.all()] == ["pdf", "json", "xlsx", "csv"]
    assert services.progress(report) == {"percent": 100, "step": "done"}


def test_a_rendering_that_dies_leaves_nothing_and_is_made_later(imported, monkeypatch):
    report = ask()
    with monkeypatch.context() as patched:
        patched.setattr(companions, "as_csv", lambda *_args, **_options: 1 / 0)
        assert drain_one(now=NOW)
    report.refresh_from_db()
    assert not report.is_ready
    assert not ReportFile.objects.exists()
    assert services.progress(report)["step"] == "failed"
    Outbox.objects.update(available_at=NOW)
    assert drain_one(now=NOW)
    assert ReportFile.objects.count() == 4


def test_a_second_rendering_leaves_the_first_alone(imported):
    report = ask()
    drain_one(now=NOW)
    before = list(ReportFile.objects.values_list("pk", "sha256"))
    services.render(report=report, now=NOW)
    assert list(ReportFile.objects.values_list("pk", "sha256")) == before


def test_the_public_edition_is_published_by_the_liaison(imported, world):
    report = ask()
    drain_one(now=NOW)
    services.publish(report=report, by=world.bh.actor("liaison"), now=NOW)
    assert Report.objects.published().get() == report


@pytest.mark.parametrize("who", ["supervisor", "head", "reviewer", "auditor"])
def test_nobody_else_publishes(imported, world, who):
    report = ask()
    drain_one(now=NOW)
    with pytest.raises(Refused):
        services.publish(report=report, by=world.bh.actor(who), now=NOW)


def test_another_states_liaison_does_not_publish(imported, world):
    report = ask()
    drain_one(now=NOW)
    with pytest.raises(Refused):
        services.publish(report=report, by=world.eg.actor("liaison"), now=NOW)


def test_the_internal_edition_is_never_published(imported):
    report = ask(edition="internal")
    drain_one(now=NOW)
    with pytest.raises(services.NotPossible):
        services.publish(report=report, by=SYSTEM, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(stage=ReportStage.PUBLISHED)


@pytest.mark.parametrize("who", ["reviewer", "registry", "nhri", "auditor", "admin"])
def test_only_those_who_may_ask_for_reports(imported, world, who):
    with pytest.raises(Refused):
        ask(world.bh.actor(who))


def test_nobody_asks_for_another_state_or_the_region(imported, world):
    for scope in (scopes.of_state("EG"), scopes.REGIONAL):
        with pytest.raises(Refused):
            ask(world.bh.actor("supervisor"), scope=scope)


def test_a_period_that_runs_is_not_reported(imported):
    with pytest.raises(services.NotPossible):
        ask(period=Period(date(2026, 11, 1), date(2026, 11, 30)))


def test_a_month_is_not_public(imported):
    with pytest.raises(services.NotPossible):
        ask(period=Period(date(2017, 5, 1), date(2017, 5, 31)))


def test_new_figures_make_a_new_version(imported):
    first = ask()
    Snapshot.objects.update(sha256="0" * 64)
    assert ask().version == first.version + 1
