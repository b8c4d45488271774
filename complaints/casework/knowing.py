"""Fields for what becomes known of a case: facts that rerun its route, the event it belongs to."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, LineField
from complaints.casework import selectors
from complaints.casework.fields import ReferenceField
from complaints.casework.reading import CaseFile
from complaints.vocabulary import Circumstance

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def of_facts(file: CaseFile) -> dict[str, forms.Field]:
    """Everything that holds, ticked as it is known now."""
    case = file.case
    return {
        "circumstances": forms.MultipleChoiceField(
            label=_("What is known"),
            help_text=_("Everything that holds, what was known before included."),
            choices=Circumstance.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
            initial=list(case.circumstances),
        ),
        "danger": _tick(_("Somebody is in danger"), case.is_danger),
        "held": _tick(_("Somebody is held"), case.is_held),
    }


def _tick(label: "StrOrPromise", initial: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


def of_event(file: CaseFile) -> dict[str, forms.Field]:
    """Another file about the same event, or what a new event is called."""
    return {
        "other_case": ReferenceField(
            label=_("Reference of another file about the same event"),
            help_text=_("Both files are linked. Leave it empty for a new event with this file alone."),
            max_length=40,
            required=False,
        ),
        "title": LineField(
            label=_("Title for a new event"),
            help_text=_(
                "For your own staff: when and where, no names. Not needed where the other file has an event."
            ),
            max_length=200,
            required=False,
        ),
        "governorate": forms.ModelChoiceField(
            label=_("Place"),
            queryset=selectors.governorates(file.case.state),
            required=False,
            empty_label=_("not stated"),
            initial=file.case.governorate_id,
        ),
        "happened_on": DayField(label=_("Day"), help_text=_("For example 30/11/2026"), required=False),
    }
