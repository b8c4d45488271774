"""Which cells of a quarter are hidden, so that nobody can work out one from 1 to 4. Pure: no queries.

Three things beyond the sums of a table (ADR 27 says why each is enough):

* fewer than five in all: a total below five withholds its tables whole;
* stocks wait: what remained at the end of one quarter is what the next one carries over, so a stock is published
  only when what happened since the last published one is nothing or at least five;
* the exact totals of a year leave a quarter's table of categories with one gap more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from reporting import suppression
from reporting.statistics import tables
from reporting.statistics.tables import MATTERS, TABLES
from reporting.suppression import SMALLEST_SHOWN, Sum

ROOM = 2 * SMALLEST_SHOWN
"""How large a category must be to stand as the gap beside the exact ones: it leaves room for each of them."""
FEWEST_DAYS = 10  # decisions below which no median and percentile are given
Cells = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Stock:
    """The last published number of open files, and what was received since; None where that is hidden."""

    remaining: int
    received: int | None = 0
    quarters: int = 0


@dataclass(slots=True)
class Closed:
    """A quarter as it is published: None for hidden cells, paths of tables withheld whole, the stocks that stand."""

    cells: dict[str, int | None] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    stocks: dict[str, Stock] = field(default_factory=dict)


def is_small(count: int) -> bool:
    """From 1 to 4; zero is about nobody."""
    return 0 < count < SMALLEST_SHOWN


def close(exact: Mapping[str, int], stocks: Mapping[str, Stock], veiled: Collection[str] = ()) -> Closed:
    """Hide what must be hidden. `stocks` are those of the quarter before, by matter; none for the first one.

    `veiled` cells were hidden before; a table of deadlines with one of them is withheld.
    """
    cells, made = dict(exact), Closed()
    for cell in veiled:
        table = tables.table_of(cell)
        if table is not None and table.kind != "row":
            _withhold(cells, made, table.path)
        else:
            made.cells[cell] = None
    sums: list[Sum] = []
    for matter in MATTERS:
        if f"intake.{matter}" in cells:
            sums += _balance(cells, matter, stocks.get(matter) or _first(cells, matter), made)
    _withhold_few(cells, made)
    sums += _sums(cells)
    away = suppression.hidden(cells, sums, shown=_shown(cells))
    away |= _gaps(cells, away)
    _withhold(cells, made, *_of_ones(cells, away))
    made.cells |= {name: None if name in away else count for name, count in cells.items() if name[0] != "("}
    made.withheld.sort()
    return made


def _first(cells: Mapping[str, int], matter: str) -> Stock:
    """What an imported register left open; a few of them wait as if something hidden had gone before."""
    carried = cells.get(f"balance.{matter}.carried_over", 0)
    return Stock(0, None, 1) if is_small(carried) else Stock(carried)


def _balance(cells: dict[str, int], matter: str, before: Stock, made: Closed) -> list[Sum]:
    """Carried over + received + taken up again = completed + remaining, or nothing of it yet."""
    row = {name: f"balance.{matter}.{name}" for name in tables.BALANCE}
    received, remaining = cells[f"intake.{matter}"], cells.get(row["remaining"], 0)
    completed = cells.get(row["completed"], 0)
    is_few = is_small(received)
    known = None if is_few or before.received is None else before.received + received
    since = Stock(before.remaining, known, before.quarters + 1)
    # What left the stock since it was last published. Taken up again or registered late counts against it.
    gone = before.remaining + (before.received or 0) + received - remaining
    if since.quarters == 1 and not is_few and gone <= completed and _may_stand(remaining, gone, alone=True):
        made.stocks[matter] = Stock(remaining)
        cells[row["carried_over"]], cells[row["reopened"]] = before.remaining, completed - gone
        cells[f"(gone {matter})"] = gone
        return [
            Sum(row["completed"], (row["reopened"], f"(gone {matter})")),
            Sum(row["received"], (f"intake.{matter}",)),
        ]
    is_told = since.quarters > 1 and _may_stand(remaining, gone, alone=False)
    made.stocks[matter] = Stock(remaining) if is_told else since
    _withhold(cells, made, f"outcomes.flow.{matter}", f"balance.{matter}")
    if is_told:
        made.cells[row["remaining"]] = remaining
    return []


def _may_stand(remaining: int, gone: int, *, alone: bool) -> bool:
    return not is_small(remaining) and (gone >= SMALLEST_SHOWN or (alone and gone == 0))


def _withhold_few(cells: dict[str, int], made: Closed) -> None:
    for table in TABLES:
        whole = cells.get(tables.head_of(table), SMALLEST_SHOWN)
        of_few = table.path.startswith("intake.by_matter.") and is_small(
            cells.get(f"intake.{_matter(table.path)}", 0)
        )
        if is_small(whole) or of_few:
            _withhold(cells, made, table.path)
    for matter in MATTERS:
        if is_small(cells.get(f"intake.{matter}", 0)):
            del cells[f"intake.{matter}"]
            made.cells[f"intake.{matter}"] = None


def _matter(path: str) -> str:
    return path.split(".")[2]


def _withhold(cells: dict[str, int], made: Closed, *paths: str) -> None:
    for path in paths:
        gone = [name for name in cells if name.rpartition(".")[0] == path]
        for name in gone:
            del cells[name]
        if path not in made.withheld:
            made.withheld.append(path)


def _sums(cells: dict[str, int]) -> list[Sum]:
    found = []
    for table in TABLES:
        parts = tables.parts_of(table, cells)
        if table.kind == "row" or not parts:
            continue
        head = tables.head_of(table)
        if head not in cells:
            head = f"({table.path})"
            cells[head] = sum(cells[part] for part in parts)
        found.append(Sum(head, parts))
    decided = "clocks.days_to_decision.decided"
    if decided in cells:
        cells["(timely)"] = cells[decided] - cells["clocks.days_to_decision.very_late"]
        found.append(Sum(decided, ("clocks.days_to_decision.very_late", "(timely)")))
    return found


def _shown(cells: Mapping[str, int]) -> set[str]:
    """Known whatever they hold: totals of what was received, stocks that stand, sums that are easily made."""
    known = {name for name in cells if name.startswith("(") and name != "(timely)"}
    for matter in MATTERS:
        known.add(f"intake.{matter}")
        known |= {f"balance.{matter}.{name}" for name in ("received", "carried_over", "remaining")}
    return known & set(cells)


def _of_ones(cells: Mapping[str, int], away: set[str]) -> list[str]:
    """Tables whose hidden cells are all ones: their number is their sum, and each would be told."""
    found = []
    for table in TABLES:
        gone = [cells[part] for part in tables.parts_of(table, cells) if part in away]
        if table.kind != "row" and gone and sum(gone) == len(gone):
            found.append(table.path)
    return found


def _gaps(cells: Mapping[str, int], away: set[str]) -> set[str]:
    """One category more, where every other would be shown: else all of a year's exact ones were told by quarter."""
    parts = tables.parts_of(tables.BY_PATH["intake.by_matter.complaint.by_category"], cells)
    if not parts or away & set(parts):
        return set()
    roomy = sorted((cells[part], part) for part in parts if cells[part] >= ROOM)
    return {roomy[0][1]} if roomy else {part for part in parts if cells[part]}
