"""How accounts come to be, where they lead, and the letters about them.

Staff are invited (accounts.people); complainants open accounts by pages of our own (accounts.citizens), so that
allauth's sign-up stays closed.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters, presence
from accounts.actor import staff
from accounts.citizens import services as citizens
from accounts.homes import home_of
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
# Whoever works nowhere has no administrator to turn to, and a list of complaints instead of a vault.
OWN = {"password_reset": "own_password_reset"}
OWN_CHANGE = "own_account_changed"
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
        """Staff to the first page that their roles open, complainants to their list."""
        if citizens.is_citizen(request.user):
            return reverse("mine")
        return home_of(staff(request.user)) if isinstance(request.user, User) else reverse("home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        presence.begin(request, now=timezone.now())
        if citizens.is_citizen(user):  # the minute of a visit could be laid beside that of a complaint
            User.objects.get_queryset().filter(pk=user.pk).update(last_login=None)

    def set_password(self, user: User, password: str) -> None:
        """A password chosen without the old one: a complainant's list closes for ever and begins anew."""
        super().set_password(user, password)
        if citizens.is_citizen(user):
            citizens.replace_key(user=user, password=password, now=timezone.now())

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
        if citizens.is_citizen(context.get("user")):
            code = OWN.get(code, OWN_CHANGE)
        letters.send(code, to=email, link=context.get("password_reset_url", ""))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Without the address and browser that allauth would write into the letter."""
        self.send_mail(template_prefix, email or user.email, {**(context or {}), "user": user})
