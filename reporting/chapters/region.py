"""The states side by side, in the order of the alphabet: no ranking, and no zero for who did not report."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.arabic import fold
from reporting.tables import Row, Table, Tables, Value

ARTICLE = "ال"
Columns = tuple[tuple[str, str], ...]  # dotted path below a state → heading


def side_by_side(chapter: str, tables: Tables) -> list[Table]:
    """The table of a chapter by state; [] for a report of one state."""
    found = _titles().get(chapter)
    if not tables.content["states"] or found is None:
        return []
    title, columns = found
    rows = tuple(_row(code, columns, tables) for code in ordered(tables))
    note = _(
        "In alphabetical order. More complaints are not worse, and fewer are not better. A dash: no data."
    )
    shares = tuple(place for place, (path, _heading) in enumerate(columns) if "share" in path)
    heads = (_("State"), *(heading for _path, heading in columns))
    return [Table(f"states_{chapter}", title, heads, rows, note, shares)]


def ordered(tables: Tables) -> list[str]:
    """The codes of the states by their names in the report's language; the Arabic article doesn't count."""
    return sorted(tables.content["states"], key=lambda code: (_alphabetical(_name(code, tables)), code))


def _alphabetical(name: str) -> str:
    return " ".join(word.removeprefix(ARTICLE) for word in fold(name).split())


def _name(code: str, tables: Tables) -> str:
    return tables.writer.both(tables.content["names"]["states"].get(code)) or code


def _row(code: str, columns: Columns, tables: Tables) -> Row:
    state = tables.content["states"][code]
    paths = tuple(f"states.{code}.{path}" for path, _heading in columns)
    if not state["reported"]:
        missing = (_("did not report"), *(None for _column in columns[1:]))
        return Row(_name(code, tables), missing, paths)
    return Row(_name(code, tables), tuple(_at(state, path) for path, _heading in columns), paths)


def _at(state: Mapping[str, Any], path: str) -> Value:
    place: Any = state
    for step in path.split("."):
        place = place.get(step) if isinstance(place, Mapping) else None
    return place if isinstance(place, int | float) and not isinstance(place, bool) else None


def _titles() -> dict[str, tuple[str, Columns]]:
    return {**_files(), **_times(), **_oversight()}


def _files() -> dict[str, tuple[str, Columns]]:
    return {
        "complaints": (
            _("Complaints, by state"),
            (
                ("complaint", pgettext("balance", "Received")),
                ("completed_complaint", _("Completed")),
                ("remaining_complaint", _("Remaining at the end")),
                ("allegations", _("Allegations in them")),
                ("people", _("People concerned")),
            ),
        ),
        "assistance": (
            _("Requests for assistance, by state"),
            (
                ("assistance", pgettext("balance", "Received")),
                ("completed_assistance", _("Completed")),
                ("remaining_assistance", _("Remaining at the end")),
            ),
        ),
        "grave": (
            _("Grave files received, by state"),
            (
                ("grave", _("Grave files")),
                ("exact.DTH", _("Death")),
                ("exact.DIS", _("Disappearance")),
                ("exact.TOR", _("Torture or ill-treatment")),
            ),
        ),
    }


def _times() -> dict[str, tuple[str, Columns]]:
    share = _("Share kept")
    return {
        "deadlines": (
            _("Acknowledgements and decisions that fell due, by state"),
            (
                ("acknowledge.due", _("Receipts: fell due")),
                ("acknowledge.in_time", _("Receipts: kept")),
                ("acknowledge.share_in_time", _("Receipts: share kept")),
                ("decide.due", _("Decisions: fell due")),
                ("decide.in_time", _("Decisions: kept")),
                ("decide.share_in_time", _("Decisions: share kept")),
            ),
        ),
        "answers": (
            _("Questions to the ministry whose answer fell due, by state"),
            (
                ("questions.due", _("Fell due")),
                ("questions.in_time", _("Kept")),
                ("questions.late", _("Missed")),
                ("questions.silent", _("Never answered")),
                ("questions.share_in_time", share),
            ),
        ),
    }


def _oversight() -> dict[str, tuple[str, Columns]]:
    made, verified = ("recommendations.made", _("Made")), _("Checked and carried out")
    return {
        "recommendations": (
            _("Recommendations made in the period, by state"),
            (made, ("recommendations.verified", verified)),
        ),
        "custody": (
            _("Custody inquiries received, by state"),
            (("custody", pgettext("balance", "Received")),),
        ),
        "reviews": (_("Reviews of decisions asked for, by state"), (("reviews.asked", _("Asked for")),)),
    }
