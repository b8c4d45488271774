"""How accounts come to be, where they lead, and the letters about them.

Staff are invited (accounts.people), so nobody signs up by themselves. `is_open_for_signup` is the door for
accounts of complainants; everything else here asks whether an account is staff's.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters, presence
from accounts.models import User

# allauth's letters → ours. Whatever is not named here is told as a change to the account.
LETTERS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/password_reset": "password_changed",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
}
# The first that somebody has is asked for; the others are offered below it.
WAYS = {
    "mfa_reauthenticate:webauthn": _("Confirm with the passkey"),
    "mfa_reauthenticate": _("Confirm with the app or a recovery code"),
    "reauthenticate": _("Confirm with the password"),
}


class Adapter(DefaultAccountAdapter):
    """allauth's behaviour where it is not ours to leave open."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "There were too many tries for this address. Please wait five minutes and try again."
        ),
        "email_password_mismatch": _(
            "The address and the password do not go together. If you forgot the password, choose a new one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to their desk, everybody else to the first page."""
        works = isinstance(request.user, User) and request.user.institution_id is not None
        return reverse("queue" if works else "home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        presence.begin(request, now=timezone.now())

    # --- confirming ---------------------------------------------------------------------------------

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in counts as a confirmation for five minutes, so that setting up goes on without a second."""
        user = self.request.user
        return not (isinstance(user, User) and presence.is_fresh(self.request, user, now=timezone.now()))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The second factor where there is one: whoever looked over a shoulder knows the password."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        offered = sorted(stronger or methods, key=lambda method: list(WAYS).index(method["id"]))
        return [{**method, "description": WAYS[method["id"]]} for method in offered]

    # --- letters ------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        code = LETTERS.get(template_prefix, "account_changed")
        letters.send(code, to=email, link=context.get("password_reset_url", ""))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Without the address and browser that allauth would write into the letter."""
        self.send_mail(template_prefix, email or user.email, context or {})
