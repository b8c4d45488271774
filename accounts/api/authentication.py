"""Who calls: an institution's program by its token, or somebody signed in, whose browser proves the origin."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import presence
from accounts.actor import Actor, staff
from accounts.api import often
from accounts.keys import unlocking
from accounts.models import User
from accounts.tokens import services as tokens
from common.api.problems import Problem

SCHEME = "bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer hrc_…`."""

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        found = tokens.bearer(secret.strip(), now=timezone.now()) if scheme.lower() == SCHEME else None
        if found is None:
            often.count_guess(request)
            raise AuthenticationFailed
        return AnonymousUser(), found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(BaseAuthentication):
    """A signed-in member of staff; the same rules of presence as on the desk."""

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        plain: HttpRequest = request._request
        user = getattr(plain, "user", None)
        if not isinstance(user, User) or not user.is_active:
            return None
        self._check_origin(plain)
        found = presence.obstacle(plain, user, now=timezone.now())
        if found is not None:
            raise Problem("confirm", _("The session must be confirmed on the site first."))
        return user, staff(user, opened=unlocking.opened(plain, user))

    def _check_origin(self, request: HttpRequest) -> None:
        check = CSRFCheck(lambda _request: None)
        check.process_request(request)
        if check.process_view(request, None, (), {}):
            raise Problem("forbidden", _("The request does not come from a page of this site."))
