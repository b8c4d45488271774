"""The frozen figures of a report: one dictionary, canonical JSON, its hash in the record.

Everything a report prints comes from here, names included, so that the same snapshot gives the same bytes
whatever is renamed or recounted later. Shape: docs/contract, the report's JSON companion.
"""

import copy
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.actor import Actor
from accounts.models import Governorate, Institution, State
from complaints import tallies
from complaints.naming import names_of
from record import services as record
from reporting import figures, progress, publishing
from reporting.figures import Figures
from reporting.models import REGION, Edition, Snapshot
from reporting.periods import Period, years
from reporting.scopes import Scope, of_state

Content = dict[str, Any]


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
    counted = _counted(scope, period, now.date())
    return {
        edition: _kept(_edition(counted, edition), scope=scope, period=period, by=by, now=now)
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
    return _edition(_counted(scope, period, today), edition)


def _counted(scope: Scope, period: Period, today: date) -> dict[str, Content]:
    """The exact figures of a period and of the two it is compared with, counted once for every edition."""
    compared = {"previous": period.previous(), "year_before": period.year_before()}
    return {name: _exact(scope, one, today) for name, one in {"this": period, **compared}.items()}


def _edition(counted: dict[str, Content], edition: str) -> Content:
    contents = {
        name: {**copy.deepcopy(content), "edition": str(edition)} for name, content in counted.items()
    }
    if edition == Edition.PUBLIC:
        for content in contents.values():
            publishing.publish(content)
    content = contents.pop("this")
    content["comparison"] = {name: _headline(other) for name, other in contents.items()}
    return content


def _headline(content: Content) -> Content:
    """What a later report compares itself with: exactly what a report of that period would show."""
    intake, balance = content["intake"], content["balance"]
    row: Content = {"period": content["period"], "has_data": content["has_data"]}
    for matter in figures.MATTERS:
        row[matter] = intake.get(matter)
        row[f"{matter}_completed"] = balance.get(matter, {}).get("completed")
    return row


def _exact(scope: Scope, period: Period, today: date) -> Content:
    read, before = figures.read(scope, period), figures.read(scope, period.previous())
    plan = progress.current_plan()
    asked = progress.Asked(scope, period, read, before)
    return {
        "scope": scope.code,
        "state": scope.state,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "as_of": today.isoformat(),
        "has_data": has_data(scope, period),
        "plan_version": plan.version if plan else None,
        "plan_title": {"ar": plan.title_ar, "en": plan.title_en} if plan else None,
        "plan_status": plan.status if plan else None,
        "plan_source": {"ar": plan.source_ar or plan.source, "en": plan.source} if plan else None,
        **_cases(read, scope, period, today),
        "plan": progress.rows(plan, asked) if plan else [],
        "activities": progress.activities(scope, period),
        "names": _names(scope),
        "states": _states(period) if scope.is_region else {},
        "suppressed": [],
    }


def _cases(read: Figures, scope: Scope, period: Period, today: date) -> Content:
    if not has_data(scope, period):
        empty: Content = {"total": None, "complaint": None, "assistance": None, "by_matter": {}}
        empty |= {f"by_{dimension}": {} for dimension in figures.DIMENSIONS}
        outcomes: Content = {"basis": "cohort", "complaint": {}, "assistance": {}, "flow": {"basis": "flow"}}
        grave: Content = {"received": None, "by_category": {}, "exact": None}
        rest: Content = {"clocks": {}, "grave": grave, "oversight": {}}
        return {"intake": empty, "balance": {}, "outcomes": outcomes, **rest}
    return {
        "intake": figures.intake(read),
        "balance": figures.balance(read),
        "outcomes": figures.outcomes(read),
        "clocks": figures.clocks(read),
        "grave": figures.grave(read, _whole_year(scope, period, today, read)),
        "oversight": figures.oversight(read),
    }


def has_data(scope: Scope, period: Period) -> bool:
    """Whether anything was counted here by the end of the period. Before that there is no data, not zero."""
    return bool(
        tallies.counts(
            kinds=["received"], start=figures.FIRST_DAY, end=period.end, by=("kind",), **scope.filters()
        )
    )


def _whole_year(scope: Scope, period: Period, today: date, read: Figures) -> Figures | None:
    """The year whose exact totals are given: the period itself, or the newest closed one before its end."""
    if scope.institution:
        return None  # they are national totals
    if period.is_year:
        return read
    year = years(min(period.end, today), 1)[0]
    return figures.read(scope, year) if has_data(scope, year) else None


def _states(period: Period) -> Content:
    """The states side by side. One without a record by the end of the period did not report: no zero."""
    result: Content = {}
    for state in State.objects.exclude(pk=REGION).order_by("code"):
        scope = of_state(state.code)
        if not has_data(scope, period):
            result[state.code] = {"reported": False, "complaint": None, "assistance": None, "total": None}
            continue
        read = figures.read(scope, period)
        row = {matter: read.total("received", matter) for matter in figures.MATTERS}
        result[state.code] = {"reported": True, **row, "total": sum(row.values())}
    return result


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
