"""An outsider who has everything published and sets it all against each other."""

import random
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from reporting import snapshot
from reporting.models import ClosedQuarter
from reporting.periods import shifted
from reporting.statistics import adding, hiding, tables

FAR = 10**6
CODES = {
    "gender": ("female", "male", "not_stated"),
    "channel": ("web", "post", "phone", "visit"),
    "source": ("individual", "family", "lawyer", "organisation", "other"),
    "mode": ("named", "confidential", "anonymous"),
    "category": ("LIB", "FRC", "LAW", "MED", "CON", "DGN", "BRB"),
    "place_type": ("station", "prison", "street", "border"),
    "governorate": ("BH-13", "BH-14", "BH-15", "BH-17", "x"),
    "service": ("police", "prisons", "not_stated"),
}
OUTCOMES = {
    "complaint": ("substantiated", "not_substantiated", "withdrawn", "open"),
    "assistance": ("settled", "not_settled", "withdrawn", "open"),
}


def split(dice, whole, codes):
    """A whole in parts, most of them unequal."""
    weights = [dice.choice((0, 1, 1, 3, 10, 40)) for _ in codes]
    if not sum(weights):
        weights[0] = 1
    counts = dict.fromkeys(codes, 0)
    for code in dice.choices(codes, weights, k=whole):
        counts[code] += 1
    return {code: count for code, count in counts.items() if count}


def figures(dice, carried):
    """The exact figures of a quarter, every case with one category, which tells an outsider most."""
    content = {"intake": {"by_matter": {}}, "balance": {}, "outcomes": {"flow": {}}, "clocks": {}}
    for matter in tables.MATTERS:
        received = dice.choice((0, 2, 4, 5, 9, 14, 30, 60, 120))
        by = {f"by_{name}": split(dice, received, codes) for name, codes in CODES.items()}
        if matter == "complaint":
            by["by_category"] = split(dice, received, (*CODES["category"], *tables.EXACT))
        content["intake"] |= {matter: received}
        content["intake"]["by_matter"][matter] = by
        content["outcomes"][matter] = split(dice, received, OUTCOMES[matter])
        reopened = dice.choice((0, 0, 1, 2, 4, 6))
        completed = dice.randint(0, carried[matter] + received + reopened)
        left = carried[matter] + received + reopened - completed
        content["outcomes"]["flow"][matter] = split(dice, completed, OUTCOMES[matter][:3])
        content["balance"][matter] = {
            "carried_over": carried[matter],
            "received": received,
            "reopened": reopened,
            "completed": completed,
            "remaining": left,
        }
        due = split(dice, dice.choice((0, 3, 8, 40)), ("in_time", "late", "running"))
        content["clocks"][matter] = {"decide": {"due": sum(due.values()), **due}}
        carried[matter] = left
    return content


def history(dice, quarters=8):
    """Some consecutive quarters of a state: what is true, and what is published."""
    carried = {matter: dice.choice((0, 0, 3, 20)) for matter in tables.MATTERS}
    stocks, true, published = {}, [], []
    for number in range(quarters):
        exact = figures(dice, carried)
        cells = tables.cells_of(exact)
        closed = hiding.close(cells, stocks)
        stocks = closed.stocks
        row = {
            "cells": closed.cells,
            "withheld": closed.withheld,
            "tables": tables.counted(exact),
            "exact": None,
        }
        true.append((cells, exact))
        published.append(row)
        if number % 4 == 3:
            row["exact"] = year_of(true[-4:])
    return true, published


def year_of(four):
    return {
        code: sum(f["intake"]["by_matter"]["complaint"]["by_category"].get(code, 0) for _c, f in four)
        for code in tables.EXACT
    }


def store(state, *, now, quarters=4):
    """The quarters of 2025 of an invented history, closed, for pages to show."""
    dice = random.Random(4)
    _true, published = history(dice, quarters)
    for number, row in enumerate(published):
        start = shifted(date(2025, 1, 1), 3 * number)
        end = shifted(start, 3) - timedelta(days=1)
        period = {"start": start.isoformat(), "end": end.isoformat()}
        year = {"start": "2025-01-01", "end": "2025-12-31"}
        content = {
            **row,
            "schema": 1,
            "state": state,
            "period": period,
            "closed_on": "2026-01-20",
            "days": None,
            "stocks": {},
        }
        content["exact"] = {**year, **row["exact"]} if row["exact"] else None
        content["names"] = {"governorates": {}}
        ClosedQuarter.objects.create(
            state=state,
            start=start,
            end=end,
            content=snapshot.canonical(content),
            sha256="0" * 64,
            closed_at=now,
            closed_by="system",
        )


