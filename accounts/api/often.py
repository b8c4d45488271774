"""How often a caller may ask, counted a minute at a time in Redis; while Redis is away nobody is counted."""

import hashlib
import hmac
import logging
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.actor import Actor

logger = logging.getLogger(__name__)
MINUTE = 60  # seconds


class Often(BaseThrottle):
    """So many requests a minute: by token, by member of staff, and by address for the public."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        by: Actor | None = request.auth
        who, most = (by.id, by.kind.value) if by else (_source(request), "public")
        return _count(f"{most}:{who}") <= settings.API_RATES[most]

    def wait(self) -> float:
        return _left()


def count_guess(request: Request) -> None:
    """A token that opens nothing was sent. Raises `Throttled` where there were too many.

    One that opens something is taken however often its neighbours guess: behind one proxy all have one address, and
    256 bits are not found by asking.
    """
    if _count(f"guess:{_source(request)}") > settings.API_RATES["guess"]:
        raise Throttled(wait=_left())


def _left() -> float:
    return MINUTE - time.time() % MINUTE


def _source(request: Request) -> str:
    """An address, as a hash that means nothing outside Redis and this minute."""
    try:
        address = str(get_adapter().get_client_ip(request._request))
    except PermissionDenied:  # a server that does not say: all of these are one
        address = ""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]


def _count(what: str, *, by: int = 1) -> int:
    key = f"api:{int(time.time() // MINUTE)}:{what}"
    try:
        cache.add(key, 0, timeout=MINUTE * 2)
        return int(cache.incr(key, by))
    except (RedisError, ValueError) as error:
        logger.warning("Requests of programs are not counted: %s", type(error).__name__)
        return 0
