"""The plan and the activities as a report prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.outline import NUMBERED
from reporting.tables import Row, Table
from reporting.wording import SHAPES, Writer, ordered

ABOUT = ("type", "unit", "origin")
"""What stands below the name of an indicator, by the names of its codes."""


@dataclass(frozen=True)
class IndicatorRow:
    """One line under a measure."""

    code: str
    title: str
    about: str  # type, unit
    baseline: str
    previous: str
    value: str
    basis: str  # of how many, for a share
    target: str
    status: str
    status_code: str
    shape: str
    trend: str
    verification: str
    groups: str  # of participant-days: women and rank groups, as far as stated
    dispute: tuple[str, ...]  # both values with both reasons, and what was answered


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
    """Measures under one heading: an objective of a phase, or where the plan has none, an addressee."""

    title: str
    phase: str = ""
    measures: list[MeasureBlock] = field(default_factory=list)


def groups(content: Mapping[str, Any], writer: Writer) -> list[Group]:
    """Measures by phase and objective, or by addressee, in the order of the plan."""
    made: dict[tuple[str, str], Group] = {}
    numbered = list(enumerate(content["plan"]))
    for _code, rows in groupby(numbered, key=lambda row: row[1]["measure"]):
        listed = list(rows)
        first = listed[0][1]
        phase, title = _heading(first, writer)
        block = MeasureBlock(
            writer.number(int(first["measure"])) if first["measure"].isdigit() else first["measure"],
            writer.both(first["measure_title"]),
            writer.both(first["source"]),
            writer.both(first["others"]),
            [_row(number, row, writer, content) for number, row in listed],
        )
        made.setdefault((phase, title), Group(title, phase)).measures.append(block)
    return list(made.values())


def _heading(row: Mapping[str, Any], writer: Writer) -> tuple[str, str]:
    if row["objective"]:
        phase = _("Phase: %(title)s") % {"title": writer.both(row["phase"])} if row["phase"] else ""
        return phase, _("Objective: %(title)s") % {"title": writer.both(row["objective"])}
    return "", _("Asked of: %(who)s") % {"who": writer.both(row["addressee_title"])}


def _row(number: int, row: Mapping[str, Any], writer: Writer, content: Mapping[str, Any]) -> IndicatorRow:
    hidden = {name for name in ("value", "previous") if f"plan[{number}].{name}" in content["suppressed"]}
    value = "…" if "value" in hidden else measured(row["value"], row["unit"], writer)
    about = [writer.label(kind, row[kind]) for kind in ABOUT]
    return IndicatorRow(
        code=row["indicator"],
        title=writer.both(row["indicator_title"]),
        about=" · ".join(about),
        baseline=measured(row["baseline"], row["unit"], writer),
        previous="…" if "previous" in hidden else measured(row["previous"], row["unit"], writer),
        value=value,
        basis=_basis(row, writer),
        target=measured(row["target"], row["unit"], writer),
        status=writer.label("status", row["status"]) if row["status"] else "",
        status_code=row["status"] or "",
        shape=SHAPES.get(row["status"] or "", ""),
        trend=_trend(row["previous"], row["value"], row["unit"]),
        verification=writer.label("verdict", row["verification"]) if row["verification"] else "–",
        groups=_groups(row.get("groups"), writer),
        dispute=_dispute(row, writer),
    )


def _basis(row: Mapping[str, Any], writer: Writer) -> str:
    """Of how many a share is, or that a count was added up."""
    if row["basis"] is not None:
        return _("of %(due)s due") % {"due": writer.number(row["basis"])}
    return _("sum of the quarters") if row.get("made_of") else ""


def _groups(stated: Mapping[str, int | None] | None, writer: Writer) -> str:
    """Whose participant-days they are. Gender and rank group stand apart; what nobody stated isn't there."""
    if not stated:
        return ""
    words = {
        "women": pgettext("participant-days", "women"),
        "officers": pgettext("participant-days", "officers"),
        "other_ranks": pgettext("participant-days", "other ranks"),
        "civilians": pgettext("participant-days", "civilians"),
    }
    return " · ".join(
        f"{name}: {writer.number(stated[group])}"
        for group, name in words.items()
        if stated.get(group) is not None
    )


def _trend(was: float | None, now: float | None, unit: str) -> str:
    """More, fewer or the same, said without judging it; "–" where one of the two is missing."""
    if was is None or now is None:
        return "–"
    if was == now:
        return _("= unchanged")
    if unit == "yes_no":
        return _("↑ new") if now else _("↓ no longer")
    return _("↑ up") if now > was else _("↓ down")


