"""What both one-page forms ask of whoever fills them in: the country, how to be known, how to be reached."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from common.languages import clean_text, digits
from complaints.intake.selectors import Place, place_of
from complaints.intake.services import NotReceived
from complaints.routing import Refusal
from complaints.vocabulary import Mode

NAME_LIMIT = 200
PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{4,28}")


class PhoneField(WordsField):
    """A telephone number in any digits, left out by whoever cannot be called safely."""

    def __init__(self) -> None:
        shown = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
        super().__init__(
            limit=60,
            label=gettext_lazy("Telephone"),
            help_text=gettext_lazy("Only if it is safe to be called on it."),
            required=False,
            widget=forms.TextInput(attrs=shown),
        )

    def to_python(self, value: Any) -> str:
        typed = digits(super().to_python(value), arabic=False)
        if typed and not PHONE.fullmatch(typed):
            raise ValidationError(_("Write a telephone number with digits, such as +973 1234 5678."))
        return typed


class AddressField(forms.EmailField):
    """An e-mail address, which may always be left out."""

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
            error_messages={
                "invalid": gettext_lazy(
                    "Write an e-mail address such as name@example.org, or leave it empty."
                ),
                "max_length": gettext_lazy("This is longer than an e-mail address can be."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class OnePage(forms.Form):
    """It keeps whatever was typed and says beside each field what is wrong with it."""

    refused_at: ClassVar[Mapping[Refusal, str]]
    """The field beside which a refusal of routing is shown; the country's for others."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        error_messages={
            "required": gettext_lazy("Choose the country."),
            "invalid_choice": gettext_lazy("Choose one of the countries in the list."),
        },
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How do you want to be known?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how you want to be known."),
            "invalid_choice": gettext_lazy("Choose one of the ways offered."),
        },
    )
    name = WordsField(
        limit=NAME_LIMIT,
        label=gettext_lazy("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = AddressField(label=gettext_lazy("E-mail"))
    phone = PhoneField()

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.places = "", places
        self.shown = place_of(str(self["state"].value() or ""), places)
        states = [("", _("Choose a country"))] + [(place.state.code, place.state.name) for place in places]
        self.offer("state", states)
        # Browsers cut a pasted text at maxlength without a word.
        self.fields["email"].widget.attrs.pop("maxlength", None)

    def offer(self, name: str, choices: Any) -> None:
        """Set a field's choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        mode = typed.get("mode")
        if mode == Mode.NAMED and not typed.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write your name, or choose a way without it."))
        if mode == Mode.ANONYMOUS:
            self._refuse_identity(typed)
        place = place_of(typed.get("state", ""), self.places)
        if place and mode and mode not in place.modes:
            self.add_error("mode", str(Refusal.MODE_NOT_OFFERED.label))
        return typed

    def _refuse_identity(self, typed: dict[str, Any]) -> None:
        # Dropping it in silence would be a lie about what was received.
        for field in ("name", "email", "phone"):
            if typed.get(field):
                self.add_error(
                    field,
                    _(
                        "Without a name, nothing that says who you are is kept. Empty this or choose another way."
                    ),
                )

    def refused(self, refusal: NotReceived) -> None:
        """Show a refusal of routing beside the field it concerns."""
        self.add_error(self.refused_at.get(refusal.refusal, "state"), str(refusal.refusal.label))
