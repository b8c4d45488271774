"""Where invented cases happen: governorates and units of accounts/data, zones and weekends of its states."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from common import datafiles
from common.languages import ENGLISH_MONTHS, MONTHS

_DATA = Path(__file__).parents[2] / "accounts" / "data"
_NO_CASES = {"MA-10", "MA-11", "MA-12"}  # ISO 3166-2 marks them as disputed; the demonstration stays out
_ABBREVIATED = " ("  # the marker "(demo unit)" belongs to the row, not into what people write

# Of a hundred cases, how many concern each service.
SERVICES = {
    "BH": (("police", 50), ("prisons", 38), ("border_guard", 12)),
    "EG": (("police", 54), ("prisons", 34), ("border_guard", 12)),
    "MA": (("police", 56), ("prisons", 22), ("border_guard", 12), ("gendarmerie", 10)),
    "JO": (("police", 52), ("prisons", 30), ("border_guard", 10), ("gendarmerie", 8)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A governorate, with a unit in it when the complainant knows one."""

    governorate: str
    names: dict[str, str]  # of the governorate, by language
    unit: str | None
    unit_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Country:
    """What the generator needs to know of a state."""

    code: str
    zone: ZoneInfo
    weekend: tuple[int, ...]
    months: dict[str, tuple[str, ...]]
    units: dict[str, tuple[Place, ...]]  # by service
    governorates: tuple[Place, ...]


def _read(name: str) -> Any:
    return datafiles.read(_DATA / name)


def _short(name: str) -> str:
    return name.split(_ABBREVIATED)[0]


def _units(state: str, names: dict[str, dict[str, str]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    by_service: dict[str, list[Place]] = {}
    for row in rows:
        if row["state"] == state and row["governorate"]:
            place = Place(
                governorate=row["governorate"],
                names=names[row["governorate"]],
                unit=row["code"],
                unit_names={"ar": _short(row["name_ar"]), "en": "the " + _short(row["name_en"])},
            )
            by_service.setdefault(row["service"], []).append(place)
    return {service: tuple(places) for service, places in by_service.items()}


@cache
def country(code: str) -> Country:
    """A state of the demonstration. Raises KeyError for one without governorates and units."""
    state = next(row for row in _read("states.yaml")["states"] if row["code"] == code)
    rows = _read("units.yaml")
    names = {
        row["code"]: {"ar": row["name_ar"], "en": row["name_en"]}
        for row in _read("governorates.yaml")["governorates"][code]
        if row["code"] not in _NO_CASES
    }
    return Country(
        code=code,
        zone=ZoneInfo(state["zone"]),
        weekend=tuple(state["weekend"]),
        months={"ar": MONTHS[state["months"]], "en": tuple(ENGLISH_MONTHS)},
        units=_units(code, names, rows["units"]),
        governorates=tuple(Place(key, both, None, {}) for key, both in names.items()),
    )
