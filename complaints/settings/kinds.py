"""Kinds of setting about the procedure. See docs/domain.md for what protects whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.changes.kinds import Kind, Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import State
from accounts.settings.facts import Fact
from accounts.settings.institutions import NEW_CASES, clean_names, name_rows
from accounts.settings.models import Setting
from complaints import deadlines
from complaints.models import CategoryName, ClockTerm
from complaints.routing import GraveRoute
from complaints.settings.words import length_words
from complaints.vocabulary import Category

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 4  # times the shipped length
Clock = deadlines.Clock
THEIRS = frozenset(
    {
        *(Clock.COMPLAINANT_ANSWER, Clock.NO_REPLY, Clock.REVIEW_WINDOW, Clock.CLOSE_UNOPENED),
        *(Clock.CLOSE_FINAL, Clock.REMEDY_SILENCE, Clock.REOPEN_WINDOW),
    }
)
"""Time that belongs to the complainant: shorter is worse. Every other clock is worse when it is longer."""
BOTH_WAYS = frozenset({Clock.NHRI_PREVIEW})
"""Shorter hurries the national institution, longer keeps the outcome from the complainant."""


class ClockLength(Kind):
    """How long a clock runs; the target is its kind."""

    code = "clock"
    name = gettext_lazy("Length of a clock")
    applies_to = gettext_lazy("Clocks that start on that day or later. Those that run keep their length.")
    starts_next_day = True

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        return {kind: _("Clock: %(clock)s") % {"clock": Clock(kind).label} for kind in targets}

    def current(self, state: str, target: str, on: date) -> Value:
        row = ClockTerm.objects.filter(state=state, kind=target, valid_from__lte=on)
        amount = row.order_by("-valid_from").values_list("amount", flat=True).first()
        return {"clock": target, "amount": amount or deadlines.TERMS[Clock(target)].amount}

    def clean(self, state: str, target: str, after: Value) -> Value:
        most, amount = longest(target), int(after["amount"])
        if not 1 <= amount <= most:
            raise Unacceptable(_("This must be a number from 1 to %(most)s.") % {"most": most}, "amount")
        return {"clock": target, "amount": amount}

    def weakens(self, before: Value, after: Value) -> bool:
        clock = Clock(after["clock"])
        if clock in BOTH_WAYS:
            return bool(after["amount"] != before["amount"])
        worse = after["amount"] < before["amount"] if clock in THEIRS else after["amount"] > before["amount"]
        return bool(worse)

    def apply(self, change: Change) -> None:
        ClockTerm.objects.update_or_create(
            state=change.state,
            kind=change.target,
            valid_from=change.holds_from,
            defaults={"amount": change.after["amount"]},
        )

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        label = Clock(target).label
        return [Row(label, length_words(target, before["amount"]), length_words(target, after["amount"]))]


def longest(kind: str) -> int:
    """The most a clock may be set to, in its unit."""
    return deadlines.TERMS[Clock(kind)].amount * LONGEST


class GraveRouting(Fact):
    """Where a state sends what no independent body may take."""

    code = "grave_route"
    name = gettext_lazy("Grave cases without an independent body")
    applies_to = NEW_CASES
    starts_next_day = True

    def shipped(self, state: str, target: str) -> Value:
        route = State.objects.values_list("grave_route", flat=True).get(pk=state)
        return {"value": route, "source": "", "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> str:
        if value not in set(GraveRoute):
            raise Unacceptable(_("Choose one of the list."), "value")
        return str(value)

    def weakens(self, before: Value, after: Value) -> bool:
        return PROTECTS.index(GraveRoute(after["value"])) < PROTECTS.index(GraveRoute(before["value"]))

    def settle(self, row: Setting) -> None:
        State.objects.filter(pk=row.state).update(grave_route=row.value)

    def words(self, value: Any) -> str:
        return str(GRAVE_ROUTES[GraveRoute(value)])


PROTECTS = (GraveRoute.NONE, GraveRoute.PROSECUTION, GraveRoute.ANOTHER_BODY)
"""From the least to the most protecting."""
GRAVE_ROUTES = {
    GraveRoute.ANOTHER_BODY: gettext_lazy("another independent body of the state"),
    GraveRoute.PROSECUTION: gettext_lazy("the public prosecution, with the complainant’s express consent"),
    GraveRoute.NONE: gettext_lazy("nobody: it is said before anything is typed, and nothing is taken"),
}


class CategoryNames(Kind):
    """What a state calls a category; the target is its permanent code."""

    code = "category_name"
    name = gettext_lazy("Name of a category")
    applies_to = gettext_lazy("Pages made from that day on. The code, and what it means, stay.")

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        return {code: _("Category: %(category)s") % {"category": Category(code).label} for code in targets}

    def current(self, state: str, target: str, on: date) -> Value:
        found = CategoryName.objects.filter(state=state, code=target, valid_from__lte=on)
        row = found.order_by("-valid_from").first()
        return {"ar": row.name_ar, "en": row.name_en} if row else shipped_names(target)

    def clean(self, state: str, target: str, after: Value) -> Value:
        return clean_names(after)

    def apply(self, change: Change) -> None:
        CategoryName.objects.update_or_create(
            state=change.state,
            code=change.target,
            valid_from=change.holds_from,
            defaults={"name_ar": change.after["ar"], "name_en": change.after["en"]},
        )

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        return name_rows(before, after)


def shipped_names(code: str) -> dict[str, str]:
    """What a category is called where a state has no name of its own."""
    names = {}
    for language in ("ar", "en"):
        with override(language):
            names[language] = str(Category(code).label)
    return names
