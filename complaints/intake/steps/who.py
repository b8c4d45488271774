"""Pages 1 to 4: where, how to be known, for whom, what it is and how urgent."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from common.forms import Option
from common.languages import digits
from complaints.intake.forms import ways
from complaints.intake.one_page import NAME_LIMIT
from complaints.intake.steps import desk
from complaints.intake.steps.asked import OWN, Question
from complaints.vocabulary import (
    AssistanceKind,
    Circumstance,
    Consent,
    Gender,
    Mode,
    NoConsent,
    Relationship,
    Source,
)

MOST_PEOPLE = 10_000
GENDERS = (Gender.FEMALE, Gender.MALE, Gender.NOT_STATED)
CHOOSE_ONE = {
    "required": gettext_lazy("Choose one of the answers."),
    "invalid_choice": gettext_lazy("Choose one of the answers."),
}


class Before(Question):
    """The state: everything that is promised depends on it."""

    state = forms.ChoiceField(
        label=gettext_lazy("In which country did it happen?"),
        help_text=gettext_lazy("Who may read it, and what can be promised, differs from country to country."),
        error_messages={
            "required": gettext_lazy("Choose the country in which it happened."),
            "invalid_choice": gettext_lazy("Choose one of the countries in the list."),
        },
    )

    def arrange(self) -> None:
        states = [(place.state.code, place.state.name) for place in self.asked.places]
        self.offer("state", [("", _("Choose a country")), *states])


class Known(Question):
    """Named, confidential or anonymous, where it can be kept."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How do you want to be known?"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    independent_only = forms.BooleanField(
        label=gettext_lazy("Only the independent body: the ministry gets nothing of it before I agree"),
        required=False,
    )

    def arrange(self) -> None:
        place = self.asked.place
        offered = ways(self.asked.places, place, self.initial.get("mode"))
        if place and self.asked.by:
            offered = [(mode, way) for mode, way in offered if mode in desk.modes(self.asked, place)]
        self.offer("mode", offered)
        if place is None or place.independent is None:
            del self.fields["independent_only"]

    def clean_mode(self) -> str:
        mode, place = str(self.cleaned_data["mode"]), self.asked.place
        if place and mode not in desk.modes(self.asked, place):
            raise forms.ValidationError(_("This way is not offered in this country. Choose another one."))
        return mode


class Whom(Question):
    """Who files, and for whom."""

    source = forms.ChoiceField(
        label=gettext_lazy("For whom is it?"), widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("If it is for yourself: are you a woman or a man?"),
        help_text=gettext_lazy("It is counted and never published for a single person."),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
    )

    def arrange(self) -> None:
        self.offer(
            "source",
            [
                (OWN, Option(_("For myself"))),
                (Source.FAMILY.value, Option(_("For a relative"))),
                (Source.LAWYER.value, Option(_("For a client"), hint=_("You are a lawyer."))),
                (
                    Source.OTHER.value,
                    Option(_("For somebody else"), hint=_("A friend, or somebody you saw.")),
                ),
                (Source.GROUP.value, Option(_("For a group of people to which I belong"))),
                (Source.ORGANISATION.value, Option(_("As an organisation, for others"))),
            ],
        )
        self.offer("gender", [(gender.value, gender.label) for gender in GENDERS])
        self.initial.setdefault("gender", Gender.NOT_STATED.value)


_RELATIONS = {
    Source.FAMILY: (
        Relationship.PARENT,
        Relationship.CHILD,
        Relationship.SPOUSE,
        Relationship.SIBLING,
        Relationship.RELATIVE,
        Relationship.GUARDIAN,
    ),
    Source.OTHER: (Relationship.FRIEND, Relationship.WITNESS, Relationship.GUARDIAN, Relationship.OTHER),
}
IMPOSSIBLE = "impossible-"  # and why


