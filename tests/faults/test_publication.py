"""Reports that are sent at the same moment."""

import threading
from contextlib import suppress
from datetime import date

import pytest
from django.db import connections

from accounts.actor import SYSTEM
from reporting import scopes, services
from reporting.periodic import life, turns
from reporting.periods import Period
from reporting.services import NotPossible
from tests import factories
from tests.reporting.conftest import NOW

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def ask(scope):
    asked = {"edition": "public", "period": YEAR, "language": "ar"}
    return services.ask(scope=scope, by=SYSTEM, now=NOW, **asked).dossier


@pytest.mark.django_db(transaction=True)
def test_of_two_reports_that_share_days_one_goes_out(settings, monkeypatch):
    """Both drafts are sent at the same moment: each would otherwise see the other as a draft."""
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    factories.world()
    drafts = [ask(scope) for scope in (scopes.of_institution("bh-moi"), scopes.of_state("BH"))]
    both_passed, sent, refused = threading.Barrier(2), [], []

    def told(dossier, *, now):
        with suppress(threading.BrokenBarrierError):
            both_passed.wait(timeout=1)

    def send(dossier):
        try:
            life.open_comments(dossier=dossier, by=SYSTEM, now=NOW)
            sent.append(dossier)
        except NotPossible:
            refused.append(dossier)
        connections.close_all()

    monkeypatch.setattr(turns, "tell", told)
    threads = [threading.Thread(target=send, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(sent), len(refused)) == (1, 1)
