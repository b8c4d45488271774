"""Counts kept by delta equal counts made anew, whatever happens in between."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actor import Refused
from common import tenancy
from complaints import rebuilding, tallies, workflow
from complaints.casework.services import Missing, Unmet, outcome_opened
from complaints.models import Tally, TallyDelta
from complaints.tallies import Cell
from tests import factories
from tests.workflow.scene import NOW, filed, scene, trial

COLUMNS = ("state", "institution", "day", "kind", "matter", "value", "is_imported")


def kept():
    """Folded and waiting counts together, less what no case remembers."""
    total = Counter()
    for model in (Tally, TallyDelta):
        for *key, number in model.objects.filter(state="BH").values_list(*COLUMNS).annotate(n=Sum("count")):
            total[Cell(*key)] += number
    return {
        cell: number
        for cell, number in total.items()
        if number and not cell.kind.startswith(tallies.ONLY_COUNTED)
    }


def rebuilt():
    """Every row of Bahrain added up anew."""
    return {cell: number for cell, number in rebuilding.recount("BH").items() if number}


def step(at, chance, now):
    """Somebody tries something that the table has here; what is refused changes nothing."""
    case = at.row()
    rows = workflow.moves_from(case.stage, case.matter)
    going = [row for row in rows if row.changes_stage]
    row = chance.choice(going if going and chance.random() < 0.6 else rows)
    name = chance.choice(["reviewer", "supervisor", "nhri", "head", "amal", "system"])
    choice = chance.choice(["decided", "investigating"])
    made = at.given(row.asks, name, choice)
    if chance.random() < 0.1:
        outcome_opened(case=at.case, by=at.actors["amal"], now=now)
    try:
        at.move(row.action, name, made, now=now)
    except (Refused, Missing, Unmet, workflow.NotInTable):
        return 0
    return 1


def walk(at, seed, steps):
    chance, now, taken = random.Random(seed), NOW, 0
    for _ in range(steps):
        now += timedelta(hours=chance.choice([1, 30, 24 * 9, 24 * 45]))
        for _ in range(6):
            taken += step(at, chance, now)
        if chance.random() < 0.3:
            tallies.fold()
        assert kept() == rebuilt()
    return taken


def test_random_walks_keep_every_count_right(world):
    taken = []

    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        kind=st.sampled_from(["ministry", "independent"]),
        matter=st.sampled_from(["complaint", "complaint", "assistance"]),
        seed=st.integers(0, 10_000),
    )
    def walks(kind, matter, seed):
        with trial(), tenancy.within("BH"):
            taken.append(walk(scene(world, kind, matter), seed, 6))

    walks()
    assert sum(taken) > 60  # they did go somewhere


def test_what_is_rolled_back_leaves_no_delta(world):
    with tenancy.within("BH"):
        at = scene(world, "ministry")
        before = kept()
        with trial():
            at.move("acknowledge", "reviewer")
            assert kept() != before
        assert kept() == before
        with pytest.raises(Missing):
            at.move("note", "reviewer")
        assert kept() == before == rebuilt()


def test_reading_adds_what_waits_to_what_is_folded(world):
    with tenancy.within("BH"):
        filed()
        tallies.fold()
        filed()
    asked = {"kinds": ["received"], "start": NOW.date(), "end": NOW.date(), "state": "BH"}
    assert tallies.counts(**asked) == {("received", "complaint", ""): 2}
    tallies.fold()
    assert tallies.counts(**asked) == {("received", "complaint", ""): 2}
    assert not TallyDelta.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_folding_side_by_side_loses_nothing(settings):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    factories.world()
    errors = []

    def file():
        for _ in range(10):
            filed()
        connections.close_all()

    def fold():
        try:
            for _ in range(25):
                tallies.fold()
        except Exception as error:
            errors.append(error)
        connections.close_all()

    threads = [threading.Thread(target=work) for work in (file, fold, file, fold, fold)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenancy.within("BH"):
        assert errors == []
        assert kept() == rebuilt()
        assert kept()[Cell("BH", "bh-moi", NOW.date(), "received", "complaint")] == 20
