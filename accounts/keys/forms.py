"""Forms of the vault. A passphrase is never drawn back into a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.keys import strength
from accounts.models import User
from vault import recovery
from vault.passphrases import normal


def _secret(label: Any, *, new: bool, help_text: Any = "") -> forms.CharField:
    kind = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=400,
        widget=forms.PasswordInput(
            attrs={"autocomplete": kind, "dir": "auto", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type it, please.")},
    )


class OpenForm(forms.Form):
    """Opening one's vault in this browser."""

    passphrase = _secret(_("Vault passphrase"), new=False)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPassphraseForm(forms.Form):
    """A passphrase chosen and repeated."""

    passphrase = _secret(
        _("New vault passphrase"),
        new=True,
        help_text=_("At least 16 characters, several words. Capitals and extra spaces make no difference."),
    )
    again = _secret(_("The same passphrase again"), new=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_passphrase(self) -> str:
        passphrase: str = self.cleaned_data["passphrase"]
        strength.check(passphrase, user=self.user)
        return passphrase

    def clean(self) -> dict[str, Any]:
        first, second = self.cleaned_data.get("passphrase"), self.cleaned_data.get("again")
        if first and second and normal(first) != normal(second):
            self.add_error("again", gettext("The two are not the same. Type the second one again."))
        return self.cleaned_data


class ChangeForm(NewPassphraseForm):
    """Another passphrase for the same key."""

    field_order = ["old", "passphrase", "again"]
    old = _secret(_("Vault passphrase until now"), new=False)


class StartOverForm(NewPassphraseForm):
    """A new key because the passphrase is lost: whoever sits at the desk must know the sign-in password."""

    field_order = ["password", "passphrase", "again", "understood"]
    password = _secret(_("Password you sign in with"), new=False)
    understood = forms.BooleanField(
        label=_("I understand that what the old key opened stays closed until colleagues hand keys on again"),
        error_messages={"required": _("Confirm this, please.")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(gettext("This is not the password of this account."))
        return password


class OfficersForm(forms.Form):
    """The three people of whom any two recover the institution's keys."""

    officers = forms.ModelMultipleChoiceField(
        label=_("Recovery officers"),
        help_text=_("Choose exactly three people who are not easily away or gone at the same time."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain"}),
        error_messages={"required": _("Choose three people.")},
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101
        field.queryset = User.objects.filter(pk__in=[user.pk for user in people]).order_by("email")
        field.label_from_instance = _name  # type: ignore[assignment,method-assign]

    def clean_officers(self) -> list[User]:
        chosen = list(self.cleaned_data["officers"])
        if len(chosen) != recovery.OFFICERS:
            raise ValidationError(gettext("Choose three people."))
        return chosen


def _name(user: Any) -> str:
    return str(user.name)
