"""The plan and the activities as a report prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from reporting.wording import SHAPES, Writer


@dataclass(frozen=True)
class IndicatorRow:
    """One line under a measure."""

    code: str
    title: str
    about: str  # type, unit
    baseline: str
    previous: str
    value: str
    target: str
    status: str
    shape: str
    verification: str
    dispute: str


@dataclass
class MeasureBlock:
    """A measure with its indicators."""

    code: str
    title: str
    source: str
    note: str
    rows: list[IndicatorRow] = field(default_factory=list)


@dataclass
class Group:
    """The measures asked of one addressee."""

    title: str
    measures: list[MeasureBlock] = field(default_factory=list)


def groups(content: Mapping[str, Any], writer: Writer) -> list[Group]:
    """Measures by addressee, in the order of the plan."""
    made: dict[str, Group] = {}
    for _code, rows in groupby(content["plan"], key=lambda row: row["measure"]):
        listed = list(rows)
        first = listed[0]
        group = made.setdefault(first["addressee"], Group(writer.both(first["addressee_title"])))
        block = MeasureBlock(
            writer.number(int(first["measure"])) if first["measure"].isdigit() else first["measure"],
            writer.both(first["measure_title"]),
            writer.both(first["source"]),
            writer.both(first["others"]),
            [_row(row, writer, content) for row in listed],
        )
        group.measures.append(block)
    return list(made.values())


def _row(row: Mapping[str, Any], writer: Writer, content: Mapping[str, Any]) -> IndicatorRow:
    index = content["plan"].index(row)
    hidden = f"plan[{index}].value" in content["suppressed"]
    was_hidden = f"plan[{index}].previous" in content["suppressed"]
    value = "…" if hidden else measured(row["value"], row["unit"], writer)
    if row["basis"] is not None:
        value = _("%(value)s of %(due)s due") % {"value": value, "due": writer.number(row["basis"])}
    about = f"{writer.label('type', row['type'])} · {writer.label('unit', row['unit'])}"
    return IndicatorRow(
        code=row["indicator"],
        title=writer.both(row["indicator_title"]),
        about=about,
        baseline=measured(row["baseline"], row["unit"], writer),
        previous="…" if was_hidden else measured(row["previous"], row["unit"], writer),
        value=value,
        target=measured(row["target"], row["unit"], writer),
        status=writer.label("status", row["status"]) if row["status"] else "",
        shape=SHAPES.get(row["status"] or "", ""),
        verification=writer.label("verdict", row["verification"]) if row["verification"] else "–",
        dispute=_dispute(row, writer),
    )


def measured(value: float | None, unit: str, writer: Writer) -> str:
    """A value with its unit; a dash for no data."""
    if value is None:
        return "–"
    if unit == "yes_no":
        return _("yes") if value else _("no")
    return writer.percent(value) if unit == "percent" else writer.number(value)


def _dispute(row: Mapping[str, Any], writer: Writer) -> str:
    if not row["dispute"]:
        return ""
    return _("Entered: %(value)s (%(evidence)s). The national institution: %(other)s (%(reason)s).") % {
        "value": measured(row["value"], row["unit"], writer),
        "evidence": row["dispute"]["evidence"],
        "other": measured(row["dispute"]["value"], row["unit"], writer),
        "reason": row["dispute"]["reason"],
    }


@dataclass(frozen=True)
class ActivityRow:
    """One line of the register."""

    when: str
    kind: str
    title: str
    who: str
    participants: str
    measures: str
    verification: str
    reason: str


def activity_rows(content: Mapping[str, Any], writer: Writer) -> list[ActivityRow]:
    """The register of the period."""
    return [
        ActivityRow(
            when=writer.span(row),
            kind=writer.label("activity", row["kind"]),
            title=writer.both(row["title"]),
            who=writer.both(row["institution_name"]),
            participants=writer.number(row["participants"]) or "–",
            measures=_(", ").join(writer.number(int(c)) if c.isdigit() else c for c in row["measures"])
            or "–",
            verification=writer.label("verdict", row["verification"]),
            reason=row["reason"] if row["verification"] == "disputed" else "",
        )
        for row in content["activities"]
    ]
