"""Loading the demonstration: stories side by side by state, then what time would have brought about since."""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, connections
from django.db.models import F

from accounts.demo import STATES
from accounts.models import State
from common import tenancy
from complaints import tasks
from complaints.demo.cases import cases
from complaints.demo.replay import Refusal, Told, replay
from complaints.demo.shapes import DemoCase
from record.models import Outbox
from record.tasks import drain_one

SHARES = (("BH", "JO"), ("EG", "MA"))  # about as many cases each
REPORT_EVERY = 40  # cases
READ_AFTER = timedelta(days=6)  # older messages and notices were read
FORGOTTEN_AFTER = timedelta(days=30)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What one process loaded."""

    cases: int
    steps: int
    skipped: int
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """Whose cases of which run one process loads."""

    states: tuple[str, ...]
    count: int
    seed: int
    now: datetime


def stream(job: Job) -> Iterator[tuple[int, DemoCase]]:
    """The numbered cases of some states out of the whole run."""
    today = job.now.date()
    for number, case in enumerate(cases(count=job.count, seed=job.seed, today=today, states=STATES)):
        if case.state in job.states:
            yield number, case


def load(job: Job, say: Say = print) -> Result:
    """Replay a job's cases and do the work they rang for."""
    told = Told()
    for told in replay(stream(job), seed=job.seed, now=job.now):
        if (told.cases + told.skipped) % REPORT_EVERY == 0:
            say(f"  {' and '.join(job.states)}: {told.cases + told.skipped} cases, {told.steps} steps")
    drain(job.now)
    return Result(told.cases, told.steps, told.skipped, tuple(told.refused))


def drain(now: datetime) -> None:
    """Do the waiting work here, so that it doesn't come over the first worker at once.

    Of older work only that it was done is kept: its notices would have been read and forgotten.
    """
    Outbox.objects.filter(done_at=None, available_at__lt=now - FORGOTTEN_AFTER).update(
        done_at=F("available_at")
    )
    while drain_one(now=now):
        pass


def load_side_by_side(*, count: int, seed: int, now: datetime, say: Say = print) -> list[Result]:
    """The whole demonstration in two processes."""
    connections.close_all()  # a connection must not be shared with a forked process
    jobs = [Job(states, count, seed, now) for states in SHARES]
    with multiprocessing.get_context("fork").Pool(len(jobs)) as pool:
        return pool.map(_in_child, jobs)


def _in_child(job: Job) -> Result:
    try:
        return load(job, say=lambda text: print(text, flush=True))
    finally:
        connections.close_all()


def catch_up(now: datetime) -> None:
    """What the clock and people would have done by now: reminders, escalations, closings, reading."""
    for state in State.objects.filter(pk__in=STATES):
        with tenancy.within(state.code):
            tasks.escalate(state, now=now)
            tasks.remind(state, now=now)
            tasks.close(state, now=now)
    drain(now)
    for code in STATES:
        with tenancy.within(code), connection.cursor() as cursor:
            for statement in _READ:
                cursor.execute(statement, {"state": code, "before": now - READ_AFTER})
    tasks.fold()


# Nobody sat before these screens; the last word in a running case stays unread.
# An anonymous complainant's times are kept as days alone.
_READ = (
    """
    UPDATE complaints_text t SET read_at = CASE c.mode
        WHEN 'anonymous' THEN date_trunc('day', t.at + interval '1 day', 'UTC')
        ELSE t.at + interval '20 hours' END
    FROM complaints_complaint c
    WHERE c.state = %(state)s AND c.id = t.complaint_id AND t.state = c.state
      AND t.read_at IS NULL AND t.at < %(before)s AND t.kind IN ('to_complainant', 'from_complainant')
      AND (t.at < %(before)s - interval '40 days'
           OR c.stage IN ('closed', 'inadmissible', 'withdrawn', 'merged')
           OR EXISTS (SELECT FROM complaints_text later WHERE later.state = t.state
                      AND later.complaint_id = t.complaint_id AND later.number > t.number))
    """,
    """
    UPDATE complaints_notice SET read_at = at + interval '3 hours'
    WHERE state = %(state)s AND read_at IS NULL AND at < %(before)s
    """,
    """
    UPDATE complaints_complaint c SET first_opened_at = e.at
    FROM (SELECT stream, min(at) AS at FROM record_entry
          WHERE state = %(state)s AND what IN ('acknowledge', 'accept') GROUP BY stream) e
    WHERE c.state = %(state)s AND c.first_opened_at IS NULL AND e.stream = 'case:' || c.id
    """,
)
