"""What an administrator types about the procedure."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Value
from accounts.settings.forms import NamesForm, SettingForm
from common.fields import CountField
from complaints import deadlines
from complaints.settings.kinds import GRAVE_ROUTES
from complaints.settings.words import length_words

UNITS = {
    deadlines.Unit.WORKING_DAYS: gettext_lazy("Working days"),
    deadlines.Unit.DAYS: gettext_lazy("Days"),
    deadlines.Unit.MONTHS: gettext_lazy("Months"),
    deadlines.Unit.HOURS: gettext_lazy("Hours by the clock"),
}


class ClockForm(SettingForm):
    """The length of a clock, in the unit that it has everywhere."""

    asks_source: ClassVar[bool] = False

    amount = CountField(
        min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shipped = deadlines.TERMS[deadlines.Clock(self.target)]
        field = self.fields["amount"]
        field.label = UNITS[shipped.unit]
        field.help_text = _("As shipped: %(length)s.") % {"length": length_words(self.target, shipped.amount)}

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return {"amount": value["amount"]}

    def after(self) -> Value:
        return {"clock": self.target, "amount": self.cleaned_data["amount"]}


class GraveForm(SettingForm):
    """Where grave cases go without an independent body."""

    value = forms.ChoiceField(
        label=gettext_lazy("Who receives a grave case that no independent body may take?"),
        choices=[(route.value, words) for route, words in GRAVE_ROUTES.items()],
        widget=forms.RadioSelect,
    )


class CategoryForm(NamesForm):
    """What the state calls a category."""

    asks_source: ClassVar[bool] = False

    def after(self) -> Value:
        return {"ar": self.cleaned_data["ar"], "en": self.cleaned_data["en"]}
