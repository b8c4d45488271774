"""Checking the chains again: every hash from the stored bytes, every link, every head."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from common import tenancy
from record.models import Verification

# One pass in the database, by the function that the chaining trigger uses. Only what is broken comes back.
BROKEN = """
WITH linked AS (
    SELECT e.stream, e.seq, e.hash,
        CASE WHEN e.hash <> sha256(record_bytes(e)) THEN 'changed'
             WHEN e.seq <> row_number() OVER w THEN 'missing'
             WHEN e.prev <> coalesce(lag(e.hash) OVER w, '') THEN 'moved' END AS what
    FROM record_entry e WHERE %(stream)s = '' OR e.stream = %(stream)s
    WINDOW w AS (PARTITION BY e.stream ORDER BY e.seq)
), last AS (
    SELECT DISTINCT ON (stream) stream, seq, hash FROM linked ORDER BY stream, seq DESC
)
SELECT stream, seq, what FROM linked WHERE what IS NOT NULL
UNION ALL
SELECT coalesce(l.stream, h.stream), coalesce(l.seq, 0), 'end missing'
FROM last l FULL JOIN (
    SELECT * FROM record_head WHERE %(stream)s = '' OR stream = %(stream)s
) h ON h.stream = l.stream
WHERE l.hash IS DISTINCT FROM h.hash OR l.seq IS DISTINCT FROM h.seq
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Break:
    """The place in a stream where the chain does not hold, and how: changed, missing, moved, end missing."""

    stream: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What one state's chains were found to be."""

    entries: int
    streams: int
    breaks: tuple[Break, ...]


def verify(*, state: str, stream: str = "") -> Verified:
    """Check one state's chains, or one of its streams. Reads everything once; changes nothing."""
    with tenancy.within(state), connection.cursor() as cursor:
        cursor.execute(BROKEN, {"stream": stream})
        breaks = tuple(Break(*row) for row in cursor.fetchall())
        cursor.execute(
            "SELECT count(*), count(DISTINCT stream) FROM record_entry"
            " WHERE %(stream)s = '' OR stream = %(stream)s",
            {"stream": stream},
        )
        entries, streams = cursor.fetchone()
    return Verified(entries, streams, breaks)


def told(breaks: tuple[Break, ...]) -> Iterator[str]:
    """A line for each break."""
    for one in breaks:
        yield f"{one.stream} entry {one.seq}: {one.what}"


KEPT_LINES = 20  # of what is broken; the command prints all of it


def check(*, state: str, now: datetime) -> Verification:
    """Check one state's chains and keep what was found, for whoever audits it."""
    found = verify(state=state)
    with tenancy.within(state):
        return Verification.objects.create(
            state=state,
            at=now,
            entries=found.entries,
            streams=found.streams,
            breaks=len(found.breaks),
            first_breaks=list(told(found.breaks[:KEPT_LINES])),
        )


def last_checks(state: str, *, most: int = 10) -> list[Verification]:
    """The newest checks of a state. Within it."""
    return list(Verification.objects.filter(state=state).order_by("-at", "-pk")[:most])
