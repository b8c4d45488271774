"""The outbox: what was committed is done, once, whatever falls over."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction

from common import tenancy
from complaints.models import Notice
from record import services as record
from record import tasks
from record.models import Entry, Outbox

CHECKOUT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def topics(monkeypatch):
    """Topics of this test alone."""
    monkeypatch.setattr(tasks, "_work", dict(tasks._work))
    return tasks._work


def count(state, subject, now):
    record.write(state=state, stream="test:outbox", what=subject, by="system", at=now)


def post(topic, *subjects, at=NOW, state="BH"):
    record.post(state=state, topic=topic, subjects=subjects, cause="once", at=at)


def done():
    with tenancy.within("BH"):
        return sorted(Entry.objects.filter(stream="test:outbox").values_list("what", flat=True))


def drain(now=NOW):
    n = 0
    while tasks.drain_one(now=now):
        n += 1
    return n


@pytest.mark.django_db
def test_the_same_work_is_asked_for_once(topics):
    topics["t"] = count
    for _ in range(3):
        post("t", "a", "b")
    assert drain() == 2
    assert done() == ["a", "b"]
    assert drain() == 0


@pytest.mark.django_db
def test_work_waits_for_its_time(topics):
    topics["t"] = count
    post("t", "later", at=NOW + timedelta(minutes=1))
    assert drain() == 0
    assert drain(NOW + timedelta(minutes=1)) == 1


@pytest.mark.django_db
def test_a_failing_row_is_postponed_longer_each_time_and_blocks_nobody(topics):
    def fail(state, subject, now):
        count(state, subject, now)
        raise RuntimeError("secret words")

    topics["bad"], topics["t"] = fail, count
    post("bad", "x")
    post("unknown", "y")
    post("t", "a")
    drain()
    assert done() == ["a"]
    waits, now = [], NOW
    for _ in range(14):
        row = Outbox.objects.get(topic="bad")
        waits.append(row.available_at - now)
        now = row.available_at
        drain(now)
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=5)
    assert waits[-1] == timedelta(hours=1)
    assert "secret" not in Outbox.objects.get(topic="bad").failure


@pytest.mark.django_db
def test_a_broken_reference_is_that_rows_failure(topics):
    """Foreign keys are checked at the end of the transaction: that must not be the end of the queue."""

    def dangle(state, subject, now):
        Notice.objects.create(
            state=state, complaint_id="0" * 32, user_id="0" * 32, what="x", cause="x", at=now
        )

    topics["dangling"], topics["t"] = dangle, count
    post("dangling", "x")
    post("t", "a")
    drain()
    assert done() == ["a"]
    assert Outbox.objects.get(topic="dangling").failure == "IntegrityError"


@pytest.mark.django_db
def test_a_done_row_keeps_the_day_alone(topics):
    topics["t"] = count
    post("t", "a")
    drain()
    at = Outbox.objects.get(topic="t").done_at
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_done(topics):
    topics["t"] = count

    with transaction.atomic():
        post("t", "a")
        transaction.set_rollback(True)
    assert drain() == 0


@pytest.mark.django_db(transaction=True)
def test_parallel_drainers_and_doubled_rings_do_each_row_once(topics):
    topics["t"] = count
    subjects = [f"{n:03}" for n in range(120)]
    post("t", *subjects)

    def work():
        for _ in range(2):
            tasks.drain()
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done() == subjects


DRAINER = """
import time, django
django.setup()
from record import services as record, tasks
@tasks.works_on("slow")
def slow(state, subject, now):
    record.write(state=state, stream="test:outbox", what=subject, by="system", at=now)
    print(subject, flush=True)
    time.sleep(0.1)
tasks.drain()
"""


def child(code, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.base", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_and_doubles_nothing(topics):
    topics["slow"] = count
    subjects = [f"{n:02}" for n in range(12)]
    post("slow", *subjects)
    for _ in range(2):
        worker = child(DRAINER)
        for _ in range(3):
            assert worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    before = len(done())
    assert 0 < before < 12
    for _ in range(50):  # the server notices a dead client in a moment; its row is free again then
        tasks.drain()
        if not Outbox.objects.filter(done_at=None).exists():
            break
        time.sleep(0.1)
    assert done() == subjects


COMMITTER = """
import time, django
django.setup()
from datetime import UTC, datetime
from django.db import connection
from common import tenancy
from record import services as record
connection.ensure_connection()
start = time.monotonic()
with tenancy.within("BH"):
    record.post(state="BH", topic="t", subjects=["a"], cause="x", at=datetime(2026, 3, 2, tzinfo=UTC))
print(time.monotonic() - start)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broker", ["refuses", "is silent"])
def test_without_a_broker_the_commit_is_fast_and_the_work_is_done_later(topics, broker):
    topics["t"] = count
    listener = socket.create_server(("127.0.0.1", 0))  # takes connections and never says a word
    port = listener.getsockname()[1]
    if broker == "refuses":
        listener.close()
    committer = child(COMMITTER, REDIS_URL=f"redis://127.0.0.1:{port}/0")
    out, err = committer.communicate(timeout=30)
    listener.close()
    assert committer.returncode == 0, err
    assert float(out) < 2
    assert "did not ring" in err
    assert drain() == 1
    assert done() == ["a"]
