"""No hidden small cell can be worked out from what is printed."""

import itertools
import random

from reporting import progress
from reporting.models import Origin
from reporting.suppression import Sum, hidden


def test_a_small_cell_takes_another_with_it():
    cells = {"a": 2, "b": 7, "c": 30, "total": 39}
    away = hidden(cells, [Sum("total", ("a", "b", "c"))], shown=["total"])
    assert away == {"a", "b"}


def test_zero_is_shown_and_large_tables_stay_whole():
    cells = {"a": 0, "b": 7, "total": 7}
    assert hidden(cells, [Sum("total", ("a", "b"))]) == set()


def test_two_ones_are_not_told_by_their_sum():
    cells = {"a": 1, "b": 1, "c": 9, "total": 11}
    away = hidden(cells, [Sum("total", ("a", "b", "c"))], shown=["total"])
    assert away == {"a", "b", "c"}


def test_cells_that_are_always_shown_stay():
    cells = {"DTH": 3, "LIB": 40}
    assert hidden(cells, [], shown=["DTH"]) == set()


def _table(numbers):
    cells = {"00": numbers[0], "01": numbers[1], "10": numbers[2], "11": numbers[3]}
    cells |= {"r0": cells["00"] + cells["01"], "r1": cells["10"] + cells["11"]}
    cells |= {"c0": cells["00"] + cells["10"], "c1": cells["01"] + cells["11"]}
    cells["t"] = cells["r0"] + cells["r1"]
    sums = [
        Sum("r0", ("00", "01")),
        Sum("r1", ("10", "11")),
        Sum("c0", ("00", "10")),
        Sum("c1", ("01", "11")),
    ]
    return cells, [*sums, Sum("t", ("r0", "r1")), Sum("t", ("c0", "c1"))]


def _worlds(cells, away):
    """Every table an outsider could imagine behind the printed one."""
    least = 0 if any(cells[name] == 0 for name in away) else 1
    inner = ("00", "01", "10", "11")
    choices = [range(least, 13) if name in away else [cells[name]] for name in inner]
    for numbers in itertools.product(*choices):
        world, _sums = _table(numbers)
        if all(world[n] == c if n not in away else world[n] >= least for n, c in cells.items()):
            yield world


def test_an_outsider_who_tries_everything_learns_no_small_cell():
    dice = random.Random(7)
    for _ in range(60):
        cells, sums = _table([dice.choice([0, 1, 2, 3, 4, 5, 7]) for _ in range(4)])
        away = hidden(cells, sums)
        small = {name for name, count in cells.items() if 0 < count < 5}
        seen = {name: set() for name in small}
        for world in _worlds(cells, away):
            for name in small:
                seen[name].add(world[name])
        assert all(len(values) > 1 for values in seen.values()), (cells, away)


def test_no_share_of_the_period_before_tells_a_small_count():
    row = {
        "origin": Origin.COMPUTED,
        "function": "complaints_received",
        "value": 9,
        "previous": 5,
        "basis": None,
    }
    content = {"intake": {"complaint": 9}}

    assert progress.hide_with([row], content) == ["plan[0].previous"]
    assert (row["value"], row["previous"]) == (9, None)
