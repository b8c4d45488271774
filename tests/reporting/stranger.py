"""A stranger who reads everything this site publishes of some states, and reckons.

Unlike the outsider of `attacks`, who is given invented quarters, this one reads what the real code publishes: closed
quarters, their years, public editions of every stretch of quarters, the region's, with their comparisons and plans.
Each number is an equation between the exact counts of quarters; a key without a number says that there is one.
"""

import re
from contextlib import contextmanager
from datetime import date, timedelta
from fractions import Fraction

from reporting import publishing, scopes, snapshot, sums
from reporting.periods import Period, shifted
from reporting.statistics import adding, selectors, tables
from tests.reporting import small_states
from tests.reporting.attacks import FAR, Outsider, _less

ROUNDS = 30  # bounds may creep for ever
NO_COUNT = re.compile(r"\.(median|p90|very_late_after|share_\w+|basis|start|end)$|^grave\.exact")
CODED = re.compile(
    r"(\.by_\w+|\.allegations|\.route|\.undetermined|\.whereabouts|\.outcomes|\.findings|\.dispositions|\.bands"
    r"|^outcomes\.\w+|^outcomes\.flow\.\w+|\.flow)$"
)
FIXED = ("grave.by_category",)
HEADLINES = {
    "complaint": "intake.complaint",
    "assistance": "intake.assistance",
    **{
        f"{matter}_{end}": f"balance.{matter}.{end}"
        for matter in tables.MATTERS
        for end in ("completed", "remaining")
    },
    "allegations": "counted.allegations",
    "people": "counted.people",
    "grave": "grave.received",
    "custody": "custody.received",
    "reviews_asked": "reviews.asked",
    "recommendations_made": "recommendations.cohort.made",
    "recommendations_verified": "recommendations.flow.verified",
}


@contextmanager
def nothing_hidden(monkeypatch):
    """The exact figures, for comparing alone."""
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "protect", lambda *_content, **_scope: None)
        yield


def truth_of(state, quarter, today):
    """What is true of a quarter, by path."""
    content = snapshot.build(scope=scopes.of_state(state), edition="internal", period=quarter, today=today)
    return content, sums.cells_of(content)


# --- who reads and reckons ------------------------------------------------------------------------


