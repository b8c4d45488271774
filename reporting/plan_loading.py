"""Bringing a plan file into the database, after showing what it would change."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from common import tenancy
from record import services as record
from reporting.models import (
    REGION,
    Addressee,
    Indicator,
    Measure,
    Objective,
    Origin,
    Phase,
    Plan,
    Reading,
)
from reporting.nodes import FileRefused
from reporting.plan_file import PlanFile, Values

# Parents before children; the name of each row's parent column, and where its rows are.
PARTS: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("addressees", Addressee, ()),
    ("phases", Phase, ()),
    ("objectives", Objective, ("phase",)),
    ("measures", Measure, ("addressee", "objective")),
    ("indicators", Indicator, ("measure",)),
)


def load(file: PlanFile, *, by: Actor, now: datetime, dry_run: bool = False) -> list[str]:
    """Make the stored plan of this version say what the file says. Returns the difference, line by line.

    Nothing changes on a dry run or where nothing differs. Raises `FileRefused` where an indicator with
    readings would vanish, or be computed from now on: that needs a new version.
    """
    with tenancy.within(REGION):
        return _load(file, by, now, dry_run)


def _load(file: PlanFile, by: Actor, now: datetime, dry_run: bool) -> list[str]:
    plan = Plan.objects.filter(code=file.plan["code"], version=file.plan["version"]).first()
    lines = difference(file, plan)
    if dry_run or not lines:
        return lines
    with transaction.atomic():
        Plan.objects.filter(is_current=True).exclude(pk=plan.pk if plan else 0).update(is_current=False)
        plan, _created = Plan.objects.update_or_create(
            code=file.plan["code"],
            version=file.plan["version"],
            defaults={
                **file.plan,
                "is_current": True,
                "sha256": digest(file),
                "loaded_at": now,
                "loaded_by": by.id,
            },
        )
        for name, model, parents in PARTS:
            _bring(plan, model, getattr(file, name), parents)
        for name, model, _parents in reversed(PARTS):
            rows_of(model, plan).exclude(code__in=getattr(file, name)).delete()
        details: dict[str, record.Detail] = {
            "plan": plan.code,
            "version": plan.version,
            "changes": len(lines),
            "sha256": plan.sha256,
        }
        record.write(
            state=REGION, stream="settings:plan", what="load_plan", by=by.id, at=now, details=details
        )
    return lines


def _bring(plan: Plan, model: Any, rows: dict[str, Values], parents: tuple[str, ...]) -> None:
    kinds = {parent: model._meta.get_field(parent).related_model for parent in parents}
    above = {parent: {row.code: row for row in rows_of(kind, plan)} for parent, kind in kinds.items()}
    stored = {row.code: row for row in rows_of(model, plan)}
    fresh = []
    for code, row in rows.items():
        values = {key: above[key].get(value) if key in above else value for key, value in row.items()}
        if code in stored:
            for key, value in values.items():
                setattr(stored[code], key, value)
            stored[code].save(update_fields=list(values))
        else:
            fresh.append(model(plan=plan, code=code, **values))
    model.objects.bulk_create(fresh)


def digest(file: PlanFile) -> str:
    """SHA-256 of what a file says, whatever its blanks and comments."""
    text = json.dumps(asdict(file), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def rows_of(model: Any, plan: Plan) -> "models.QuerySet[Any]":
    """The rows of one part of a stored version, in its order."""
    found: models.QuerySet[Any] = model.objects.filter(plan=plan)
    return found


def difference(file: PlanFile, plan: Plan | None) -> list[str]:
    """What loading would change, one line each: + added, - removed, ~ changed with both values."""
    lines = _changes("plan", file.plan, plan) if plan else [f"+ plan {_named(file.plan['code'], file.plan)}"]
    if plan and not plan.is_current:
        lines.append("~ plan: is_current: False → True")
    for name, model, parents in PARTS:
        stored = {row.code: row for row in rows_of(model, plan)} if plan else {}
        wanted = getattr(file, name)
        gone = [code for code in stored if code not in wanted]
        if plan and model is Indicator:
            _keep_readings(plan, [*gone, *_counted_now(stored, wanted)])
        word = name[:-1]
        lines += [f"- {word} {code}" for code in gone]
        for code, row in wanted.items():
            if code not in stored:
                lines.append(f"+ {word} {_named(code, row)}")
            else:
                lines += _changes(f"{word} {code}", row, stored[code], parents)
    return lines


def _counted_now(stored: Mapping[str, Any], wanted: Mapping[str, Values]) -> list[str]:
    """Indicators that were read by hand and no longer are: what was entered would be shown nowhere."""
    return [
        code
        for code, row in wanted.items()
        if code in stored and stored[code].origin == Origin.MANUAL and row["origin"] != Origin.MANUAL
    ]


def _keep_readings(plan: Plan, gone: Iterable[str]) -> None:
    read = Reading.objects.filter(indicator__plan=plan, indicator__code__in=list(gone))
    codes = sorted(set(read.values_list("indicator__code", flat=True)))
    if codes:
        words = _(
            "indicators with readings are missing or no longer entered by hand (%(codes)s). Give the file a new version"
            " (load_plan --as-version does) and say afterwards, on the page of the plan, which indicators go on; what"
            " was entered stays with the version it was entered under."
        )
        raise FileRefused([f"measures: {words % {'codes': ', '.join(codes)}}"])


def _named(code: str, row: Values) -> str:
    return f"{code}: {row.get('title_en', '')}"


def _changes(what: str, wanted: Values, stored: Any, parents: tuple[str, ...] = ()) -> list[str]:
    lines = []
    for key, value in wanted.items():
        now = getattr(stored, key)
        if key in parents:
            now = now.code if now else ""
        if now != value:
            lines.append(f"~ {what}: {key}: {now} → {value}")
    return lines
