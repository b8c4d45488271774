"""The statistics of patterns: against the definition, against simulation, and what stays within bounds."""

import random
from math import comb

import pytest

from complaints.oversight import chance


@pytest.mark.parametrize(("count", "before"), [(1, 0), (3, 0), (2, 5), (5, 5), (9, 2), (40, 300), (0, 7)])
def test_the_tail_is_that_of_the_binomial(count, before):
    window, past = 90, 730
    share, number = window / (window + past), count + before
    exact = sum(
        comb(number, more) * share**more * (1 - share) ** (number - more) for more in range(count, number + 1)
    )
    assert chance.tail(count=count, before=before, window=window, past=past) == pytest.approx(exact, rel=1e-9)


def test_large_numbers_neither_overflow_nor_take_long():
    assert chance.tail(count=5400, before=40_000, window=90, past=730) < 1e-4
    assert chance.tail(count=4000, before=40_000, window=90, past=730) > 0.9
    assert chance.tail(count=60_000, before=0, window=90, past=730) == 0.0


def test_what_was_expected_goes_by_the_days():
    assert chance.expected(before=73, window=90, past=730) == 9


def test_false_alarms_stay_within_what_is_promised():
    """Where nothing changes, at most one slice in two hundred is marked: 20,000 quiet slices."""
    generator, marked, slices = random.Random(5), 0, 20_000
    for _ in range(slices):
        rate = generator.choice([0.5, 2, 8, 30])  # complaints in 820 days
        days = [generator.random() * 820 for _ in range(_poisson(generator, rate))]
        count = sum(day >= 730 for day in days)
        tail = chance.tail(count=count, before=len(days) - count, window=90, past=730)
        marked += tail <= chance.SIGNAL
    assert 0 < marked <= chance.false_alarms(slices)


def _poisson(generator, rate):
    """So many events of a rate of one in `rate` units of time."""
    number, waited = 0, generator.expovariate(1)
    while waited < rate:
        number, waited = number + 1, waited + generator.expovariate(1)
    return number
