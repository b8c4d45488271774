"""Which reasons of decisions the complainant was told: those that notice was given of, and no review takes them back.

Each text of reasons was written by one step of the record, in the same order.
"""

from collections.abc import Sequence

from complaints.vocabulary import Stage
from record.models import Entry

_WRITES = frozenset({"approve_findings", "reject", "uphold", "overturn"})
_GIVES_NOTICE = frozenset({"notify_outcome", "recommend_remedy", "order_remedy", "reject"})


def told(entries: Sequence[Entry], written: int, *, is_notified: bool) -> list[bool]:
    """For each text of reasons, the oldest first, whether it was told. `written`: how many there are.

    Where texts and steps do not match, in a file that came from elsewhere, all were if notice was given of any
    outcome, and none otherwise.
    """
    steps = [place for place, entry in enumerate(entries) if entry.what in _WRITES]
    if len(steps) != written:
        return [is_notified] * written
    return [_is_told(entries, place) for place in steps]


def _is_told(entries: Sequence[Entry], place: int) -> bool:
    """By the next notice. What was overturned before anybody was told of it never is."""
    if _tells_itself(entries[place]):
        return True
    for entry in entries[place:]:
        if entry.what in _GIVES_NOTICE:
            return True
        if entry.what == "overturn" and entry is not entries[place]:
            return False
    return False


def _tells_itself(entry: Entry) -> bool:
    """A reviewer who has facts found again says so at once; a new decision waits for its notice."""
    return entry.what == "overturn" and f'"to":"{Stage.INVESTIGATING}"' in entry.details.replace(" ", "")
