"""From exact figures to what an edition shows: which cells of a snapshot are hidden, and their paths."""

from collections.abc import Iterator
from typing import Any

from reporting import sums, suppression
from reporting.figures import EXACT, MATTERS
from reporting.scopes import Scope
from reporting.statistics import editions

Content = dict[str, Any]
_PRINTED_NOWHERE = ("(", "[", "~")
# What stands on counts and goes where they went: its name, and the counts beside it.
_STANDS_ON = {
    "share_in_time": ("due", "in_time"),
    "share_yes": ("n", "yes"),
    "median": ("n", "decided"),
    "p90": ("n", "decided"),
}


def publish(content: Content) -> None:
    """Hide the small cells of a snapshot, in place, and list them under `suppressed`."""
    if content["has_data"]:
        cells = sums.cells_of(content)
        every = list(sums.sums_of(content, cells))
        _hide(content, cells, every, set(_shown(content)))
        editions.settle(content)


def protect(content: Content, *, scope: Scope) -> None:
    """Hide small cells of the chapter on reprisals in the exact edition too.

    A ministry reads the exact figures of its state: "one report of a reprisal in June" would tell the one who knows
    whom he threatened that it was told. An institution's own figures say what it knows already.
    """
    if content["has_data"] and not scope.institution:
        cells = sums.cells_of(content, ("reprisals",))
        cells.pop("reprisals.alleged", None)  # a category of complaints, exact like every other
        _hide(content, cells, list(sums.reprisals(cells)), set())


def _hide(content: Content, cells: dict[str, int], every: list[suppression.Sum], shown: set[str]) -> None:
    unpublished = {name for name in cells if name.startswith("(")}
    away = suppression.hidden(cells, every, shown=shown, unpublished=unpublished)
    away = {name for name in away if not name.startswith(_PRINTED_NOWHERE)}
    for path in away:
        _blank(content, path)
    paths = [*away, *_left_standing(content)]
    content["suppressed"] = sorted({*content["suppressed"], *paths})


def _shown(content: Content) -> Iterator[str]:
    totals = [content["intake"][name] for name in ("total", *MATTERS)]
    if not [count for count in totals if 0 < count < suppression.SMALLEST_SHOWN]:
        # Hidden to protect one table, they would be told by the next: the table gives way, not the total.
        yield from (f"intake.{name}" for name in ("total", *MATTERS))
        yield from (f"balance.{matter}.received" for matter in MATTERS)
        yield from ("counted.complaints", "counted.assistance")
    if content["grave"].get("exact"):
        yield from (f"grave.exact.{code}" for code in EXACT)
        if content["grave"]["exact"]["start"] == content["period"]["start"]:
            # The same numbers stand in the tables of the period: hiding them there would hide nothing.
            for code in EXACT:
                yield f"grave.by_category.{code}"
                yield f"intake.by_matter.complaint.by_category.{code}"
    for state, row in content["states"].items():
        if row.get("exact"):
            yield from (f"states.{state}.exact.{code}" for code in EXACT)


def _blank(content: Content, path: str) -> None:
    place: Any = content
    steps = path.split(".")
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = None


def _left_standing(content: Content) -> list[str]:
    """Shares and medians stand on cells: they go where their cells went. Returns their paths."""
    taken: list[str] = []
    for section in sums.SECTIONS:
        _take_shares(content.get(section, {}), section, taken)
    return taken


def _take_shares(node: Any, path: str, taken: list[str]) -> None:
    if not isinstance(node, dict):
        return
    for name, child in node.items():
        if isinstance(child, dict):
            _take_shares(child, f"{path}.{name}", taken)
        elif child is not None and _is_bare(node, name):
            node[name] = None
            taken.append(f"{path}.{name}")


def _is_bare(row: Content, name: str) -> bool:
    if name == "share_verified":
        basis: tuple[str, ...] = (
            ("accepted", "accepted_verified") if "accepted" in row else ("due", "verified")
        )
    elif name == "share_overturned":
        return None in (row["flow"]["decided"], row["flow"]["overturned"])
    else:
        basis = _STANDS_ON.get(name, ())
    return any(one in row and row[one] is None for one in basis)
