"""Forms of the desk about states: setting one up, and a spreadsheet of units."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.answering import Service
from accounts.changes.kinds import Unacceptable, Value
from accounts.models import InstitutionKind
from accounts.opening.kinds import ROUTES
from complaints.states.facts import Sheet, weekend_of

NOT_HERE, ASSUMED = "-", "assumed"  # this service is not received here; the interior ministry, unless told
WEEK = (5, 6, 0, 1, 2, 3, 4)  # Saturday first


class SetupForm(forms.Form):
    """What must be said of a state before complaints can be received there."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Days of rest of public offices"),
        coerce=int,
        choices=[(day, WEEKDAYS[day]) for day in WEEK],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
        error_messages={"required": _("Choose the days of rest of public offices.")},
    )
    weekend_source = forms.CharField(
        label=_("Who confirmed the weekend, or where it was read"), max_length=500
    )
    emergency_number = forms.CharField(
        label=_("Emergency number of the police"),
        help_text=_("Shown where somebody may be in danger. Leave it empty while it is not certain."),
        required=False,
        max_length=10,
    )
    grave_route = forms.ChoiceField(
        label=_(
            "Torture, disappearance, death and sexual violence, where no national institution may take them"
        ),
        choices=[(code, ROUTES[code]) for code in ("none", "another_body", "prosecution")],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Who confirmed the services and mandates"),
        help_text=_("An institution’s letter with its date, for example. It is shown on the state’s page."),
        max_length=500,
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        weekend = weekend_of(sheet.state.code)
        self.fields["weekend"].initial = weekend.days if weekend else []
        self.fields["weekend_source"].initial = weekend.source if weekend and weekend.is_confirmed else ""
        self.fields["emergency_number"].initial = sheet.state.emergency_number
        self.fields["grave_route"].initial = sheet.state.grave_route
        self._services()
        self._mandates()

    def _services(self) -> None:
        authorities = [row for row in self.sheet.institutions if row.kind == InstitutionKind.AUTHORITY]
        codes: dict[UUID | None, str] = {row.pk: row.code for row in authorities}
        for service in Service:
            row = self.sheet.bodies.supervised.get(service)
            none = [] if service == Service.POLICE else [(NOT_HERE, _("not received here"))]
            self.fields[f"service_{service}"] = forms.ChoiceField(
                label=_("%(service)s: who supervises") % {"service": service.label},
                choices=[
                    (ASSUMED, _("the interior ministry, assumed")),
                    *[(body.code, body.name) for body in authorities],
                    *none,
                ],
                initial=codes.get(row.authority_id, ASSUMED) if row else NOT_HERE,
            )

    def _mandates(self) -> None:
        for body in self.sheet.institutions:
            if body.is_independent:
                held = self.sheet.bodies.mandates.get(body.pk, frozenset())
                self.fields[f"mandate_{body.code}"] = forms.MultipleChoiceField(
                    label=_("%(institution)s: what it may examine") % {"institution": body.name},
                    help_text=_("Only what the institution itself confirmed. Nothing ticked: not known."),
                    choices=Service.choices,
                    widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
                    required=False,
                    initial=sorted(held),
                )

    @property
    def value(self) -> Value:
        """What was filled in, as the change takes it."""
        data = self.cleaned_data
        services = {service: data[f"service_{service}"].replace(ASSUMED, "") for service in Service.values}
        return {
            **{name: data[name] for name in ("weekend", "weekend_source", "emergency_number", "grave_route")},
            "services": {service: chosen for service, chosen in services.items() if chosen != NOT_HERE},
            "mandates": {
                name.removeprefix("mandate_"): data[name]
                for name in self.fields
                if name.startswith("mandate_") and data[name]
            },
            "source": data["source"],
        }

    def refuse(self, unacceptable: Unacceptable) -> None:
        """What the change found wrong, beside its field."""
        field = unacceptable.field if unacceptable.field in self.fields else None
        self.add_error(field, str(unacceptable.sentence))


class AdministratorsForm(forms.Form):
    """Where the first two administrators are asked to open an account."""

    first = forms.EmailField(label=_("E-mail of the first administrator"), max_length=254)
    second = forms.EmailField(label=_("E-mail of the second administrator"), max_length=254)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("first") and data.get("first", "").lower() == data.get("second", "").lower():
            self.add_error("second", _("Two different people are needed: each signs beside the other."))
        return data


class ReasonForm(forms.Form):
    """Why intake begins or pauses."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class UploadForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet of units"),
        help_text=_("XLSX or CSV in UTF-8, at most 2 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
