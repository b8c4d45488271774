"""The situations that have a page of their own, in the order in which the index lists them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Situation(TextChoices):
    """Where somebody stands when they look for their rights; the value is the page's address."""

    ARREST = "arrest", _("Being stopped or arrested")
    DETENTION = "detention", _("In detention and under questioning")
    PRISON = "prison", _("In prison")
    SEARCH = "search", _("A search of person, car or home")
    PROTEST = "protest", _("At a gathering or protest")
    BORDER = "border", _("At a border, facing removal or a travel ban")
    FAMILY = "family", _("Searching for somebody who was taken")
    REPRISALS = "reprisals", _("Pressure or threats after a complaint")


HINTS = {
    Situation.ARREST: _("What may be asked, whom to tell, what need not be said."),
    Situation.DETENTION: _("Lawyer, family, doctor, judge, and what not to sign."),
    Situation.PRISON: _("Health, visits, discipline, and complaining from inside."),
    Situation.SEARCH: _("Asking for the warrant, watching the search, getting a list."),
    Situation.PROTEST: _("Staying safe, when force is used, when somebody is taken."),
    Situation.BORDER: _("Papers withheld, return to danger, being held at a crossing."),
    Situation.FAMILY: _("Whom to ask, what to write down, in the first hours and after."),
    Situation.REPRISALS: _("What counts as a reprisal, and whom to tell."),
}
