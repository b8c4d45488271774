"""A vault opened in one browser: the cookie, the tries, and the unlock key for whoever asks at the door."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache as once

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from redis.exceptions import RedisError

from accounts.keys.owners import person
from accounts.models import User
from vault import people, unlocked

logger = logging.getLogger(__name__)
COOKIE = "vault"
LASTS = timedelta(minutes=15)  # from the opening on, however much is done meanwhile
TRIES = 10  # wrong passphrases in
WINDOW = 15 * 60  # seconds
FIELD = "vault_passphrase"
"""The field by which a form that met a closed vault is sent again together with the passphrase."""


class TooOften(Exception):
    """Ten wrong passphrases in a quarter of an hour; it opens again by itself."""


def opened(request: HttpRequest, user: User) -> Callable[[], bytes | None]:
    """The unlock key of this browser's open vault, looked for when a key is first needed."""

    @once
    def fetch() -> bytes | None:
        return unlocked.held(**_place(request, user), now=timezone.now())

    return fetch


def open_until(request: HttpRequest, user: User) -> datetime | None:
    """When this browser's vault closes by itself; None while it is closed."""
    return unlocked.until(**_place(request, user), now=timezone.now())


def _place(request: HttpRequest, user: User) -> dict[str, str]:
    token = getattr(request, "vault_token", None) or request.COOKIES.get(COOKIE, "")
    return {"token": token, "owner": person(user.pk), "session": _session(request)}


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def open_with(request: HttpRequest, user: User, passphrase: str, *, now: datetime) -> None:
    """Open the vault in this browser. Raises `TooOften` or `vault.people.WrongPassphrase`."""
    _count(user)
    unlock = people.unlock_key(owner=person(user.pk), passphrase=passphrase)
    _forgive(user)
    keep(request, user, unlock, now=now)


def keep(request: HttpRequest, user: User, unlock: bytes, *, now: datetime) -> None:
    """Hold an unlock key for this browser; `finish` puts the cookie on the answer."""
    token = unlocked.hold(
        owner=person(user.pk), unlock=unlock, session=_session(request), now=now, lasts=LASTS
    )
    request.vault_token = token  # type: ignore[attr-defined]


def finish(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser its half of an opened vault."""
    if token := getattr(request, "vault_token", None):
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(LASTS.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _count(user: User) -> None:
    """Before the slow part, so that tries made at once are counted too. Without Redis nobody is kept out:
    the slowness of the derivation is then the only brake."""
    try:
        cache.add(_key(user), 0, timeout=WINDOW)
        tries = cache.incr(_key(user))
    except (RedisError, ValueError) as error:
        logger.warning("Tries at a vault are not counted: %s", type(error).__name__)
        return
    if tries > TRIES:
        raise TooOften


def _forgive(user: User) -> None:
    try:
        cache.delete(_key(user))
    except RedisError as error:
        logger.warning("Tries at a vault are not forgotten: %s", type(error).__name__)


def _key(user: User) -> str:
    return f"vault:tries:{user.pk}"
