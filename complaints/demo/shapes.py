"""What the demonstration hands to whoever stores it: a case with its story, and an activity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple


class Step(NamedTuple):
    """One thing that happened to a case after it was filed: a row of `complaints.workflow`.

    `actor` is the local part of a demo account (reviewer, reviewer2, supervisor, nhri, nhri2, head), or
    complainant, authority (whoever answers for the ministry), system. `who` is the part played, a name of
    `workflow.Who` in lower case. `payload` has a key for each thing the row asks for, like `workflow.Ask`.
    """

    day_offset: int  # calendar days after the day of filing
    minute: int  # of that day, local time
    action: str
    actor: str
    who: str
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One invented complaint or request for assistance, and what became of it."""

    state: str
    reference_seed: int  # unique within one run; other cases point at it
    mode: str
    matter: str
    assistance_kind: str  # "" for complaints
    source: str
    channel: str
    gender: str  # of the person concerned
    language: str  # ar | en
    categories: tuple[str, ...]  # empty for assistance, and where the short path left them out
    governorate: str  # ISO 3166-2
    service: str  # police | prisons | border_guard | gendarmerie
    unit_code: str | None  # None: not known to the complainant
    danger: bool
    held: bool
    serious_injury: bool
    child_victim: bool
    violence: bool
    filed_at: datetime  # aware, in the state's zone
    narrative: str
    name: str  # invented and marked so; "" when anonymous
    phone: str  # in no assignable range; "" when anonymous or not given
    email: str  # example.org; "" when anonymous or not given
    desired_outcome: str
    lead: str  # authority | independent, as routing decides
    plot: str  # the name of the story
    stage: str  # where the story ends
    story: tuple[Step, ...]

    def at(self, step: Step) -> datetime:
        """When a step happened."""
        midnight = self.filed_at.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=step.day_offset, minutes=step.minute)


@dataclass(frozen=True, slots=True)
class DemoActivity:
    """One invented entry of the register of activities, with what the NHRI said of it."""

    state: str
    kind: str
    title_ar: str
    title_en: str
    partners_ar: str
    partners_en: str
    place: str  # ISO 3166-2
    start: date
    end: date
    participants: int
    quantity: int  # titles supplied, for publications
    measures: tuple[str, ...]
    note_ar: str  # says that it is demonstration data
    note_en: str
    kept_by: str  # institution code
    verification: str  # confirmed | disputed | not_assessed
    reason_ar: str
    reason_en: str
