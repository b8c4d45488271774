"""Hiding small cells of a published table together with the sums that would give them away.

Cells from 1 to 4 are hidden. Then an outsider is played who knows every published cell and every sum
between cells, and further cells are hidden until no hidden small cell can be worked out. Zero is shown:
it is about nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 5
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the cells that make it up. Names of cells are paths."""

    total: str
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.total, *self.parts)


def hidden(
    cells: Mapping[str, int],
    sums: Iterable[Sum],
    *,
    shown: Collection[str] = (),
    unpublished: Collection[str] = (),
) -> set[str]:
    """The cells to hide, `unpublished` ones among them.

    `shown` cells are published whatever they hold. `unpublished` stand in sums but in no table, so that
    hiding them costs nothing.
    """
    away = set(unpublished)
    # What doesn't add up is no sum, and nobody can reckon with it.
    true = [line for line in sums if cells[line.total] == sum(cells[part] for part in line.parts)]
    for part, lines in _apart(cells, true, shown):
        away |= _hidden(part, lines, shown, unpublished)
    return away


def _apart(
    cells: Mapping[str, int], sums: list[Sum], shown: Collection[str]
) -> Iterable[tuple[dict[str, int], list[Sum]]]:
    """Cells with the sums they stand in, taken apart where nothing that may be hidden joins them.

    What is shown in any case is known to everybody: no secret passes through it from one table to another. Tables
    are protected one by one then, and each takes the time of its own size.
    """
    known = set(shown)
    leader = {name: name for name in cells if name not in known}

    def find(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    joined = [(line, [name for name in line.cells if name not in known]) for line in sums]
    for _line, names in joined:
        for name in names[1:]:
            leader[find(name)] = find(names[0])
    parts: dict[str, dict[str, int]] = {}
    lines: dict[str, list[Sum]] = {}
    for name in leader:
        parts.setdefault(find(name), {})[name] = cells[name]
    for line, names in joined:
        if names:
            root = find(names[0])
            lines.setdefault(root, []).append(line)
            parts[root].update((name, cells[name]) for name in line.cells)
    for root, part in parts.items():
        yield part, lines.get(root, [])


def _hidden(
    cells: Mapping[str, int], every: list[Sum], shown: Collection[str], unpublished: Collection[str]
) -> set[str]:
    small = {name for name, count in cells.items() if 0 < count < SMALLEST_SHOWN and name not in shown}
    small -= set(unpublished)
    away = small | {name for name in unpublished if name in cells}
    while small and every:
        bounds = _outsider(cells, every, away)
        given_away = sorted(name for name in small if bounds[name][0] == bounds[name][1])
        # Where nothing is left to hide, nothing more can be done: such a table is all hidden.
        more = next((found for name in given_away if (found := _next(name, cells, every, away, shown))), None)
        if more is None:
            break
        away.add(more)
    return away


def _next(
    name: str, cells: Mapping[str, int], sums: list[Sum], away: set[str], shown: Collection[str]
) -> str | None:
    """One more cell to hide for the sake of `name`: the cheapest that protects it alone, else the cheapest.

    Sought among the cells that stand in a sum with it, then with its hidden kin, and so on outwards.
    """
    totals = {line.total for line in sums}
    kin, tried, fallback = {name}, set[str](), None
    while True:
        reached = [line for line in sums if kin & set(line.cells)]
        found = _open(reached, away, shown) - tried
        for cell in sorted(found, key=lambda c: (c in totals, cells[c] == 0, cells[c], c)):
            fallback = fallback or cell
            low, high = _outsider(cells, sums, away | {cell})[name]
            if low < high:
                return cell
        tried |= found
        wider = kin | {cell for line in reached for cell in line.cells if cell in away}
        if wider == kin:
            return fallback
        kin = wider


def _open(lines: list[Sum], away: set[str], shown: Collection[str]) -> set[str]:
    return {cell for line in lines for cell in line.cells if cell not in away and cell not in shown}


def _outsider(cells: Mapping[str, int], sums: list[Sum], away: set[str]) -> dict[str, tuple[int, int]]:
    """What somebody can tell about each cell who knows the published ones: the least and the most it may be.

    They know as well that a zero is hidden only where nothing else was left.
    """
    least = 0 if any(cells[name] == 0 for name in away) else 1
    bounds = {n: (min(least, c), _FAR) if n in away else (c, c) for n, c in cells.items()}
    # A sum of which every cell is known tells nothing more; the others again whenever one of their cells is narrowed.
    open_lines = [line for line in sums if not away.isdisjoint(line.cells)]
    touched: dict[str, list[int]] = {}
    for at, line in enumerate(open_lines):
        for name in line.cells:
            if name in away:
                touched.setdefault(name, []).append(at)
    waiting = dict.fromkeys(range(len(open_lines)))
    while waiting:
        at = next(iter(waiting))
        del waiting[at]
        for name in _tighten(open_lines[at], bounds):
            waiting.update(dict.fromkeys(touched.get(name, ())))
    return bounds


def _tighten(line: Sum, bounds: dict[str, tuple[int, int]]) -> list[str]:
    """Narrow the cells of one sum by each other. Returns which were narrowed."""
    low = sum(bounds[part][0] for part in line.parts)
    high = sum(bounds[part][1] for part in line.parts)
    changed = [line.total] if _narrow(bounds, line.total, low, high) else []
    total_low, total_high = bounds[line.total]
    for part in line.parts:
        part_low, part_high = bounds[part]
        if part_low == part_high:
            continue
        others_low, others_high = low - part_low, high - part_high
        if _narrow(bounds, part, total_low - others_high, total_high - others_low):
            changed.append(part)
        low, high = others_low + bounds[part][0], others_high + bounds[part][1]
    return changed


def _narrow(bounds: dict[str, tuple[int, int]], name: str, low: int, high: int) -> bool:
    before = bounds[name]
    bounds[name] = (max(before[0], low), min(before[1], high))
    return bounds[name] != before
