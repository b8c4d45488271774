"""The cache while Redis is away: empty and forgetful, never an error page.

What must not be lost stands in PostgreSQL or in the page. What is only counted or remembered here (tries of
signing in, a form sent twice, an opening's ticket) is not counted in the meantime; docs/threat-model.md says so.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.connection import ConnectionProxy
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
strict = ConnectionProxy(caches, "strict")
"""The same Redis for whoever must know that it is away: it raises."""


class _Client(RedisCacheClient):
    """One client for our one server: making one costs more processor time than what it is then asked."""

    _only: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if self._only is None:
            self._only = super().get_client(key, write=write)
        return self._only


class Strict(RedisCache):
    """Redis, which raises when it is away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._class = _Client


class Cache(Strict):
    """Redis, or nothing at all."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _or(default, lambda: super(Cache, self).get(key, default, version))

    def set(self, *args: Any, **kwargs: Any) -> None:
        _or(None, lambda: super(Cache, self).set(*args, **kwargs))

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """True where nobody can tell: the first to come goes on."""
        return bool(_or(True, lambda: super(Cache, self).add(*args, **kwargs)))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_or(False, lambda: super(Cache, self).delete(*args, **kwargs)))


def _or(otherwise: Any, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except RedisError as error:
        logger.warning("Redis is away: %s", type(error).__name__)
        return otherwise
