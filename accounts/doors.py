"""The door of staff pages: who is signed in, whether they may, and whose state the page works for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from accounts.actor import Actor, Refused, staff
from accounts.models import User
from accounts.roles import Permission
from common import tenancy

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose sender is known."""

    actor: Actor


def staff_view(
    *permissions: Permission, atomic: bool = True
) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let in staff who hold one of the permissions, and work inside their state.

    `atomic=False` leaves the transactions to the view: opening an identity commits its ticket first.
    """

    def decorate(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            actor = staff(request.user)
            if not any(actor.may(permission) for permission in permissions):
                raise PermissionDenied
            request.actor = actor  # type: ignore[attr-defined]
            try:
                if not atomic:
                    return view(request, *args, **kwargs)
                with tenancy.within(actor.state):
                    response = view(request, *args, **kwargs)
                    # What a page says must be read while its state is still set.
                    if isinstance(response, HttpResponse) and hasattr(response, "render"):
                        response.render()
                    return response
            except Refused as refused:
                raise PermissionDenied from refused

        return door

    return decorate
