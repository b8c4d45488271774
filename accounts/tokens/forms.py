"""What is asked of whoever wants a token, and of whoever ends one."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.services import REASON
from accounts.models import Institution
from accounts.scopes import Scope
from accounts.tokens.kinds import LONGEST, NAME
from common.fields import DayField, WordsField

USUAL = timedelta(days=180)


class EndForm(forms.Form):
    """Why it is ended."""

    reason = WordsField(
        limit=REASON,
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("Kept with the change. No names of complainants."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class TokenForm(EndForm):
    """Which institution's system, for what, until when, and why."""

    field_order = ("institution", "name", "scopes", "until", "reason")

    institution = forms.ChoiceField(label=gettext_lazy("Institution"))
    name = WordsField(
        limit=NAME,
        label=gettext_lazy("System"),
        help_text=gettext_lazy("What the institution calls the program that will use it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Name the system that will use it.")},
    )
    scopes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What it may be used for"),
        help_text=gettext_lazy("As few as it needs. No token opens a vault, whatever it may be used for."),
        choices=Scope.choices,
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain"}),
        error_messages={"required": gettext_lazy("Choose at least one use.")},
    )
    until = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("A year from today at most. For example 14/3/2027."),
        error_messages={"required": gettext_lazy("Write the last day on which it works.")},
    )

    def __init__(self, *args: Any, institutions: list[Institution], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {row.code: row for row in institutions}
        self.today = today
        self.label_suffix = ""
        choices = [(row.code, row.name) for row in institutions]
        self.fields["institution"].choices = choices  # type: ignore[attr-defined]
        self.fields["until"].initial = today + USUAL

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over."))
        if day > self.today + LONGEST:
            raise forms.ValidationError(_("That is more than a year ahead."))
        return day

    @property
    def at(self) -> Institution:
        return self.institutions[self.cleaned_data["institution"]]
