"""Units: naming a new one, renaming one, closing one."""

from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.models import Governorate, Unit
from accounts.settings.facts import Fact, origin_rows
from accounts.settings.institutions import clean_names, name_rows
from accounts.settings.models import Setting

NEW = "new"
"""The target of a unit that does not exist yet is its new code; its page is called this."""


class UnitFacts(Fact):
    """One unit's names, place and whether it is closed. Where it stands in the tree never changes here.

    Moving a unit would silently let its former chain of command read its cases; that is another unit.
    """

    code = "unit"
    name = gettext_lazy("Unit")
    applies_to = gettext_lazy("Cases that name the unit from that day on. Earlier ones keep what they name.")

    def shipped(self, state: str, target: str) -> Value:
        unit = Unit.objects.filter(state=state, code=target).select_related("parent", "governorate").first()
        return {"value": facts_of(unit) if unit else {}, "source": "", "as_of": ""}

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, Any]:
        known = Unit.objects.filter(state=state, code=target).select_related("parent").first()
        above = (
            known.parent if known else Unit.objects.filter(state=state, code=value.get("parent", "")).first()
        )
        if known is None and (above is None or slugify(target) != target):
            raise Unacceptable(_("A new unit belongs below another one."), "parent")
        if known is None and Unit.objects.filter(code=target).exists():
            raise Unacceptable(_("There is another unit with this code."))
        place = str(value.get("governorate") or "")
        if place and not Governorate.objects.filter(state=state, code=place).exists():
            raise Unacceptable(_("Choose a governorate of the list."), "governorate")
        return {
            **clean_names(value),
            "parent": above.code if above else "",
            "governorate": place,
            "is_closed": bool(value.get("is_closed")),
        }

    def settle(self, row: Setting) -> None:
        value = row.value
        facts = {
            "name_ar": value["ar"],
            "name_en": value["en"],
            "governorate": Governorate.objects.filter(state=row.state, code=value["governorate"]).first(),
            "closed_on": row.valid_from if value["is_closed"] else None,
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
            Row(_("Below"), was.get("parent", ""), will.get("parent", "")),
            Row(_("Governorate"), was.get("governorate", ""), will.get("governorate", "")),
            Row(_("Closed"), _yes(was.get("is_closed")), _yes(will.get("is_closed"))),
            *origin_rows(before, after),
        ]


def facts_of(unit: Unit) -> dict[str, Any]:
    """A unit as its page and its changes say it."""
    return {
        "ar": unit.name_ar,
        "en": unit.name_en,
        "parent": unit.parent.code if unit.parent else "",
        "governorate": unit.governorate.code if unit.governorate else "",
        "is_closed": unit.closed_on is not None,
    }


def _yes(value: Any) -> str:
    return _("yes") if value else _("no")
