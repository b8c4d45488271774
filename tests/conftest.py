"""What every test may use."""

import pytest

from tests import factories

pytest_plugins = ["tests.database"]


@pytest.fixture
def world(db, settings):
    """Bahrain and Egypt, each with ministry, NHRI, people and keys; vaults open by themselves, as in the demo."""
    settings.DEMO = True
    settings.DEMO_VAULT_KEY = factories.UNLOCK.hex()
    return factories.world()