class Stranger(Outsider):
    """Unknown counts are named (state, number of the quarter, path)."""

    def __init__(self, quarters, truth):
        super().__init__()
        self.quarters, self.targets, self.printed, self.untrue = quarters, {}, 0, []
        for (state, number), (content, cells) in truth.items():
            self._quarter(state, number, content, dict(cells))
        for state, number, path in [*self.truth]:
            if path.startswith("balance.") and path.endswith(".carried_over") and number:
                before = (state, number - 1, path.replace("carried_over", "remaining"))
                if before in self.truth:
                    self.know([(state, number, path)], less=[before])

    def _quarter(self, state, number, content, cells):
        for path in small_states.possible():
            cells.setdefault(path, 0)  # nobody is told what occurred in a table that is not given
        every = list(sums.sums_of(content, cells))
        for path, count in cells.items():
            self.unknown((state, number, path), count, most=FAR)
            if 0 < count < 5 and path[0] not in "([~":
                self.targets[state, number, path] = count
        for one in every:
            self.know([(state, number, part) for part in one.parts], less=[(state, number, one.total)])
        # Every case here has one category: who knows the state may know that.
        start = "intake.by_matter.complaint.by_category."
        codes = [(state, number, path) for path in cells if path.startswith(start)]
        self.know(codes, less=[(state, number, "intake.complaint")])

    def quarter(self, state, number, row):
        """A closed quarter: its cells, the codes it names, and what stands nowhere."""
        for name in [name for name in self.truth if name[:2] == (state, number)]:
            path = name[2]
            if tables.table_of(path) is None and path not in row["cells"]:
                continue
            value = adding.shown(row, path)
            if value is not None:
                self.read_off(name, value)
            elif path in row["cells"] and self.truth[name]:
                self.low[name] = max(self.low[name], 1)
                if path in ("intake.complaint", "intake.assistance"):
                    self.high[name] = min(self.high[name], 4)
        if row["exact"]:
            for code in tables.EXACT:
                path = f"intake.by_matter.complaint.by_category.{code}"
                self._told([(state, one, path) for one in range(number - 3, number + 1)], row["exact"][code])

    def read_off(self, name, value):
        """A printed count."""
        self.printed += 1
        if self.truth[name] != value:
            self.untrue.append((name, value, self.truth[name]))
        else:
            self.low[name] = self.high[name] = value

    def year(self, state, first, content):
        """The least and the most of a year."""
        for path, ends in content["cells"].items():
            names = self._names([state], range(first, first + 4), path)
            there = sum(self.truth[name] for name in names)
            slack = (state, "year", first, path)
            most = FAR if ends["most"] is None else ends["most"] - ends["least"]
            self.unknown(slack, there - ends["least"], most=most)
            self.know(names, ends["least"], less=[slack])

    def edition(self, states, first, last, content):
        """A public edition, everything in it."""
        span = range(first, last + 1)
        for section in sums.SECTIONS:
            if section != "states":
                self._node(states, span, content.get(section, {}), section)
        for code, row in content["states"].items():
            if row["reported"]:
                self._columns([code], span, row)
        for number, row in enumerate(content["plan"]):
            if row["function"] == "complaints_received" and row["value"] is not None:
                self._told(self._names(states, span, "intake.complaint"), row["value"])
            assert row["origin"] != "computed" or row["previous"] is None, number
        lengths = last - first + 1
        for back, row in (
            (lengths, content["comparison"]["previous"]),
            (4, content["comparison"]["year_before"]),
        ):
            before = range(first - back, first - back + lengths)
            self._columns(states, before, row)
        self.exact(states, content)

    def exact(self, states, content):
        """The exact totals of a year."""
        found = content["grave"].get("exact")
        if found:
            ends = [number for number, one in enumerate(self.quarters) if one.end.isoformat() == found["end"]]
            for code in tables.EXACT if ends else ():
                path = f"intake.by_matter.complaint.by_category.{code}"
                self._told(self._names(states, range(ends[0] - 3, ends[0] + 1), path), found[code])

    def _columns(self, states, span, row):
        for name, path in HEADLINES.items():
            if isinstance(row.get(name), int):
                assert span.start >= 0, ("a period nobody closed", name, row)
                self._told(self._names(states, span, path), row[name])

    def _node(self, states, span, node, path):
        if isinstance(node, dict):
            for key, child in node.items():
                self._node(states, span, child, f"{path}.{key}")
        elif not NO_COUNT.search(path) and not isinstance(node, str | bool):
            self._leaf(states, span, node, path)

    def _leaf(self, states, span, value, path):
        names = self._names(states, span, path)
        there = sum(self.truth[name] for name in names)
        if value is not None:
            self._told(names, value)
            return
        parent = path.rpartition(".")[0]
        whole = (tuple(states), span.start, span.stop, path)
        if whole in self.truth or not there or not CODED.search(parent) or parent in FIXED:
            return
        # A row without a number: there was something.
        if len(names) == 1:
            self.low[names[0]] = max(self.low[names[0]], 1)
        elif not any(self.low[name] for name in names):
            self.unknown(whole, there, least=1)
            self.know(names, less=[whole])
            if there < 5:
                self.targets[whole] = there

    def _names(self, states, span, path):
        if path.startswith(("balance.", "custody.balance.")):
            span = span[:1] if path.endswith(".carried_over") else span
            span = span[-1:] if path.endswith(".remaining") else span
        return [
            (state, number, path)
            for state in states
            for number in span
            if (state, number, path) in self.truth
        ]

    def _told(self, names, value):
        self.printed += 1
        names = [name for name in names if name in self.truth]
        there = sum(self.truth[name] for name in names)
        if there != value:
            self.untrue.append((names[:2], value, there))
        else:
            self.know(names, value)

    def attack(self):
        """Narrow every count by every equation and every combination, as long as it helps much."""
        rows = [*self._open(), *self._combined()]
        for _round in range(ROUNDS):
            if not sum(self._narrow(row, value) for row, value in rows):
                break
        return sum(len(row) for row, _value in rows)

    def _combined(self):
        """The equations reduced against each other, each group of those that share unknowns by itself."""
        made = []
        for rows in _groups(list(self._open())):
            pivots = {}
            for row, value in rows:
                current, rest = {name: Fraction(factor) for name, factor in row.items()}, Fraction(value)
                while current and (hit := next((name for name in current if name in pivots), None)):
                    current, rest = _less(current, rest, pivots[hit], hit)
                if not current:
                    assert rest == 0, "published figures contradict each other"
                    continue
                pivot = min(current, key=str)
                by = current[pivot]
                pivots[pivot] = {name: factor / by for name, factor in current.items()}, rest / by
            made += _backwards(pivots)
        return made

    def found(self):
        """What they worked out, but for what the year's exact totals are meant to tell."""
        return [
            (name, count)
            for name, count in self.targets.items()
            if self._is_known(name) and not self._meant(name)
        ]

    def _is_known(self, name):
        return self.low[name] == self.high[name]

    def _meant(self, name):
        """An exact total of which all fell into this stretch; it is told with the year."""
        code = name[-1].rpartition(".")[2]
        if code not in tables.EXACT or not isinstance(name[0], str):
            return code in tables.EXACT and isinstance(name[0], tuple) and self._whole(name)
        year = name[1] - name[1] % 4
        every = [(name[0], one, name[2]) for one in range(year, year + 4)]
        return sum(self.truth.get(one, 0) for one in every) == self.truth[name]

    def _whole(self, name):
        year = name[1] - name[1] % 4
        every = self._names(name[0], range(year, year + 4), name[-1])
        return sum(self.truth[one] for one in every) == self.truth[name]


