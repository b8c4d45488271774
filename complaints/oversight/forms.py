"""The form of an agenda: the day of the meeting, and what is to be spoken about."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.languages import parse_date

TOO_MANY = 50  # references typed by hand


class AgendaForm(forms.Form):
    """What is chosen comes from lists; a case that is on none is named by its reference."""

    meets_on = forms.CharField(
        label=_("Day of the meeting"),
        help_text=_("For example 30/11/2026"),
        error_messages={"required": _("Write the day.")},
        widget=forms.TextInput(attrs={"class": "input-short", "dir": "ltr", "inputmode": "numeric"}),
    )
    references = forms.CharField(
        label=_("Other cases, by their references"),
        help_text=_("One below the other, or with commas. Only cases that the authority holds as well."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, questions: list[tuple[str, str]], remedies: list[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        for name, choices in (("questions", questions), ("remedies", remedies)):
            self.fields[name] = forms.MultipleChoiceField(choices=choices, required=False)

    def clean_meets_on(self) -> date:
        found = parse_date(self.cleaned_data["meets_on"])
        if found is None:
            raise ValidationError(_("Write a date such as 30/11/2026."))
        return found

    def clean_references(self) -> list[str]:
        typed = [one for one in re.split(r"[\s,،;؛]+", self.cleaned_data["references"]) if one]
        if len(typed) > TOO_MANY:
            raise ValidationError(_("These are too many for one meeting."))
        return typed
