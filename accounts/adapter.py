"""How accounts come to be and where they lead: staff are invited, so nobody signs up by themselves yet."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.actor import staff
from accounts.homes import home_of
from accounts.models import User


class Adapter(DefaultAccountAdapter):
    """allauth's behaviour where it is not ours to leave open."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to the first page that their roles open, everybody else to the public one."""
        return home_of(staff(request.user)) if isinstance(request.user, User) else reverse("home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
