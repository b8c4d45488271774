"""What staff type: a report to be made, an activity, what the national institution says of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.models import State
from accounts.roles import Permission
from accounts.selectors import institutions_of
from common.fields import CountField, DayField
from common.languages import TooLong, clean_text
from reporting import progress
from reporting.models import REGION, ActivityKind, Edition, Measure, Verdict
from reporting.periods import Period, months, quarters, years
from reporting.scopes import REGION_SCOPE
from reporting.wording import Writer

LANGUAGES = (("ar", gettext_lazy("Arabic")), ("en", gettext_lazy("English")))
EARLIEST = date(2000, 1, 1)
MOST_PEOPLE = 1_000_000


class LineField(forms.CharField):
    """One line or paragraph of text, freed of invisible characters."""

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(super().to_python(value) or "", 4 * (self.max_length or 20_000))
        except TooLong as error:
            words = _("This is too long: %(length)s characters where %(limit)s fit.")
            raise forms.ValidationError(words % {"length": error.length, "limit": self.max_length}) from error


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
            + writer.span({"start": period.start.isoformat(), "end": period.end.isoformat()}),
        )
        for code, period in periods.items()
    ]


class ActivityForm(forms.Form):
    """One activity of the register."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of activity"), choices=ActivityKind)
    title_ar = LineField(label=gettext_lazy("Title in Arabic"), max_length=300)
    title_en = LineField(label=gettext_lazy("Title in English"), max_length=300)
    start = DayField(label=gettext_lazy("First day"), help_text=gettext_lazy("For example 14/3/2026."))
    end = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty where it took one day.")
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures it serves"), widget=forms.CheckboxSelectMultiple
    )
    partners = LineField(label=gettext_lazy("Partners"), max_length=300, required=False)
    place = LineField(label=gettext_lazy("Place"), max_length=200, required=False)
    participants = CountField(
        label=gettext_lazy("Number of participants"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    women = CountField(
        label=gettext_lazy("Women among them"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    quantity = CountField(
        label=gettext_lazy("Quantity"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Where the activity supplied something, for instance titles to libraries."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        plan = progress.current_plan()
        rows = Measure.objects.filter(plan=plan) if plan else Measure.objects.none()
        self.known = {str(row.pk): row for row in rows}
        _choices(self, "measures").choices = [
            (key, f"{row.code} – {row.title}") for key, row in self.known.items()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end") or given.get("start")
        if start and start < EARLIEST:
            self.add_error("start", _("This day is too long ago."))
        if start and end and end < start:
            self.add_error("end", _("The last day lies before the first."))
        elif end and end > self.today:
            self.add_error("end" if given.get("end") else "start", _("This day has not come yet."))
        women, everybody = given.get("women"), given.get("participants")
        if women is not None and (everybody is None or women > everybody):
            self.add_error("women", _("There cannot be more women than participants."))
        return {**given, "end": end}

    def chosen(self) -> list[Measure]:
        """The measures that were ticked."""
        return [self.known[key] for key in self.cleaned_data["measures"]]


class VerdictForm(forms.Form):
    """What the national institution says of an activity."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What the institution found"),
        choices=[row for row in Verdict.choices if row[0] != Verdict.NOT_ASSESSED],
        widget=forms.RadioSelect,
    )
    reason = LineField(
        label=gettext_lazy("Reasons"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Needed for a dispute. They are printed beside the activity in the reports."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("verdict") == Verdict.DISPUTED
            and not given.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("A dispute needs its reasons."))
        return given
