"""Fields for naming whom a case goes to: the state's referral bodies, those that fit first, or any other body."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.answering import ReferralBody
from common.fields import LineField
from complaints.moves import Ask

if TYPE_CHECKING:
    from complaints.casework.forms import ActionForm

LONGEST = 120  # characters of a name


def add_fields(form: "ActionForm") -> None:
    """Listed bodies where the state has some, and a line for another one."""
    case, categories = form.file.case, [row.category for row in form.file.allegations]
    listed = ReferralBody.objects.of(case.state).helping(
        categories=categories, assistance_kind=case.assistance_kind
    )
    if form.move.action != "refer" or not listed:
        form.add("addressee", LineField(label=_("Body it is referred to"), max_length=LONGEST), Ask.ADDRESSEE)
        return
    form.fields["listed"] = forms.ChoiceField(
        label=_("Body it is referred to"),
        choices=[("", _("another body, named below")), *[(body.code, body.name) for body in listed]],
        required=False,
        help_text=_("Bodies of this state that help with such matters."),
    )
    form.add(
        "addressee", LineField(label=_("Another body"), max_length=LONGEST, required=False), Ask.ADDRESSEE
    )


def addressee(data: dict[str, Any]) -> str:
    """The name of whom it goes to, in Arabic where the body was listed; "" where none was given."""
    if code := data.get("listed"):
        return ReferralBody.objects.get(code=code).name_ar[:LONGEST]
    return str(data.get("addressee", ""))
