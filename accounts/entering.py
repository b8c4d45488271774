"""allauth's forms of signing in, with the labels of this site: some of allauth's are not in Arabic as people say it."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from django.utils.translation import gettext_lazy as _

from accounts import passwords

ADDRESS = _("E-mail address")
CODE = _("Code of the app, or a recovery code")


class LoginForm(account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS


class ResetPasswordForm(account.ResetPasswordForm):
    """Where the link to a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """The new password behind that link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passwords.label_new(self.fields)


class AuthenticateForm(mfa.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CODE


class ReauthenticateForm(mfa.ReauthenticateForm):
    """The same, before something that must be confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CODE
