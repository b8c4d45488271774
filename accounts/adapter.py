"""How accounts come to be and where they lead: staff are invited, so nobody signs up by themselves yet."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User


class Adapter(DefaultAccountAdapter):
    """allauth's behaviour where it is not ours to leave open."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to their desk, everybody else to the first page."""
        works = isinstance(request.user, User) and request.user.institution_id is not None
        return reverse("queue" if works else "home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
