"""A complaint on one page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from common.forms import Option
from complaints.evidence.forms import FilesField
from complaints.evidence.kinds import limits_of
from complaints.intake import readers
from complaints.intake.one_page import OnePage
from complaints.intake.selectors import Place
from complaints.intake.submission import Submission
from complaints.naming import category_choices
from complaints.routing import Refusal
from complaints.vocabulary import Matter, Mode

NARRATIVE_LIMIT = 20_000
"""Characters, after line breaks are counted as one."""


class ShortForm(OnePage):
    """A complaint or request on one page."""

    field_order = ("state", "mode", "matter", "narrative", "categories", "danger", "name", "email", "phone")
    refused_at = {
        Refusal.MODE_NOT_OFFERED: "mode",
        Refusal.CATEGORY_NEEDED: "categories",
        Refusal.CONSENT_NEEDED: "categories",
        Refusal.NOBODY_INDEPENDENT: "categories",
    }

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields, chosen = self.fields, self.shown.state.code if self.shown else ""
        fields["state"].help_text = _("The country in which it happened.")
        fields["state"].error_messages["required"] = _("Choose the country in which it happened.")
        fields["name"].help_text = _("Needed only for a complaint with your name. It is stored encrypted.")
        fields["email"].help_text = _(
            "Only if it is safe. Nothing is sent to it unasked; the code is enough to follow."
        )
        self.offer("mode", ways(self.places, self.shown, self["mode"].value()))
        self.offer("matter", _matters())
        self.offer("categories", category_choices(chosen, grave_first=True))
        # Not declared above: a form calls what was uploaded by that name.
        fields["files"] = FilesField(limits=limits_of(chosen))

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
        (mode.value, Option(mode.label, hint=hints[mode], readers=_said(mode, places, shown)))
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


# Worked out where a page shows it: what is sent is routed anew, and needs no sentence about it.
_said = lazy(_readers, str)


def _matters() -> list[tuple[str, Option]]:
    hints = {
        Matter.COMPLAINT: _("Somebody of a security service did something wrong, or failed to do something."),
        Matter.ASSISTANCE: _("Help is needed: a medical visit, contact with family, documents, information."),
    }
    # Asking where somebody is held has pages of its own.
    return [(matter.value, Option(matter.label, hint=hint)) for matter, hint in hints.items()]
