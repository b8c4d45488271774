"""Norms and parties from complaints/guidance/data into rows.

The files are the start: rows that exist stay as they are, unless the files' words are asked for again.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction

from accounts.reference import Loaded
from common import datafiles
from complaints.models import Instrument, Norm, Party

DATA = Path(__file__).with_name("data")


def read(name: str) -> Any:
    """One of the data files."""
    return datafiles.read(DATA / f"{name}.yaml")


@transaction.atomic
def load(*, renew: bool = False) -> list[Loaded]:
    """Write what is not there yet; with `renew` also what the files say differently."""
    instruments = [
        Instrument(position=place, **row) for place, row in enumerate(read("instruments")["instruments"])
    ]
    norms = [_norm(place, row) for place, row in enumerate(read("norms")["norms"])]
    return [
        _put(instruments, ["code"], renew),
        _put(norms, ["instrument", "part"], renew),
        _put(list(_parties(read("parties"))), ["state", "instrument"], renew),
    ]


def _put(rows: list[Any], key: list[str], renew: bool) -> Loaded:
    model: type[models.Model] = type(rows[0])
    manager = model._default_manager
    before = manager.count()
    if renew:
        fields = [
            field.name for field in model._meta.fields if field.name not in key and not field.primary_key
        ]
        manager.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=fields)
    else:
        manager.bulk_create(rows, ignore_conflicts=True)
    return Loaded(model._meta.model_name or "", len(rows), manager.count() - before)


def _norm(place: int, row: Mapping[str, Any]) -> Norm:
    kept = {name: value for name, value in row.items() if name != "instrument"}
    return Norm(instrument_id=row["instrument"], position=place, **kept)


def _parties(file: Mapping[str, Any]) -> Iterable[Party]:
    for group in file["parties"]:
        source = file["sources"][group["source"]]
        for state, since in group["since"].items():
            note = _note(file["notes"], group["instrument"], state)
            yield Party(
                state=state,
                instrument_id=group["instrument"],
                since=since,
                note_ar=note["ar"],
                note_en=note["en"],
                source_ar=source["ar"],
                source_en=source["en"],
                as_of=group["as_of"],
            )


def _note(notes: Iterable[Mapping[str, Any]], instrument: str, state: str) -> Mapping[str, str]:
    for note in notes:
        if note["instrument"] == instrument and state in note["states"]:
            return note
    return {"ar": "", "en": ""}
