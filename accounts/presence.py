"""Whether somebody signed in is still the person who signed in.

Source: "Access" of docs/threat-model.md. A session of staff lasts 12 hours at most and asks again after 15 idle
minutes; outside the demonstration it needs a second factor, and what opens identities, releases or exports
needs a confirmation that is not older than 5 minutes. A form sent at such a moment is kept (accounts.keeping).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import auth, messages
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts import keeping
from accounts.models import User

P = ParamSpec("P")
LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=15)
FRESH = timedelta(minutes=5)
NOTED = timedelta(minutes=1)  # how exactly the last activity is kept: a write a minute, not one a request
SINCE, SEEN = "staff_since", "staff_seen"  # in the session; seconds since 1970


def confirms() -> bool:
    """Whether this installation asks for second factors and confirmations: all but the demonstration do."""
    wanted: bool | None = settings.STAFF_SECOND_FACTOR
    return wanted if wanted is not None else not settings.DEMO


def needs_factor(user: User) -> bool:
    """Staff do; a complainant with an account may have one."""
    return confirms() and user.institution_id is not None


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Somebody signed in: their session's hours run from here."""
    request.session[SINCE] = request.session[SEEN] = now.timestamp()


def end_everywhere(user: User) -> None:
    """End every session of somebody, on every device."""
    User.objects.get_queryset().filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)


class Obstacle(Enum):
    """What stands between a session and the desk."""

    OVER = auto()  # the day of twelve hours
    IDLE = auto()  # nothing was done for a while
    FACTOR = auto()  # the second factor was not proved


def obstacle(request: HttpRequest, user: User, *, now: datetime) -> Obstacle | None:
    """What must come first; where nothing must, the session goes on from now."""
    session, seconds = request.session, now.timestamp()
    if seconds - session.setdefault(SINCE, seconds) >= LONGEST.total_seconds():
        return Obstacle.OVER
    seen = max(session.setdefault(SEEN, seconds), _last(request, user))
    if seconds - seen >= IDLE.total_seconds():
        return Obstacle.IDLE
    if needs_factor(user) and not _proved(request, user):
        return Obstacle.FACTOR
    if seconds - session[SEEN] >= NOTED.total_seconds():
        session[SEEN] = seconds
    return None


def hindrance(request: HttpRequest, user: User, *, now: datetime) -> HttpResponseBase | None:
    """What comes before a page of staff: signing in again, confirming, setting up a second factor; or nothing."""
    found = obstacle(request, user, now=now)
    if found is Obstacle.OVER:
        return _over(request)
    if found is Obstacle.IDLE:
        messages.info(request, gettext("For a while nothing was done here. Please confirm that it is you."))
        return confirm(request, user)
    if found is Obstacle.FACTOR:
        return _second_factor(request, user)
    keeping.sent(request)
    return None


def _over(request: HttpRequest) -> HttpResponseBase:
    """The day is over: sign in again. What was being sent waits for the same person."""
    response = keeping.ask(request, reverse("account_login"))
    kept = keeping.of(request)
    auth.logout(request)
    keeping.put(request, kept)
    messages.info(request, gettext("You were signed in for twelve hours. Please sign in again."))
    return response


def _second_factor(request: HttpRequest, user: User) -> HttpResponseBase:
    # Signed in before the factor was set up elsewhere: prove it. Else there is none yet: set one up.
    methods = {method["id"] for method in get_adapter().get_reauthentication_methods(user)}
    if methods - {"reauthenticate"}:
        return confirm(request, user)
    return keeping.ask(request, reverse("mfa_index"))


def confirm(request: HttpRequest, user: User) -> HttpResponseBase:
    """Lead to allauth's page that confirms who sits here, and back."""
    methods = get_adapter().get_reauthentication_methods(user)
    return keeping.ask(request, methods[0]["url"] if methods else reverse("account_login"))


def is_fresh(request: HttpRequest, user: User, *, now: datetime) -> bool:
    """Whether they signed in or confirmed within the last five minutes."""
    return now.timestamp() - _last(request, user) < FRESH.total_seconds()


def freshly_confirmed(
    *actions: str,
) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Below `staff_view`: the page opens only to whoever confirmed lately; with `actions`, only for those.

    For identities, releases and exports. Off in the demonstration.
    """

    def decorate(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            asked = confirms() and (not actions or kwargs.get("action") in actions)
            if asked and isinstance(user, User) and not is_fresh(request, user, now=timezone.now()):
                messages.info(request, gettext("What follows is protected. Please confirm that it is you."))
                return confirm(request, user)
            return view(request, *args, **kwargs)

        return door

    return decorate


def _last(request: HttpRequest, user: User) -> float:
    """When they last proved who they are, in seconds since 1970; 0 where the session does not say."""
    records = get_authentication_records(request, user)
    return float(records[-1]["at"]) if records else 0.0


def _proved(request: HttpRequest, user: User) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))
