"""Row 14 of the figures: 20,000 generated requests, as every caller, without a fault or an answer not described."""

from tests.api import asking
from tests.api.conftest import nobody_counted, person, program, room  # noqa: F401
from tests.api.test_description import references  # noqa: F401

MOST = 20_000


def test_twenty_thousand_requests(references, program, person):  # noqa: F811
    callers = [asking.headers_of(caller, program, person) for caller in asking.CALLERS]
    by_status, seed = {}, 0
    while sum(by_status.values()) < MOST:
        seed += 1
        told = asking.ask(callers, references, examples=10, seed=seed)
        for status, count in told.items():
            by_status[status] = by_status.get(status, 0) + count
        print(
            f"{sum(by_status.values())} requests of {len(callers)} callers: {dict(sorted(by_status.items()))}"
        )
    assert max(by_status) < 500
