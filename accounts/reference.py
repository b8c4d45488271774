"""Reference data from accounts/data: the 22 states with weekends, institutions, services, governorates, units.

The files are the start, their institutions the owners: rows that exist are left as their administrators made
them, unless asked to take the files' words again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from accounts.answering import Mandate, ReferralBody, SupervisedService
from accounts.models import Governorate, Holiday, Institution, State, Unit, Weekend
from accounts.settings import estimates
from common import datafiles

DATA = Path(__file__).with_name("data")
ALWAYS = date(2000, 1, 1)  # the files know the weekend of today; it is taken for all of the time before
# Never from a file: decided by the people of a state.
DECIDED = ("is_open", "prepared_on", "closed_on", "grave_route", "has_duty_officer", "is_active")
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
    return datafiles.read(DATA / f"{name}.yaml")


@transaction.atomic
def load(*, renew: bool = False) -> list[Loaded]:
    """Write what is not there yet; with `renew` also what the files say differently. Repeating changes nothing."""
    states, bodies = read("states"), read("institutions")["institutions"]
    return [
        _put(State, "code", [_region(states), *(_state(row, states) for row in states["states"])], renew),
        _weekends(states["states"], renew),
        _holidays(),
        _put(Institution, "code", map(_institution, bodies), renew),
        _services(read("services"), [row["code"] for row in states["states"]], renew),
        _mandates(bodies, renew),
        _put(Governorate, "code", _governorates(read("governorates")["governorates"]), renew),
        _units(read("units")["units"], renew),
        _put(ReferralBody, "code", read("referral")["bodies"], renew),
    ]


def _put(model: type[models.Model], key: str, rows: Iterable[Mapping[str, Any]], renew: bool) -> Loaded:
    """One statement to look, one to write."""
    objects = [model(**row) for row in rows]
    manager = model._default_manager
    known = dict(manager.values_list(key, "pk"))
    new = [row for row in objects if getattr(row, key) not in known]
    manager.bulk_create(new)
    kept_as_they_are = (key, "id", *DECIDED)
    fields = [field.name for field in model._meta.fields if field.name not in kept_as_they_are]
    if renew:
        kept = [row for row in objects if getattr(row, key) in known]
        for row in kept:
            row.pk = known[getattr(row, key)]
        manager.bulk_update(kept, fields)
    return Loaded(str(model._meta.verbose_name_plural), len(objects), len(new))


def _region(states: Mapping[str, Any]) -> dict[str, Any]:
    return {**REGION, "source": states["cldr"]}


def _state(row: Mapping[str, Any], states: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("code", "name_ar", "name_en", "zone", "months", "arabic_digits", "languages")
    emergency = ("emergency_number", "emergency_source", "emergency_as_of")
    return {
        **{name: row[name] for name in (*kept, *emergency)},
        "source": states["cldr"],
        "as_of": states["cldr_as_of"],
    }


def _weekends(rows: Iterable[Mapping[str, Any]], renew: bool) -> Loaded:
    objects = [
        Weekend(
            state=row["code"],
            valid_from=ALWAYS,
            days=row["weekend"],
            is_confirmed=row["weekend_confirmed"],
            note=row["weekend_note"],
            source=row["weekend_source"],
            as_of=row["weekend_as_of"],
        )
        for row in rows
        if row["weekend"]
    ]
    known = set(Weekend.objects.values_list("state", flat=True))
    new = [row for row in objects if row.state not in known]
    _write(objects if renew else new, ["state", "valid_from"], renew)
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


def _write(objects: list[Any], key: list[str], renew: bool) -> None:
    """Insert; with `renew` also overwrite what has the same key."""
    if not objects:
        return
    model = type(objects[0])
    fields = [field.name for field in model._meta.fields if field.name not in (*key, "id", *DECIDED)]
    model._default_manager.bulk_create(
        objects,
        update_conflicts=renew,
        unique_fields=key if renew else None,
        update_fields=fields if renew else None,
    )


def _institution(row: Mapping[str, Any]) -> dict[str, Any]:
    status = row.get("ganhri") or {"status": "", "source": "", "note": "", "as_of": None}
    return {
        "code": row["code"],
        "state": row["state"],
        "kind": row["kind"],
        "name_ar": row["name_ar"],
        "name_en": row["name_en"],
        "is_interior": row["interior"],
        "is_generic": row["generic"],
        "source": row["source"],
        "source_as_of": row["as_of"],
        "status": status["status"],
        "status_source": " ".join(filter(None, [status["source"], status["note"]])),
        "as_of": status["as_of"],
        "reporting_year_start": row["reporting_year_start_month"],
        "reporting_year_source": row["reporting_year_source"],
    }


def _services(file: Mapping[str, Any], states: Iterable[str], renew: bool) -> Loaded:
    """What each state has, with the authority where a source names one."""
    named = {(row["state"], row["service"]): row for row in file["authorities"]}
    bodies = dict(Institution.objects.values_list("code", "pk"))
    objects = [
        SupervisedService(
            state=state,
            service=service,
            valid_from=ALWAYS,
            authority_id=bodies[row["authority"]] if row else None,
            source=row["source"] if row else "",
            as_of=row["as_of"] if row else None,
            **file["names"][service],
        )
        for state in states
        for service in (*file["everywhere"], *file["more"].get(state, ()))
        for row in [named.get((state, service))]
    ]
    known = set(SupervisedService.objects.values_list("state", "service"))
    new = [row for row in objects if (row.state, row.service) not in known]
    _write(objects if renew else new, ["state", "service", "valid_from"], renew)
    return Loaded("services", len(objects), len(new))


def _mandates(bodies: Iterable[Mapping[str, Any]], renew: bool) -> Loaded:
    keys = dict(Institution.objects.values_list("code", "pk"))
    objects = [
        Mandate(
            institution_id=keys[row["code"]],
            service=service,
            valid_from=ALWAYS,
            is_confirmed=row["mandates_confirmed"],
        )
        for row in bodies
        for service in row["mandates"]
    ]
    known = set(Mandate.objects.values_list("institution", "service"))
    new = [row for row in objects if (row.institution_id, row.service) not in known]
    _write(objects if renew else new, ["institution", "service", "valid_from"], renew)
    return Loaded("mandates", len(objects), len(new))


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
            "kind": row["kind"],
            "parent_id": units.get(row["parent"]),
            "path": paths[row["code"]],
            "governorate_id": places.get(row["governorate"]),
            "name_ar": row["name_ar"],
            "name_en": row["name_en"],
        }
        for row in level
    ]
