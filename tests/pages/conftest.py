"""One scene for every page type of a test process; whatever a test changes in it is undone."""

import shutil
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from common.remembered import forget_everything
from tests import factories
from tests.browser import CHROMIUM
from tests.pages.register import PAGES
from tests.pages.scene import Scene


@pytest.fixture(scope="package")
def built(request, django_db_setup, django_db_blocker):
    """The scene, in a transaction that is never committed."""
    # Playwright's event loop gives its thread connections of their own: it runs before the transaction begins.
    if shutil.which(CHROMIUM):
        request.getfixturevalue("chromium")
    call_command("build_fonts", verbosity=0, stdout=StringIO())
    as_shown = override_settings(DEMO=True, DEMO_VAULT_KEY=factories.UNLOCK.hex())
    with as_shown, django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        scene = Scene()
        with override_settings(REMEMBERED_SECONDS=3600):  # its places stay as they are
            for who in dict.fromkeys(page.who for page in PAGES):
                for language in ("ar", "en"):
                    scene.client(who, language)
            yield scene
        forget_everything()
        transaction.set_rollback(True)


@pytest.fixture
def scene(built, settings):
    """The scene, as it was built."""
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
