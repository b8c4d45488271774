"""Row 14 of the figures: at least 20,000 generated requests, as every caller, without a fault or an answer that is not described."""

import pytest

from tests.api import asking
from tests.api.conftest import nobody_counted, person, program  # noqa: F401
from tests.api.test_description import references  # noqa: F401

EACH = 1200  # cases of one caller, at least: 18 callers


@pytest.mark.parametrize("caller", asking.CALLERS)
def test_a_thousand_requests_of_each_caller(caller, references, program, person):  # noqa: F811
    headers, asked, by_status, seed = asking.headers_of(caller, program, person), 0, {}, 0
    while asked < EACH:
        seed += 1
        told = asking.ask(headers, references, examples=40, seed=seed)
        asked += sum(told.values())
        by_status = {status: by_status.get(status, 0) + count for status, count in told.items()} | {
            status: count for status, count in by_status.items() if status not in told
        }
    print(f"{caller}: {asked} requests, {dict(sorted(by_status.items()))}")
    assert max(by_status) < 500
