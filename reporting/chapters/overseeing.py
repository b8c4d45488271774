"""Chapters eight to eleven: questions and answers, recommendations, reprisals, people in custody."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.work import Fate
from reporting.tables import Row, Table, Tables, some

Made = tuple[list[str], list[Table]]
FATES = tuple(Fate.values)


def answers(tables: Tables) -> Made:
    """Questions of the independent bodies, the ministry's answers, and its silence."""
    oversight = tables.content["oversight"]
    lines = [
        (_("Questions put to the ministry"), oversight.get("questions", {}), "oversight.questions"),
        (_("Questions put to this institution"), oversight.get("asked_of", {}), "oversight.asked_of"),
    ]
    kept = tables.kept(
        "questions",
        _("Questions whose answer fell due in the period"),
        _("Questions"),
        lines,
        silent=True,
        finding=_answered(tables, oversight.get("questions", {})),
        note=_("Due: answers that fell due in the period. A question is late after 20 working days."),
    )
    undetermined = tables.counts(
        "undetermined",
        _("Allegations left undetermined because no official answer came"),
        oversight.get("undetermined", {}),
        "oversight.undetermined",
        kind="category",
        heading=_("Category"),
        note=_("Flow: allegations decided in the period. One complaint may hold several."),
    )
    made = some(kept, undetermined)
    said = (
        [_("An answer that never came is a fact of its own, and counted apart from a late one.")]
        if made
        else []
    )
    asked = oversight.get("asked")
    if asked is not None:
        said.append(_("Questions put in the period: %(count)s.") % {"count": tables.writer.number(asked)})
    return said, made


def _answered(tables: Tables, row: Mapping[str, Any]) -> str:
    if row.get("share_in_time") is None:
        return ""
    return _("Answered in time: %(part)s of %(due)s (%(share)s)") % {
        "part": tables.writer.number(row["in_time"]),
        "due": tables.writer.number(row["due"]),
        "share": tables.writer.percent(row["share_in_time"]),
    }


def recommendations(tables: Tables) -> Made:
    """What was recommended, and what became of it; orders of the authority itself apart."""
    found = tables.content.get("recommendations", {})
    made = [
        *_family(tables, found, "recommendations", _("Recommendations of the independent bodies")),
        *_family(
            tables, found.get("orders", {}), "recommendations.orders", _("Orders of the authority itself")
        ),
    ]
    if found.get("addressed"):
        title = _("Recommendations addressed to this institution")
        made += some(_cohort(tables, found["addressed"], "recommendations.addressed", title))
    words = _(
        "“Carried out, the authority says” is a claim; “carried out, as was checked” was verified by the"
        " national institution or another independent body."
    )
    return ([words] if made else []), made


def _family(tables: Tables, found: Mapping[str, Any], path: str, name: str) -> list[Table]:
    if not found:
        return []
    cohort = _cohort(tables, found.get("cohort", {}), f"{path}.cohort", name)
    return some(
        cohort, _due(tables, found.get("due", {}), f"{path}.due", name), _steps(tables, found, path, name)
    )


def _key(path: str) -> str:
    return path.replace(".", "_")


def _cohort(tables: Tables, row: Mapping[str, Any], path: str, name: str) -> Table | None:
    if not row or row.get("made") == 0:
        return None
    title = _("%(what)s: made in the period, by how they stand") % {"what": name}
    note = _("Cohort: made in the period, as they stood on %(day)s.") % {
        "day": tables.writer.day(tables.content["as_of"])
    }
    table = {code: tables.value(row["by_fate"], f"{path}.by_fate.{code}") for code in FATES}
    return tables.counts(
        _key(path),
        title,
        table,
        f"{path}.by_fate",
        kind="fate",
        heading=pgettext("column", "Fate"),
        note=note,
    )


def _due(tables: Tables, row: Mapping[str, Any], path: str, name: str) -> Table | None:
    if not row or row.get("due") == 0:
        return None
    words = {
        "due": _("Term ended in the period"),
        "verified": tables.writer.label("fate", "verified"),
        "claimed": tables.writer.label("fate", "claimed"),
        "not_implemented": tables.writer.label("fate", "not_implemented"),
        "overdue": _("Overdue, nothing heard"),
        "share_verified": _("Share carried out, as was checked"),
    }
    finding = ""
    if row.get("share_verified") is not None:
        finding = _("Carried out and checked: %(part)s of %(due)s (%(share)s)") % {
            "part": tables.writer.number(row["verified"]),
            "due": tables.writer.number(row["due"]),
            "share": tables.writer.percent(row["share_verified"]),
        }
    title = _("%(what)s: term ended in the period") % {"what": name}
    note = _("Those rejected or fallen with the decision are not due.")
    return tables.listed(
        _key(path),
        title,
        pgettext("column", "Fate"),
        words,
        row,
        path,
        note=note,
        shares=["share_verified"],
        finding=finding,
        total="due",
    )


