"""Reference data from accounts/data: the 22 states, their weekends, institutions, governorates and units.

The files are the start, their institutions the owners: rows that exist are left as their administrators made
them, unless asked to take the files' words again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from accounts.models import Governorate, Holiday, Institution, State, Unit, Weekend
from accounts.settings import estimates

DATA = Path(__file__).with_name("data")
ALWAYS = date(2000, 1, 1)  # the files know the weekend of today; it is taken for all of the time before
REGION: dict[str, Any] = {
    "code": "XX",
    "name_ar": "الدول العربية",
    "name_en": "Arab states",
    "zone": "Africa/Tunis",  # the General Secretariat's seat
    "months": "league",
    "languages": ["ar"],
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of a kind there are now, and how many of them are new."""

    kind: str
    total: int
    new: int


def read(name: str) -> Any:
    """One of the data files."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))


@transaction.atomic
def load(*, renew: bool = False) -> list[Loaded]:
    """Write what is not there yet; with `renew` also what the files say differently. Repeating changes nothing."""
    states, units = read("states"), read("units")
    return [
        _put(State, "code", [_region(states), *(_state(row, states) for row in states["states"])], renew),
        _weekends(states["states"], renew),
        _holidays(),
        _put(Institution, "code", map(_institution, read("institutions")["institutions"]), renew),
        _put(Governorate, "code", _governorates(units["governorates"]), renew),
        _units(units["units"], renew),
    ]


def _put(model: type[models.Model], key: str, rows: Iterable[Mapping[str, Any]], renew: bool) -> Loaded:
    """One statement to look, one to write."""
    objects = [model(**row) for row in rows]
    manager = model._default_manager
    known = dict(manager.values_list(key, "pk"))
    new = [row for row in objects if getattr(row, key) not in known]
    manager.bulk_create(new)
    fields = [
        field.name for field in model._meta.fields if field.name not in (key, "id", "is_open", "grave_route")
    ]
    if renew:
        kept = [row for row in objects if getattr(row, key) in known]
        for row in kept:
            row.pk = known[getattr(row, key)]
        manager.bulk_update(kept, fields)
    return Loaded(str(model._meta.verbose_name_plural), len(objects), len(new))


def _region(states: Mapping[str, Any]) -> dict[str, Any]:
    return {**REGION, "source": states["cldr"]}


def _state(row: Mapping[str, Any], states: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("code", "name_ar", "name_en", "zone", "months", "arabic_digits", "languages", "emergency_number")
    source = [states["cldr"], row["emergency_source"]]
    return {
        **{name: row[name] for name in kept},
        "source": "; ".join(filter(None, source)),
        "as_of": row["emergency_as_of"],
    }


def _weekends(rows: Iterable[Mapping[str, Any]], renew: bool) -> Loaded:
    objects = [
        Weekend(
            state=row["code"],
            valid_from=ALWAYS,
            days=row["weekend"],
            source=_weekend_source(row),
            as_of=row["weekend_as_of"],
            confirmed=False,  # by the state's own people alone
        )
        for row in rows
    ]
    known = set(Weekend.objects.values_list("state", flat=True))
    new = [row for row in objects if row.state not in known]
    Weekend.objects.bulk_create(
        objects if renew else new,
        update_conflicts=renew,
        unique_fields=["state", "valid_from"] if renew else None,
        update_fields=["days", "source", "as_of"] if renew else None,
    )
    return Loaded("weekends", len(objects), len(new))


def _holidays() -> Loaded:
    """Days of years in which a state has none: what somebody confirmed or removed is never taken back."""
    known = estimates.known()
    held = set(Holiday.objects.values_list("state", "day__year").distinct())
    objects = [
        Holiday(
            state=state,
            day=day["day"],
            name_ar=day["ar"],
            name_en=day["en"],
            confirmed=False,
            source=estimates.source_of(state),
        )
        for state in known["states"]
        for year in known["years"]
        for day in estimates.of_year(state, year)
        if (state, year) not in held
    ]
    Holiday.objects.bulk_create(objects)
    return Loaded("holidays", Holiday.objects.count(), len(objects))


def _weekend_source(row: Mapping[str, Any]) -> str:
    doubt = "" if row["weekend_confirmed"] else "Not confirmed."
    return " ".join(filter(None, [row["weekend_source"], row["weekend_note"], doubt]))


def _institution(row: Mapping[str, Any]) -> dict[str, Any]:
    status = row["ganhri"]
    return {
        "code": row["code"],
        "state": row["state"],
        "kind": row["kind"],
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "mandates": row["mandates"],
        "status": status["status"],
        "status_source": " ".join(filter(None, [status["source"], status["note"]])),
        "as_of": status["as_of"],
        "reporting_year_start": row["reporting_year_start_month"],
        "is_active": row["active"],
    }


def _governorates(by_state: Mapping[str, Iterable[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    return [{"state": state, **row} for state, rows in by_state.items() for row in rows]


def _units(rows: Iterable[Mapping[str, Any]], renew: bool) -> Loaded:
    """Level by level: a unit needs the row of the one above it."""
    total = new = 0
    waiting, paths = list(rows), {"": ""}
    while waiting:
        level = [row for row in waiting if row["parent"] in paths]
        if not level:
            raise ValueError(f"no unit above {waiting[0]['code']}")
        paths |= {row["code"]: f"{paths[row['parent']]}.{row['code']}".lstrip(".") for row in level}
        done = _put(Unit, "code", _unit_rows(level, paths), renew)
        total, new = total + done.total, new + done.new
        waiting = [row for row in waiting if row["code"] not in paths]
    return Loaded("units", total, new)


def _unit_rows(level: Iterable[Mapping[str, Any]], paths: Mapping[str, str]) -> list[dict[str, Any]]:
    units = dict(Unit.objects.values_list("code", "pk"))
    places = dict(Governorate.objects.values_list("code", "pk"))
    return [
        {
            "code": row["code"],
            "state": row["state"],
            "service": row["service"],
            "parent_id": units.get(row["parent"]),
            "path": paths[row["code"]],
            "governorate_id": places.get(row["governorate"]),
            "name_ar": row["name_ar"],
            "name_en": row["name_en"],
        }
        for row in level
    ]
