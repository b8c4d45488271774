"""What is public of closed quarters, as plain dictionaries: for pages, downloads and other programs."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reporting.models import ClosedQuarter
from reporting.periods import Period, shifted
from reporting.statistics import adding
from reporting.statistics import quarters as calendar

Content = dict[str, Any]
REGION = "region"
IN_A_YEAR = 4


def _code(state: str) -> str:
    """A state's code as it is kept; "" for what is none, which the database might not even compare."""
    return state.upper() if len(state) == 2 and state.isascii() and state.isalpha() else ""


def quarters(state: str = "") -> list[dict[str, str]]:
    """Closed quarters of one state or of all, newest first, without their figures."""
    rows = ClosedQuarter.objects.defer("content")
    return [_named(row) for row in (rows.filter(state=_code(state)) if state else rows)]


def _named(row: ClosedQuarter) -> dict[str, str]:
    return {
        "state": row.state,
        "slug": f"{row.start:%Y-%m}",
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "sha256": row.sha256,
        "closed_on": row.closed_at.date().isoformat(),
    }


def quarter(state: str, slug: str) -> Content | None:
    """One closed quarter with its hash; None where there is none (yet)."""
    try:
        period = calendar.beginning(slug)
    except calendar.BadQuarter:
        return None
    row = ClosedQuarter.objects.filter(state=_code(state), start=period.start).first()
    return _read(row) if row else None


def _read(row: ClosedQuarter) -> Content:
    return {**json.loads(row.content), "sha256": row.sha256}


def text(state: str, slug: str) -> str:
    """The frozen words themselves, whose SHA-256 is printed; "" where there are none."""
    try:
        period = calendar.beginning(slug)
    except calendar.BadQuarter:
        return ""
    row = ClosedQuarter.objects.filter(state=_code(state), start=period.start).first()
    return row.content if row else ""


def year(state: str, slug: str) -> Content | None:
    """Four closed quarters from one on, added up: for each cell the least and the most it can be."""
    try:
        first = calendar.beginning(slug)
    except calendar.BadQuarter:
        return None
    four = closed(state.upper(), Period(first.start, _year_end(first.start)))
    if len(four) != IN_A_YEAR:
        return None
    return {
        "schema": four[0]["schema"],
        "state": state.upper(),
        "period": {"start": four[0]["period"]["start"], "end": four[-1]["period"]["end"]},
        "cells": {
            cell: dict(zip(("least", "most"), adding.bounds(four, cell), strict=True))
            for cell in adding.cells(four)
        },
        "tables": sorted({path for content in four for path in content["tables"]}),
        "exact": adding.exact(four[-1:]),
        "names": merged([content["names"] for content in four]),
        "quarters": [content["sha256"] for content in four],
    }


def _year_end(start: date) -> date:
    return calendar.beginning(f"{shifted(start, 9):%Y-%m}").end


def merged(names: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Names of several quarters in one; the newest of each wins."""
    found: dict[str, Any] = {}
    for one in names:
        for kind, codes in one.items():
            found.setdefault(kind, {}).update(codes)
    return found


def closed(state: str, period: Period) -> list[Content]:
    """The closed quarters that make up a period exactly, oldest first; none where they don't."""
    rows = ClosedQuarter.objects.filter(state=state, end__gte=period.start, start__lte=period.end)
    return _exactly([_read(row) for row in rows.order_by("start")], period)


def _exactly(rows: list[Content], period: Period) -> list[Content]:
    day = period.start
    for row in rows:
        if date.fromisoformat(row["period"]["start"]) != day:
            return []
        day = shifted(day, calendar.MONTHS)
    return rows if rows and rows[-1]["period"]["end"] == period.end.isoformat() else []


def closed_by_state(period: Period) -> dict[str, list[Content]]:
    """For each state with a closed quarter in a period: those that make it up exactly, or none of them."""
    found: dict[str, list[Content]] = {}
    rows = ClosedQuarter.objects.filter(end__gte=period.start, start__lte=period.end)
    for row in rows.order_by("state", "start"):
        found.setdefault(row.state, []).append(_read(row))
    return {state: _exactly(contents, period) for state, contents in found.items()}


def region(slug: str) -> Content:
    """A calendar quarter, the states side by side: each with its quarter that ended in it.

    Only states that have a closed quarter are in it; who is not did not report. Raises `BadQuarter`.
    """
    period = calendar.beginning(slug)
    rows = ClosedQuarter.objects.filter(end__gte=period.start, end__lte=period.end).order_by("state")
    return {
        "schema": 1,
        "state": REGION,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "states": {row.state: _read(row) for row in rows},
    }
