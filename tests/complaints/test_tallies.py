"""Counts kept by delta equal a recount, and equal what SQL says of the rows themselves."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.actor import SYSTEM
from common import tenancy
from complaints import rebuilding, register, tallies
from complaints.models import Tally, TallyDelta
from tests.complaints.test_register import NOW
from tests.reporting.conftest import REGISTER

EVER = {"start": date(1900, 1, 1), "end": date(2100, 1, 1)}


@pytest.fixture
def imported(world):
    register.import_register(data=REGISTER.read_bytes(), institution=world.bh.nhri, by=SYSTEM, now=NOW)


def test_counts_equal_an_independent_recount_in_sql(imported):
    with tenancy.within("BH"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter, coalesce(nullif(outcome, ''), 'open'), count(*)"
            " FROM complaints_registerrow GROUP BY 1, 2"
        )
        told = {(matter, outcome): count for matter, outcome, count in cursor.fetchall()}
    kept = tallies.counts(kinds=["outcome"], state="BH", by=("matter", "value"), **EVER)
    assert dict(kept) == told
    assert sum(told.values()) == 1094


def test_folding_changes_no_count(imported):
    before = tallies.counts(kinds=["received", "completed"], state="BH", **EVER)
    assert tallies.fold() > 0
    assert not TallyDelta.objects.exists()
    assert tallies.counts(kinds=["received", "completed"], state="BH", **EVER) == before


def test_check_finds_nothing_where_nothing_is_wrong(imported):
    call_command("rebuild_tallies", "--check")


def test_check_ends_with_a_status_and_rebuilding_puts_it_right(imported):
    tallies.fold()
    row = Tally.objects.filter(kind="received").first()
    Tally.objects.filter(pk=row.pk).update(count=row.count + 3)
    with pytest.raises(SystemExit) as ended:
        call_command("rebuild_tallies", "--check")
    assert ended.value.code == 1
    assert len(rebuilding.rebuild()) == 1
    assert rebuilding.rebuild(check=True) == []