class Concerned(Question):
    """The person concerned, where somebody else files: who it is, and whether they agree."""

    relationship = forms.ChoiceField(
        label=gettext_lazy("What are you to the person concerned?"),
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
        error_messages=CHOOSE_ONE,
    )
    people = forms.CharField(
        label=gettext_lazy("How many people does it concern?"),
        help_text=gettext_lazy("About, if the number is not certain."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )
    name = WordsField(
        limit=NAME_LIMIT,
        label=gettext_lazy("Name of the person concerned"),
        help_text=gettext_lazy(
            "If it is safe. It is stored encrypted, apart from the text, and opened only for a recorded reason."
        ),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Is the person concerned a woman or a man?"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
    )
    is_child = forms.BooleanField(label=gettext_lazy("The person concerned is under 18"), required=False)
    consent = forms.ChoiceField(
        label=gettext_lazy("Does the person concerned agree to it?"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )

    def arrange(self) -> None:
        source = self.asked.source
        relations = _RELATIONS.get(source)  # type: ignore[call-overload]
        if relations:
            self.offer("relationship", [(one.value, one.label) for one in relations])
        else:
            del self.fields["relationship"]
        several = source in (Source.GROUP, Source.ORGANISATION, Source.OWN_INITIATIVE)
        if source == Source.OWN_INITIATIVE:
            del self.fields["consent"]  # nobody complains; those concerned are named on a later page
        for name in ("name", "gender", "is_child") if several else ("people",):
            del self.fields[name]
        if not several:
            self.offer("gender", [(gender.value, gender.label) for gender in GENDERS])
            self.initial.setdefault("gender", Gender.NOT_STATED.value)
        because = [
            (f"{IMPOSSIBLE}{one.value}", Option(_("Cannot be asked"), hint=one.label)) for one in NoConsent
        ]
        if "consent" in self.fields:
            self.offer("consent", [(Consent.GIVEN.value, Option(_("Yes"))), *because])

    def clean_people(self) -> int:
        typed = digits(str(self.cleaned_data["people"]).strip(), arabic=False)
        if not typed:
            return 1
        if not typed.isdecimal() or not 1 <= int(typed[:9]) <= MOST_PEOPLE:
            raise forms.ValidationError(_("Write a number between 1 and 10,000, or leave it empty."))
        return int(typed)


class MatterOf(Question):
    """A complaint, a request for help, or a complaint about how an earlier one was handled."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to send?"), widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )

    def arrange(self) -> None:
        self.offer("kind", [(value, option) for value, option in _kinds().items() if self._offers(value)])

    def _offers(self, kind: str) -> bool:
        if self.asked.is_own_initiative:
            return kind == "complaint"
        independent = self.asked.place is not None and self.asked.place.independent is not None
        return independent or kind in ("complaint", "assistance")

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"])
        if kind == "nhri" and self.asked.mode == Mode.CONFIDENTIAL:
            raise forms.ValidationError(
                _(
                    "The ministry’s directorate would answer a complaint about the national institution, so your name "
                    "could not be kept from it. Go back and choose with your name or without a name."
                )
            )
        return kind


def _kinds() -> dict[str, Option]:
    return {
        "complaint": Option(
            _("A complaint"),
            hint=_("Somebody of a security service did something wrong, or failed to do something."),
        ),
        "assistance": Option(
            _("A request for assistance"),
            hint=_("Help is needed: a medical visit, contact with family, documents, information."),
        ),
        "directorate": Option(
            _("A complaint about how the ministry’s directorate dealt with an earlier one"),
            hint=_("The national institution answers it, and the directorate does not see it."),
        ),
        "nhri": Option(
            _("A complaint about how the national institution dealt with an earlier one"),
            hint=_("The ministry’s directorate answers it, and the national institution does not see it."),
        ),
    }


class Help(Question):
    """What help is asked for."""

    assistance_kind = forms.ChoiceField(
        label=gettext_lazy("Which help is needed?"),
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
        choices=AssistanceKind.choices,
        error_messages=CHOOSE_ONE,
    )


DANGER, HELD = "danger", "held"
_FOR_HELP = (Circumstance.INJURY, Circumstance.CHILD, Circumstance.REMOVAL)


class Urgent(Question):
    """What weighs: it decides who may read it and how quickly somebody must."""

    urgent = forms.MultipleChoiceField(
        label=gettext_lazy("Is any of this so?"),
        help_text=gettext_lazy("As many as apply, or none. It decides who reads it first, and how quickly."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    def arrange(self) -> None:
        weighs = _FOR_HELP if self.asked.is_assistance else tuple(Circumstance)
        self.offer("urgent", [*_urgent(), *((one.value, one.label) for one in weighs)])


def _urgent() -> list[tuple[str, Any]]:
    return [
        (DANGER, _("Somebody’s life or safety is in danger now")),
        (HELD, _("Somebody is held now")),
    ]
