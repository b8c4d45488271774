"""The field for naming the institution of another state that a case is to go to."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.moves import Ask
from complaints.transfers import destinations

if TYPE_CHECKING:
    from complaints.casework.forms import ActionForm


def add_fields(form: "ActionForm") -> None:
    """National institutions of other states; those of other installations as well, where a package can be signed."""
    body = form.file.docket.institution
    choices = [(one.code, one.name) for one in destinations.all_from(body)]
    field = forms.ChoiceField(
        label=_("National institution of another state"),
        choices=[("", _("choose")), *choices],
        help_text=_(
            "It alone can open what goes along, and the names if the complainant lets them go along."
        ),
    )
    form.add("destination", field, Ask.DESTINATION)
