"""Which reasons of decisions the complainant was told: those that notice was given of, and no review takes them back.

Each text of reasons was written by one step of the record, in the same order.
"""

from collections.abc import Sequence

from complaints.vocabulary import Stage
from record.models import Entry

_WRITES = frozenset({"approve_findings", "reject", "uphold", "overturn"})
_GIVES_NOTICE = frozenset({"notify_outcome", "recommend_remedy", "order_remedy", "reject"})


def told(entries: Sequence[Entry], written: int) -> list[bool]:
    """For each text of reasons, the oldest first, whether it was told. `written`: how many there are.

    None was, as far as this can tell, where texts and steps do not match: a file that came from elsewhere.
    """
    steps = [place for place, entry in enumerate(entries) if entry.what in _WRITES]
    if len(steps) != written:
        return [False] * written
    notices = [place for place, entry in enumerate(entries) if _tells(entry)]
    last = notices[-1] if notices else -1
    return [place <= last for place in steps]


def _tells(entry: Entry) -> bool:
    """A reviewer who has facts found again says so at once; a new decision waits for its notice."""
    return entry.what in _GIVES_NOTICE or (
        entry.what == "overturn" and f'"to":"{Stage.INVESTIGATING}"' in entry.details.replace(" ", "")
    )
