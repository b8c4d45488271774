"""The chapters of a report as figures, of one edition and period, from one reading of the counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reporting import figures, publishing
from reporting.figures import Figures, Reading
from reporting.models import Edition
from reporting.periods import Period, years
from reporting.scopes import Scope

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures are wanted, in which edition, as of which day."""

    scope: Scope
    edition: str
    today: date


def read(asked: Asked, periods: Iterable[Period]) -> Reading:
    """Read what the chapters of these periods need: two statements, however many periods and states they are."""
    wanted = [one for period in periods for one in (period, exact_year(asked, period)) if one is not None]
    return figures.read_all(asked.scope, wanted)


def exact_year(asked: Asked, period: Period) -> Period | None:
    """The year whose exact totals are given: the period itself, or the newest closed one before its end."""
    if asked.scope.institution:
        return None  # they are national totals
    return period if period.is_year else years(min(period.end, asked.today), 1)[0]


def build(asked: Asked, period: Period, reading: Reading) -> Content:
    """All chapters of a period as an edition shows them, with the paths of what is hidden under `suppressed`."""
    read = reading.of(period)
    content: Content = {
        "edition": str(asked.edition),
        "scope": asked.scope.code,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "has_data": read.has_data,
        **(_chapters(read, _exact(asked, period, reading)) if read.has_data else nothing()),
        "states": _states(asked, period, reading) if asked.scope.is_region else {},
        "suppressed": [],
    }
    if asked.edition == Edition.PUBLIC:
        publishing.publish(content)
    else:
        publishing.protect(content, scope=asked.scope)
    return content


def _exact(asked: Asked, period: Period, reading: Reading, state: str = "") -> Figures | None:
    year = exact_year(asked, period)
    found = reading.of(year, state) if year else None
    return found if found is not None and found.has_data else None


def _chapters(read: Figures, exact: Figures | None) -> Content:
    return {
        "intake": figures.intake(read),
        "counted": figures.counted(read),
        "balance": figures.balance(read),
        "outcomes": figures.outcomes(read),
        "clocks": figures.clocks(read),
        "grave": figures.grave(read, exact),
        "oversight": figures.oversight(read),
        "recommendations": figures.recommendations(read),
        "reprisals": figures.reprisals(read),
        "custody": figures.custody(read),
        "reviews": figures.reviews(read),
        "satisfaction": figures.satisfaction(read),
    }


def nothing() -> Content:
    """Nothing was counted here yet, or nothing is told: no figure at all, and no zero."""
    intake: Content = {"total": None, "complaint": None, "assistance": None, "by_matter": {}}
    intake |= {f"by_{dimension}": {} for dimension in figures.DIMENSIONS}
    return {
        "intake": intake,
        "outcomes": {"basis": "cohort", "complaint": {}, "assistance": {}, "flow": {"basis": "flow"}},
        "grave": {"received": None, "by_category": {}, "route": {}, "exact": None},
        **{name: {} for name in ("counted", "balance", "clocks", "oversight", "recommendations")},
        **{name: {} for name in ("reprisals", "custody", "reviews", "satisfaction")},
    }


def _states(asked: Asked, period: Period, reading: Reading) -> Content:
    def of(state: str) -> tuple[Figures, Figures | None]:
        return reading.of(period, state), _exact(asked, period, reading, state)

    return figures.side_by_side(reading.states, of)


def headline(content: Content) -> Content:
    """What a later report compares itself with: exactly what a report of that period would show."""
    row: Content = {"period": content["period"], "has_data": content["has_data"]}
    for matter in figures.MATTERS:
        row[matter] = content["intake"].get(matter)
        row[f"{matter}_completed"] = _at(content, "balance", matter, "completed")
        row[f"{matter}_remaining"] = _at(content, "balance", matter, "remaining")
    for clock in ("acknowledge", "decide"):
        row[clock] = {"share_in_time": _at(content, "clocks", "complaint", clock, "share_in_time")}
    row["questions"] = {
        name: _at(content, "oversight", "questions", name) for name in ("share_in_time", "silent")
    }
    return row | {
        "allegations": _at(content, "counted", "allegations"),
        "people": _at(content, "counted", "people"),
        "grave": _at(content, "grave", "received"),
        "recommendations_made": _at(content, "recommendations", "cohort", "made"),
        "recommendations_verified": _verified(content),
        "reviews_asked": _at(content, "reviews", "asked"),
        "custody": _at(content, "custody", "received"),
    }


def _verified(content: Content) -> int | None:
    flow = _at(content, "recommendations", "flow")
    if not flow or "recommendations.flow" in content["suppressed"]:
        return None
    found: int | None = flow.get("verified", 0)
    return found


def _at(content: Content, *path: str) -> Any:
    place: Any = content
    for step in path:
        place = place.get(step) if place else None
    return place
