"""The states side by side, without a rank. One that did not report is shown as such: a missing report is no zero."""

from collections.abc import Callable
from typing import Any

from reporting.figures.answers import oversight, recommendations
from reporting.figures.people import custody, reviews
from reporting.figures.reading import MATTERS, Figures
from reporting.figures.received import balance, counted
from reporting.figures.results import exact_totals, grave
from reporting.figures.timing import kept, shared

SILENT = {"reported": False, "complaint": None, "assistance": None, "total": None}
BESIDE = ("acknowledge", "decide")


def side_by_side(states: list[str], of: Callable[[str], tuple[Figures, Figures | None]]) -> dict[str, Any]:
    """Each state's row. `of` gives its figures of the period and those of the year with exact totals."""
    return {state: _row(*of(state)) for state in states}


def _row(figures: Figures, exact: Figures | None) -> dict[str, Any]:
    if not figures.has_data:
        return dict(SILENT)
    row: dict[str, Any] = {matter: figures.total("received", matter) for matter in MATTERS}
    row = {"reported": True, **row, "total": sum(row.values())}
    apart, moved = counted(figures), balance(figures)
    row |= {"allegations": apart["allegations"], "people": apart["people"]}
    row["grave"] = grave(figures, None)["received"]
    for matter in MATTERS:
        row[f"completed_{matter}"] = moved[matter]["completed"]
        row[f"remaining_{matter}"] = moved[matter]["remaining"]
    row |= {clock: shared(kept(figures, clock, "complaint")) for clock in BESIDE}
    row["exact"] = exact_totals(exact)
    return row | (_of_cases(figures) if figures.has_cases else {})


def _of_cases(figures: Figures) -> dict[str, Any]:
    """What a register kept before this site does not say."""
    made = recommendations(figures)
    return {
        "custody": custody(figures)["received"],
        "questions": oversight(figures)["questions"],
        "recommendations": {
            "made": made["cohort"]["made"],
            "verified": made["flow"].get("verified", 0),
        },
        "reviews": {"asked": reviews(figures)["asked"]},
    }
