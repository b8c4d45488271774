"""Forms of leave and of leaving."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.fields import DayField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ABSENCE: dict[str, "StrPromise"] = {
    "past": _("The first day must not be in the past."),
    "order": _("The last day must not be before the first."),
    "long": _("A leave is handed over for at most 120 days. For longer, the cases are assigned anew."),
    "overlaps": _("For these days somebody stands in already."),
    "role": _("This colleague’s role does not let them hold cases. Another role is granted by two people."),
    "absent": _("This colleague is away in these days, or stands in for somebody who is."),
    "same": _("Choose another colleague of the same institution."),
}
DEPARTURE: dict[str, "StrPromise"] = {
    "taker": _("This colleague cannot hold cases now. Choose another."),
    "under_way": _("This departure has begun already."),
    "unfinished": _("Some cases are still theirs. Go on moving them first."),
}


class PersonField(forms.ChoiceField):
    """One of some people, by name."""

    default_error_messages = {"required": _("Choose a colleague.")}

    def __init__(self, *, people: list[User], nobody: Any = "", **kwargs: Any) -> None:
        self.people = {str(user.pk): user for user in people}
        choices = [("", nobody or _("choose")), *((pk, user.name) for pk, user in self.people.items())]
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> User | None:
        return self.people.get(super().clean(value))


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in."""

    def __init__(self, *args: Any, absent: list[User], colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = PersonField(label=_("Who is on leave"), people=absent)
        self.fields["to"] = PersonField(
            label=_("Who stands in"),
            people=colleagues,
            help_text=_("Works on these cases under their own name; the record says for whom."),
        )
        self.fields["since"] = DayField(label=_("First day"), help_text=_("For example 30/11/2026"))
        self.fields["until"] = DayField(label=_("Last day"))
        if len(absent) == 1:
            self.fields["user"].initial = str(absent[0].pk)

    def refuse(self, why: str) -> None:
        """What the service found, beside its field."""
        place = {"past": "since", "order": "until", "long": "until", "overlaps": "since"}.get(why, "to")
        self.add_error(place, str(ABSENCE[why]))


class DepartureForm(forms.Form):
    """Who takes what."""

    def __init__(self, *args: Any, takers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = _("nobody: they wait to be assigned")
        self.fields["taker"] = PersonField(
            label=_("Who takes the open cases"), people=takers, nobody=nobody, required=False
        )
        self.fields["ended_taker"] = PersonField(
            label=_("Who is asked about the ended ones"), people=takers, nobody=nobody, required=False
        )
