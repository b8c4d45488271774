"""What is asked of somebody who looks for a person in custody: as little as a search needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from common.forms import Option
from complaints.intake.one_page import OnePage
from complaints.intake.selectors import Place
from complaints.intake.submission import Submission
from complaints.routing import Refusal
from complaints.vocabulary import Matter, Mode, Source

SHORT, LONG = 200, 5_000  # characters
SEEKERS = (Source.FAMILY, Source.LAWYER, Source.ORGANISATION, Source.INDIVIDUAL)


def _words(
    label: Any, help_text: Any = "", *, limit: int = SHORT, rows: int = 0, **kwargs: Any
) -> WordsField:
    widget = (
        forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        if rows
        else forms.TextInput(attrs={"dir": "auto"})
    )
    return WordsField(limit=limit, label=label, help_text=help_text, widget=widget, **kwargs)


class CustodyForm(OnePage):
    """One page: who is sought, what is known, who asks, and whether the ministry may be told the name."""

    field_order = (
        *("state", "sought", "born", "number", "when", "where", "more", "danger"),
        *("may_tell", "source", "mode", "name", "email", "phone"),
    )
    refused_at = {Refusal.MODE_NOT_OFFERED: "mode", Refusal.TELLING_NEEDED: "may_tell"}

    sought = _words(
        gettext_lazy("Full name of the person sought"),
        gettext_lazy("As it stands in their papers, if you know it; other spellings too."),
        error_messages={"required": gettext_lazy("Write the name of the person sought.")},
    )
    born = _words(
        gettext_lazy("Age or date of birth"), gettext_lazy("As far as it is known."), required=False
    )
    number = _words(
        gettext_lazy("Number of an identity card or passport"),
        gettext_lazy("Only if you have it at hand; the search begins without it."),
        required=False,
    )
    when = _words(
        gettext_lazy("When was the person taken or last seen?"),
        gettext_lazy("The day and hour as far as you know."),
        error_messages={"required": gettext_lazy("Write when the person was last seen, even roughly.")},
    )
    where = _words(
        gettext_lazy("Where, and by whom?"),
        gettext_lazy("The street, town or crossing; police, soldiers, people in plain clothes, a vehicle."),
        limit=1_000,
        rows=3,
        error_messages={"required": gettext_lazy("Write where it was, as far as you know.")},
    )
    more = _words(
        gettext_lazy("What else helps the search?"),
        gettext_lazy("Health and medicine, clothing, where it was already asked and what was answered."),
        limit=LONG,
        rows=5,
        required=False,
    )
    danger = forms.BooleanField(
        label=gettext_lazy("The person is a child, ill, hurt or in danger"), required=False
    )
    may_tell = forms.ChoiceField(
        label=gettext_lazy("May the ministry be told whom you are looking for?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether the ministry may be told the name."),
            "invalid_choice": gettext_lazy("Choose whether the ministry may be told the name."),
        },
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Who is asking?"),
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
        error_messages={"required": gettext_lazy("Choose who is asking.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].help_text = _(
            "The country in which the person was taken or is thought to be held."
        )
        self.fields["name"].help_text = _("Stored encrypted.")
        self.fields["email"].help_text = _(
            "Only if it is safe. The answers are read on this site with the code."
        )
        self.offer("may_tell", self._telling())
        self.offer("source", [(source.value, source.label) for source in SEEKERS])
        self.offer("mode", self._modes())

    def _telling(self) -> list[tuple[str, Option]]:
        yes = _(
            "The ministry is asked at once, and its answer is due within a day. It learns the name of the "
            "person sought and what you write about them."
        )
        no = _(
            "Only the national human rights institution reads it, and asks in other ways. This can take longer."
        )
        choices = [("yes", Option(_("Yes, ask the ministry"), hint=yes))]
        if self.shown is None or self.shown.independent or self["may_tell"].value() == "no":
            choices.append(("no", Option(_("No, not yet"), hint=no)))
        return choices

    def _modes(self) -> list[tuple[str, Option]]:
        hints = {
            Mode.NAMED: _("The ministry, which searches, knows your name and can reach you."),
            Mode.CONFIDENTIAL: _("The national institution knows your name; the ministry does not."),
            Mode.ANONYMOUS: _("Nobody asks who you are. The answers can be read with the code all the same."),
        }
        return [
            (mode.value, Option(mode.label, hint=hint))
            for mode, hint in hints.items()
            if self.shown is None or mode in self._kept(self.shown) or self["mode"].value() == mode
        ]

    @staticmethod
    def _kept(place: Place) -> set[Mode]:
        """What is true there: where the national institution searches, the ministry is given no name."""
        return set(place.modes) - ({Mode.NAMED} if place.independent else set())

    def submission(self, language: str) -> Submission:
        """What was typed, as the use case takes it."""
        typed = self.cleaned_data
        return Submission(
            state=typed["state"],
            mode=typed["mode"],
            matter=Matter.CUSTODY,
            narrative=self.narrative(),
            language=language,
            danger=typed["danger"],
            held=True,
            may_tell=typed["may_tell"] == "yes",
            source=typed["source"],
            name=typed["name"],
            email=typed["email"],
            phone=typed["phone"],
        )

    def narrative(self) -> str:
        """Who is sought and what is known, each under its question, as whoever searches reads it."""
        asked = ("sought", "born", "number", "when", "where", "more")
        told = [(self.fields[name].label, self.cleaned_data[name]) for name in asked]
        return "\n\n".join(f"{label}\n{words}" for label, words in told if words)
