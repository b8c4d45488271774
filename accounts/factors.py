"""The second factor of staff: allauth's authenticators, their secrets sealed at rest.

A database alone must not let anybody make codes, so secrets are encrypted under a key of the server's secret
(see common.tokens), also the one that waits in the session until its first code is typed.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import presence
from accounts.models import User
from common import tokens

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none
AT_REST, WAITING = "second factor", "second factor waiting"


def has_factor(user: User) -> bool:
    """Whether they can prove more than a password."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def forget(user: User) -> int:
    """Take every second factor from somebody who lost theirs. Returns how many there were."""
    return int(Authenticator.objects.filter(user=user).delete()[0])


class Adapter(DefaultMFAAdapter):
    """allauth's second factor, with sealed secrets and the last one kept."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right, or it was used before. The app shows a new one shortly."),
        "cannot_delete_authenticator": _(
            "This is your only second step, and staff accounts need one. Add another first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return tokens.seal(text, purpose=AT_REST)

    def decrypt(self, encrypted_text: str) -> str:
        return tokens.unseal(encrypted_text, purpose=AT_REST)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return not presence.needs_factor(authenticator.user) or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}


class ActivateForm(ActivateTOTPForm):
    """The first code of an app. Whoever types it has proved the factor, so this session counts as proved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        if waiting := session.get(SECRET_SESSION_KEY):
            session[SECRET_SESSION_KEY] = tokens.unseal(waiting, purpose=WAITING)
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = tokens.seal(self.secret, purpose=WAITING)
        self.fields["code"].label = _("Code from the app")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type=Authenticator.Type.TOTP)
        return code


class AddKeyForm(AddWebAuthnForm):
    """A new passkey. Whoever made it just now holds it, so this session counts as proved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for this key")
        self.fields["name"].help_text = _("So that you can tell your keys apart later.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("credential"):
            record_authentication(context.request, self.user, "mfa", type=Authenticator.Type.WEBAUTHN)
        return cleaned
