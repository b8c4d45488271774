"""Kinds of change. Each part of the house registers its own; the services know none of them by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.changes.models import Change
from accounts.roles import Permission
from common.languages import days_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Value = dict[str, Any]
"""What is changed, as JSON: {"days": [4, 5], "source": "…"}. Words in it are shown as they are."""


class Unacceptable(ValueError):
    """The new value can't be: its sentence is for whoever typed it; `field` says where, "" for all of it."""

    def __init__(self, sentence: "StrOrPromise", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the preview: what, as it is, as it shall be, in the page's language."""

    label: "StrOrPromise"
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


class Kind:
    """A kind of change, to be subclassed. `code` is permanent: it stands in the record.

    `state` is the state whose setting it is ("XX" for the region), `target` which one of its kind.
    """

    code: ClassVar[str]
    name: "StrOrPromise"
    is_public: ClassVar[bool] = True  # stands in the public log
    starts_next_day: ClassVar[bool] = False  # clocks that started today keep what held when they did
    applies_to: "StrOrPromise" = ""  # a sentence: what it touches

    # --- what ---------------------------------------------------------------------------------------

    def current(self, state: str, target: str, on: date) -> Value:
        """The value that holds on a day. Reads; called under the state's lock when something is decided."""
        raise NotImplementedError

    def clean(self, state: str, target: str, after: Value) -> Value:
        """The value as it will be kept. Raises `Unacceptable`."""
        return after

    def apply(self, change: Change) -> None:
        """Write `change.after`, to hold from `change.holds_from`. Runs in the transaction of the change."""
        raise NotImplementedError

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        """What is changed, in words, for each target: "Clock: decision". One query at most for all of them."""
        return dict.fromkeys(targets, self.name)

    def title(self, target: str) -> "StrOrPromise":
        return self.titles([target])[target]

    def told(self, state: str, target: str, before: Value, after: Value) -> list[Row]:
        """`rows` with the days as this state writes them."""
        with days_of(state):
            return self.rows(target, before, after)

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        """Both values in words, line by line. Asks no database: a list shows many changes."""
        raise NotImplementedError

    # --- how much -----------------------------------------------------------------------------------

    def weakens(self, before: Value, after: Value) -> bool:
        """Whether complainants are protected less by it."""
        return False

    def needs_second(self, before: Value, after: Value) -> bool:
        """Whether a second person must sign. What weakens protection always does."""
        return False

    def earliest(self, state: str, *, today: date, weakens: bool) -> date:
        """The first day it may hold from."""
        from accounts.changes.signing import NOTICE, has_independent_body

        first = today + timedelta(days=1) if self.starts_next_day else today
        if weakens and not has_independent_body(state):
            return max(first, today + NOTICE)
        return first

    # --- who ----------------------------------------------------------------------------------------

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        return by.may(Permission.CONFIGURE) and by.state == state

    def may_confirm(self, by: Actor, change: Change) -> bool:
        """Whether this person may sign beside the proposer; that it is not the proposer is asked elsewhere."""
        from accounts.changes.signing import guards_protection, is_second_administrator

        if change.weakens:
            return guards_protection(by, change.state)
        return is_second_administrator(by, change)

    def confirmable(self, by: Actor, changes: Iterable[Change]) -> list[Change]:
        """Those of some changes of this kind that `may_confirm`: drawn on every page, so statements must not grow
        with their number."""
        return [change for change in changes if self.may_confirm(by, change)]

    def who_confirms(self, state: str, *, weakens: bool) -> "StrOrPromise":
        """Whose second signature is asked, in words."""
        from accounts.changes.signing import has_independent_body

        if not weakens:
            return _("another administrator of the state")
        if has_independent_body(state):
            return _("the head of complaints of the national institution or of another independent body")
        return _("the regional administrator, because the state has no independent body")


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; each app does so for its own when it is ready."""
    if _KINDS.setdefault(kind.code, kind) is not kind and type(_KINDS[kind.code]) is not type(kind):
        raise ValueError(f"two kinds of change are called {kind.code}")


def kind_of(code: str) -> Kind:
    """Raises KeyError for a kind that nothing registered."""
    return _KINDS[code]


def all_kinds() -> list[Kind]:
    return list(_KINDS.values())
