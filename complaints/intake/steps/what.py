"""Pages 5 to 8: where and when, what happened, what it is about, who was there, how to be reached."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.context import OWN_NAMES
from common.fields import WordsField
from common.forms import Option
from complaints.intake.forms import NARRATIVE_LIMIT
from complaints.intake.one_page import NAME_LIMIT, AddressField, PhoneField
from complaints.intake.steps.asked import Question
from complaints.intake.steps.days import Span, SpanField
from complaints.intake.steps.desk import not_of_this_desk
from complaints.intake.steps.who import CHOOSE_ONE
from complaints.naming import category_choices
from complaints.routing import Refusal
from complaints.vocabulary import Category, IllTreatment, Mode, PersonRole, PlaceType, When

ELSEWHERE = "elsewhere"  # a country that receives nothing here
OUTSIDE = "outside"  # no security service
WISH_LIMIT, DETAILS_LIMIT = 4_000, 1_000
_FROM_LIST = {"invalid_choice": gettext_lazy("Choose from the list.")}
NAME = {"dir": "auto", "autocomplete": "off"}


class Where(Question):
    """The place: it decides whose institutions may take it."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), error_messages=CHOOSE_ONE)
    governorate = forms.ChoiceField(
        label=gettext_lazy("Governorate"), required=False, error_messages=_FROM_LIST
    )
    place_type = forms.ChoiceField(
        label=gettext_lazy("What kind of place was it?"), required=False, error_messages=_FROM_LIST
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Which service was it?"),
        help_text=gettext_lazy("If this is not certain, whoever reads it first finds out."),
        required=False,
        error_messages=_FROM_LIST,
    )

    def arrange(self) -> None:
        chosen = self.asked.state
        ground = self.asked.ground
        self.offer("country", [*_countries(self.asked.places, chosen), (ELSEWHERE, _("Another country"))])
        self.offer("governorate", [("", _("Not known")), *((str(g.pk), g.name) for g in ground.governorates)])
        self.offer("place_type", [("", _("Not known")), *PlaceType.choices])
        place = self.asked.place
        services = [(one.service, one.name) for one in place.bodies.supervised.values()] if place else []
        self.offer("service", [("", _("Not known")), *services, (OUTSIDE, _("No security service"))])
        self.initial.setdefault("country", chosen)
        if not ground.governorates:
            del self.fields["governorate"]

    @property
    def moves_to(self) -> str:
        """The state that can receive it instead, where somebody chose another one."""
        country = self.data.get("country", "") if self.is_bound and self.asked.by is None else ""
        known = {place.state.code for place in self.asked.places}
        return country if country in known and country != self.asked.state else ""

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"])
        if country == ELSEWHERE:
            raise forms.ValidationError(
                _(
                    "This site cannot receive what happened there. The national human rights institution of that "
                    "country, or an international body, may be able to."
                )
            )
        if country != self.asked.state:
            elsewhere = not_of_this_desk() if self.asked.by else str(Refusal.ANOTHER_STATE.label)
            raise forms.ValidationError(elsewhere)
        return country

    def clean_service(self) -> str:
        if self.cleaned_data["service"] == OUTSIDE:
            raise forms.ValidationError(str(Refusal.OUTSIDE_SECURITY.label))
        return str(self.cleaned_data["service"])


def _countries(places: Any, chosen: str) -> list[tuple[str, str]]:
    """The chosen one first."""
    ordered = sorted(places, key=lambda place: place.state.code != chosen)
    return [(place.state.code, place.state.name) for place in ordered]


