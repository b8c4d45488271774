"""What came of cases: outcomes, findings and dispositions, and grave allegations with their route."""

from typing import Any

from complaints import tallies
from complaints.vocabulary import GRAVE
from reporting.figures.reading import EXACT, MATTERS, Figures


def outcomes(figures: Figures) -> dict[str, Any]:
    """How those received in the period stand (cohort); what ended or was found in it (flow)."""
    cohort = {matter: figures.table("outcome", matter) for matter in MATTERS}
    for table in cohort.values():
        table.setdefault(tallies.OPEN, 0)
        table[tallies.OPEN] = table.pop(tallies.OPEN)  # last
    flow = {matter: figures.table("completed", matter) for matter in MATTERS}
    found = {name: figures.table(name[:-1], "complaint") for name in ("findings", "dispositions")}
    return {"basis": "cohort", **cohort, "flow": {"basis": "flow", **flow, **found}}


def grave(figures: Figures, exact: Figures | None) -> dict[str, Any]:
    """Grave cases, who led them first, and the exact totals of a whole year (None where no whole year has data)."""
    table = figures.table("received.category", "complaint")
    if figures.total("received", "complaint") and not table:  # a register that recorded no categories
        return {"received": None, "by_category": {}, "route": {}, "exact": None}
    return {
        "received": figures.total("received.grave"),
        "by_category": {code: table.get(code, 0) for code in sorted(GRAVE)},
        "route": _route(figures),
        "exact": exact_totals(exact),
    }


def _route(figures: Figures) -> dict[str, int]:
    found: dict[str, int] = {}
    for matter in MATTERS:
        for kind, count in figures.table("grave.route", matter).items():
            found[kind] = found.get(kind, 0) + count
    return found


def exact_totals(year: Figures | None) -> dict[str, Any] | None:
    """Deaths, disappearances and torture alleged in a year, uncrossed."""
    if year is None:
        return None
    counted = year.table("received.category", "complaint")
    return {
        "start": year.period.start.isoformat(),
        "end": year.period.end.isoformat(),
        **{code: counted.get(code, 0) for code in EXACT},
    }
