"""The one-page form. It keeps whatever was typed and says beside each field what is wrong with it."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from common.forms import Option
from common.languages import clean_text, digits
from complaints.evidence.forms import FilesField
from complaints.evidence.kinds import limits_of
from complaints.intake import readers
from complaints.intake.selectors import Place, place_of
from complaints.intake.services import NotReceived
from complaints.intake.submission import Submission
from complaints.naming import category_choices
from complaints.routing import Refusal
from complaints.vocabulary import Matter, Mode

NARRATIVE_LIMIT = 20_000
"""Characters, after line breaks are counted as one."""
NAME_LIMIT = 200
PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{4,28}")
_FIELD_OF = {
    Refusal.MODE_NOT_OFFERED: "mode",
    Refusal.CATEGORY_NEEDED: "categories",
    Refusal.CONSENT_NEEDED: "categories",
    Refusal.NOBODY_INDEPENDENT: "categories",
}


class PhoneField(WordsField):
    """A telephone number in any digits."""

    def to_python(self, value: Any) -> str:
        typed = digits(super().to_python(value), arabic=False)
        if typed and not PHONE.fullmatch(typed):
            raise ValidationError(_("Write a telephone number with digits, such as +973 1234 5678."))
        return typed


class AddressField(forms.EmailField):
    """An e-mail address."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class ShortForm(forms.Form):
    """A complaint or request on one page."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        help_text=gettext_lazy("The country in which it happened."),
        error_messages={
            "required": gettext_lazy("Choose the country in which it happened."),
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
    matter = forms.ChoiceField(
        label=gettext_lazy("What are you sending?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether it is a complaint or a request for assistance."),
            "invalid_choice": gettext_lazy("Choose whether it is a complaint or a request for assistance."),
        },
    )
    narrative = WordsField(
        limit=NARRATIVE_LIMIT,
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "In your own words, in any language. The place, the day and who was present help. "
            "Up to 20,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what happened, in a few words at least.")},
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("As many as apply. Whoever reads it first can add or correct this."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    danger = forms.BooleanField(
        label=gettext_lazy("Somebody’s life or safety is in danger now"), required=False
    )
    name = WordsField(
        limit=NAME_LIMIT,
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Needed only for a complaint with your name. It is stored encrypted."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = AddressField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy(
            "Only if it is safe. Nothing is sent to it unasked; the code is enough to follow."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": None}),
        error_messages={
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org, or leave it empty."),
            "max_length": gettext_lazy("This is longer than an e-mail address can be."),
        },
    )
    phone = PhoneField(
        limit=60,
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Only if it is safe to be called on it."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, places: list[Place], shown: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        states = [("", _("Choose a country"))] + [(place.state.code, place.state.name) for place in places]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["mode"].choices = ways(places, shown, self["mode"].value())  # type: ignore[attr-defined]
        self.fields["matter"].choices = _matters()  # type: ignore[attr-defined]
        named = category_choices(shown.state.code if shown else "", grave_first=True)
        self.fields["categories"].choices = named  # type: ignore[attr-defined]
        # Browsers cut a pasted text at maxlength without a word.
        self.fields["email"].widget.attrs.pop("maxlength", None)
        self.places = places
        # Not declared above: a form calls what was uploaded by that name.
        self.fields["files"] = FilesField(limits=limits_of(shown.state.code if shown else ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mode = cleaned.get("mode")
        if mode == Mode.NAMED and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write your name, or choose a way without it."))
        if mode == Mode.ANONYMOUS:
            self._refuse_identity(cleaned)
        self._refuse_mode(cleaned)
        return cleaned

    def _refuse_identity(self, cleaned: dict[str, Any]) -> None:
        # Dropping it in silence would be a lie about what was received.
        for field in ("name", "email", "phone"):
            if cleaned.get(field):
                self.add_error(
                    field,
                    _(
                        "Without a name, nothing that says who you are is kept. Empty this or choose another way."
                    ),
                )

    def _refuse_mode(self, cleaned: dict[str, Any]) -> None:
        place = place_of(cleaned.get("state", ""), self.places)
        if place and cleaned.get("mode") and cleaned["mode"] not in place.modes:
            self.add_error("mode", str(Refusal.MODE_NOT_OFFERED.label))

    def refused(self, refusal: NotReceived) -> None:
        """Show a refusal of routing beside the field it concerns."""
        self.add_error(_FIELD_OF.get(refusal.refusal, "state"), str(refusal.refusal.label))

    def submission(self, language: str, attachments: tuple[str, ...] = ()) -> Submission:
        """What was typed and attached, as the use case takes it."""
        typed = self.cleaned_data
        return Submission(
            state=typed["state"],
            mode=typed["mode"],
            matter=typed["matter"],
            narrative=typed["narrative"],
            language=language,
            categories=tuple(typed["categories"]),
            danger=typed["danger"],
            name=typed["name"],
            email=typed["email"],
            phone=typed["phone"],
            attachments=attachments,
        )


def ways(places: list[Place], shown: Place | None, typed: str | None) -> list[tuple[str, Option]]:
    """The ways offered there, and the one already chosen, so that its refusal stands beside it."""
    hints = {
        Mode.NAMED: _("Those who examine it know your name."),
        Mode.CONFIDENTIAL: _("The national institution knows your name; the ministry does not."),
        Mode.ANONYMOUS: _("Nobody asks who you are. You can follow it with the code all the same."),
    }
    return [
        (mode.value, Option(mode.label, hint=hints[mode], readers=_readers(mode, places, shown)))
        for mode in (Mode.NAMED, Mode.CONFIDENTIAL, Mode.ANONYMOUS)
        if shown is None or mode in shown.modes or mode == typed
    ]


def _readers(mode: Mode, places: Iterable[Place], shown: Place | None) -> str:
    if shown is not None:
        return _("%(states)s: %(readers)s") % {
            "states": shown.state.name,
            "readers": readers.of_place(shown, mode),
        }
    return format_html_join("", "{}<br>", [(text,) for text in readers.of_places(places, mode)])


def _matters() -> list[tuple[str, Option]]:
    hints = {
        Matter.COMPLAINT: _("Somebody of a security service did something wrong, or failed to do something."),
        Matter.ASSISTANCE: _("Help is needed: a medical visit, contact with family, documents, information."),
    }
    # Asking where somebody is held has pages of its own.
    return [(matter.value, Option(matter.label, hint=hint)) for matter, hint in hints.items()]
