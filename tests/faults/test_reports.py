"""Rendering a report when the worker is killed: no file or all of them, and one report in the end."""

import multiprocessing
import os
import random
import time
from datetime import date

import pytest
from django.db import connections, transaction

from accounts.actor import SYSTEM
from accounts.models import State
from common import tenancy
from reporting import plan_file, plan_loading, scopes, services
from reporting.models import Report, ReportFile
from reporting.periods import Period
from tests import factories
from tests.reporting.conftest import NOW, PLAN

RENDERS = int(os.environ.get("FAULT_RENDERS", "3"))  # `make faults` kills two hundred
LONGEST = 0.4  # seconds a rendering is left alone before its worker is killed


@pytest.mark.django_db(transaction=True)
def test_killed_while_rendering_there_are_no_files_or_all_and_in_the_end_all(settings):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    factories.world()
    State.objects.get_or_create(
        code="XX", defaults={"name_ar": "المنطقة", "name_en": "Region", "zone": "UTC"}
    )
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)
    report = services.ask(
        scope=scopes.of_state("BH"),
        edition="public",
        period=Period(date(2026, 1, 1), date(2026, 6, 30)),
        language="ar",
        by=SYSTEM,
        now=NOW,
    )
    chance = random.Random(12)  # when to kill, not a secret
    for _ in range(RENDERS):
        _killed(report, after=chance.uniform(0, LONGEST))
        with tenancy.within("BH"):
            came_through = Report.objects.get().is_ready
            assert ReportFile.objects.count() == (4 if came_through else 0)
            if came_through:  # begin again
                services.lay_out_again(report.dossier, now=NOW)
    services.render(report=report, now=NOW)
    with tenancy.within("BH"):
        assert [file.kind for file in ReportFile.objects.all()] == ["pdf", "json", "xlsx", "csv"]
    assert Report.objects.count() == 1


def _killed(report, *, after):
    """A worker of its own, killed after so many seconds of rendering."""
    connections.close_all()  # what is forked must not share a connection
    begun = multiprocessing.get_context("fork").Event()
    worker = multiprocessing.get_context("fork").Process(target=_render, args=(report, begun))
    worker.start()
    begun.wait()
    time.sleep(after)
    worker.kill()
    worker.join()
    _wait_for_the_server(report)


def _render(report, begun):
    begun.set()
    services.render(report=report, now=NOW)


def _wait_for_the_server(report):
    """It learns late that its client is gone, and holds the row until then."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
