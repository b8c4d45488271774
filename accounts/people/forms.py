"""What is asked of who invites, who accepts, and who proposes or removes something."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.changes.services import REASON
from accounts.models import Institution, State, User
from accounts.people import rules
from accounts.people.services import Newcomer
from accounts.roles import Role
from common.context import OWN_NAMES

ARABIC, LATIN = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-z\u00c0-\u024f]")
NAME = 120  # characters


class Place(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """An institution, with its state where several are offered."""

    states: Mapping[str, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        state = self.states.get(obj.state, "")
        return f"{state} · {obj.name}" if state else str(obj.name)


class InviteForm(forms.Form):
    """Whom to invite, to which institution, and the roles that will be proposed."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    institution = Place(
        Institution.objects.none(), label=_("Institution"), to_field_name="code", empty_label=None
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles to propose"),
        help_text=_("A second person gives them once the account is open."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["institution"]
        assert isinstance(choices, Place)  # noqa: S101
        choices.queryset = Institution.objects.filter(pk__in=[row.pk for row in institutions])
        if len(codes := {row.state for row in institutions}) > 1:
            choices.states = {row.code: row.name for row in State.objects.filter(pk__in=codes)}
        offered = dict.fromkeys(role for row in institutions for role in rules.ROLES_AT[row.kind])
        self.fields["roles"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        at = cleaned.get("institution")
        wrong = [
            Role(role) for role in cleaned.get("roles", []) if at and role not in rules.ROLES_AT[at.kind]
        ]
        if wrong:
            sentence = _("%(institution)s has no such role: %(role)s.")
            words = {"institution": at.name if at else "", "role": wrong[0].label}
            self.add_error("roles", ValidationError(sentence, params=words))
        return cleaned


class Shown(forms.EmailInput):
    """An address to be seen, not changed. Browsers hide what is disabled from password managers."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("disabled", None)
        return attrs | {"readonly": True}


class AcceptForm(forms.Form):
    """Who the newcomer is, in both scripts, and a password."""

    # Shown so that password managers keep both together; what comes back in it is not used.
    address = forms.CharField(
        label=_("You will sign in with this address"),
        disabled=True,
        widget=Shown(attrs={"autocomplete": "username"}),
    )
    name_ar = forms.CharField(
        label=_("Your name in Arabic letters"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    name_en = forms.CharField(
        label=_("Your name in Latin letters"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your pages"), choices=list(OWN_NAMES.items()), widget=forms.RadioSelect
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=passwords.HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=passwords.AGAIN,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    field_order = ("name_ar", "name_en", "language", "address", "password", "again")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.initial["address"] = email

    def clean_name_ar(self) -> str:
        return self._name("name_ar", ARABIC, _("Write the name in Arabic letters."))

    def clean_name_en(self) -> str:
        return self._name("name_en", LATIN, _("Write the name in Latin letters."))

    def _name(self, field: str, letters: re.Pattern[str], sentence: Any) -> str:
        name = " ".join(str(self.cleaned_data[field]).split())
        if not letters.search(name):
            raise ValidationError(sentence)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        if password:
            names = {name: cleaned.get(name, "") for name in ("name_ar", "name_en")}
            try:
                password_validation.validate_password(password, User(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    @property
    def newcomer(self) -> Newcomer:
        said = self.cleaned_data
        return Newcomer(said["name_ar"], said["name_en"], said["language"], said["password"])


class ReasonForm(forms.Form):
    """Why. Whoever signs beside it reads it, and it stays in the history."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class RoleForm(ReasonForm):
    """Which role, and why."""

    role = forms.ChoiceField(label=_("Role"))
    field_order = ("role", "reason")

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
