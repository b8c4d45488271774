"""Units: naming a new one, renaming one, closing one."""

from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.models import Governorate, Unit, UnitKind
from accounts.settings.facts import Fact, day_words, origin_rows
from accounts.settings.institutions import clean_names, name_rows
from accounts.settings.models import Setting
from accounts.units.tree import DEPTH

NEW = "new"
"""The target of a unit that does not exist yet is its new code; its page is called this."""


class UnitFacts(Fact):
    """One unit's names, kind and place, and whether it is closed. Where it stands in the tree never changes here.

    Moving a unit would silently let its former chain of command read its cases; that is another unit.
    """

    code = "unit"
    name = gettext_lazy("Unit")
    applies_to = gettext_lazy("Cases that name the unit from that day on. Earlier ones keep what they name.")

    def current(self, state: str, target: str, on: date) -> Value:
        """The unit as it is: a spreadsheet may have changed it since its page last did."""
        held, now = super().current(state, target, on), self.shipped(state, target)
        return held if held["value"] == now["value"] else now

    def shipped(self, state: str, target: str) -> Value:
        unit = Unit.objects.filter(state=state, code=target).select_related("parent", "governorate").first()
        return {"value": facts_of(unit) if unit else {}, "source": "", "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, Any]:
        known = Unit.objects.filter(state=state, code=target).select_related("parent").first()
        above = (
            known.parent if known else Unit.objects.filter(state=state, code=value.get("parent", "")).first()
        )
        if known is None:
            _check_new(target, above)
        place = str(value.get("governorate") or "")
        if place and not Governorate.objects.filter(state=state, code=place).exists():
            raise Unacceptable(_("Choose a governorate of the list."), "governorate")
        return {
            **clean_names(value),
            "kind": _kind(str(value.get("kind") or ""), above),
            "parent": above.code if above else "",
            "governorate": place,
            "closed_on": _closing(str(value.get("closed_on") or ""), known, above),
        }

    def settle(self, row: Setting) -> None:
        value = row.value
        facts = {
            "name_ar": value["ar"],
            "name_en": value["en"],
            "kind": value["kind"],
            "governorate": Governorate.objects.filter(state=row.state, code=value["governorate"]).first(),
            "closed_on": value["closed_on"] or None,
        }
        if Unit.objects.filter(state=row.state, code=row.subject).update(**facts):
            return
        above = Unit.objects.get(state=row.state, code=value["parent"])
        Unit.objects.create(
            code=row.subject,
            state=row.state,
            service=above.service,
            parent=above,
            path=f"{above.path}.{row.subject}",
            **facts,
        )

    def earliest(self, state: str, *, today: date, weakens: bool) -> date:
        return today

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        was, will = before["value"], after["value"]
        return [
            *name_rows(was, will),
            Row(_("Kind"), _kind_words(was), _kind_words(will)),
            Row(_("Below"), was.get("parent", ""), will.get("parent", "")),
            Row(_("Governorate"), was.get("governorate", ""), will.get("governorate", "")),
            Row(_("Closed since"), day_words(was.get("closed_on")), day_words(will.get("closed_on"))),
            *origin_rows(before, after),
        ]


def facts_of(unit: Unit) -> dict[str, Any]:
    """A unit as its page and its changes say it."""
    return {
        "ar": unit.name_ar,
        "en": unit.name_en,
        "kind": unit.kind,
        "parent": unit.parent.code if unit.parent else "",
        "governorate": unit.governorate.code if unit.governorate else "",
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else "",
    }


def _check_new(target: str, above: Unit | None) -> None:
    """A new unit is one that a spreadsheet of the tree could hold as well."""
    if above is None or above.closed_on or slugify(target) != target:
        raise Unacceptable(_("A new unit belongs below another one."), "parent")
    if above.path.count(".") + 1 >= DEPTH:
        raise Unacceptable(_("There are too many units above it."), "parent")
    if Unit.objects.filter(code=target).exists():
        raise Unacceptable(_("There is another unit with this code."))


def _kind(kind: str, above: Unit | None) -> str:
    """Only a service stands at the top, and it stands nowhere else."""
    if above is None:
        return UnitKind.SERVICE
    if kind not in UnitKind.values or kind == UnitKind.SERVICE:
        raise Unacceptable(_("Choose what kind of unit it is."), "kind")
    return kind


def _closing(day: str, known: Unit | None, above: Unit | None) -> str:
    """Nothing open stands below something closed: whoever counts the tree from the top would miss it."""
    if day and known and known.children.filter(closed_on=None).exists():
        raise Unacceptable(_("There are open units below it. They are closed first."), "is_closed")
    if not day and above and above.closed_on:
        raise Unacceptable(_("The unit above it is closed. That one is opened first."), "is_closed")
    return date.fromisoformat(day).isoformat() if day else ""


def _kind_words(value: Value) -> str:
    kind = value.get("kind", "")
    return str(UnitKind(kind).label) if kind else ""
