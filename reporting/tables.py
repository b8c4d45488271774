"""Tables of a report, made from a snapshot: the same ones go into the PDF, the spreadsheet and the CSV."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.figures import MATTERS
from reporting.wording import Writer

Value = int | float | str | None
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line. `bar` is the length of its bar, `parts` those of a stacked one, `pair` of two, in per cent."""

    label: str
    values: tuple[Value, ...]
    codes: tuple[str, ...] = ()  # the path of each value in the snapshot
    is_total: bool = False
    is_share: bool = False
    bar: int | None = None
    parts: tuple[int, ...] = ()
    pair: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: what it shows, and where that can be said in one sentence, what it finds.

    `chart` is "bars" (a bar beside the first value), "stack" (one bar of the parts that `legend` names) or "pairs"
    (a bar for each of the two values that `legend` names, all of them one picture that `alt` describes).
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    percent: tuple[int, ...] = ()  # which values are shares
    chart: str = ""
    finding: str = ""
    legend: tuple[str, ...] = ()
    alt: str = ""

    @property
    def has_bars(self) -> bool:
        return self.chart == "bars"


def is_hidden(path: str, hidden: Container[str]) -> bool:
    """Whether a number is hidden, by itself or with its whole table."""
    return path in hidden or path.rpartition(".")[0] in hidden


def some(*tables: Table | None) -> list[Table]:
    """Those there are."""
    return [table for table in tables if table]


class Tables:
    """Makes the tables of one snapshot in one language."""

    def __init__(self, content: Content, writer: Writer) -> None:
        self.content, self.writer = content, writer
        self.hidden = frozenset(content["suppressed"])

    def matter_columns(self) -> tuple[str, ...]:
        return (_("Complaints"), _("Requests for assistance"))

    def dimension(self, name: str, title: str, note: str = "") -> Table | None:
        """One dimension of what was received, both matters apart. None where nobody stated it."""
        intake = self.content["intake"]
        apart = [intake["by_matter"].get(matter, {}).get(f"by_{name}", {}) for matter in MATTERS]
        codes = sorted(intake.get(f"by_{name}", {}), key=lambda code: code == "not_stated")
        if not [code for code in codes if code != "not_stated"]:
            return None
        # Nobody asks for the category of a request: a column of zeros would say that some were looked at.
        there = MATTERS[:1] if name == "category" and not apart[1] else MATTERS
        rows = []
        for code in codes:
            paths = tuple(f"intake.by_matter.{matter}.by_{name}.{code}" for matter in there)
            values = tuple(self.value(table, path) for table, path in zip(apart, paths, strict=False))
            rows.append(Row(self.writer.label(name, code), values, paths))
        finding = self.most(rows, [c != "not_stated" for c in codes], intake["complaint"])
        if name != "category":  # a file with several categories stands under each of them
            paths = tuple(f"intake.{matter}" for matter in MATTERS)
            rows.append(Row(_("Total"), tuple(intake[m] for m in MATTERS), paths, is_total=True))
        columns = (headings()[name], *self.matter_columns()[: len(there)])
        return Table(f"by_{name}", title, columns, with_bars(rows), note, chart="bars", finding=finding)

    def value(self, table: Content, path: str) -> Value:
        """A cell of a table in which what did not occur is absent; hidden ones are None."""
        code = path.rpartition(".")[2]
        found: Value = table.get(code, None if is_hidden(path, self.hidden) else 0)
        return found

    def most(self, rows: Sequence[Row], counts: Iterable[bool], total: Value) -> str:
        """Which line is the longest, in one sentence; "" where it can't be told."""
        shown = [row for row, counted in zip(rows, counts, strict=True) if counted]
        numbers = [row.values[0] for row in shown]
        known = sorted((n for n in numbers if isinstance(n, int)), reverse=True)
        if len(known) < 2 or known[0] == known[1] or (None in numbers and known[0] < 5):
            return ""
        name = next(row.label for row in shown if row.values[0] == known[0])
        words = {"name": name, "count": self.writer.number(known[0])}
        if not isinstance(total, int) or total < known[0]:
            return _("Most often: %(name)s (%(count)s)") % words
        words["total"] = self.writer.number(total)
        return _("Most often: %(name)s (%(count)s of %(total)s)") % words

    def counts(
        self, key: str, title: str, table: Content, path: str, *, kind: str, heading: str, note: str = ""
    ) -> Table | None:
        """A table of one column of counts with their sum. None where there is nothing to count."""
        if not any(count is None or count for count in table.values()):
            return None
        rows = [Row(self.writer.label(kind, c), (n,), (f"{path}.{c}",)) for c, n in table.items()]
        known = [count for count in table.values() if count is not None]
        total = sum(known) if len(known) == len(table) else None
        finding = self.most(rows, [c not in {"not_stated", "open"} for c in table], total)
        if total is not None:
            rows.append(Row(_("Total"), (total,), (f"{path} (sum)",), is_total=True))
        columns = (heading, _("Number"))
        return Table(key, title, columns, with_bars(rows), note, chart="bars", finding=finding)

    def listed(
        self,
        key: str,
        title: str,
        heading: str,
        found: Mapping[str, str],
        place: Content,
        path: str,
        *,
        note: str = "",
        shares: Iterable[str] = (),
        total: str = "",
        finding: str = "",
    ) -> Table:
        """Named figures one below the other: `found` maps their names in the snapshot to words."""
        rows = tuple(
            Row(
                words,
                (place.get(name),),
                (f"{path}.{name}",),
                is_total=name == total,
                is_share=name in shares,
            )
            for name, words in found.items()
        )
        return Table(key, title, (heading, _("Number")), rows, note, finding=finding)

    def kept(
        self,
        key: str,
        title: str,
        heading: str,
        rows: Iterable[tuple[str, Content, str]],
        *,
        note: str = "",
        finding: str = "",
        silent: bool = False,
    ) -> Table | None:
        """How deadlines were kept: label, figures and their path. None where none fell due."""
        names = ["due", "in_time", "late", *(["silent"] if silent else []), "running", "share_in_time"]
        words = deadline_words()
        made = tuple(
            Row(
                label,
                tuple(row.get(n) for n in names),
                tuple(f"{path}.{n}" for n in names),
                parts=_parts([row.get(n) for n in names[1:-1]], row.get("due")),
            )
            for label, row, path in rows
            if row and row.get("due") != 0
        )
        if not made:
            return None
        columns = (heading, *(words[name] for name in names))
        legend = tuple(words[name] for name in names[1:-1])
        share = (len(names) - 1,)
        if not any(row.parts for row in made):  # all is hidden: no chart
            return Table(key, title, columns, made, note, share, finding=finding)
        return Table(key, title, columns, made, note, share, "stack", finding, legend)


