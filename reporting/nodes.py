"""Reading a reviewed YAML file strictly: every mistake is named with its place in the file."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from common.languages import clean_text, parse_date


class FileRefused(Exception):
    """The file can't be used. `mistakes` are sentences that begin with the place in the file."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Node:
    """One mapping of the file at its place, `measures[2].indicators[0]`. Mistakes gather in a shared list."""

    def __init__(self, data: Any, place: str, mistakes: list[str], known: Collection[str]) -> None:
        self.place, self.mistakes = place, mistakes
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.wrong("", _("a mapping of names to values is expected"))
        for key in self.data:
            if key not in known:
                self.wrong(str(key), _("this name is not known here"))

    def wrong(self, key: str, what: str) -> None:
        """Note a mistake at one key of this place."""
        parts = [part for part in (self.place, key) if part]
        self.mistakes.append(f"{'.'.join(parts) or '/'}: {what}")

    def text(self, key: str, *, limit: int = 300, required: bool = True) -> str:
        """A text; numbers written without quotes count as their digits."""
        value = self.data.get(key, "")
        if value is None or value == "":
            if required:
                self.wrong(key, _("a text is missing"))
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float | date):
            self.wrong(key, _("a text is expected"))
            return ""
        text = clean_text(str(value))
        if len(text) > limit:
            self.wrong(
                key, _("%(length)s characters where %(limit)s fit") % {"length": len(text), "limit": limit}
            )
        return text

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """One of the allowed codes."""
        value = self.text(key, limit=200)
        if value and value not in allowed:
            self.wrong(
                key,
                _("“%(value)s” is not one of: %(allowed)s")
                % {"value": value, "allowed": ", ".join(sorted(allowed))},
            )
        return value

    def choices(self, key: str, allowed: Collection[str]) -> list[str]:
        """A list of allowed codes."""
        values = self.data.get(key) or []
        if not isinstance(values, list):
            self.wrong(key, _("a list is expected"))
            return []
        for value in values:
            if value not in allowed:
                words = _("“%(value)s” is not one of: %(allowed)s")
                self.wrong(key, words % {"value": value, "allowed": ", ".join(sorted(allowed))})
        return [str(value) for value in values]

    def child(self, key: str, known: Collection[str]) -> "Node | None":
        """The mapping under a key, None where absent."""
        if self.data.get(key) is None:
            return None
        return Node(self.data[key], f"{self.place}.{key}", self.mistakes, known)

    def flag(self, key: str) -> bool:
        """true or false; false where absent."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, _("true or false is expected"))
            return False
        return value

    def number(self, key: str) -> Decimal | None:
        """A number with at most three decimals, None where absent."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= 10**11 or number != round(number, 3):
            self.wrong(key, _("a number with at most three decimals is expected"))
            return None
        return number

    def day(self, key: str) -> date | None:
        """A date, None where absent."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        found = value if isinstance(value, date) else parse_date(str(value))
        if found is None:
            self.wrong(key, _("a date is expected, as 2026-03-14"))
        return found

    def nodes(self, key: str, known: Collection[str]) -> Iterator["Node"]:
        """The mappings of a list, each at its own place."""
        value = self.data.get(key) or []
        if not isinstance(value, list):
            self.wrong(key, _("a list is expected"))
            return
        here = f"{self.place}.{key}" if self.place else key
        for number, item in enumerate(value):
            yield Node(item, f"{here}[{number}]", self.mistakes, known)
