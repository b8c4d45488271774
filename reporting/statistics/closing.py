"""Closing a quarter: its figures are counted once, small cells hidden, and said in public for good.

What changes later changes no closed quarter: two versions of one table could be set against each other. It is
counted where it happens (a case taken up again, a decision), and the internal editions of reports have it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from accounts.actor import SYSTEM, Actor
from accounts.models import Institution, InstitutionKind, State
from common import tenancy
from complaints import tallies
from record import services as record
from reporting import figures, snapshot
from reporting.models import ClosedQuarter, Edition
from reporting.periods import Period
from reporting.scopes import Scope, of_state
from reporting.statistics import hiding, quarters, tables
from reporting.statistics.hiding import Stock

SCHEMA = 1
UNKNOWN = {matter: Stock(0, None, 1) for matter in tables.MATTERS}
"""What stood open is not known where the quarter before was never closed."""
DAYS = "clocks.days_to_decision"


def close_due(*, now: datetime) -> int:
    """Close every quarter whose days of grace are over, oldest first, each by itself. Returns how many."""
    days, starts = tallies.first_days(), year_starts()
    done = 0
    for state in State.objects.filter(pk__in=days):
        for quarter in _due(
            state, containing=quarters.containing(days[state.code], starts[state.code]), now=now
        ):
            done += close(state=state.code, quarter=quarter, by=SYSTEM, now=now) is not None
    return done


def year_starts() -> dict[str, int]:
    """The month in which the reporting year of each state's national institution begins."""
    found = dict.fromkeys(State.objects.values_list("code", flat=True), 1)
    own = Institution.objects.filter(kind=InstitutionKind.NHRI, is_active=True)
    return found | dict(own.values_list("state", "reporting_year_start"))


def _due(state: State, *, containing: Period, now: datetime) -> Iterator[Period]:
    newest = ClosedQuarter.objects.filter(state=state.code).order_by("-end").first()
    # Never one before those that stand: what they carry over has been said.
    quarter = containing if newest is None else _next(newest, containing)
    while quarters.may_close(quarter, now=now, zone=state.zone):
        yield quarter
        quarter = quarters.following(quarter)


def _next(newest: ClosedQuarter, containing: Period) -> Period:
    """The first quarter that begins after one; a year that begins in another month now leaves days between."""
    quarter = quarters.containing(newest.end + timedelta(days=1), containing.start.month)
    return quarter if quarter.start > newest.end else quarters.following(quarter)


def close(*, state: str, quarter: Period, by: Actor, now: datetime) -> ClosedQuarter | None:
    """Close one quarter. None where it, or any of its days, is closed already."""
    with tenancy.within(state):
        State.objects.select_for_update().get(pk=state)  # two workers may find the same quarter due
        rows = ClosedQuarter.objects.filter(state=state)
        if rows.filter(end__gte=quarter.start).exists():
            return None
        content = _content(of_state(state), quarter, rows.order_by("-end").first(), now)
        text = snapshot.canonical(content)
        digest = hashlib.sha256(text.encode()).hexdigest()
        made = ClosedQuarter.objects.create(
            state=state,
            start=quarter.start,
            end=quarter.end,
            content=text,
            sha256=digest,
            closed_at=now,
            closed_by=by.id,
        )
        details: dict[str, record.Detail] = {
            "start": quarter.start.isoformat(),
            "end": quarter.end.isoformat(),
        }
        stream = f"statistics:{quarters.slug_of(quarter)}"
        record.write(
            state=state,
            stream=stream,
            what="quarter_closed",
            by=by.id,
            at=now,
            details={**details, "sha256": digest},
        )
        return made


def _content(scope: Scope, quarter: Period, before: ClosedQuarter | None, now: datetime) -> dict[str, Any]:
    exact = snapshot.build(scope=scope, edition=Edition.INTERNAL, period=quarter, today=now.date())
    made = hiding.close(tables.cells_of(exact), _stocks(before, quarter), tables.veiled(exact))
    year = quarters.year_ended_by(quarter, year_starts()[scope.state])
    return {
        "schema": SCHEMA,
        "state": scope.state,
        "period": {"start": quarter.start.isoformat(), "end": quarter.end.isoformat()},
        "closed_on": now.date().isoformat(),
        "tables": tables.counted(exact),
        "cells": made.cells,
        "withheld": made.withheld,
        "days": _days(exact, made.cells),
        "stocks": {matter: asdict(stock) for matter, stock in made.stocks.items()},
        "exact": _exact(scope, year) if year else None,
        "names": {
            key: exact["names"][key] for key in ("governorates", "categories") if key in exact["names"]
        },
    }


def _stocks(before: ClosedQuarter | None, quarter: Period) -> Mapping[str, Stock]:
    if before is None:
        return {}
    if before.end + timedelta(days=1) != quarter.start:
        return UNKNOWN
    return UNKNOWN | {matter: Stock(**kept) for matter, kept in json.loads(before.content)["stocks"].items()}


def _days(exact: Mapping[str, Any], cells: hiding.Cells) -> dict[str, float] | None:
    """Median and 90th percentile of the days to a decision, where enough were decided to hide each of them."""
    decided = cells.get(f"{DAYS}.decided")
    if decided is None or decided < hiding.FEWEST_DAYS:
        return None
    return {name: exact["clocks"]["days_to_decision"][name] for name in ("median", "p90")}


def _exact(scope: Scope, year: Period) -> dict[str, Any]:
    """Deaths, disappearances, torture: exact for the whole year, uncrossed."""
    counted = figures.read(scope, year).table("received.category", "complaint")
    period = {"start": year.start.isoformat(), "end": year.end.isoformat()}
    return {**period, **{code: counted.get(code, 0) for code in tables.EXACT}}
