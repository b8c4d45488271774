"""Small forms of the queue: a tag's name, a saved search, one order for many cases, how an export leaves."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.roles import Permission
from common.fields import LineField
from complaints.casework.fields import SpokenSelect
from complaints.casework.queue.bulk import Act, Order
from complaints.casework.queue.exporting import Kind
from complaints.casework.queue.menu import Choices
from complaints.models.queue import LONGEST_NAME


class TagForm(forms.Form):
    """A new tag."""

    name = LineField(
        label=_("New tag"),
        max_length=LONGEST_NAME,
        help_text=_("A word to sort cases by. No names of people: the whole desk reads it on every row."),
        error_messages={"required": _("Write the tag.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}


class CaseTagsForm(forms.Form):
    """Which tags a case has."""

    tags = forms.TypedMultipleChoiceField(
        label=_("Tags"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, tags: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].choices = tags  # type: ignore[attr-defined]


class SaveForm(forms.Form):
    """A name for what is being looked at."""

    name = LineField(
        label=_("Name of the search"),
        max_length=LONGEST_NAME,
        help_text=_("A search of yours with this name is replaced."),
        error_messages={"required": _("Write a name.")},
    )
    is_shared = forms.BooleanField(label=_("Share it with everybody who sees this queue"), required=False)
    alerts = forms.BooleanField(
        label=_("Tell me when a case that fits arrives"),
        required=False,
        help_text=_("A notice on your desk that says nothing of the case or of the filters."),
    )
    filters = forms.CharField(
        widget=forms.HiddenInput,
        max_length=1000,
        error_messages={"required": _("There is no filter to keep.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}


class ManyForm(forms.Form):
    """What is to be done to the chosen cases. Offers what the role can do and the desk has."""

    def __init__(self, *args: Any, actor: Actor, people: Choices, tags: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            act
            for act, may in (
                (Act.ASSIGN, actor.may(Permission.ASSIGN) and people),
                (Act.ACKNOWLEDGE, actor.may(Permission.LEAD)),
                (Act.TAG, tags),
                (Act.UNTAG, tags),
            )
            if may
        ]
        none: Choices = [("", _("choose"))]
        self.fields["act"] = forms.ChoiceField(
            label=_("With the chosen cases"),
            choices=[*none, *((act.value, act.label) for act in offered)],
            error_messages={"required": _("Choose what is to be done.")},
        )
        if Act.ASSIGN in offered:
            self.fields["person"] = forms.TypedChoiceField(
                label=_("Colleague"),
                choices=[*none, *people],
                required=False,
                coerce=UUID,
                empty_value=None,
            )
        if tags:
            self.fields["tag"] = forms.TypedChoiceField(
                label=_("Tag"),
                choices=[*none, *tags],
                required=False,
                coerce=int,
                empty_value=None,
                widget=SpokenSelect,
            )

    @property
    def is_empty(self) -> bool:
        """Whether this role can do nothing to many cases here."""
        return len(self.fields["act"].choices) < 2  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data, act = self.cleaned_data, self.cleaned_data.get("act")
        if act == Act.ASSIGN and not data.get("person"):
            self.add_error("person", _("Choose a colleague."))
            self.fields["person"].required = True  # not called optional beside its error
        if act in (Act.TAG, Act.UNTAG) and not data.get("tag"):
            self.add_error("tag", _("Choose a tag."))
            self.fields["tag"].required = True
        return data

    @property
    def order(self) -> Order:
        data = self.cleaned_data
        act = Act(data["act"])
        person = data.get("person") if act == Act.ASSIGN else None
        return Order(act, person or None, data.get("tag") if act in (Act.TAG, Act.UNTAG) else None)


class ExportForm(forms.Form):
    """In which form the table leaves."""

    kind = forms.ChoiceField(
        label=_("Format of the table"), choices=Kind.choices, initial=Kind.XLSX, widget=forms.RadioSelect
    )
