"""Answers of the database that hardly change, kept in this process for some seconds."""

import threading
import time
from collections.abc import Callable
from functools import update_wrapper
from typing import Generic, ParamSpec, TypeVar

from django.conf import settings

P = ParamSpec("P")
Found = TypeVar("Found")


class Remembered(Generic[P, Found]):
    """A question whose answer is asked anew after settings.REMEMBERED_SECONDS; each process has its own.

    Only for what is decided again when something is sent: places, services, units as a page offers them.
    """

    def __init__(self, ask: Callable[P, Found]) -> None:
        self._ask = ask
        self._known: dict[object, tuple[float, Found]] = {}
        self._lock = threading.Lock()
        update_wrapper(self, ask)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Found:
        key, now = (args, tuple(sorted(kwargs.items()))), time.monotonic()
        known = self._known.get(key)
        if known is not None and now < known[0]:
            return known[1]
        found = self._ask(*args, **kwargs)
        if settings.REMEMBERED_SECONDS:
            with self._lock:
                self._known = {old: one for old, one in self._known.items() if now < one[0]}
                self._known[key] = (now + settings.REMEMBERED_SECONDS, found)
        return found

    def forget(self) -> None:
        """Ask again the next time."""
        self._known = {}


def remembered(ask: Callable[P, Found]) -> Remembered[P, Found]:
    """Decorator of such a question."""
    return Remembered(ask)
