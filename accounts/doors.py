"""The door of staff pages: who is signed in and still there, whether they may, and whose state they work for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from accounts import presence
from accounts.actor import Actor, Refused, staff
from accounts.keys import unlocking
from accounts.models import User
from accounts.roles import Permission
from common import tenancy
from vault.people import WrongPassphrase

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose sender is known."""

    actor: Actor
    vault_refusal: str  # why a passphrase sent with a form did not open the vault: "", wrong, often


def staff_view(
    *permissions: Permission, atomic: bool = True
) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let in staff who hold one of the permissions, and work inside their state.

    `atomic=False` leaves the transactions to the view: opening an identity commits its ticket first.
    """

    def decorate(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User) or not request.user.is_active:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            hindrance = presence.hindrance(request, request.user, now=timezone.now())
            if hindrance is not None:
                return hindrance
            refusal = _open_vault(request, request.user)
            actor = staff(request.user, opened=unlocking.opened(request, request.user))
            if not any(actor.may(permission) for permission in permissions):
                raise PermissionDenied
            request.actor = actor  # type: ignore[attr-defined]
            request.vault_refusal = refusal  # type: ignore[attr-defined]
            try:
                response = _answer(view, request, args, kwargs, actor.state if atomic else None)
            except Refused as refused:
                raise PermissionDenied from refused
            unlocking.finish(request, response)
            return response

        # Tests look for both behind every address of the desk.
        door.is_staff_door = True  # type: ignore[attr-defined]
        door.permissions = frozenset(permissions)  # type: ignore[attr-defined]
        return door

    return decorate


def _answer(view: Any, request: HttpRequest, args: Any, kwargs: Any, state: str | None) -> HttpResponseBase:
    response: HttpResponseBase
    if state is None:
        response = view(request, *args, **kwargs)
        return response
    with tenancy.within(state):
        response = view(request, *args, **kwargs)
        # What a page says must be read while its state is still set.
        if isinstance(response, HttpResponse) and hasattr(response, "render"):
            response.render()
        return response


def _open_vault(request: HttpRequest, user: User) -> str:
    """A form that met a closed vault comes back with the passphrase in it: open first, then do what it says."""
    passphrase = request.POST.get(unlocking.FIELD, "") if request.method == "POST" else ""
    if not passphrase:
        return ""
    try:
        unlocking.open_with(request, user, passphrase, now=timezone.now())
    except unlocking.TooOften:
        return "often"
    except WrongPassphrase:
        return "wrong"
    return ""
