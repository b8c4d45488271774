"""Which indicators of a version go on under the next one. The site proposes, a person confirms; nothing goes on
by itself, not even where code and words are the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from common import tenancy
from common.arabic import fold
from record import services as record
from reporting.models import REGION, Indicator, Plan, Succession
from reporting.plan_file import PlanFile, Values

ALIKE = 0.62  # of 1: how much alike two titles are before one is proposed for the other
SAME_CODE = 0.15  # what an equal code adds


class NotMappable(ValueError):
    """The mapping can't be; its sentence says why, for whoever made it."""


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as far as it is compared."""

    code: str
    title_ar: str
    title_en: str
    unit: str
    type: str


def of_file(file: PlanFile) -> list[Known]:
    """The indicators of a plan file."""
    return [_known(code, row) for code, row in file.indicators.items()]


def _known(code: str, row: Values) -> Known:
    return Known(code, row["title_ar"], row["title_en"], row["unit"], row["type"])


def of_plan(plan: Plan) -> list[Known]:
    """The indicators of a stored version, in its order."""
    found = Indicator.objects.filter(plan=plan).order_by("measure__place", "place")
    return [Known(row.code, row.title_ar, row.title_en, row.unit, row.type) for row in found]


def proposed(old: Iterable[Known], new: Iterable[Known]) -> dict[str, str]:
    """For each new code the old one it resembles most, where it does; no old one twice."""
    pairs = sorted(
        ((_likeness(before, after), after.code, before.code) for after in new for before in old),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: dict[str, str] = {}
    for likeness, after, before in pairs:
        if likeness >= ALIKE and after not in found and before not in found.values():
            found[after] = before
    return found


def _likeness(before: Known, after: Known) -> float:
    """0 where the values could not stand in one line, else how much alike the titles are."""
    if before.unit != after.unit:
        return 0.0
    ar = SequenceMatcher(None, fold(before.title_ar), fold(after.title_ar)).ratio()
    en = SequenceMatcher(None, before.title_en.casefold(), after.title_en.casefold()).ratio()
    return max(ar, en) * (1.0 if before.type == after.type else 0.9) + SAME_CODE * (before.code == after.code)


def checked(pairs: Mapping[str, str], old: Iterable[Known], new: Iterable[Known]) -> dict[str, str]:
    """The pairs as they will be kept. Raises `NotMappable`."""
    before, after = {row.code: row for row in old}, {row.code: row for row in new}
    kept = {code: of for code, of in pairs.items() if of}
    for code, of in kept.items():
        if code not in after or of not in before:
            raise NotMappable(_("There is no such indicator any more. Read the page again."))
        if before[of].unit != after[code].unit:
            told = {"old": of, "new": code}
            raise NotMappable(
                _("%(old)s and %(new)s have different units: their values cannot stand in one line.") % told
            )
    if len(set(kept.values())) != len(kept):
        raise NotMappable(_("One indicator cannot go on as two."))
    return kept


@transaction.atomic
def confirm(
    *, old: Plan, new: Plan, pairs: Mapping[str, str], by: str, recorder: Actor, now: datetime
) -> int:
    """Keep which indicators of `old` go on in `new`, instead of what was kept before. Returns how many.

    `by` is the opaque id of who compared them. Raises `NotMappable`.
    """
    kept = checked(pairs, of_plan(old), of_plan(new))
    before = {row.code: row for row in Indicator.objects.filter(plan=old)}
    after = {row.code: row for row in Indicator.objects.filter(plan=new)}
    Succession.objects.filter(new__plan=new).delete()
    Succession.objects.bulk_create(
        Succession(old=before[of], new=after[code], confirmed_by=by, confirmed_at=now)
        for code, of in kept.items()
    )
    details: dict[str, record.Detail] = {
        "from": old.version,
        "to": new.version,
        "pairs": [f"{of}>{code}" for code, of in sorted(kept.items())],
    }
    with tenancy.within(REGION):
        record.write(
            state=REGION, stream="settings:plan", what="map_plan", by=recorder.id, at=now, details=details
        )
    return len(kept)


def lines(indicators: Iterable[Indicator]) -> dict[int, list[int]]:
    """For each indicator the ids under which it was read: its own, then those it goes on from, newest first."""
    steps = dict(Succession.objects.values_list("new_id", "old_id"))
    found: dict[int, list[int]] = {}
    for indicator in indicators:
        line = [indicator.pk]
        while (older := steps.get(line[-1])) is not None and older not in line:
            line.append(older)
        found[indicator.pk] = line
    return found


def kept(old: Plan, new: Plan) -> dict[str, str]:
    """Which indicators of one version go on in another, as confirmed: new code → old code."""
    found = Succession.objects.filter(old__plan=old, new__plan=new)
    return dict(found.values_list("new__code", "old__code"))
