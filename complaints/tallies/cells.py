"""The key of a count, and on which day something counts."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import State
from common import tenancy
from common.remembered import remembered


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted: the key of a tally."""

    state: str
    institution: str
    day: date
    kind: str
    matter: str
    value: str = ""
    is_imported: bool = False


def day_of(moment: datetime, state: str) -> date:
    """The state's own day of a moment: a decision at half past midnight belongs to the day that has begun there.

    Where only the day of a moment is kept (common midnight in UTC), it is the same day in every state here: none
    lies west of Greenwich.
    """
    return moment.astimezone(_zone(state)).date()


@remembered
def _zone_of(state: str) -> ZoneInfo:
    return ZoneInfo(State.objects.values_list("zone", flat=True).get(pk=state))


def _zone(state: str) -> ZoneInfo:
    kept = tenancy.memo()
    if f"zone {state}" not in kept:
        kept[f"zone {state}"] = _zone_of(state)
    found: ZoneInfo = kept[f"zone {state}"]
    return found


def length(start: date, end: date) -> str:
    """Calendar days between two days as the value of a histogram: four digits, so that text sorts like numbers."""
    return f"{min(max((end - start).days, 0), 9999):04}"
