"""The door of pages that belong to a complainant's own account."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.actor import Actor, citizen
from accounts.citizens.services import is_citizen
from accounts.keys import unlocking
from accounts.models import User

P = ParamSpec("P")


class CitizenRequest(HttpRequest):
    """A request of somebody signed in to their own account."""

    actor: Actor


def citizen_of(request: HttpRequest) -> Actor | None:
    """Whose account is signed in; None for strangers and for staff."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not is_citizen(user):
        return None
    return citizen(user, opened=unlocking.opened(request, user))


def citizen_view(
    view: Callable[Concatenate[Any, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let in whoever is signed in to an account of their own. Staff follow a complaint with its code alone."""

    @wraps(view)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = citizen_of(request)
        if actor is None:
            if isinstance(request.user, User) and request.user.is_active:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        request.actor = actor  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        unlocking.finish(request, response)
        return response

    return door