def _groups(rows):
    """Equations that share unknowns, together."""
    groups = {}
    for row, value in rows:
        own = [[(row, value)], set(row)]
        for other in {id(groups[name]): groups[name] for name in row if name in groups}.values():
            own[0] += other[0]
            own[1] |= other[1]
        groups |= dict.fromkeys(own[1], own)
    return [own[0] for own in {id(own): own for own in groups.values()}.values()]


def _backwards(pivots):
    """Each reduced by the others as well."""
    done = {}
    for pivot in reversed(pivots):
        current, rest = pivots[pivot]
        for hit in [name for name in current if name != pivot and name in done]:
            current, rest = _less(current, rest, done[hit], hit)
        done[pivot] = current, rest
    return list(done.values())


def quarters_from(start, count):
    """Consecutive quarters."""
    starts = [shifted(start, 3 * number) for number in range(count)]
    return [Period(one, shifted(one, 3) - timedelta(days=1)) for one in starts]


def read_everything(who, states, today, edition):
    """All there is to be read; `edition` makes a public one."""
    quarters = who.quarters
    for state in states:
        for number, quarter in enumerate(quarters):
            row = selectors.quarter(state, f"{quarter.start:%Y-%m}")
            if row is not None:
                who.quarter(state, number, row)
        for first in range(len(quarters) - 3):
            year = selectors.year(state, f"{quarters[first].start:%Y-%m}")
            if year is not None:
                who.year(state, first, year)
    for first in range(len(quarters)):
        for last in range(first, min(first + 4, len(quarters))):
            period = Period(quarters[first].start, quarters[last].end)
            for scope in [*map(scopes.of_state, states), scopes.REGIONAL]:
                content = edition(scope, period)
                if content is not None:
                    who.edition(states if scope.is_region else [scope.state], first, last, content)


FIRST = date(2024, 1, 1)