def measured(value: float | None, unit: str, writer: Writer) -> str:
    """A value with its unit; a dash for no data."""
    if value is None:
        return "–"
    if unit == "yes_no":
        return _("yes") if value else _("no")
    return writer.percent(value) if unit == "percent" else writer.number(value)


def _dispute(row: Mapping[str, Any], writer: Writer) -> tuple[str, ...]:
    if not row["dispute"]:
        return ()
    given, other = row["value"], row["dispute"]["value"]
    entered = _("Entered: %(value)s (%(evidence)s)") % {
        "value": measured(given, row["unit"], writer),
        "evidence": row["dispute"]["evidence"] or _("no evidence given"),
    }
    found = _("The national institution: %(value)s (%(reason)s)") % {
        "value": measured(other, row["unit"], writer) if other is not None else _("no value"),
        "reason": row["dispute"]["reason"],
    }
    lines = [entered, found]
    if answer := row["dispute"].get("answer"):
        lines.append(_("Answered: %(answer)s") % {"answer": answer})
    return tuple(ordered(line, writer.language) for line in lines)


@dataclass(frozen=True)
class ActivityRow:
    """One line of the register."""

    when: str
    kind: str
    title: str
    with_whom: str  # partners, and the place
    who: str
    participants: str
    measures: str
    verification: str
    reason: str
    answer: str  # of whoever entered it, to a dispute


def activity_rows(content: Mapping[str, Any], writer: Writer) -> list[ActivityRow]:
    """The register of the period."""
    return [
        ActivityRow(
            when=writer.days(row),
            kind=writer.label("activity", row["kind"]),
            title=writer.both(row["title"]),
            with_whom=ordered(" · ".join(filter(None, (row["partners"], row["place"]))), writer.language),
            who=writer.both(row["institution_name"]),
            participants=writer.number(row["participants"]) or "–",
            measures=_(", ").join(writer.number(int(c)) if c.isdigit() else c for c in row["measures"])
            or "–",
            verification=writer.label("verdict", row["verification"]),
            reason=ordered(row["reason"], writer.language) if row["verification"] == "disputed" else "",
            answer=_answer(row, writer),
        )
        for row in content["activities"]
    ]


def _answer(row: Mapping[str, Any], writer: Writer) -> str:
    """What was answered to a dispute; snapshots of before don't say it."""
    if row["verification"] != "disputed" or not row.get("answer"):
        return ""
    return ordered(_("Answered: %(answer)s") % {"answer": row["answer"]}, writer.language)


def plan_table(content: Mapping[str, Any], writer: Writer) -> Table:
    """Every indicator as one table, for the files beside a report."""
    names = ("baseline", "previous", "value", "target")
    rows = tuple(
        Row(
            f"{row['indicator']} {writer.both(row['indicator_title'])}",
            (
                writer.both(row["measure_title"]),
                *(row[name] for name in names),
                writer.label("status", row["status"]) if row["status"] else None,
                writer.label("verdict", row["verification"]) if row["verification"] else None,
            ),
            tuple(f"plan[{number}].{name}" for name in ("measure", *names, "status", "verification")),
        )
        for number, row in enumerate(content["plan"])
    )
    columns = (
        *(_("Indicator"), _("Measure"), _("Baseline"), _("Previous"), _("Now"), _("Target")),
        *(_("Status"), _("Verification")),
    )
    return Table("plan", str(NUMBERED["plan"]), columns, rows)


def activities_table(content: Mapping[str, Any], writer: Writer) -> Table:
    """The register as one table, for the files beside a report."""
    rows = tuple(
        Row(
            shown.title,
            (
                *(shown.kind, row["start"], row["end"], shown.who, row["partners"] or None),
                *(row["place"] or None, row["participants"], ", ".join(row["measures"]) or None),
                *(shown.verification, row["reason"] or None),
            ),
        )
        for shown, row in zip(activity_rows(content, writer), content["activities"], strict=True)
    )
    columns = (
        *(_("Activity"), _("Kind"), _("From"), _("To"), _("Kept by"), _("Partners"), _("Place")),
        *(_("Participants"), _("Measures"), _("Verification"), _("Reason")),
    )
    return Table("activities", str(NUMBERED["activities"]), columns, rows)
