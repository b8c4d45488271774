"""From exact figures to the public edition: which cells of a snapshot are hidden, and their paths."""

from collections.abc import Iterator
from typing import Any

from reporting import progress, suppression
from reporting.figures import CLOCKS, DIMENSIONS, EXACT, MATTERS
from reporting.statistics import editions
from reporting.suppression import Sum

Content = dict[str, Any]
_FLOW = ("carried_over", "received", "reopened", "completed", "remaining")


def publish(content: Content) -> None:
    """Hide the small cells of a snapshot, in place, and list them under `suppressed`."""
    if not content["has_data"]:
        return
    cells = dict(_cells(content))
    sums = list(_sums(content, cells))
    shown = set(_shown(content))
    unpublished = {name for name in cells if name.startswith("(")}
    away = suppression.hidden(cells, sums, shown=shown, unpublished=unpublished) - unpublished
    for path in away:
        _blank(content, path)
    paths = sorted(away) + _hide_shares(content) + progress.hide_with(content["plan"], content)
    content["suppressed"] = sorted(set(paths))
    editions.settle(content)


def _cells(content: Content) -> Iterator[tuple[str, int]]:
    for section in ("intake", "balance", "outcomes", "clocks", "grave", "oversight", "states"):
        yield from _leaves(content[section], section)


def _leaves(node: Any, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(child, f"{path}.{key}")
    elif isinstance(node, int) and not isinstance(node, bool):
        yield path, node


def _shown(content: Content) -> Iterator[str]:
    yield "intake.imported"
    totals = [content["intake"][name] for name in ("total", *MATTERS)]
    if not [count for count in totals if 0 < count < suppression.SMALLEST_SHOWN]:
        # Hidden to protect one table, they would be told by the next: the table gives way, not the total.
        yield from (f"intake.{name}" for name in ("total", *MATTERS))
        yield from (f"balance.{matter}.received" for matter in MATTERS)
    if content["grave"].get("exact"):
        yield from (f"grave.exact.{code}" for code in EXACT)
        if content["grave"]["exact"]["start"] == content["period"]["start"]:
            # The same numbers stand in the tables of the period: hiding them there would hide nothing.
            for code in EXACT:
                yield f"grave.by_category.{code}"
                yield f"intake.by_matter.complaint.by_category.{code}"


def _sums(content: Content, cells: dict[str, int]) -> Iterator[Sum]:
    """Every sum an outsider knows. Cells in brackets are sums printed nowhere but easily made."""
    yield Sum("intake.total", ("intake.complaint", "intake.assistance"))
    for dimension in DIMENSIONS:
        yield from _dimension(cells, f"by_{dimension}")
    yield from _whole(cells, "intake.by_matter.assistance.by_kind", "intake.assistance")
    yield from _whole(cells, "intake.allegations", "(allegations)")
    for matter in MATTERS:
        yield from _whole(cells, f"outcomes.{matter}", f"intake.{matter}")
        yield from _whole(cells, f"outcomes.flow.{matter}", f"balance.{matter}.completed")
        yield from _balance(cells, matter)
        for clock in CLOCKS:
            yield from _kept(cells, f"clocks.{matter}.{clock}")
    yield from _kept(cells, "oversight.questions")
    for found in ("findings", "dispositions"):
        yield from _whole(cells, f"outcomes.flow.{found}", f"(flow {found})")
    for code in content["grave"]["by_category"]:
        yield from _same(cells, f"grave.by_category.{code}", f"intake.by_matter.complaint.by_category.{code}")
    yield from _states(content, cells)


def _dimension(cells: dict[str, int], name: str) -> Iterator[Sum]:
    # A case may have several categories, so these add up to no total; taken as if they did, to be careful.
    multiple = name == "by_category"
    for matter in MATTERS:
        total = f"(category {matter})" if multiple else f"intake.{matter}"
        yield from _whole(cells, f"intake.by_matter.{matter}.{name}", total)
    for path in _children(cells, f"intake.{name}"):
        value = path.rsplit(".", 1)[1]
        parts = (f"intake.by_matter.{matter}.{name}.{value}" for matter in MATTERS)
        yield Sum(path, tuple(part for part in parts if part in cells))
    yield from _whole(cells, f"intake.{name}", "(category)" if multiple else "intake.total")


def _children(cells: dict[str, int], path: str) -> tuple[str, ...]:
    start = path + "."
    return tuple(name for name in cells if name.startswith(start) and "." not in name[len(start) :])


def _whole(cells: dict[str, int], path: str, total: str) -> Iterator[Sum]:
    parts = _children(cells, path)
    if not parts:
        return
    if total not in cells:
        # Not printed, so an outsider may only guess it; counted as known, which errs to the safe side.
        total = total.replace("(", "[").replace(")", "]")
        cells[total] = sum(cells[part] for part in parts)
    yield Sum(total, parts)


def _balance(cells: dict[str, int], matter: str) -> Iterator[Sum]:
    row = {name: f"balance.{matter}.{name}" for name in _FLOW}
    if row["received"] not in cells:
        return
    both = f"(balance {matter})"
    cells[both] = cells[row["completed"]] + cells[row["remaining"]]
    yield Sum(both, (row["carried_over"], row["received"], row["reopened"]))
    yield Sum(both, (row["completed"], row["remaining"]))
    yield Sum(row["received"], (f"intake.{matter}",))


def _kept(cells: dict[str, int], path: str) -> Iterator[Sum]:
    if f"{path}.due" in cells:
        yield Sum(f"{path}.due", tuple(f"{path}.{name}" for name in ("in_time", "late", "running")))


def _same(cells: dict[str, int], path: str, other: str) -> Iterator[Sum]:
    if path in cells and other in cells:
        yield Sum(path, (other,))


def _states(content: Content, cells: dict[str, int]) -> Iterator[Sum]:
    for name in ("complaint", "assistance", "total"):
        parts = tuple(f"states.{code}.{name}" for code in content["states"])
        known = tuple(part for part in parts if part in cells)
        if known:
            yield Sum(f"intake.{name}", known)
    for code in content["states"]:
        path = f"states.{code}"
        if f"{path}.total" in cells:
            yield Sum(f"{path}.total", (f"{path}.complaint", f"{path}.assistance"))


def _blank(content: Content, path: str) -> None:
    place: Any = content
    steps = path.split(".")
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = None


def _hide_shares(content: Content) -> list[str]:
    """Shares and medians stand on cells: they go where their cells went."""
    taken = []
    rows = [(f"clocks.{m}.{c}", row) for m in MATTERS for c, row in content["clocks"].get(m, {}).items()]
    rows.append(("oversight.questions", content["oversight"].get("questions", {})))
    for path, row in rows:
        if row.get("share_in_time") is not None and None in (row["due"], row["in_time"]):
            row["share_in_time"] = None
            taken.append(f"{path}.share_in_time")
    days = content["clocks"].get("days_to_decision", {})
    if days and days["decided"] is None:
        for name in ("median", "p90"):
            days[name] = None
            taken.append(f"clocks.days_to_decision.{name}")
    return taken
