"""Tables of a report, made from a snapshot: the same ones go into the PDF, the spreadsheet and the CSV."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.figures import CLOCKS, MATTERS
from reporting.wording import Writer

Value = int | float | str | None


@dataclass(frozen=True)
class Row:
    """One line: its label, its values, whether it is a total, and how long its bar is (0 to 100)."""

    label: str
    values: tuple[Value, ...]
    codes: tuple[str, ...] = ()  # the path of each value in the snapshot
    is_total: bool = False
    bar: int | None = None


@dataclass(frozen=True)
class Table:
    """A table with a title that says what it shows, its basis or unit, and a source line."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    percent: tuple[int, ...] = ()  # which values are shares
    has_bars: bool = field(default=False)


class Tables:
    """Makes the tables of one snapshot in one language."""

    def __init__(self, content: Mapping[str, Any], writer: Writer) -> None:
        self.content, self.writer = content, writer
        self.hidden = frozenset(content["suppressed"])

    def matter_columns(self) -> tuple[str, ...]:
        return (_("Complaints"), _("Requests for assistance"))

    def dimension(self, name: str, title: str, note: str = "") -> Table | None:
        """One dimension of what was received, both matters apart. None where nobody stated it."""
        intake = self.content["intake"]
        apart = [intake["by_matter"].get(matter, {}).get(f"by_{name}", {}) for matter in MATTERS]
        codes = list(intake[f"by_{name}"])
        if not [code for code in codes if code != "not_stated"]:
            return None
        rows = []
        for code in sorted(codes, key=lambda c: c == "not_stated"):
            values = tuple(
                self._of(table, code, f"intake.by_matter.{m}.by_{name}")
                for m, table in zip(MATTERS, apart, strict=True)
            )
            paths = tuple(f"intake.by_matter.{matter}.by_{name}.{code}" for matter in MATTERS)
            rows.append(Row(self.writer.label(name, code), values, paths))
        if name != "category":
            paths = tuple(f"intake.{matter}" for matter in MATTERS)
            rows.append(Row(_("Total"), tuple(intake[m] for m in MATTERS), paths, is_total=True))
        heading = _headings()[name]
        return Table(
            f"by_{name}", title, (heading, *self.matter_columns()), with_bars(rows), note, has_bars=True
        )

    def _of(self, table: Mapping[str, int | None], code: str, path: str) -> Value:
        return None if f"{path}.{code}" in self.hidden else table.get(code, 0)

    def single(
        self,
        key: str,
        title: str,
        table: Mapping[str, Any],
        path: str,
        kind: str,
        heading: str,
        note: str = "",
    ) -> Table | None:
        """A table of one column of counts. None where there is nothing to count."""
        if not any(count is None or count for count in table.values()):
            return None
        rows = [Row(self.writer.label(kind, c), (n,), (f"{path}.{c}",)) for c, n in table.items()]
        if all(count is not None for count in table.values()):
            rows.append(Row(_("Total"), (sum(table.values()),), (f"{path} (sum)",), is_total=True))
        return Table(key, title, (heading, _("Number")), with_bars(rows), note, has_bars=True)

    def outcomes(self, matter: str) -> Table | None:
        """How the files received in the period stand."""
        title = (
            _("Complaints received in the period, by how they stand")
            if matter == "complaint"
            else _("Requests for assistance received in the period, by how they stand")
        )
        note = _("Cohort: files received in the period, as they stood on %(day)s.") % {
            "day": self.writer.day(self.content["as_of"])
        }
        table = self.content["outcomes"][matter]
        return self.single(
            f"outcomes_{matter}",
            title,
            table,
            f"outcomes.{matter}",
            matter,
            pgettext("column", "Outcome"),
            note,
        )

    def flow(self, matter: str) -> Table | None:
        """What ended in the period."""
        title = (
            _("Complaints whose file ended in the period, by outcome")
            if matter == "complaint"
            else _("Requests for assistance that ended in the period, by outcome")
        )
        note = _("Flow: files that ended in the period, whenever they were received.")
        table = self.content["outcomes"]["flow"].get(matter, {})
        return self.single(
            f"flow_{matter}",
            title,
            table,
            f"outcomes.flow.{matter}",
            matter,
            pgettext("column", "Outcome"),
            note,
        )

    def findings(self) -> list[Table]:
        """Findings and dispositions, counted per allegation."""
        note = _("Flow: allegations decided in the period. One complaint may hold several.")
        titles = {
            "findings": (_("Findings on allegations"), _("Finding")),
            "dispositions": (_("What was done about allegations"), _("Disposition")),
        }
        flow = self.content["outcomes"]["flow"]
        made = [
            self.single(key, title, flow.get(key, {}), f"outcomes.flow.{key}", key, heading, note)
            for key, (title, heading) in titles.items()
        ]
        return [table for table in made if table]

    def balance(self, matter: str) -> Table:
        """Carried over + received + reopened − completed = remaining."""
        words = {
            "carried_over": _("Carried over from before"),
            "received": pgettext("balance", "Received"),
            "reopened": _("Reopened"),
            "completed": _("Completed"),
            "remaining": _("Remaining at the end"),
        }
        row = self.content["balance"][matter]
        rows = tuple(
            Row(words[k], (row[k],), (f"balance.{matter}.{k}",), is_total=k == "remaining") for k in words
        )
        title = (
            _("Movement of complaints") if matter == "complaint" else _("Movement of requests for assistance")
        )
        note = _("Carried over + received + reopened − completed = remaining.")
        return Table(f"balance_{matter}", title, (_("Movement"), _("Number")), rows, note)

    def clocks(self) -> Table | None:
        """Deadlines that fell due in the period."""
        rows = []
        for matter, name in zip(MATTERS, self.matter_columns(), strict=True):
            for clock in CLOCKS:
                row = self.content["clocks"].get(matter, {}).get(clock)
                if row:
                    label = f"{self.writer.label('clock', clock)} – {name}"
                    rows.append(kept_row(label, row, f"clocks.{matter}.{clock}"))
        return kept_table("clocks", _("Deadlines that fell due in the period"), _("Deadline"), rows)

    def days(self) -> Table | None:
        """From filing to decision."""
        row = self.content["clocks"].get("days_to_decision") or {}
        if not row or row["decided"] == 0:
            return None
        words = {
            "decided": _("Complaints decided in the period"),
            "median": _("Median, in days"),
            "p90": _("Ninetieth percentile, in days: nine in ten were decided within it"),
            "very_late": _("Decided very late (after more than %(days)s days)")
            % {"days": self.writer.number(135)},
        }
        rows = tuple(Row(words[k], (row[k],), (f"clocks.days_to_decision.{k}",)) for k in words)
        title = _("Days from filing to decision")
        return Table("days", title, (_("Figure"), _("Number")), rows)

    def questions(self) -> Table | None:
        """Questions to the ministry and its silence."""
        row = self.content["oversight"].get("questions")
        if not row or row["due"] == 0:
            return None
        label = _("Questions put to the ministry")
        rows = [kept_row(label, row, "oversight.questions")]
        return kept_table(
            "questions", _("Questions whose answer fell due in the period"), _("Questions"), rows
        )

    def states(self) -> Table | None:
        """The states side by side."""
        if not self.content["states"]:
            return None
        rows = []
        for code, row in self.content["states"].items():
            name = self.writer.both(self.content["names"]["states"].get(code)) or code
            missing = _("did not report")
            values = tuple(row[m] if row["reported"] else missing for m in MATTERS)
            rows.append(Row(name, values, tuple(f"states.{code}.{m}" for m in MATTERS)))
        columns = (_("State"), *self.matter_columns())
        note = _(
            "In the order of the states' codes. More complaints are not worse, and fewer are not better."
        )
        return Table("states", _("Received, by state"), columns, tuple(rows), note)


