"""The base of every view for programs: who may, in whose state, how often, and how it refuses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import presence
from accounts.actor import Actor, Kind, Refused
from accounts.api.authentication import SessionAuthentication, TokenAuthentication
from accounts.api.often import Often
from accounts.models import User
from accounts.roles import Permission
from accounts.scopes import Scope
from common import tenancy
from common.api.bodies import Json
from common.api.problems import Problem, answered
from vault.services import Locked


@dataclass(frozen=True, slots=True)
class Need:
    """What a method needs: a permission of whoever is signed in, a scope of a token (None: no token may)."""

    permissions: tuple[Permission, ...]
    scope: Scope | None

    def met(self, by: Actor) -> bool:
        if by.kind is Kind.TOKEN:
            return self.scope in by.scopes
        return any(by.may(permission) for permission in self.permissions)


class Public(APIView):
    """Open to everybody: nothing is asked, so nothing is told that is not public."""

    authentication_classes: Any = ()
    permission_classes: Any = ()
    throttle_classes: Any = (Often,)
    parser_classes: Any = (Json,)
    renderer_classes: Any = (JSONRenderer,)
    metadata_class: Any = None
    http_method_names: ClassVar[list[str]] = ["get", "head", "post"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A body in pieces would be taken for none, as servers of this kind read what has a length."""
        super().initial(request, *args, **kwargs)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise Problem(
                "malformed", _("A body is sent whole, with its Content-Length, and not in pieces (chunked).")
            )

    def get_exception_handler(self) -> Callable[[Exception, Mapping[str, Any]], HttpResponse]:
        return _refused

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Any site may read what is public, and keep it some minutes."""
        done = super().finalize_response(request, response, *args, **kwargs)
        if done.status_code == 200 and not self.authentication_classes:
            done.headers["Access-Control-Allow-Origin"] = "*"
            done.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            done.headers["Cache-Control"] = "public, max-age=300"
        return done


class Door(Public):
    """For an institution's program or somebody signed in. `needs` says by method what they need."""

    authentication_classes: Any = (TokenAuthentication, SessionAuthentication)
    needs: ClassVar[Mapping[str, Need]] = {}

    def check_permissions(self, request: Request) -> None:
        by: Actor | None = request.auth
        method = "GET" if request.method == "HEAD" else request.method
        need = self.needs.get(method)
        if need is None:
            return  # a method that is not taken at all
        if by is None:
            raise NotAuthenticated
        if not need.met(by):
            raise Problem("forbidden")


def inside(method: Callable[..., Any]) -> Callable[..., Any]:
    """A view's method works inside the caller's state, in one transaction."""

    @wraps(method)
    def within(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Any:
        with tenancy.within(request.auth.state):
            return method(view, request, *args, **kwargs)

    return within


def require_confirmed(request: Request) -> None:
    """What a page of the desk asks to be confirmed first needs the same here. No token passes."""
    user = request.user
    if isinstance(user, User):
        if not presence.confirms() or presence.is_fresh(request._request, user, now=timezone.now()):
            return
        raise Problem("confirm", _("What follows is protected: it must be confirmed on the site first."))
    raise Problem("forbidden")


def _refused(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    if isinstance(error, Refused):
        return answered(Problem("forbidden"), context)
    if isinstance(error, Locked):
        return answered(
            Problem(
                "locked",
                _("A token opens no vault. Somebody signed in opens theirs on the site and asks again."),
            ),
            context,
        )
    return answered(error, context)
