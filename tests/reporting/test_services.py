"""Asking for a report, rendering it all or not at all, and who may."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.actor import SYSTEM, Refused
from common import tenancy
from record.models import Entry, Outbox
from record.tasks import drain_one
from reporting import companions, scopes, services
from reporting.models import Dossier, Report, ReportFile, Snapshot
from reporting.periods import Period
from tests.reporting import lives
from tests.reporting.conftest import NOW

YEAR = Period(date(2017, 5, 1), date(2018, 4, 30))


def ask(by=SYSTEM, *, scope=None, edition="public", language="ar", period=YEAR, now=NOW):
    return services.ask(
        scope=scope or scopes.of_state("BH"),
        edition=edition,
        period=period,
        language=language,
        by=by,
        now=now,
    )


def test_asking_twice_is_asking_once(imported):
    assert ask() == ask()
    assert Report.objects.count() == Dossier.objects.count() == Outbox.objects.count() == 1
    with tenancy.within("BH"):
        assert Snapshot.objects.count() == 2  # one of each edition


def test_both_languages_and_editions_stand_on_figures_counted_once(imported):
    reports = [
        ask(language=language, edition=edition)
        for language in ["ar", "en"]
        for edition in ("internal", "public")
    ]
    assert Dossier.objects.count() == 1
    assert {report.dossier_id for report in reports} == {Dossier.objects.get().pk}
    with tenancy.within("BH"):
        assert len({report.snapshot_id for report in reports}) == Snapshot.objects.count() == 2


def test_the_hashes_of_the_figures_are_in_the_record(imported):
    dossier = ask().dossier
    with tenancy.within("BH"):
        entry = Entry.objects.get(stream=dossier.stream, what="frozen")
    assert dossier.public.sha256 in entry.details
    assert dossier.internal.sha256 in entry.details


def test_a_draft_takes_the_figures_of_the_day_it_is_asked_for_again(imported, quick):
    first = ask()
    drain_one(now=NOW)
    again = ask(now=NOW + timedelta(days=1))
    assert again.pk == first.pk
    assert again.snapshot_id != first.snapshot_id  # as of another day
    with tenancy.within("BH"):
        assert (again.is_ready, again.version, again.files.count()) == (False, 1, 0)
    assert drain_one(now=NOW + timedelta(days=1))
    assert drain_one(now=NOW + timedelta(days=1))
    again.refresh_from_db()
    assert again.is_ready


def test_once_the_ministry_has_it_its_figures_stay(imported):
    first = ask()
    lives.to_nhri(first.dossier, now=NOW)
    again = ask(now=NOW + timedelta(days=60), language="en")
    assert (again.dossier_id, again.snapshot_id) == (first.dossier_id, first.snapshot_id)


def test_a_worker_makes_every_file(imported):
    report = ask()
    assert services.progress(report)["step"] == "waiting"
    assert drain_one(now=NOW)
    report.refresh_from_db()
    assert report.is_ready
    with tenancy.within("BH"):
        assert bytes(report.files.get(kind="pdf").body).startswith(b"%PDF-1")
        assert [file.kind for file in report.files.all()] == ["pdf", "json", "xlsx", "csv"]
    assert services.progress(report) == {"percent": 100, "step": "done"}


def test_a_rendering_that_dies_leaves_nothing_and_is_made_later(imported, monkeypatch, quick):
    report = ask()
    with monkeypatch.context() as patched:
        patched.setattr(companions, "as_csv", lambda *_args, **_options: 1 / 0)
        assert drain_one(now=NOW)
    report.refresh_from_db()
    assert not report.is_ready
    with tenancy.within("BH"):
        assert not ReportFile.objects.exists()
    assert services.progress(report)["step"] == "failed"
    Outbox.objects.update(available_at=NOW)
    assert drain_one(now=NOW)
    with tenancy.within("BH"):
        assert ReportFile.objects.count() == 4


def test_a_second_rendering_leaves_the_first_alone(imported, quick):
    report = ask()
    drain_one(now=NOW)
    with tenancy.within("BH"):
        before = list(ReportFile.objects.values_list("pk", "sha256"))
        services.render(report=report, now=NOW)
        assert list(ReportFile.objects.values_list("pk", "sha256")) == before
    assert len(before) == 4


def test_the_database_itself_keeps_what_is_published(imported, quick):
    lives.publish(ask(), now=NOW)
    for change in (
        lambda: Dossier.objects.update(stage="issued", published_at=None, published_by=""),
        lambda: ReportFile.objects.filter(kind="csv").update(body=b"x"),
        lambda: ReportFile.objects.filter(kind="pdf").delete(),
        lambda: Report.objects.update(rendered_at=NOW),
    ):
        with (
            tenancy.within("BH"),
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
        ):
            change()


def test_the_internal_edition_is_never_published(imported, quick):
    ask(edition="internal")
    drain_one(now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.update(published_at=NOW)


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
    month = ask(period=Period(date(2017, 5, 1), date(2017, 5, 31)), edition="internal")
    assert month.dossier.public is None


def test_a_version_exists_once(imported):
    dossier = ask().dossier
    twin = {"state": "BH", "scope": "BH", "start": YEAR.start, "end": YEAR.end, "public": dossier.public}
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.create(**twin, made_at=NOW, made_by="x")
