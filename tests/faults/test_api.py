"""Row 14 of the figures: 20,000 generated requests, as every caller, without a fault or an answer not described."""

from collections import Counter

from tests.api import asking
from tests.api.conftest import nobody_counted, person, program  # noqa: F401
from tests.api.test_description import references  # noqa: F401
from tests.api.test_matrix import place  # noqa: F401

MOST = 20_000


def test_twenty_thousand_requests(references, place, program, person):  # noqa: F811
    callers = [asking.caller(name, program, person) for name in asking.CALLERS]
    told, seed = Counter(), 0
    while told.total() < MOST:
        seed += 1
        told += asking.ask(callers, references, examples=10, seed=seed)
        print(f"{told.total()} requests of {len(callers)} callers: {asking.by_status(told)}")
    assert max(asking.by_status(told)) < 500
    assert asking.unheard(callers, told) == []
