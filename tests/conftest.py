"""What every test may use."""

import os

import pytest

from tests import factories

pytest_plugins = ["tests.database", "tests.browser"]

# Playwright keeps an event loop in its thread from the first browser test on; nothing of ours runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def world(db, settings):
    """Bahrain and Egypt, each with ministry, NHRI, people and keys; vaults open by themselves, as in the demo."""
    settings.DEMO = True
    settings.DEMO_VAULT_KEY = factories.UNLOCK.hex()
    return factories.world()