def headings() -> dict[str, str]:
    """The head of a column by its dimension."""
    return {
        "category": _("Category"),
        "channel": pgettext("column", "Channel"),
        "source": pgettext("column", "Who filed"),
        "mode": pgettext("column", "How known"),
        "gender": pgettext("column", "Gender"),
        "service": pgettext("column", "Service"),
        "place_type": pgettext("column", "Kind of place"),
        "governorate": pgettext("column", "Governorate"),
        "language": pgettext("column", "Language"),
        "subject": pgettext("column", "About"),
    }


def deadline_words() -> dict[str, str]:
    """The heads of a table of deadlines."""
    return {
        "due": _("Fell due"),
        "in_time": _("Kept"),
        "late": _("Missed"),
        "silent": _("Never answered"),
        "running": _("Not yet done"),
        "share_in_time": _("Share kept"),
    }


def _parts(counts: Sequence[Value], due: Value) -> tuple[int, ...]:
    """The widths of a stacked bar: whole per cents that make a hundred; none where a cell is hidden."""
    known = [count for count in counts if isinstance(count, int)]
    if len(known) != len(counts) or not isinstance(due, int) or not due:
        return ()
    ends = [round(100 * sum(known[: place + 1]) / due) for place in range(len(known))]
    return tuple(end - begin for begin, end in zip([0, *ends], ends, strict=False))


def with_bars(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same rows with the length of their first value's bar."""
    listed = list(rows)
    counts = [r.values[0] for r in listed if not r.is_total and isinstance(r.values[0], int)]
    top = max(counts, default=0)
    return tuple(
        row
        if row.is_total or not isinstance(row.values[0], int)
        else replace(row, bar=round(100 * row.values[0] / top) if top else 0)
        for row in listed
    )


def with_pairs(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same rows with the lengths of their two bars; hidden numbers and those of no data have none."""
    listed = list(rows)
    top = max((count for row in listed for count in row.values if isinstance(count, int)), default=0)
    return tuple(
        replace(
            row, pair=tuple(round(100 * n / top) if top and isinstance(n, int) else 0 for n in row.values)
        )
        for row in listed
    )
