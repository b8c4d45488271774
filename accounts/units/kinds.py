"""Taking over a whole tree of units: one previewed, recorded change."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Kind, Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import Governorate, Unit
from accounts.units import tree
from common.languages import number
from record import services as record


class UnitTree(Kind):
    """The units of a state as one spreadsheet says them. `after`: {"units": rows in the order of the columns}."""

    code = "unit_tree"
    name = gettext_lazy("Units, from a spreadsheet")
    applies_to = gettext_lazy("Complaints that name a unit, and who may see them.")

    def current(self, state: str, target: str, on: date) -> Value:
        return {"units": tree.written(tree.present(state))}

    def clean(self, state: str, target: str, after: Value) -> Value:
        if not after.get("units"):
            raise Unacceptable(_("The file has no rows below its heading."))
        return after

    def apply(self, change: Change) -> None:
        rows = tree.reread(change.after["units"])
        _write(change.state, rows, change.holds_from)
        # Who is in the line of a unit named in a case follows the tree.
        record.post(
            state=change.state,
            topic="units_changed",
            subjects=["all"],
            cause=str(change.pk),
            at=change.applied_at or change.proposed_at,
        )

    def titles(self, targets: Iterable[str]) -> dict[str, str]:
        return {target: str(self.name) for target in targets}

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        told = tree.difference(tree.reread(before["units"]), tree.reread(after["units"]))
        counts = (
            (_("New units"), len(told.new)),
            (_("Changed units"), len(told.changed)),
            (_("Units that are closed"), len(told.closing)),
        )
        return [Row(label, number(0, language="en"), number(count, language="en")) for label, count in counts]


def _write(state: str, rows: list[tree.Row], day: date) -> None:
    """Level by level from the top; what the file leaves out is closed from that day."""
    by_code = {row.code: row for row in rows}
    places = dict(Governorate.objects.filter(state=state).values_list("code", "pk"))
    known = {unit.code: unit for unit in Unit.objects.filter(state=state)}
    for row in sorted(rows, key=lambda row: tree.path_of(row, by_code).count(".")):
        unit = known.get(row.code) or Unit(code=row.code, state=state)
        unit.name_ar, unit.name_en, unit.kind, unit.service = row.name_ar, row.name_en, row.kind, row.service
        unit.parent = known[row.parent] if row.parent else None
        unit.path = tree.path_of(row, by_code)
        unit.governorate_id = places.get(row.governorate)
        unit.closed_on = None
        unit.save()
        known[row.code] = unit
    gone = Unit.objects.filter(state=state, closed_on=None).exclude(code__in=by_code)
    gone.update(closed_on=day)
