"""How much evidence a person may attach, per state."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.settings.facts import Fact
from accounts.settings.models import Setting
from common.remembered import remembered

MOST = 4  # times the shipped limits: one host serves all states


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Megabytes of one file, number of files, megabytes of one case."""

    megabytes: int = 25
    files: int = 10
    case_megabytes: int = 100


SHIPPED = FileLimits()
NAMES = {
    "megabytes": gettext_lazy("Size of one file, in megabytes"),
    "files": gettext_lazy("Number of files at a time"),
    "case_megabytes": gettext_lazy("Size of all files of a case, in megabytes"),
}


@remembered
def limits_of(state: str, on: date) -> FileLimits:
    """What holds in a state on a day."""
    found = Setting.objects.filter(state=state, name=Limits.code, valid_from__lte=on)
    value = found.order_by("-valid_from").values_list("value", flat=True).first()
    return FileLimits(**value) if value else SHIPPED


class Limits(Fact):
    """The limits of files; less than what ships would keep evidence out."""

    code = "file_limits"
    name = gettext_lazy("Limits of files")
    applies_to = gettext_lazy("Files that are attached from that day on.")
    needs_source = False

    def shipped(self, state: str, target: str) -> Value:
        value = {name: getattr(SHIPPED, name) for name in NAMES}
        return {"value": value, "source": "", "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, int]:
        for name in NAMES:
            most = getattr(SHIPPED, name) * MOST
            if not 1 <= int(value[name]) <= most:
                raise Unacceptable(_("This must be a number from 1 to %(most)s.") % {"most": most}, name)
        if int(value["case_megabytes"]) < int(value["megabytes"]):
            raise Unacceptable(_("A case must be able to hold one file."), "case_megabytes")
        return {name: int(value[name]) for name in NAMES}

    def weakens(self, before: Value, after: Value) -> bool:
        return any(after["value"][name] < before["value"][name] for name in NAMES)

    def settle(self, row: Setting) -> None:
        """Nothing to copy: `limits_of` reads the rows."""

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        was, will = before["value"], after["value"]
        return [Row(label, str(was[name]), str(will[name])) for name, label in NAMES.items()]
