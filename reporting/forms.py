"""What staff type: a report to be made."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.models import State
from accounts.roles import Permission
from accounts.selectors import institutions_of
from reporting.models import REGION, Edition
from reporting.periods import Period, months, quarters, years
from reporting.scopes import REGION_SCOPE
from reporting.wording import Writer

LANGUAGES = (("ar", gettext_lazy("Arabic")), ("en", gettext_lazy("English")))


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} has no choices")
    return field


class ReportForm(forms.Form):
    """Which report to make: the region's for the Secretariat, their own state's for everybody else."""

    scope = forms.ChoiceField(label=gettext_lazy("Whose figures"))
    period = forms.ChoiceField(
        label=gettext_lazy("Period"), help_text=gettext_lazy("Only periods that are over.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    edition = forms.ChoiceField(
        label=gettext_lazy("Edition"),
        help_text=gettext_lazy("Internal: exact, for the institutions. Public: small numbers are hidden."),
    )

    def __init__(self, *args: Any, actor: Actor, writer: Writer, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = _periods(actor, today)
        _choices(self, "period").choices = _named(self.periods, writer)
        editions = [row for row in Edition.choices if actor.state != REGION or row[0] == Edition.PUBLIC]
        _choices(self, "edition").choices = editions
        self.fields["language"].initial = writer.language
        if actor.may(Permission.REGION):
            _choices(self, "scope").choices = [(REGION_SCOPE, _("Arab region"))]
        else:
            bodies = [(row.code, row.name) for row in institutions_of(actor.state)]
            state = [(row.code, row.name) for row in State.objects.filter(pk=actor.state)]
            _choices(self, "scope").choices = state + bodies

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        period = self.periods.get(given.get("period", ""))
        if period and period.months == 1 and given.get("edition") == Edition.PUBLIC:
            words = _("Monthly reports are internal: their numbers are too small to be published.")
            self.add_error("edition", words)
        return {**given, "chosen": period}


def _periods(actor: Actor, today: date) -> dict[str, Period]:
    first = actor.institution.reporting_year_start if actor.institution else 1
    found = [*quarters(today, 8), *years(today, 3), *months(today, 3)]
    if first != 1:
        found += years(today, 3, first_month=first)
    return {f"{period.start}_{period.end}": period for period in found}


def _named(periods: dict[str, Period], writer: Writer) -> list[tuple[str, str]]:
    kinds = {1: _("Month"), 3: _("Quarter"), 12: _("Year")}
    return [
        (
            code,
            f"{kinds[period.months]}: "
            + writer.month({"start": period.start.isoformat(), "end": period.end.isoformat()}),
        )
        for code, period in periods.items()
    ]