def _headings() -> dict[str, str]:
    return {
        "category": _("Category"),
        "channel": pgettext("column", "Channel"),
        "source": pgettext("column", "Who filed"),
        "mode": pgettext("column", "How known"),
        "gender": pgettext("column", "Gender"),
        "service": pgettext("column", "Service"),
        "governorate": pgettext("column", "Governorate"),
        "language": pgettext("column", "Language"),
    }


def kept_row(label: str, row: Mapping[str, Any], path: str) -> Row:
    """One kind of deadline as a line."""
    names = ("due", "in_time", "late", "running", "share_in_time")
    return Row(label, tuple(row[n] for n in names), tuple(f"{path}.{n}" for n in names))


def kept_table(key: str, title: str, heading: str, rows: list[Row]) -> Table | None:
    """How deadlines were kept, or None where none fell due."""
    if not rows:
        return None
    columns = (heading, _("Fell due"), _("Kept"), _("Missed"), _("Not yet done"), _("Share kept"))
    return Table(key, title, columns, tuple(rows), percent=(4,))


def with_bars(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same rows with the length of their first value's bar."""
    listed = list(rows)
    counts = [r.values[0] for r in listed if not r.is_total and isinstance(r.values[0], int)]
    top = max(counts, default=0)
    return tuple(
        row
        if row.is_total or not isinstance(row.values[0], int)
        else Row(row.label, row.values, row.codes, bar=round(100 * row.values[0] / top) if top else 0)
        for row in listed
    )