def _steps(tables: Tables, found: Mapping[str, Any], path: str, name: str) -> Table | None:
    flow = {code: n for code, n in found.get("flow", {}).items() if code != "basis"}
    return tables.counts(
        f"{_key(path)}_flow",
        _("%(what)s: steps taken in the period") % {"what": name},
        flow,
        f"{path}.flow",
        kind="fate",
        heading=_("Step"),
        note=_("Flow: steps taken in the period, whenever the recommendation was made."),
    )


def reprisals(tables: Tables) -> Made:
    """Asking after people's safety. What they answered is sealed to the independent body and not counted."""
    found = tables.content.get("reprisals", {})
    if not found:
        return [], []
    words = {
        "asked": _("Times complainants were asked about their safety"),
        "answered": pgettext("counted", "Answers"),
        "reported": _("Reports of a reprisal to the independent body"),
        "alleged": _("Complaints of a reprisal or intimidation received"),
    }
    listed = tables.listed(
        "reprisals", _("Asking after safety"), _("What is counted"), words, found, "reprisals"
    )
    followed = tables.kept(
        "followed",
        _("Following up what was reported or answered"),
        _("Follow-up"),
        [(_("Follow-up within two working days"), found.get("followed", {}), "reprisals.followed")],
    )
    decided = tables.counts(
        "reprisal_findings",
        _("Findings on allegations of a reprisal"),
        found.get("findings", {}),
        "reprisals.findings",
        kind="findings",
        heading=_("Finding"),
        note=_("Flow: allegations decided in the period. One complaint may hold several."),
    )
    said = _(
        "What complainants answered when asked about their safety is sealed to the independent body. It is"
        " not counted, so no table tells how many said yes."
    )
    return [said], some(listed, followed, decided)


def custody(tables: Tables) -> Made:
    """Questions of families about where somebody is held."""
    found = tables.content.get("custody", {})
    if not found or _nothing(found):
        return [], []
    said = _(
        "A family asks where somebody is held. The answer is due in 24 hours, then daily until the family or"
        " the national institution confirms where the person is, or that the person is free."
    )
    daily = tables.kept(
        "custody_answers",
        _("Daily answers that fell due in the period"),
        pgettext("counted", "Answers"),
        [(_("Answers of the authority"), found.get("answers", {}), "custody.answers")],
    )
    told, ended = _told(tables, found), _ended(tables, found)
    return [said], some(_moved(tables, found), told, daily, ended, _days(tables, found.get("days", {})))


def _moved(tables: Tables, found: Mapping[str, Any]) -> Table:
    words = {
        "carried_over": _("Carried over from before"),
        "received": pgettext("balance", "Received"),
        "reopened": _("Reopened"),
        "completed": _("Completed"),
        "remaining": _("Remaining at the end"),
    }
    return tables.listed(
        "custody_balance",
        _("Movement of custody inquiries"),
        _("Movement"),
        words,
        found.get("balance", {}),
        "custody.balance",
        total="remaining",
        note=_("Carried over + received + reopened − completed = remaining."),
    )


def _told(tables: Tables, found: Mapping[str, Any]) -> Table | None:
    return tables.counts(
        "whereabouts",
        _("Custody inquiries received in the period, by what was last told"),
        found.get("whereabouts", {}),
        "custody.whereabouts",
        kind="whereabouts",
        heading=pgettext("custody", "What was told"),
        note=_("Cohort: inquiries received in the period."),
    )


def _ended(tables: Tables, found: Mapping[str, Any]) -> Table | None:
    return tables.counts(
        "custody_outcomes",
        _("Custody inquiries that ended in the period"),
        found.get("outcomes", {}),
        "custody.outcomes",
        kind="custody",
        heading=pgettext("column", "Outcome"),
        note=_("Flow: inquiries that ended in the period, whenever they were received."),
    )


def _nothing(found: Mapping[str, Any]) -> bool:
    return not any(count is None or count for count in found.get("balance", {}).values())


def _days(tables: Tables, row: Mapping[str, Any]) -> Table | None:
    if not row.get("n"):
        return None
    names = ("n", "median", "p90")
    label = _("Custody inquiries: from asking to the end")
    made = Row(label, tuple(row.get(n) for n in names), tuple(f"custody.days.{n}" for n in names))
    columns = (_("Step"), _("Done in the period"), pgettext("days", "Median"), _("Ninetieth percentile"))
    return Table(
        "custody_days", _("How many days inquiries took"), columns, (made,), _("Flow, in calendar days.")
    )
