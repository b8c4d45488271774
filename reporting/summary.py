"""The one page of a report that most people read: headline figures in words, against two other periods."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reporting.figures import MATTERS
from reporting.wording import Writer


@dataclass(frozen=True)
class Headline:
    """One figure of the summary against two other periods, in words with an arrow."""

    label: str
    value: str
    lines: tuple[tuple[str, str], ...]  # arrow, words


def headlines(content: Mapping[str, Any], writer: Writer) -> list[Headline]:
    """The figures of the one-page summary."""
    labels = {
        "complaint": _("Complaints received"),
        "assistance": _("Requests for assistance received"),
        "complaint_completed": _("Complaints completed"),
        "assistance_completed": _("Requests for assistance completed"),
    }
    now: dict[str, Any] = {matter: content["intake"][matter] for matter in MATTERS}
    for matter in MATTERS:
        now[f"{matter}_completed"] = content["balance"].get(matter, {}).get("completed")
    return [
        Headline(label, _shown(now[key], content, writer), _compared(key, now[key], content, writer))
        for key, label in labels.items()
    ]


def _shown(value: int | None, content: Mapping[str, Any], writer: Writer) -> str:
    if value is not None:
        return writer.number(value)
    return "…" if content["has_data"] else _("no data")


def _compared(
    key: str, value: int | None, content: Mapping[str, Any], writer: Writer
) -> tuple[tuple[str, str], ...]:
    before = content["comparison"]
    lines = [_against(_("previous period"), value, before["previous"], key, writer)]
    if before["previous"]["period"] != before["year_before"]["period"]:
        lines.append(_against(_("same period last year"), value, before["year_before"], key, writer))
    return tuple(lines)


def _against(
    name: str, value: int | None, other: Mapping[str, Any], key: str, writer: Writer
) -> tuple[str, str]:
    was = other[key]
    if was is None or value is None:
        missing = _("not comparable") if other["has_data"] else _("no data")
        return "", _("%(period)s: %(missing)s") % {"period": name, "missing": missing}
    words = {"period": name, "was": writer.number(was), "by": writer.number(abs(value - was))}
    if value > was:
        return "↑", _("%(period)s: %(was)s, now %(by)s more") % words
    if value < was:
        return "↓", _("%(period)s: %(was)s, now %(by)s fewer") % words
    return "=", _("%(period)s: %(was)s, the same") % words


def sentences(content: Mapping[str, Any], writer: Writer) -> list[str]:
    """The sentences of the one-page summary."""
    if not content["has_data"]:
        return [_("No data were received for the period.")]
    said = []
    for clock, words in (
        (
            "acknowledge",
            _(
                "Receipt was acknowledged in time for %(part)s of %(due)s complaints that fell due (%(share)s)."
            ),
        ),
        (
            "decide",
            _("The outcome came in time for %(part)s of %(due)s complaints that fell due (%(share)s)."),
        ),
    ):
        row = content["clocks"].get("complaint", {}).get(clock)
        if row and row["share_in_time"] is not None:
            said.append(words % _parts(row, writer))
    asked = content["oversight"].get("questions")
    if asked and asked["share_in_time"] is not None:
        words = _("The ministry answered %(part)s of %(due)s questions in time (%(share)s).")
        said.append(words % _parts(asked, writer))
    exact = content["grave"]["exact"]
    if exact:
        words = _(
            "In the year %(period)s, %(deaths)s complaints alleged a death, %(disappearances)s an enforced"
            " disappearance and %(torture)s torture or ill-treatment. These are allegations, not findings."
        )
        numbers = {"deaths": exact["DTH"], "disappearances": exact["DIS"], "torture": exact["TOR"]}
        shown = {name: writer.number(count) for name, count in numbers.items()}
        said.append(words % {"period": writer.span(exact), **shown})
    return said


def _parts(row: Mapping[str, Any], writer: Writer) -> dict[str, str]:
    return {
        "part": writer.number(row["in_time"]),
        "due": writer.number(row["due"]),
        "share": writer.percent(row["share_in_time"]),
    }
