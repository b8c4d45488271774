"""What every test may use."""

import os
import shutil
import time
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from accounts import presence
from common.remembered import forget_everything
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


@pytest.fixture
def remembering(settings):
    """Places, services and limits are asked for once in a while, as outside the tests, and not before each page."""
    settings.REMEMBERED_SECONDS = 30
    yield
    forget_everything()


@pytest.fixture(scope="session", autouse=True)
def _disk_with_room():
    """How full this machine's disk is says nothing about the code; tests of a full one say so themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=100, free=50))
        yield


@pytest.fixture(autouse=True)
def _arabic_first():
    """A page in English leaves its thread in English: the next test begins in Arabic, as a request does."""
    yield
    translation.deactivate()


@pytest.fixture
def english(_arabic_first):
    """Sentences of the code as it holds them."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _sessions_begin(monkeypatch):
    """`force_login` goes round the sign-in page; its sessions too say when they began."""
    force_login = Client.force_login

    def begun(client, user, backend=None):
        force_login(client, user, backend)
        session = client.session
        session[presence.SINCE] = session[presence.SEEN] = time.time()
        session.save()

    monkeypatch.setattr(Client, "force_login", begun)
