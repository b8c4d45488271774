"""Draining the outbox. PostgreSQL is the queue; a ring only says that it is worth looking."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import shared_task
from django.db import connection, transaction
from django.utils import timezone

from common import tenancy
from record.models import Outbox

logger = logging.getLogger(__name__)
Work = Callable[[str, str, datetime], None]  # state, subject, now
_work: dict[str, Work] = {}
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
AT_ONCE = 500  # rows one ring drains before it lets others work


def works_on(topic: str) -> Callable[[Work], Work]:
    """Register what is done for a topic. It runs in the transaction that marks its row done."""

    def register(work: Work) -> Work:
        _work[topic] = work
        return work

    return register


@shared_task(name="record.drain", acks_late=True, ignore_result=True)
def drain() -> int:
    """Do waiting work until none is left. Returns how many rows were done."""
    done = 0
    while done < AT_ONCE and drain_one(now=timezone.now()):
        done += 1
    return done


def drain_one(*, now: datetime) -> bool:
    """Do one row's work and mark it done in the same transaction. False where none is waiting."""
    with transaction.atomic():
        row = (
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, available_at__lte=now)
            .order_by("available_at", "id")
            .first()
        )
        if row is None:
            return False
        try:
            with tenancy.within(row.state):
                _work[row.topic](row.state, row.subject, now)
                _check_now()
        except Exception as error:  # one broken row must not stop the rest
            _postpone(row, error, now)
        else:
            # The day alone: the minute would give away what anonymous cases leave out.
            row.done_at = now.replace(hour=0, minute=0, second=0, microsecond=0)
            row.save(update_fields=["done_at"])
    return True


def _check_now() -> None:
    """A broken foreign key shows here, as this row's failure, and not when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _postpone(row: Outbox, error: Exception, now: datetime) -> None:
    row.attempts += 1
    row.failure = type(error).__name__
    row.available_at = now + min(FIRST_RETRY * 2 ** min(row.attempts, 12), LONGEST_RETRY)
    row.save(update_fields=["attempts", "failure", "available_at"])
    logger.error("Outbox %s %s failed: %s", row.topic, row.pk, row.failure)
