"""Differencing attacks on everything public: quarters, years, editions, totals, exact ones."""

import random

from tests.reporting.attacks import history, outsider

STATES = 10


def test_nobody_recovers_a_count_below_five():
    """Row 15 of the promises: at least a thousand attempts, none of them succeeds."""
    dice = random.Random(15)
    attempts, hunted, found = 0, 0, []
    for state in range(STATES):
        true, published = history(dice)
        who, small = outsider(true, published)
        attempts += who.attack()
        hunted += len(small)
        found += [(state, *name, who.truth[name]) for name in who.recovered(small)]
    assert (attempts >= 1_000, hunted >= 1_000) == (True, True), (attempts, hunted)
    assert not found, (len(found), found[:20])
