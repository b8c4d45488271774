"""What is asked of somebody who opens, opens up, changes or deletes their own account."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.citizens import services
from accounts.models import User
from accounts.people.forms import Shown


def _password(label: Any, *, new: bool, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        error_messages={"required": _("Type it, please.")},
    )


class AddressForm(forms.Form):
    """The address a letter goes to."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("One that nobody else reads. It becomes the name you sign in with."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )


class OpenAccountForm(forms.Form):
    """A password for a confirmed address."""

    # Shown so that password managers keep both together; what comes back in it is not used.
    address = forms.CharField(
        label=_("You will sign in with this address"),
        disabled=True,
        widget=Shown(attrs={"autocomplete": "username", "dir": "ltr"}),
    )
    password = _password(
        _("Password"),
        new=True,
        help_text=passwords.HINT,
    )
    again = _password(passwords.AGAIN, new=True)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.initial["address"] = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        if password:
            try:
                password_validation.validate_password(password, User(email=self.email))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class OwnPasswordForm(forms.Form):
    """The password of the account that is signed in, once more."""

    password = _password(_("Password of your account"), new=False)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """allauth's form; a complainant's key pair follows the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        passwords.label_new(self.fields)

    def save(self) -> None:
        if isinstance(self.user, User) and services.is_citizen(self.user):
            old, new = self.cleaned_data["oldpassword"], self.cleaned_data["password1"]
            services.change_password(user=self.user, old=old, new=new)
        else:
            super().save()
