"""The form that puts a proceeding on file."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.casework.step import Filed
from complaints.evidence.forms import FilesField
from complaints.hearings import ProceedingKind
from complaints.proceedings.fields import DAYS, FIELDS

Colleagues = list[User]


class ProceedingForm(forms.Form):
    """What one kind asks. `colleagues` may sit in a session; `takes_file`: whoever fills it in can seal a scan."""

    def __init__(
        self, *args: Any, kind: ProceedingKind, colleagues: Colleagues, takes_file: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.label_suffix, self.use_required_attribute = "", False
        for name, make in FIELDS[kind].items():
            self.fields[name] = make()
            if kind == ProceedingKind.SESSION and name == "agenda":
                self._members(colleagues)
        if takes_file:
            self.fields["files"] = FilesField(label=_("Scan or pages"))

    def _members(self, colleagues: Colleagues) -> None:
        choices = [(str(user.pk), user.name) for user in colleagues]
        for name, label, required in (
            ("present", _("Members present"), True),
            ("recused", _("Members recused"), False),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=required,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain"}),
                error_messages={
                    "required": _("Choose at least one."),
                    "invalid_choice": _("Choose from the list."),
                },
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if set(data.get("present", ())) & set(data.get("recused", ())):
            self.add_error("recused", _("Whoever is recused is not present as well."))
        if data.get("ends_on") and data.get("held_on") and data["ends_on"] < data["held_on"]:
            self.add_error("ends_on", _("It cannot end before it was issued."))
        return data

    def filed(self, *, replaces: UUID | None = None) -> Filed:
        """What was filled in, as the service takes it; empty fields are left out."""
        data = self.cleaned_data
        apart = (*DAYS, "present", "recused", "files")
        words = {name: value for name, value in data.items() if name not in apart and value}
        return Filed(
            kind=self.kind.value,
            held_on=data["held_on"],
            ends_on=data.get("ends_on"),
            words=cast("dict[str, object]", words),
            present=tuple(UUID(pk) for pk in data.get("present", ())),
            recused=tuple(UUID(pk) for pk in data.get("recused", ())),
            replaces=replaces,
        )
