"""Use cases of units: putting somebody into one, and the files that carry a tree."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.actor import Actor, Refused
from accounts.models import Unit, User
from accounts.roles import Permission
from accounts.units import tree
from accounts.units.reading import COLUMNS
from common import sheets, tenancy
from record import services as record


def assign(*, person: User, unit: Unit | None, by: Actor, now: datetime) -> None:
    """Say where somebody serves. Cases that name the unit, or one in its line, cease to exist for them.

    Raises `Refused` for whoever does not keep this state's staff, for oneself, and for a unit elsewhere or closed.
    """
    state = person.institution.state if person.institution else ""
    known = unit is None or (unit.state == state and unit.closed_on is None)
    if not by.may(Permission.STAFF) or by.state != state or by.user_id == person.pk or not known:
        raise Refused("assign_unit")
    with tenancy.within(state):
        person.unit = unit
        person.save(update_fields=["unit"])
        entry = record.write(
            state=state,
            stream=f"settings:{state}",
            what="unit_assigned",
            by=by.id,
            at=now,
            details={"person": str(person.pk), "unit": unit.code if unit else ""},
        )
        record.post(
            state=state, topic="units_changed", subjects=[str(person.pk)], cause=str(entry.pk), at=now
        )


def as_csv(rows: Iterable[tree.Row]) -> bytes:
    """With a byte-order mark, so that spreadsheets take the Arabic for what it is; names run as no formula."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    sheet.writerows([sheets.harmless(cell) for cell in cells] for cells in tree.written(rows))
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[tree.Row]) -> bytes:
    from openpyxl import Workbook  # here: ten megabytes that few processes need

    book = Workbook(write_only=True)
    sheet = book.create_sheet("units")
    sheet.append(list(COLUMNS))
    for cells in tree.written(rows):
        sheet.append([_text(sheet, cell) for cell in cells])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _text(sheet: Any, cell: str) -> Any:
    """A cell that is text, however its name begins."""
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value=cell)
    made.data_type = "s"
    return made