class Outsider:
    """Equations between unknown counts: what is added up, what is published."""

    def __init__(self):
        self.equations = []  # ({variable: factor}, value)
        self.truth = {}
        self.low, self.high = {}, {}

    def unknown(self, name, true, *, least=0, most=FAR):
        self.truth[name], self.low[name], self.high[name] = true, least, most

    def read(self, name, value):
        """A count that is printed."""
        assert self.truth[name] == value, (name, value, self.truth[name])
        self.low[name] = self.high[name] = value

    def know(self, names, value=0, less=()):
        """Some counts less some others are so many."""
        row = defaultdict(int)
        for name in names:
            row[name] += 1
        for name in less:
            row[name] -= 1
        assert sum(factor * self.truth[name] for name, factor in row.items()) == value, "a false attack"
        self.equations.append((dict(row), value))

    def _open(self):
        """The equations with what is printed put in."""
        for row, value in self.equations:
            left = {
                name: factor for name, factor in row.items() if self.low[name] < self.high[name] and factor
            }
            if left:
                yield left, value - sum(f * self.low[name] for name, f in row.items() if name not in left)

    def _combined(self):
        """The equations reduced against each other."""
        pivots = {}
        for row, value in self._open():
            current, rest = {k: Fraction(v) for k, v in row.items()}, Fraction(value)
            for hit in [name for name in row if name in pivots]:
                current, rest = _less(current, rest, pivots[hit], hit)
            if not current:
                assert rest == 0, "published figures contradict each other"
                continue
            pivot = next(iter(current))
            by = current[pivot]
            made = {n: f / by for n, f in current.items()}, rest / by
            for other in [name for name, (known, _v) in pivots.items() if pivot in known]:
                pivots[other] = _less(*pivots[other], made, pivot)
            pivots[pivot] = made
        return list(pivots.values())

    def attack(self):
        """Narrow every count by every equation and every combination; returns how many attempts that were."""
        rows = [*self._open(), *self._combined()]
        changed = True
        while changed:
            changed = any(self._narrow(row, value) for row, value in rows)
        return sum(len(row) for row, _value in rows)

    def _narrow(self, row, value):
        changed = False
        ends = {n: sorted((f * self.low[n], f * self.high[n])) for n, f in row.items()}
        low, high = sum(e[0] for e in ends.values()), sum(e[1] for e in ends.values())
        for name, factor in row.items():
            found = sorted(
                (
                    (value - low + ends[name][0]) / Fraction(factor),
                    (value - high + ends[name][1]) / Fraction(factor),
                )
            )
            least, most = -(-found[0] // 1), found[1] // 1
            if least > self.low[name]:
                self.low[name], changed = int(least), True
            if most < self.high[name]:
                self.high[name], changed = int(most), True
        return changed

    def recovered(self, names):
        return [name for name in names if self.low[name] == self.high[name]]


def _less(row, value, known, at):
    """A row less so many times a known one that one count falls out of it."""
    factor = row.get(at, 0)
    left = dict(row)
    for name, times in known[0].items():
        left[name] = left.get(name, 0) - factor * times
        if not left[name]:
            del left[name]
    return left, value - factor * known[1]


def outsider(true, published):
    """Everything an outsider knows of one state; returns them and the small counts they are after."""
    who, small = Outsider(), []
    for q, ((cells, exact), row) in enumerate(zip(true, published, strict=True)):
        cells = {**_possible(cells), **cells}
        by_category = exact["intake"]["by_matter"]["complaint"]["by_category"]
        who.unknown((q, "exact"), sum(by_category.get(code, 0) for code in tables.EXACT))
        for cell, count in cells.items():
            few = cell.startswith("intake.") and cell.count(".") == 1 and row["cells"].get(cell, 0) is None
            least = 1 if count and row["cells"].get(cell, 0) is None else 0
            who.unknown((q, cell), count, least=least, most=4 if few else FAR)
            value = adding.shown(row, cell)
            if value is not None:
                who.read((q, cell), value)
            elif hiding.is_small(count):
                small.append((q, cell))
        for table in tables.TABLES:
            parts, head = tables.parts_of(table, cells), tables.head_of(table)
            if parts and head in cells and table.kind != "row":
                who.know([(q, part) for part in parts], less=[(q, head)])
        categories = tables.parts_of(tables.BY_PATH["intake.by_matter.complaint.by_category"], cells)
        who.know([(q, "exact"), *((q, one) for one in categories)], less=[(q, "intake.complaint")])
        _stocks(who, q, cells)
        if row["exact"]:
            who.know([(n, "exact") for n in range(q - 3, q + 1)], sum(row["exact"].values()))
            whole = sum(row["exact"].values())
            # A quarter that holds all of a year's is told with the year: that is meant.
            small += [
                (n, "exact")
                for n in range(q - 3, q + 1)
                if hiding.is_small(who.truth[n, "exact"]) and who.truth[n, "exact"] != whole
            ]
    _longer(who, true, published)
    return who, small


def _possible(cells):
    """Codes that did not occur: where a table is withheld, nobody is told which."""
    return {
        f"intake.by_matter.{matter}.by_{name}.{code}": 0
        for matter in tables.MATTERS
        for name, codes in CODES.items()
        for code in codes
        if f"intake.{matter}" in cells and (name != "category" or matter == "complaint")
    }


def _stocks(who, q, cells):
    for matter in tables.MATTERS:
        row = {name: (q, f"balance.{matter}.{name}") for name in tables.BALANCE}
        if row["completed"] not in who.truth:
            continue
        came = [row["carried_over"], row["received"], row["reopened"]]
        who.know(came, less=[row["completed"], row["remaining"]])
        who.know([row["received"]], less=[(q, f"intake.{matter}")])
        if q:
            who.know([row["carried_over"]], less=[(q - 1, f"balance.{matter}.remaining")])


def _longer(who, true, published):
    """Half-years, years and any other stretch of quarters, as public editions give them."""
    for start in range(len(published)):
        for end in range(start + 2, min(start + 4, len(published)) + 1):
            for cell in adding.cells(published[start:end]):
                if cell.startswith("balance."):
                    continue
                names = [(q, cell) for q in range(start, end) if (q, cell) in who.truth]
                value = adding.total(published[start:end], cell)
                if value is not None:
                    who.know(names, value)
                least, most = adding.bounds(published[start:end], cell)
                there = sum(who.truth[name] for name in names)
                assert least <= there <= (there if most is None else most), (cell, least, most, there)
