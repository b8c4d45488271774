"""Answers of the database that hardly change, kept in this process for some seconds."""

import threading
import time
import weakref
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

from django.conf import settings

P = ParamSpec("P")
Found = TypeVar("Found")
MOST = 100  # answers of one question


class Kept(Generic[Found]):
    """Up to `most` values in this process, each for settings.REMEMBERED_SECONDS."""

    everywhere: ClassVar[weakref.WeakSet["Kept[Any]"]] = weakref.WeakSet()

    def __init__(self, *, most: int) -> None:
        Kept.everywhere.add(self)
        self.most = most
        self._known: dict[object, tuple[float, Found]] = {}
        self._lock = threading.Lock()

    def get(self, key: object) -> Found | None:
        known = self._known.get(key)
        return known[1] if known is not None and time.monotonic() < known[0] else None

    def put(self, key: object, found: Found) -> None:
        """Keep it; where it is full, what is over goes first, then everything."""
        if not settings.REMEMBERED_SECONDS:
            return
        now = time.monotonic()
        with self._lock:
            kept = self._known
            if len(kept) >= self.most:
                kept = {old: one for old, one in kept.items() if now < one[0]}
            if len(kept) >= self.most:
                kept = {}
            # A new dictionary: other threads read the old one meanwhile.
            self._known = {**kept, key: (now + settings.REMEMBERED_SECONDS, found)}

    def forget(self) -> None:
        self._known = {}


class Remembered(Generic[P, Found]):
    """A question whose answer is asked anew after settings.REMEMBERED_SECONDS; each process has its own.

    Only for what is decided again when something is sent: places, services, units as a page offers them.
    """

    def __init__(self, ask: Callable[P, Found]) -> None:
        self._ask = ask
        self._kept = Kept[Found](most=MOST)
        update_wrapper(self, ask)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Found:
        key = (args, tuple(sorted(kwargs.items())))
        found = self._kept.get(key)
        if found is None:
            found = self._ask(*args, **kwargs)
            self._kept.put(key, found)
        return found

    def forget(self) -> None:
        """Ask again the next time."""
        self._kept.forget()


def remembered(ask: Callable[P, Found]) -> Remembered[P, Found]:
    """Decorator of such a question."""
    return Remembered(ask)


def forget_everything() -> None:
    """Ask every question again: what was remembered is of another database."""
    for kept in list(Kept.everywhere):
        kept.forget()
