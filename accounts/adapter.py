"""How accounts come to be: staff are invited, so nobody signs up by themselves yet."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """allauth's behaviour where it is not ours to leave open."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