class UnitOf(Question):
    """The unit, where its service is known: nobody who works in it or commands it can see the case."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Which unit was it?"),
        help_text=gettext_lazy("For whoever works there or commands it, the complaint does not exist."),
        required=False,
        error_messages=_FROM_LIST,
    )

    def arrange(self) -> None:
        self.offer("unit", [("", _("Not known")), *units(self)])


def units(form: Question) -> list[tuple[str, str]]:
    """The units of the service and governorate chosen."""
    where = form.asked.said("where", "governorate")
    found = form.asked.ground.below(
        form.asked.said("where", "service"), int(where) if where.isdecimal() else None
    )
    return [(str(unit.pk), unit.name) for unit in found]


class WhenOf(Question):
    """The day, as well as it is known, in either calendar."""

    how = forms.ChoiceField(
        label=gettext_lazy("When did it happen?"), widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )
    since = SpanField(
        label=gettext_lazy("Day, or the first day"),
        help_text=gettext_lazy(
            "Gregorian or Hijri, such as 14/3/2026 or 25/9/1447. A month and a year are enough: 3/2026."
        ),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "input-short"}),
    )
    until = SpanField(
        label=gettext_lazy("Last day, if it took longer"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "input-short"}),
    )

    def arrange(self) -> None:
        self.offer("how", [(one.value, one.label) for one in When])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        how, since, until = told.get("how"), told.get("since"), told.get("until")
        if how == When.UNKNOWN:
            for name in ("since", "until"):
                if told.get(name):
                    self.add_error(name, _("Choose “about then” above, or leave this empty."))
        elif how and not since and "since" not in self.errors:
            self.add_error("since", _("Write the day, or choose that it is not known."))
        if how == When.ONGOING and until:
            self.add_error("until", _("It goes on, so there is no last day. Leave this empty."))
        if since and until and until.last < since.first:
            self.add_error("until", _("The last day lies before the first one."))
        for name, span in (("since", since), ("until", until)):
            if span and span.first > timezone.localdate():
                self.add_error(name, _("This day has not come yet."))
        return told

    def days(self) -> tuple[date | None, date | None]:
        """First and last day as the case keeps them."""
        since: Span | None = self.cleaned_data["since"]
        until: Span | None = self.cleaned_data["until"]
        if since is None:
            return None, None
        last = (until or since).last if self.cleaned_data["how"] != When.ONGOING else since.first
        return since.first, last if last != since.first else None


class Story(Question):
    """What happened, in one's own words, and what should come of it."""

    narrative = WordsField(
        limit=NARRATIVE_LIMIT,
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "In your own words, in any language. Some details can point to a person even without a name. "
            "Up to 20,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what happened, in a few words at least.")},
    )
    wish = WordsField(
        limit=WISH_LIMIT,
        label=gettext_lazy("What should come of it?"),
        help_text=gettext_lazy("Such as an answer, an apology, a visit to a doctor, a punishment."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def _state(page: Question) -> str:
    """Whose names the categories have here; "" before a country was chosen."""
    return page.asked.place.state.code if page.asked.place else ""


class About(Question):
    """The categories; whoever screens it can correct them."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("As many as apply. Whoever reads it first can add or correct this."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
        error_messages=_FROM_LIST,
    )

    def arrange(self) -> None:
        self.offer("categories", category_choices(_state(self), grave_first=True))


class Prosecution(Question):
    """Where only the prosecution may take a grave complaint, it is asked for expressly."""

    agrees = forms.BooleanField(
        label=gettext_lazy("I agree that the public prosecution receives this complaint"),
        error_messages={
            "required": gettext_lazy("Without this consent it cannot be received here, and nothing is sent.")
        },
    )


class Allegations(Question):
    """One row for each allegation: its category, its unit, and for torture whether it was that."""

    has_rows = True
    repeated = ("category", "unit", "ill")

    def arrange(self) -> None:
        places, named = units(self), category_choices(_state(self))
        for at in range(self.rows()):
            self.fields[f"category-{at}"] = forms.ChoiceField(
                label=_("What is it about?"), choices=[("", _("Choose what it is about")), *named]
            )
            if places:
                self.fields[f"unit-{at}"] = forms.ChoiceField(
                    label=_("Unit"), required=False, choices=[("", _("As on the page before")), *places]
                )
            self.fields[f"ill-{at}"] = forms.ChoiceField(
                label=_("Where it is torture or ill-treatment"),
                required=False,
                choices=[("", _("Not certain")), *IllTreatment.choices],
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for at in range(self.rows()):
            if told.get(f"ill-{at}") and told.get(f"category-{at}") not in (Category.TOR, None):
                self.add_error(f"ill-{at}", _("This goes with torture or ill-treatment only."))
        return told


class People(Question):
    """Those complained of, witnesses, and others concerned. Names are sealed."""

    has_rows = True
    repeated = ("role", "name", "details")

    def arrange(self) -> None:
        roles = [PersonRole.COMPLAINED_OF, PersonRole.WITNESS, PersonRole.CONCERNED]
        for at in range(self.rows()):
            self.fields[f"role-{at}"] = forms.ChoiceField(
                label=_("As what"), choices=[(role.value, role.label) for role in roles]
            )
            self.fields[f"name-{at}"] = WordsField(
                limit=NAME_LIMIT,
                label=_("Name, if known"),
                required=False,
                widget=forms.TextInput(attrs=NAME),
            )
            self.fields[f"details-{at}"] = WordsField(
                limit=DETAILS_LIMIT,
                label=_("Rank, number, looks, or how a witness can be reached"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )


class Contact(Question):
    """Who somebody is and how they can be reached safely, as far as the way of being known needs it."""

    name = WordsField(
        limit=NAME_LIMIT,
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("It is stored encrypted. Every opening of it is recorded and shown to you."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write your name, or go back and choose a way without it.")},
    )
    email = AddressField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy(
            "Only if it is safe. It is sealed like the name; nothing is sent to it by itself."
        ),
    )
    phone = PhoneField()
    safe = WordsField(
        limit=DETAILS_LIMIT,
        label=gettext_lazy("How and when is contact safe?"),
        help_text=gettext_lazy("Such as: only in the morning, never at home, only by e-mail."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    notices = AddressField(
        label=gettext_lazy("E-mail address for short notices"),
        help_text=gettext_lazy(
            "Only if wanted. A mail then says that something happened, without saying what. This address is kept "
            "apart from the complaint, and the site itself can read it."
        ),
        autocomplete="off",
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language should the answers be?"),
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
        error_messages=CHOOSE_ONE,
    )

    def arrange(self) -> None:
        mode = self.asked.mode
        if mode == Mode.ANONYMOUS:
            for name in ("name", "email", "phone", "safe", "notices"):
                del self.fields[name]
        else:
            self.fields["name"].required = mode == Mode.NAMED
            for name in ("email", "notices"):
                # Browsers cut a pasted text at maxlength without a word.
                self.fields[name].widget.attrs.pop("maxlength", None)
        if self.asked.by is not None:
            del self.fields["language"]  # asked when it arrived
            return
        self.offer("language", [(code, Option(name)) for code, name in OWN_NAMES.items()])
