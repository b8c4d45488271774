"""Writing what was done, and ringing for what follows."""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.cache import strict as cache
from record.models import Entry, Outbox

logger = logging.getLogger(__name__)
Detail = str | int | bool | None | list[str]


def write(
    *, state: str, stream: str, what: str, by: str, at: datetime, details: Mapping[str, Detail] | None = None
) -> Entry:
    """Append one entry to a stream. Call it inside the transaction of what it records."""
    text = json.dumps(details or {}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Entry.objects.create(state=state, stream=stream, what=what, by=by, at=at, details=text)


def hash_of(text: str, *, salt: bytes) -> str:
    """What an entry keeps of words that live in an erasable row."""
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def case_stream(case: UUID) -> str:
    return f"case:{case}"


def post(*, state: str, topic: str, subjects: Iterable[str], cause: str, at: datetime) -> None:
    """Ask for work on each subject once the transaction commits. `cause` makes a repetition the same work."""
    Outbox.objects.bulk_create(
        [
            Outbox(
                state=state, topic=topic, subject=subject, key=f"{topic}:{subject}:{cause}", available_at=at
            )
            for subject in subjects
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(ring)


def ring() -> None:
    """Tell a worker that there is work. Losing a ring costs seconds: beat rings as well."""
    from record.tasks import drain

    try:
        if cache.add("record:doorbell", 1, timeout=1):
            drain.apply_async(retry=False, ignore_result=True)
    except Exception as error:  # a dead broker must not lose what was committed
        logger.warning("The doorbell did not ring: %s", type(error).__name__)
