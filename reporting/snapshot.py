"""The frozen figures of a report: one dictionary, canonical JSON, its hash in the record.

Everything a report prints comes from here, names included, so that the same snapshot gives the same bytes
whatever is renamed or recounted later. Shape: docs/contract, the report's JSON companion.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.actor import Actor
from accounts.models import Governorate, Institution, State
from complaints.naming import names_of
from record import services as record
from reporting import counted, progress
from reporting.figures import Reading, months, read_all
from reporting.models import REGION, Dossier, Edition, Plan, Snapshot
from reporting.periods import Period
from reporting.scopes import Scope
from reporting.statistics import editions

Content = dict[str, Any]
SCHEMA = 3
"""Of the dictionary: rises when a key is renamed or means something else. Older snapshots have none, or a lower one."""


def take(*, scope: Scope, edition: str, period: Period, by: Actor, now: datetime) -> Snapshot:
    """Freeze one edition. Call it within the scope's state, so that the record takes the hash.

    Where the newest snapshot of the same period says the same, that one is returned.
    """
    return freeze(scope=scope, editions=[edition], period=period, by=by, now=now)[edition]


def freeze(
    *, scope: Scope, editions: Iterable[str], period: Period, by: Actor, now: datetime
) -> dict[str, Snapshot]:
    """Count once and freeze some editions of it: the public one hides from the very numbers the other shows.

    Call it within the scope's state, so that the record takes the hashes.
    """
    reading = _read(scope, period, now.date())
    return {
        edition: _kept(
            _edition(counted.Asked(scope, edition, now.date()), period, reading),
            scope=scope,
            period=period,
            by=by,
            now=now,
        )
        for edition in editions
    }


def _kept(content: Content, *, scope: Scope, period: Period, by: Actor, now: datetime) -> Snapshot:
    text, edition = canonical(content), content["edition"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    same = Snapshot.objects.filter(
        scope=scope.code, edition=edition, start=period.start, end=period.end
    ).order_by("-made_at")
    newest = same.first()
    if newest is not None and newest.sha256 == digest:
        return newest
    made = Snapshot.objects.create(
        state=scope.state,
        scope=scope.code,
        edition=edition,
        start=period.start,
        end=period.end,
        content=text,
        sha256=digest,
        made_at=now,
        made_by=by.id,
    )
    details = {"scope": scope.code, "edition": str(edition), "sha256": digest}
    details |= {"start": period.start.isoformat(), "end": period.end.isoformat()}
    stream = f"report:{made.pk}"
    record.write(state=scope.state, stream=stream, what="snapshot", by=by.id, at=now, details=details)
    return made


def canonical(content: Content) -> str:
    """The one way to write a snapshot as text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def companion(made: Snapshot) -> Content:
    """The JSON beside a report: the snapshot with its own hash."""
    return {**json.loads(made.content), "snapshot_sha256": made.sha256}


def build(*, scope: Scope, edition: str, period: Period, today: date) -> Content:
    """The figures of one edition as a dictionary, without its hash."""
    return _edition(counted.Asked(scope, edition, today), period, _read(scope, period, today))


def _compared(period: Period) -> dict[str, Period]:
    return {"previous": period.previous(), "year_before": period.year_before()}


def _read(scope: Scope, period: Period, today: date) -> Reading:
    """What every edition of a report is made from: its period and those it is compared with, counted once."""
    asked = counted.Asked(scope, Edition.INTERNAL, today)
    return counted.read(asked, [period, *_compared(period).values()])


def _edition(asked: counted.Asked, period: Period, reading: Reading) -> Content:
    others = _compared(period)
    content = counted.build(asked, period, reading)
    content |= _head(asked.scope, period, asked.today)
    if plan := progress.current_plan():
        figures = reading.of(period), reading.of(others["previous"])
        content["plan"] = progress.rows(plan, progress.Asked(asked.scope, period, *figures))
        content |= _plan(plan)
    if asked.edition == Edition.PUBLIC:
        hidden = progress.hide_with(content["plan"], content) + editions.settle_plan(content)
        content["months"], gone = editions.quarter_by_quarter(content)
        content["suppressed"] = sorted({*content["suppressed"], *hidden, *gone})
    else:
        content["months"] = months(asked.scope, period) if content["has_data"] else []
    content["comparison"] = {
        name: counted.headline(_compared_with(asked, other, reading)) for name, other in others.items()
    }
    return content


def _compared_with(asked: counted.Asked, period: Period, reading: Reading) -> Content:
    """Another period as a report of it shows it. The public edition tells of it what is public, and no other cut."""
    content = counted.build(asked, period, reading)
    if asked.edition == Edition.PUBLIC and not editions.is_settled(content):
        same = Dossier.objects.published().filter(scope=asked.scope.code, start=period.start, end=period.end)
        if not same.exists():
            return {**content, **counted.nothing()}
    return content


def has_data(scope: Scope, period: Period) -> bool:
    """Whether anything was counted here by the end of the period. Before that there is no data, not zero."""
    return bool(read_all(scope, [period]).of(period).has_data)


def cases(*, scope: Scope, edition: str, period: Period, today: date) -> Content:
    """The chapters of figures alone, without plan, names and comparison."""
    asked = counted.Asked(scope, edition, today)
    return counted.build(asked, period, counted.read(asked, [period]))


def _head(scope: Scope, period: Period, today: date) -> Content:
    return {
        "schema": SCHEMA,
        "state": scope.state,
        "as_of": today.isoformat(),
        "plan_version": None,
        "plan_title": None,
        "plan_status": None,
        "plan_source": None,
        "plan": [],
        "activities": progress.activities(scope, period),
        "names": _names(scope),
    }


def _plan(plan: Plan) -> Content:
    return {
        "plan_version": plan.version,
        "plan_title": {"ar": plan.title_ar, "en": plan.title_en},
        "plan_status": plan.status,
        "plan_source": {"ar": plan.source_ar or plan.source, "en": plan.source},
    }


def _names(scope: Scope) -> Content:
    """Names as they stand now, so that a later renaming doesn't change a report."""
    every = State.objects.all() if scope.is_region else State.objects.filter(pk=scope.state)
    states = list(every)
    own = next((row for row in states if row.code == scope.state), None)
    bodies = Institution.objects.filter(is_active=True)
    found = bodies.filter(state=scope.state) if not scope.is_region else bodies.none()
    places = Governorate.objects.filter(state=scope.state)
    return {
        "states": {row.code: _both(row) for row in states if row.code != REGION},
        "institutions": {row.code: {**_both(row), "kind": row.kind} for row in found},
        "governorates": {row.code: _both(row) for row in places},
        **_categories(scope),
        "months": own.months if own else "league",
        "arabic_digits": own.arabic_digits if own else False,
    }


def _categories(scope: Scope) -> Content:
    """What the state calls categories, where it has names of its own; a regional report has those that ship."""
    own = {} if scope.is_region else names_of(scope.state)
    named = {code: {"ar": name_ar, "en": name_en} for code, (name_ar, name_en) in sorted(own.items())}
    return {"categories": named} if named else {}


def _both(row: Any) -> dict[str, str]:
    return {"ar": row.name_ar, "en": row.name_en}
