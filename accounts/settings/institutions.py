"""Kinds of setting about institutions and the state as a whole."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.answering import Mandate, Service
from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import Institution, State
from accounts.settings.facts import Fact, OfInstitution, origin_rows
from accounts.settings.models import Setting
from common.languages import clean_text, digits, month_name, months_here

SERVICES = dict(Service.choices)
NEW_CASES = gettext_lazy("Cases that are filed or rerouted from that day on. Open cases stay where they are.")
NAME = 200  # characters


class EmergencyNumber(Fact):
    """The number shown where somebody may be in danger."""

    code = "emergency_number"
    name = gettext_lazy("Emergency number")
    applies_to = gettext_lazy("Every page that shows the number, from that day on.")

    def shipped(self, state: str, target: str) -> Value:
        row = State.objects.get(pk=state)
        as_of = row.emergency_as_of.isoformat() if row.emergency_as_of else ""
        return {"value": row.emergency_number, "source": row.emergency_source, "as_of": as_of}

    def clean_value(self, state: str, target: str, value: Any) -> str:
        number = digits(clean_text(str(value)), arabic=False).replace(" ", "")
        if number and not (number.removeprefix("+").isdigit() and 2 <= len(number) <= 20):
            raise Unacceptable(_("A telephone number has digits alone."), "value")
        return number

    def weakens(self, before: Value, after: Value) -> bool:
        return bool(before["value"]) and not after["value"]

    def settle(self, row: Setting) -> None:
        State.objects.filter(pk=row.state).update(
            emergency_number=row.value, emergency_source=row.source, emergency_as_of=row.as_of
        )

    def words(self, value: Any) -> str:
        return str(value) or _("none")


class DutyOfficer(OfInstitution):
    """Whether somebody answers on days of rest, too: then danger is acknowledged within 24 hours."""

    code = "duty_officer"
    name = gettext_lazy("Duty officer on days of rest")
    applies_to = gettext_lazy(
        "Acknowledgements of cases in which somebody is in danger or held, from that day on."
    )
    starts_next_day = True

    def shipped(self, state: str, target: str) -> Value:
        return {"value": self.institution(state, target).has_duty_officer, "source": "", "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> bool:
        return bool(value)

    def weakens(self, before: Value, after: Value) -> bool:
        return bool(before["value"]) and not after["value"]

    def settle(self, row: Setting) -> None:
        Institution.objects.filter(state=row.state, code=row.subject).update(has_duty_officer=row.value)

    def words(self, value: Any) -> str:
        return _("yes, confirmed") if value else _("no")


class Mandates(OfInstitution):
    """Which services an institution may examine complaints about."""

    code = "mandates"
    name = gettext_lazy("Services it may examine")
    applies_to = NEW_CASES
    starts_next_day = True

    def current(self, state: str, target: str, on: date) -> Value:
        body = self.institution(state, target)
        rows = [row for row in Mandate.objects.on(on).filter(institution=body) if row.is_held]
        newest = max(rows, key=lambda row: row.valid_from, default=None)
        as_of = newest.as_of.isoformat() if newest and newest.as_of else ""
        return {
            "value": sorted(row.service for row in rows),
            "source": newest.source if newest else "",
            "as_of": as_of,
            "confirmed": bool(rows) and all(row.is_confirmed for row in rows),
        }

    def clean(self, state: str, target: str, after: Value) -> Value:
        if not self.institution(state, target).is_independent:
            raise Unacceptable(_("Only an independent body has a mandate to examine."))
        return {**super().clean(state, target, after), "confirmed": True}

    def clean_value(self, state: str, target: str, value: Any) -> list[str]:
        if set(value) - SERVICES.keys():
            raise Unacceptable(_("This is not a service of the list."), "value")
        return sorted(set(value))

    def weakens(self, before: Value, after: Value) -> bool:
        return not set(before["value"]) <= set(after["value"])

    def apply(self, change: Change) -> None:
        """A row for each service that it has or had; routing reads them by their day."""
        body, after = self.institution(change.state, change.target), change.after
        for service in {*after["value"], *change.before["value"]}:
            Mandate.objects.update_or_create(
                institution=body,
                service=service,
                valid_from=change.holds_from,
                defaults={
                    "is_held": service in after["value"],
                    "is_confirmed": True,
                    "source": after["source"],
                    "as_of": after["as_of"] or None,
                },
            )

    def words(self, value: Any) -> str:
        return _(", ").join(str(SERVICES.get(code, code)) for code in value) or _("none")


class InstitutionName(OfInstitution):
    """How an institution is called, in both languages."""

    code = "institution_name"
    name = gettext_lazy("Name of the institution")
    applies_to = gettext_lazy("Pages, letters and reports made from that day on.")

    def shipped(self, state: str, target: str) -> Value:
        row = self.institution(state, target)
        as_of = row.source_as_of.isoformat() if row.source_as_of else ""
        return {"value": {"ar": row.name_ar, "en": row.name_en}, "source": row.source, "as_of": as_of}

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, str]:
        return clean_names(value)

    def settle(self, row: Setting) -> None:
        Institution.objects.filter(state=row.state, code=row.subject).update(
            name_ar=row.value["ar"],
            name_en=row.value["en"],
            is_generic=False,
            source=row.source,
            source_as_of=row.as_of,
        )

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        return name_rows(before["value"], after["value"]) + origin_rows(before, after)


class ReportingYear(OfInstitution):
    """The month in which an institution's year of reports begins."""

    code = "reporting_year"
    name = gettext_lazy("Start of the reporting year")
    applies_to = gettext_lazy("Reports that are asked for from that day on.")

    def shipped(self, state: str, target: str) -> Value:
        row = self.institution(state, target)
        return {"value": row.reporting_year_start, "source": row.reporting_year_source, "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> int:
        if not 1 <= int(value) <= 12:
            raise Unacceptable(_("A year has twelve months."), "value")
        return int(value)

    def settle(self, row: Setting) -> None:
        Institution.objects.filter(state=row.state, code=row.subject).update(
            reporting_year_start=row.value, reporting_year_source=row.source
        )

    def words(self, value: Any) -> str:
        return month_name(int(value), language=(get_language() or "ar")[:2], months=months_here())


def clean_names(value: Any) -> dict[str, str]:
    """A name in each language. Raises `Unacceptable` for what is empty or too long."""
    names = {language: clean_text(str(value.get(language, ""))) for language in ("ar", "en")}
    for language, name in names.items():
        if not name:
            raise Unacceptable(_("It needs a name in both languages."), language)
        if len(name) > NAME:
            raise Unacceptable(_("The name is too long."), language)
    return names


def name_rows(before: Value, after: Value) -> list[Row]:
    """Both names as lines of a preview."""
    return [
        Row(_("Name in Arabic"), before.get("ar", ""), after.get("ar", "")),
        Row(_("Name in English"), before.get("en", ""), after.get("en", "")),
    ]
