"""Which cells of a snapshot add up to which: everything somebody can reckon with who knows the published ones.

Names of cells are paths. Cells in brackets are sums printed nowhere but easily made; cells that begin with `~` are
what is left of a printed sum when a printed part is taken away, and are protected like printed ones.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reporting.figures import CLOCKS, DIMENSIONS, MATTERS
from reporting.suppression import Sum

Content = Mapping[str, Any]
Cells = dict[str, int]
SECTIONS = (
    *("intake", "counted", "balance", "outcomes", "clocks", "grave", "oversight", "recommendations"),
    *("reprisals", "custody", "reviews", "satisfaction", "states"),
)
MARKS = frozenset({"median", "p90", "very_late_after"})
"""Numbers that count nothing."""
_FLOW = ("carried_over", "received", "reopened", "completed", "remaining")
_ROW = ("in_time", "late", "silent", "running")
_DUE = ("verified", "claimed", "not_implemented", "overdue")
# Columns of the states beside the cell of the region that they add up to.
_STATES = {
    **{name: f"intake.{name}" for name in ("complaint", "assistance", "total")},
    **{name: f"counted.{name}" for name in ("allegations", "people")},
    "grave": "grave.received",
    **{
        f"{end}_{matter}": f"balance.{matter}.{end}"
        for matter in MATTERS
        for end in ("completed", "remaining")
    },
    **{
        f"{clock}.{name}": f"clocks.complaint.{clock}.{name}"
        for clock in ("acknowledge", "decide")
        for name in ("due", "in_time", "late", "running")
    },
    "custody": "custody.received",
    **{f"questions.{name}": f"oversight.questions.{name}" for name in ("due", *_ROW)},
    "recommendations.made": "recommendations.cohort.made",
    "recommendations.verified": "recommendations.flow.verified",
    "reviews.asked": "reviews.asked",
}


def cells_of(content: Content, sections: tuple[str, ...] = SECTIONS) -> Cells:
    """Every count of the chapters by its path."""
    return dict(found for section in sections for found in _leaves(content.get(section, {}), section))


def _leaves(node: Any, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, dict):
        for key, child in node.items():
            if key not in MARKS:
                yield from _leaves(child, f"{path}.{key}")
    elif isinstance(node, int) and not isinstance(node, bool):
        yield path, node


def sums_of(content: Content, cells: Cells) -> Iterator[Sum]:
    """Every sum an outsider knows. Adds the cells that are printed nowhere."""
    yield from _intake(cells)
    for matter in MATTERS:
        yield from _whole(cells, f"outcomes.{matter}", f"intake.{matter}")
        yield from _whole(cells, f"outcomes.flow.{matter}", f"balance.{matter}.completed")
        yield from _balance(cells, f"balance.{matter}", f"intake.{matter}")
        for clock in CLOCKS:
            yield from _row(cells, f"clocks.{matter}.{clock}")
        for what in content["clocks"].get("days", {}).get(matter, {}):
            yield from _days(cells, f"clocks.days.{matter}.{what}")
    yield from _same(cells, "clocks.days_to_decision.decided", "clocks.days.complaint.decide.n")
    yield from _same(cells, "clocks.days_to_decision.very_late", "clocks.days.complaint.decide.very_late")
    for found in ("findings", "dispositions"):
        yield from _whole(cells, f"outcomes.flow.{found}", f"(flow {found})")
    yield from _grave(content, cells)
    yield from _oversight(cells)
    yield from _recommendations(cells)
    yield from reprisals(cells)
    yield from _custody(cells)
    yield from _whole(cells, "reviews.cohort", "reviews.asked")
    yield from _parts(cells, "reviews.flow.decided", "reviews.flow", ("upheld", "overturned"))
    for question in content.get("satisfaction", {}):
        path = f"satisfaction.{question}"
        yield from _parts(cells, f"{path}.n", path, ("yes", "partly", "no"))
    yield from _states(content, cells)


def _intake(cells: Cells) -> Iterator[Sum]:
    yield Sum("intake.total", ("intake.complaint", "intake.assistance"))
    for dimension in DIMENSIONS:
        yield from _dimension(cells, f"by_{dimension}")
    yield from _whole(cells, "intake.by_matter.assistance.by_kind", "intake.assistance")
    yield from _whole(cells, "intake.imported_by_matter", "intake.imported")
    for matter in MATTERS:
        yield from _rest(cells, f"intake.{matter}", f"intake.imported_by_matter.{matter}")
        name = "complaints" if matter == "complaint" else matter
        yield from _same(cells, f"counted.{name}", f"intake.{matter}")
    yield from _whole(cells, "intake.allegations", "counted.allegations")


def _dimension(cells: Cells, name: str) -> Iterator[Sum]:
    # A case may have several categories, so these add up to no total; taken as if they did, to be careful.
    multiple = name == "by_category"
    for matter in MATTERS:
        total = f"(category {matter})" if multiple else f"intake.{matter}"
        yield from _whole(cells, f"intake.by_matter.{matter}.{name}", total)
    for path in children(cells, f"intake.{name}"):
        value = path.rsplit(".", 1)[1]
        parts = (f"intake.by_matter.{matter}.{name}.{value}" for matter in MATTERS)
        yield Sum(path, tuple(part for part in parts if part in cells))
    yield from _whole(cells, f"intake.{name}", "(category)" if multiple else "intake.total")


def _grave(content: Content, cells: Cells) -> Iterator[Sum]:
    for code in content["grave"]["by_category"]:
        yield from _same(cells, f"grave.by_category.{code}", f"intake.by_matter.complaint.by_category.{code}")
    yield from _whole(cells, "grave.route", "grave.received")
    yield from _rest(cells, "intake.total", "grave.received")


def _oversight(cells: Cells) -> Iterator[Sum]:
    for name in ("questions", "asked_of"):
        yield from _row(cells, f"oversight.{name}")
    silent = children(cells, "oversight.undetermined")
    yield from _rest(cells, "outcomes.flow.findings.undetermined", *silent)


def _recommendations(cells: Cells) -> Iterator[Sum]:
    for path in ("recommendations", "recommendations.orders"):
        cohort = f"{path}.cohort"
        yield from _whole(cells, f"{cohort}.by_fate", f"{cohort}.made")
        yield from _rest(cells, f"{cohort}.made", f"{cohort}.accepted")
        yield from _rest(cells, f"{cohort}.accepted", f"{cohort}.accepted_verified")
        yield from _rest(cells, f"{cohort}.by_fate.verified", f"{cohort}.accepted_verified")
        yield from _whole(cells, f"{path}.flow", f"({path} flow)")
        yield from _parts(cells, f"{path}.due.due", f"{path}.due", _DUE)
    for kind in ("recommendation", "order"):
        path = f"recommendations.addressed.{kind}"
        yield from _whole(cells, f"{path}.by_fate", f"{path}.made")


def reprisals(cells: Cells) -> Iterator[Sum]:
    """The sums of the chapter that is protected in every edition."""
    yield from _row(cells, "reprisals.followed")
    yield from _whole(cells, "reprisals.findings", "(reprisal findings)")
    yield from _same(cells, "reprisals.alleged", "intake.by_matter.complaint.by_category.REP")


def _custody(cells: Cells) -> Iterator[Sum]:
    yield from _whole(cells, "custody.whereabouts", "custody.received")
    yield from _row(cells, "custody.answers")
    yield from _whole(cells, "custody.outcomes", "custody.balance.completed")
    yield from _balance(cells, "custody.balance", "custody.received")
    yield from _days(cells, "custody.days")


def _states(content: Content, cells: Cells) -> Iterator[Sum]:
    for column, total in _STATES.items():
        parts = [f"states.{code}.{column}" for code in content["states"]]
        known = tuple(part for part in parts if part in cells)
        if known and total in cells:
            yield Sum(total, known)
    for code in content["states"]:
        path = f"states.{code}"
        if f"{path}.total" in cells:
            yield Sum(f"{path}.total", (f"{path}.complaint", f"{path}.assistance"))
            yield from _rest(cells, f"{path}.total", f"{path}.grave")
        for name in ("acknowledge", "decide", "questions"):
            yield from _row(cells, f"{path}.{name}")


# --- shapes that come again ---------------------------------------------------------------------------


def children(cells: Cells, path: str) -> tuple[str, ...]:
    """The cells of a table."""
    start = path + "."
    return tuple(name for name in cells if name.startswith(start) and "." not in name[len(start) :])


def _whole(cells: Cells, path: str, total: str) -> Iterator[Sum]:
    parts = children(cells, path)
    if not parts:
        return
    if total not in cells:
        # Not printed, so an outsider may only guess it; counted as known, which errs to the safe side.
        total = total.replace("(", "[").replace(")", "]")
        cells[total] = sum(cells[part] for part in parts)
    yield Sum(total, parts)


def _parts(cells: Cells, total: str, path: str, names: tuple[str, ...]) -> Iterator[Sum]:
    known = tuple(part for name in names if (part := f"{path}.{name}") in cells)
    if total in cells and known:
        yield Sum(total, known)


def _row(cells: Cells, path: str) -> Iterator[Sum]:
    yield from _parts(cells, f"{path}.due", path, _ROW)


def _days(cells: Cells, path: str) -> Iterator[Sum]:
    if f"{path}.n" in cells:
        yield from _whole(cells, f"{path}.bands", f"{path}.n")
        yield from _rest(cells, f"{path}.n", f"{path}.very_late")


def _rest(cells: Cells, total: str, *parts: str) -> Iterator[Sum]:
    known = tuple(part for part in parts if part in cells)
    if total in cells and known:
        rest = f"~{total} without {known[0]}"
        cells[rest] = cells[total] - sum(cells[part] for part in known)
        if cells[rest] >= 0:  # otherwise they are no parts of it, and nothing can be reckoned
            yield Sum(total, (*known, rest))


def _same(cells: Cells, path: str, other: str) -> Iterator[Sum]:
    if path in cells and other in cells:
        yield Sum(path, (other,))


def _balance(cells: Cells, path: str, received: str) -> Iterator[Sum]:
    row = {name: f"{path}.{name}" for name in _FLOW}
    if row["received"] not in cells:
        return
    both = f"({path})"
    cells[both] = cells[row["completed"]] + cells[row["remaining"]]
    yield Sum(both, (row["carried_over"], row["received"], row["reopened"]))
    yield Sum(both, (row["completed"], row["remaining"]))
    yield from _same(cells, row["received"], received)
