"""What a clerk is asked besides: how it arrived, and whether it was read back. And what a clerk may take."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Institution
from common.context import OWN_NAMES
from common.fields import WordsField
from common.forms import Option
from complaints import routing
from complaints.intake.selectors import Place
from complaints.intake.steps.asked import Asked, Question
from complaints.intake.steps.days import Span, SpanField
from complaints.vocabulary import Channel, Mode, ReadBack, Source

INCOMING_LIMIT = 40
PERSON = "person"  # somebody tells or writes it; who, the next pages ask
SPOKEN = (Channel.PHONE, Channel.VISIT, Channel.DETENTION_VISIT)
_CHOOSE_ONE = {
    "required": gettext_lazy("Choose one of the answers."),
    "invalid_choice": gettext_lazy("Choose one of the answers."),
}


class Arrival(Question):
    """How it came in: who brings it, by which way, on which day, and the language of the answers."""

    brought_by = forms.ChoiceField(
        label=gettext_lazy("Who brings it?"), widget=forms.RadioSelect, error_messages=_CHOOSE_ONE
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come in?"),
        widget=forms.RadioSelect(attrs={"class": "choices-plain choices-columns"}),
        error_messages=_CHOOSE_ONE,
    )
    received_on = SpanField(
        label=gettext_lazy("On which day did it come in?"),
        help_text=gettext_lazy("Gregorian or Hijri, such as 14/3/2026 or 25/9/1447."),
        required=True,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "input-short", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the day on which it came in.")},
    )
    incoming = WordsField(
        limit=INCOMING_LIMIT,
        label=gettext_lazy("Number in the register of incoming letters"),
        help_text=gettext_lazy("As it stands on the letter or in the register, if it has one."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "input-short", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language should the answers be?"),
        help_text=gettext_lazy("It is read back in this language, and the receipt is printed in it."),
        widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
        error_messages=_CHOOSE_ONE,
    )

    def arrange(self) -> None:
        self.offer("brought_by", list(_bringers(self.asked)))
        self.offer("channel", [choice for choice in Channel.choices if choice[0] != Channel.WEB])
        self.offer("language", [(code, Option(name)) for code, name in OWN_NAMES.items()])
        self.initial.setdefault("brought_by", PERSON)

    def clean_received_on(self) -> Span | None:
        span: Span | None = self.cleaned_data["received_on"]
        if span is None:
            return None
        if span.first != span.last:
            raise forms.ValidationError(_("Write the whole date: the day, the month and the year."))
        if span.first > today(self.asked):
            raise forms.ValidationError(_("This day has not come yet."))
        return span


def _bringers(asked: Asked) -> Any:
    yield (
        PERSON,
        Option(
            _("Somebody tells it or writes it"),
            hint=_("For themselves or for somebody else; the next pages ask for whom."),
        ),
    )
    yield Source.AUTHORITY.value, Option(_("An authority sends it"))
    if is_independent(asked):
        yield (
            Source.OWN_INITIATIVE.value,
            Option(
                _("Nobody: this institution acts by itself"),
                hint=_("Own initiative. Nobody is given a receipt."),
            ),
        )


class Check(Question):
    """Everything once more. A clerk reads it back and says so; a complainant is asked nothing."""

    read_back = forms.ChoiceField(
        label=gettext_lazy("Was it read back?"), widget=forms.RadioSelect, error_messages=_CHOOSE_ONE
    )

    def arrange(self) -> None:
        if self.asked.by is None or self.asked.is_own_initiative:
            del self.fields["read_back"]
            return
        spoken = self.asked.said("arrival", "channel") in SPOKEN
        otherwise = ReadBack.NOT_POSSIBLE if spoken else ReadBack.NO_CALLER
        self.offer("read_back", [(one.value, one.label) for one in (ReadBack.AGREED, otherwise)])


def not_of_this_desk() -> str:
    """What a clerk is told of something that happened in another country."""
    return _(
        "This desk registers what happened in its own country. Whoever brings it can file it on this "
        "site for that country, whose institutions receive it."
    )


def recused(asked: Asked) -> str:
    """What a clerk of the unit complained of, or of its line, is told."""
    body = asked.place.independent if asked.place else None
    words = _(
        "This concerns the unit in which you serve, or one above or below it, so you cannot register it. "
        "Please hand the person over to %(body)s, or show them how to write it on this site themselves."
    )
    return words % {"body": body.name if body else _("a colleague of another unit")}


def today(asked: Asked) -> Any:
    """The day where the clerk works."""
    zone = ZoneInfo(asked.place.state.zone) if asked.place else None
    return timezone.localdate(timezone=zone)


def is_independent(asked: Asked) -> bool:
    """Whether the clerk works for a body that is independent of the services."""
    return bool(asked.by and asked.by.institution and asked.by.institution.is_independent)


def modes(asked: Asked, place: Place) -> tuple[Mode, ...]:
    """The ways of being known that may be taken: at a ministry's desk those that do not stay with the ministry,
    and with the name."""
    if asked.by is None or is_independent(asked):
        return place.modes
    apart = (routing.Lead.INDEPENDENT, routing.Lead.OTHER_BODY)
    return tuple(mode for mode in place.modes if mode == Mode.NAMED or place.plain(mode).lead in apart)


def taker(asked: Asked, route: routing.Route | None, service: str) -> Institution | None:
    """Who gets it sealed, where it does not stay with the clerk's ministry; None where it stays."""
    place = asked.place
    if asked.by is None or is_independent(asked) or route is None or place is None or route.refusal:
        return None
    return None if route.authority_access is routing.Access.NOW else place.bodies.of(route.lead, service)
