"""Everything public of small states read by a stranger who reckons: no count from one to four comes out."""

import os
import random
from datetime import UTC, datetime

import pytest

from accounts.models import State
from complaints.models import Tally
from reporting import snapshot
from reporting.statistics import closing, editions
from tests.reporting import small_states, stranger

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
STATES = ("BH", "EG")
QUARTERS = 4
ROUNDS = int(os.environ.get("STRANGERS", "1"))


def edition(scope, period):
    """A public edition, where there may be one."""
    if editions.refusal(state=scope.state, institution="", period=period, now=NOW):
        return None
    return snapshot.build(scope=scope, edition="public", period=period, today=NOW.date())


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nobody_works_out_a_count_below_five_from_everything_public(plan, monkeypatch, seed):
    State.objects.get_or_create(code="XX", defaults={"name_ar": "المنطقة العربية", "name_en": "Arab region"})
    Tally.objects.all().delete()
    dice, quarters = random.Random(seed), stranger.quarters_from(stranger.FIRST, QUARTERS)
    for state in STATES:
        small_states.populate(dice, state, quarters)
    with stranger.nothing_hidden(monkeypatch):
        truth = {
            (state, number): stranger.truth_of(state, quarter, NOW.date())
            for state in STATES
            for number, quarter in enumerate(quarters)
        }
    closing.close_due(now=NOW)
    who = stranger.Stranger(quarters, truth)
    stranger.read_everything(who, list(STATES), NOW.date(), edition)
    attempts = who.attack()

    assert who.untrue == []
    assert (attempts > 1_000, who.printed > 500, len(who.targets) > 100) == (True, True, True)
    assert who.found() == []
