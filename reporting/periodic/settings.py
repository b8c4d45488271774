"""Which reports a state has made by itself, and how long after a period closes: a setting with two signatures
where fewer would be made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.models import State
from accounts.settings.facts import Fact
from accounts.settings.forms import SettingForm
from accounts.settings.models import Setting
from accounts.settings.sections import Section, Thing
from common.fields import CountField
from reporting.statistics import quarters

EARLIEST, LATEST = quarters.GRACE.days + 1, 60  # days after the period: the public statistics come first
KINDS = {
    "monthly": gettext_lazy("Monthly reports, for the institutions alone"),
    "quarterly": gettext_lazy("Quarterly reports"),
    "annual": gettext_lazy("Annual reports"),
}
AFTER = gettext_lazy("Days between the end of a period and its report")
SHIPPED = {"monthly": True, "quarterly": True, "annual": True, "after": EARLIEST + 5}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Which kinds of report are made by themselves, and how many days after their period."""

    kinds: frozenset[str]
    after: int


def schedule_of(state: str, on: date) -> Schedule:
    """What holds in a state on a day."""
    found = Setting.objects.filter(state=state, name=ReportSchedule.code, valid_from__lte=on)
    value = found.order_by("-valid_from").values_list("value", flat=True).first() or SHIPPED
    return Schedule(frozenset(kind for kind in KINDS if value[kind]), int(value["after"]))


class ReportSchedule(Fact):
    """The schedule of reports; fewer or later ones tell the public less, which takes two."""

    code = "report_schedule"
    name = gettext_lazy("Schedule of reports")
    applies_to = gettext_lazy("Reports on periods that close from that day on.")
    needs_source = False

    def shipped(self, state: str, target: str) -> Value:
        return {"value": dict(SHIPPED), "source": "", "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, bool | int]:
        if not EARLIEST <= int(value["after"]) <= LATEST:
            words = _("This must be a number from %(least)s to %(most)s.")
            raise Unacceptable(words % {"least": EARLIEST, "most": LATEST}, "after")
        return {**{kind: bool(value[kind]) for kind in KINDS}, "after": int(value["after"])}

    def needs_second(self, before: Value, after: Value) -> bool:
        was, will = before["value"], after["value"]
        return will["after"] > was["after"] or any(was[kind] and not will[kind] for kind in KINDS)

    def settle(self, row: Setting) -> None:
        """Nothing to copy: `schedule_of` reads the rows."""

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        was, will = before["value"], after["value"]
        made = [Row(label, _said(was[kind]), _said(will[kind])) for kind, label in KINDS.items()]
        return [*made, Row(AFTER, str(was["after"]), str(will["after"]))]


def _said(is_made: bool) -> str:
    return _("yes") if is_made else _("no")


class ScheduleForm(SettingForm):
    """Which reports are made by themselves, and when."""

    asks_source = False

    monthly = forms.BooleanField(label=KINDS["monthly"], required=False)
    quarterly = forms.BooleanField(label=KINDS["quarterly"], required=False)
    annual = forms.BooleanField(label=KINDS["annual"], required=False)
    after_days = CountField(
        label=AFTER,
        help_text=gettext_lazy(
            "Counted from the last day of the period; late entries still find their way in."
        ),
        min_value=EARLIEST,
        max_value=LATEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return {**value["value"], "after_days": value["value"]["after"]}

    def bare(self) -> Any:
        kinds = {kind: self.cleaned_data[kind] for kind in KINDS}
        return {**kinds, "after": self.cleaned_data["after_days"]}


class ScheduleSection(Section):
    kind_code, group = "report_schedule", "procedure"
    title = gettext_lazy("Schedule of reports")
    intro = gettext_lazy(
        "Reports that are made by themselves once a period is over, of the state and of each of its institutions."
    )
    form = ScheduleForm
    is_list = False

    def things(self, state: State, today: date) -> list[Thing]:
        held = schedule_of(state.code, today)
        named = [str(KINDS[kind]) for kind in KINDS if kind in held.kinds]
        return [Thing("", self.title, _(", ").join(named) or _("none"))]
