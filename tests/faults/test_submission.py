"""Filing and deciding when something breaks in the middle: whole or not at all, and once."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from common import tenancy
from complaints.casework.services import Given
from complaints.intake.services import Submission, submit
from complaints.models import Allegation, Complaint, Receipt
from record.models import Entry, Outbox
from tests import factories
from tests.workflow.scene import NOW, scene, trace, trial
from vault.models import Grant, KeyPair

CHECKOUT = Path(__file__).resolve().parents[2]


class Broken(Exception):
    """The fault."""


class BreakAt:
    """Lets so many statements pass and breaks the next."""

    def __init__(self, passing):
        self.left = passing

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0:
            raise Broken
        self.left -= 1
        return execute(sql, params, many, context)


@pytest.fixture
def committed(settings):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    return factories.world()


def sent():
    return Submission(
        state="BH",
        mode="confidential",
        matter="complaint",
        narrative="What happened",
        language="en",
        categories=("FRC",),
        name="Amal",
    )


@pytest.mark.django_db(transaction=True)
def test_one_key_files_one_case_however_many_press(committed):
    key, filed_, barrier = factories.key(), [], threading.Barrier(8)

    def press():
        barrier.wait()
        filed_.append(submit(sent=sent(), key=key, now=NOW))
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(filed_) == 8
    assert len({(one.reference, one.code) for one in filed_}) == 1
    with tenancy.within("BH"):
        assert Complaint.objects.count() == 1
        assert Entry.objects.count() == 1
    assert Outbox.objects.count() == 1
    assert Receipt.objects.count() == 1


def test_a_fault_at_any_statement_of_filing_leaves_nothing(world):
    with tenancy.within("BH"):
        before, pairs = trace(), KeyPair.objects.count()
        for passing in range(60):
            try:
                with trial(), connection.execute_wrapper(BreakAt(passing)):
                    submit(sent=sent(), key=factories.key(), now=NOW)
                break
            except Broken:
                assert trace() == before, passing
                assert KeyPair.objects.count() == pairs
        assert 15 < passing < 59  # it broke at each of them and came through in the end


def test_a_fault_at_any_statement_of_a_decision_changes_nothing(world):
    with tenancy.within("BH"):
        at = scene(world, "ministry")
        at.put("investigating")
        row = Allegation.objects.get(complaint=at.case)
        at.move(
            "propose_finding", "reviewer", Given(findings={row.pk: ("not_substantiated", "")}, reason="x")
        )
        before, given = trace(), Given(message="We found nothing")
        for passing in range(80):
            try:
                with trial(), connection.execute_wrapper(BreakAt(passing)):
                    at.move("approve_findings", "supervisor", given)
                break
            except Broken:
                assert trace() == before, passing
        assert 15 < passing < 79


KILLED = """
import sys, time, django
django.setup()
from record import services as record
def hang(**kwargs):
    print("now", flush=True)
    time.sleep(60)
record.post = hang
from complaints.intake import services
from tests.faults.test_submission import NOW, sent
services.submit(sent=sent(), key=b"k" * 16, now=NOW)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_filing_nothing_is_left_and_the_same_key_files_it(committed):
    # No tests' settings in the child: they would take another Redis database.
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.base"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "now\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    filed_ = submit(sent=sent(), key=b"k" * 16, now=NOW)  # waits until the server noticed the dead client
    with tenancy.within("BH"):
        assert Complaint.objects.get().reference == filed_.reference
        assert Entry.objects.count() == 1
        assert Grant.objects.exists()
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_the_second_sees_the_firsts_result(committed):
    """Two people press two buttons: one case, one stage, one of them is told no."""
    with tenancy.within("BH"):
        at = scene(committed, "ministry")
    results, barrier = [], threading.Barrier(2)

    def press():
        barrier.wait()
        try:
            at.move("acknowledge", "reviewer")
            results.append("done")
        except Exception as error:
            results.append(type(error).__name__)
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["NotInTable", "done"]
    with tenancy.within("BH"):
        assert Entry.objects.filter(what="acknowledge").count() == 1
