"""The demonstration's people and places, as `load_demo` makes them."""

from datetime import UTC, datetime

import pytest

from accounts import demo, reference


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def land(settings, now):
    """States, institutions, people and keys; vaults open by themselves. Needs the test's own database mark."""
    settings.DEMO = True
    settings.DEMO_VAULT_KEY = bytes(range(32)).hex()
    reference.load()
    return demo.load(today=now.date())
