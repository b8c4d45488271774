"""What is typed on one's list: a code to add, a label of one's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.languages import clean_text
from complaints.claims import LABEL
from complaints.tracking.forms import CodeForm


def _label() -> forms.CharField:
    return forms.CharField(
        label=_("A name of your own for it"),
        help_text=_("Sealed like the code; nobody else reads it."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "maxlength": LABEL}),
    )


def _plain(label: str) -> str:
    """On one line, cut where it is longer than the page lets anybody type."""
    return " ".join(clean_text(label).split())[:LABEL]


class AddForm(CodeForm):
    """A code from a receipt, and a name for it."""

    label = _label()

    def clean_label(self) -> str:
        return _plain(self.cleaned_data["label"])


class LabelForm(forms.Form):
    """Another name for a line; each form on the page has ids of its own."""

    label = _label()

    def __init__(self, *args: Any, line: object, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"line_{line}_%s", **kwargs})
        self.label_suffix = ""

    def clean_label(self) -> str:
        return _plain(self.cleaned_data["label"])
