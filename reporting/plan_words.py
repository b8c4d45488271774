"""What a new version of the plan changes, in words: added, removed, changed, reworded, one line each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from common import languages
from reporting.models import Counted, Direction, IndicatorType, Origin, Plan, PlanStatus, Unit
from reporting.plan_file import PlanFile, Values
from reporting.plan_loading import PARTS, rows_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class How(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Line:
    """One difference between two versions. `what` names the part, `field` is empty where all of it is meant."""

    how: How
    part: str
    what: str
    field: str = ""
    before: str = ""
    after: str = ""


HEADINGS: "dict[How, StrPromise]" = {
    How.ADDED: gettext_lazy("Added"),
    How.REMOVED: gettext_lazy("Removed"),
    How.CHANGED: gettext_lazy("Changed"),
    How.REWORDED: gettext_lazy("Reworded"),
}
NAMES: "dict[str, StrPromise]" = {
    "plan": pgettext_lazy("part of the plan", "Plan"),
    "addressees": pgettext_lazy("part of the plan", "Addressee"),
    "phases": pgettext_lazy("part of the plan", "Phase"),
    "objectives": pgettext_lazy("part of the plan", "Objective"),
    "measures": pgettext_lazy("part of the plan", "Measure"),
    "indicators": pgettext_lazy("part of the plan", "Indicator"),
}
FIELDS: "dict[str, StrPromise]" = {
    "version": gettext_lazy("Version"),
    "status": gettext_lazy("Status of the text"),
    "title_ar": gettext_lazy("Title in Arabic"),
    "title_en": gettext_lazy("Title in English"),
    "source": gettext_lazy("Source in English"),
    "source_ar": gettext_lazy("Source in Arabic"),
    "starts_on": gettext_lazy("Begins on"),
    "ends_on": gettext_lazy("Ends on"),
    "scores_states": gettext_lazy("Counts for states"),
    "phase": pgettext_lazy("part of the plan", "Phase"),
    "addressee": pgettext_lazy("part of the plan", "Addressee"),
    "objective": pgettext_lazy("part of the plan", "Objective"),
    "measure": pgettext_lazy("part of the plan", "Measure"),
    "group": gettext_lazy("Group"),
    "others_ar": gettext_lazy("What stands for others, in Arabic"),
    "others_en": gettext_lazy("What stands for others, in English"),
    "type": gettext_lazy("Type of indicator"),
    "unit": gettext_lazy("Unit"),
    "direction": gettext_lazy("Direction"),
    "baseline": gettext_lazy("Baseline"),
    "target": gettext_lazy("Target"),
    "origin": gettext_lazy("Where the value comes from"),
    "function": gettext_lazy("Name of the computation"),
    "counted": gettext_lazy("What is counted of activities"),
    "kinds": gettext_lazy("Kinds of activities counted"),
    "adds_up": gettext_lazy("Whether quarters are added up to a year"),
    "label": gettext_lazy("Whose proposal it is"),
    "code": gettext_lazy("Code"),
}
WORDED = frozenset({"title_ar", "title_en", "source", "source_ar", "others_ar", "others_en", "group"})
"""Fields whose change is one of words alone."""
CHOICES: dict[str, Any] = {
    "status": PlanStatus,
    "type": IndicatorType,
    "unit": Unit,
    "direction": Direction,
    "origin": Origin,
    "counted": Counted,
}
SILENT = frozenset({"place"})
"""Fields that follow from the order of the file."""


def difference(file: PlanFile, plan: Plan | None) -> list[Line]:
    """What the file changes of a stored version, in the order of the file. Everything is new where there is none."""
    lines = _changes("plan", title(file.plan), file.plan, plan, ()) if plan else []
    for name, model, parents in PARTS:
        stored = {row.code: row for row in rows_of(model, plan)} if plan else {}
        wanted: Mapping[str, Values] = getattr(file, name)
        lines += [
            Line(How.REMOVED, name, f"{languages.isolate(code)} – {row.title}")
            for code, row in stored.items()
            if code not in wanted
        ]
        for code, row in wanted.items():
            what = f"{languages.isolate(code)} – {title(row)}"
            if code in stored:
                lines += _changes(name, what, row, stored[code], parents)
            else:
                lines.append(Line(How.ADDED, name, what))
    return lines


def title(row: Values) -> str:
    """The title of a row of the file, in the page's language."""
    return str(row["title_ar" if get_language() == "ar" else "title_en"])


def _changes(part: str, what: str, wanted: Values, stored: Any, parents: tuple[str, ...]) -> list[Line]:
    lines = []
    for name, value in wanted.items():
        now = getattr(stored, name)
        if name in parents:
            now = now.code if now else ""
        if now != value and name not in SILENT:
            how = How.REWORDED if name in WORDED else How.CHANGED
            lines.append(Line(how, part, what, str(FIELDS[name]), said(name, now), said(name, value)))
    return lines


def said(name: str, value: Any) -> str:
    """A value of the plan as it is read aloud; a dash where there is none."""
    if value is None or value == "" or value == []:
        return "–"
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in ("starts_on", "ends_on"):
        return languages.format_date(value, language=(get_language() or "ar")[:2], months="league")
    return ", ".join(value) if isinstance(value, list) else str(value)
