"""What an administrator types about the procedure."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Value
from accounts.settings.forms import NamesForm, SettingForm
from accounts.settings.units import NEW
from common.fields import CountField, WordsField
from complaints import deadlines
from complaints.naming import category_choices
from complaints.settings.kinds import GRAVE_ROUTES
from complaints.settings.words import length_words
from complaints.vocabulary import AssistanceKind

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


class ReferralForm(NamesForm):
    """A body that can help: what with, for whom, how to reach it."""

    CODE = 60  # characters
    several = forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"})

    helps_ar = WordsField(
        label=gettext_lazy("What it helps with, in Arabic"),
        help_text=gettext_lazy("One sentence, as its own words say it."),
        limit=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "rtl", "lang": "ar"}),
    )
    helps_en = WordsField(
        label=gettext_lazy("What it helps with, in English"),
        limit=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "lang": "en"}),
    )
    phone = WordsField(
        label=gettext_lazy("Telephone"),
        limit=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "class": "input-short"}),
    )
    website = WordsField(
        label=gettext_lazy("Website"),
        help_text=gettext_lazy("Its whole address, beginning with https://."),
        limit=200,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Subjects of complaint it helps with"),
        help_text=gettext_lazy("Nothing chosen here and below: it helps with anything."),
        required=False,
        widget=several,
    )
    assistance_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Help it gives"), required=False, choices=AssistanceKind.choices, widget=several
    )
    outside_security = forms.BooleanField(
        label=gettext_lazy("It takes what concerns no security service"), required=False
    )
    is_closed = forms.BooleanField(
        label=gettext_lazy("Closed: named nowhere any more, and offered for no referral"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subjects = self.fields["categories"]
        if isinstance(subjects, forms.MultipleChoiceField):
            subjects.choices = category_choices()
        self.fields["as_of"].required = True
        if self.place.target == NEW:
            del self.fields["is_closed"]

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return dict(value["value"])

    @property
    def target(self) -> str:
        """A new body's code comes from the state and its English name."""
        if self.place.target != NEW:
            return self.place.target
        return slugify(f"{self.place.state.code}-{self.cleaned_data['en']}")[: self.CODE].strip("-")

    def bare(self) -> Any:
        ends = ("source", "as_of", "holds_from", "reason")
        return {name: given for name, given in self.cleaned_data.items() if name not in ends}
