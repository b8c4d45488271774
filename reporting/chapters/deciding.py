"""Chapters five to seven and twelve: deadlines, outcomes, grave allegations, reviews and opinions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reporting.figures import CLOCKS, EXACT, MATTERS
from reporting.tables import Row, Table, Tables, some

Made = tuple[list[str], list[Table]]
OF_ONE_MATTER = frozenset({"decide", "assistance", "review_decision", "remedy"})
"""Deadlines whose name says whether a complaint or a request for assistance has them."""
BANDS = ("0-7", "8-30", "31-60", "61-90", "91-180", "181-")


def deadlines(tables: Tables) -> Made:
    """How the deadlines that fell due were kept, and how many days things took."""
    kept = tables.kept(
        "clocks",
        _("Deadlines that fell due in the period"),
        _("Deadline"),
        [
            (_deadline(tables, clock, name), row, f"clocks.{matter}.{clock}")
            for matter, name in zip(MATTERS, tables.matter_columns(), strict=True)
            for clock in CLOCKS
            if (row := tables.content["clocks"].get(matter, {}).get(clock))
        ],
        finding=_decided_in_time(tables),
        note=_("Due: deadlines that fell due in the period, whenever the file was received."),
    )
    made = some(kept, days(tables, *_measured(tables)), *_bands(tables))
    words = _(
        "Days are counted by the working calendar of the state. A deadline that ended because the file ended"
        " is not counted. Median and percentile are read from the days of every single decision."
    )
    return ([words] if made else []), made


def _deadline(tables: Tables, clock: str, matter: str) -> str:
    """What a deadline is called; with what it is about where its name doesn't say so."""
    label = tables.writer.label("clock", clock)
    return label if clock in OF_ONE_MATTER else f"{label} – {matter}"


def _decided_in_time(tables: Tables) -> str:
    row = tables.content["clocks"].get("complaint", {}).get("decide", {})
    if row.get("share_in_time") is None:
        return ""
    return _("Decided in time: %(part)s of %(due)s (%(share)s)") % {
        "part": tables.writer.number(row["in_time"]),
        "due": tables.writer.number(row["due"]),
        "share": tables.writer.percent(row["share_in_time"]),
    }


def _measured(tables: Tables) -> list[tuple[str, Mapping[str, Any], str]]:
    """What took how long: label, figures and their path, where anything was done."""
    found = tables.content["clocks"].get("days", {})
    words = {
        ("complaint", "acknowledge"): _("Complaints: from filing to acknowledgement"),
        ("complaint", "decide"): _("Complaints: from filing to decision"),
        ("complaint", "answer"): _("Questions: from asking to the answer"),
        ("complaint", "remedy"): _("Recommendations: from making to verification"),
        ("assistance", "acknowledge"): _("Requests for assistance: from filing to acknowledgement"),
        ("assistance", "assistance"): _("Requests for assistance: from filing to the answer"),
    }
    return [
        (label, row, f"clocks.days.{matter}.{what}")
        for (matter, what), label in words.items()
        if (row := found.get(matter, {}).get(what)) and row["n"] != 0
    ]


def days(tables: Tables, *measured: tuple[str, Mapping[str, Any], str]) -> Table | None:
    """Median, ninetieth percentile and what was very late, one line for each kind of step."""
    if not measured:
        return None
    names = ("n", "median", "p90", "very_late")
    rows = tuple(
        Row(label, tuple(row.get(n) for n in names), tuple(f"{path}.{n}" for n in names))
        for label, row, path in measured
    )
    columns = (
        *(_("Step"), _("Done in the period")),
        *(pgettext("days", "Median"), _("Ninetieth percentile"), _("Very late")),
    )
    note = _(
        "Flow, in calendar days. Half took no longer than the median, and nine in ten no longer than the"
        " ninetieth percentile. Very late: half as long again as the deadline, or longer."
    )
    return Table("days", _("How many days it took"), columns, rows, note, finding=_half(tables))


def _half(tables: Tables) -> str:
    row = tables.content["clocks"].get("days", {}).get("complaint", {}).get("decide", {})
    if row.get("median") is None or row.get("p90") is None:
        return ""
    return ngettext(
        "Half of the decisions came within %(median)s day, nine in ten within %(p90)s",
        "Half of the decisions came within %(median)s days, nine in ten within %(p90)s",
        int(row["median"]),
    ) % {"median": tables.writer.number(row["median"]), "p90": tables.writer.number(row["p90"])}


def _bands(tables: Tables) -> list[Table]:
    """The days to a decision in bands, so that the long ones are seen."""
    titles = {
        ("complaint", "decide"): _("Days from filing to decision, complaints"),
        ("assistance", "assistance"): _("Days from filing to the answer, requests for assistance"),
    }
    made = []
    for (matter, what), title in titles.items():
        row = tables.content["clocks"].get("days", {}).get(matter, {}).get(what, {})
        if not row.get("bands"):
            continue
        path = f"clocks.days.{matter}.{what}.bands"
        found = {band: tables.value(row["bands"], f"{path}.{band}") for band in BANDS}
        table = tables.counts(f"bands_{matter}", title, found, path, kind="band", heading=_("Days"))
        made.append(table and replace(table, finding=""))
    return some(*made)


def outcomes(tables: Tables) -> Made:
    """How the files received stand (cohort), and what was found on allegations (flow)."""
    made = some(*(_standing(tables, matter) for matter in MATTERS)) + _findings(tables)
    words = _(
        "“Not substantiated” says that the evidence was not enough; it does not say that it did not happen."
    )
    return ([words] if made else []), made


def _standing(tables: Tables, matter: str) -> Table | None:
    title = (
        _("Complaints received in the period, by how they stand")
        if matter == "complaint"
        else _("Requests for assistance received in the period, by how they stand")
    )
    note = _("Cohort: files received in the period, as they stood on %(day)s.") % {
        "day": tables.writer.day(tables.content["as_of"])
    }
    return tables.counts(
        f"outcomes_{matter}",
        title,
        tables.content["outcomes"][matter],
        f"outcomes.{matter}",
        kind=matter,
        heading=pgettext("column", "Outcome"),
        note=note,
    )


def _findings(tables: Tables) -> list[Table]:
    note = _("Flow: allegations decided in the period. One complaint may hold several.")
    titles = {
        "findings": (_("Findings on allegations"), _("Finding")),
        "dispositions": (_("What was done about allegations"), _("Disposition")),
    }
    flow = tables.content["outcomes"]["flow"]
    return some(
        *(
            tables.counts(
                key, title, flow.get(key, {}), f"outcomes.flow.{key}", kind=key, heading=heading, note=note
            )
            for key, (title, heading) in titles.items()
        )
    )


def grave(tables: Tables) -> Made:
    """Grave allegations, which body led them first, and the exact totals of a whole year."""
    found = tables.content["grave"]
    if found["received"] is None and not found["by_category"] and found["exact"] is None:
        return [], []
    words = _(
        "These are allegations, not findings. They are led by an independent body, and never settled amicably."
    )
    rows = [
        Row(tables.writer.label("category", code), (n,), (f"grave.by_category.{code}",))
        for code, n in found["by_category"].items()
    ]
    rows.append(Row(_("Grave files received"), (found["received"],), ("grave.received",), is_total=True))
    note = _("A file with several categories is counted under each of them.")
    title = _("Grave allegations received in the period")
    received = Table("grave", title, (_("Category"), _("Complaints")), tuple(rows), note)
    route = tables.counts(
        "grave_route",
        _("Grave files, by the body that led them first"),
        found.get("route", {}),
        "grave.route",
        kind="route",
        heading=_("Body"),
        note=_("Cohort: files received in the period."),
    )
    return [words], some(received, route, _exact(tables, found["exact"]))


def _exact(tables: Tables, found: Mapping[str, Any] | None) -> Table | None:
    if not found:
        return None
    rows = tuple(
        Row(tables.writer.label("category", code), (found[code],), (f"grave.exact.{code}",)) for code in EXACT
    )
    title = (
        _("Totals of all states that reported, year %(period)s")
        if tables.content["scope"] == "region"
        else _("National totals of the year %(period)s")
    ) % {"period": tables.writer.span(found)}
    note = _("These totals are exact in every edition, whatever their size.")
    return Table("exact", title, (_("Category"), _("Complaints")), rows, note)


def reviews(tables: Tables) -> Made:
    """Decisions that were looked at again, and what complainants answered when asked."""
    found = tables.content.get("reviews", {})
    made = some(_reviews(tables, found), _opinions(tables))
    words = _("A review is led by somebody who took no part in the decision.")
    return ([words] if made else []), made


def _reviews(tables: Tables, found: Mapping[str, Any]) -> Table | None:
    if not found:
        return None
    asked = found["asked"]
    lines = (
        (_("Reviews asked for in the period"), asked, "reviews.asked", True),
        (_("of these, upheld"), *_leaf(found, "cohort", "upheld"), False),
        (_("of these, overturned"), *_leaf(found, "cohort", "overturned"), False),
        (_("of these, ended otherwise"), *_leaf(found, "cohort", "ended"), False),
        (_("of these, still running"), *_leaf(found, "cohort", "running"), False),
        (_("Reviews decided in the period: upheld"), *_leaf(found, "flow", "upheld"), False),
        (_("Reviews decided in the period: overturned"), *_leaf(found, "flow", "overturned"), False),
    )
    rows = [Row(words, (n,), (path,), is_total=strong) for words, n, path, strong in lines]
    share = found.get("share_overturned")
    label = _("Share overturned of those decided in the period")
    rows.append(Row(label, (share,), ("reviews.share_overturned",), is_share=True))
    title = _("Reviews of decisions")
    note = _("No share is given of fewer than ten decisions.")
    return Table("reviews", title, (_("Reviews"), _("Number")), tuple(rows), note)


def _leaf(found: Mapping[str, Any], basis: str, name: str) -> tuple[Any, str]:
    return found.get(basis, {}).get(name), f"reviews.{basis}.{name}"


def _opinions(tables: Tables) -> Table | None:
    found = tables.content.get("satisfaction", {})
    names = ("n", "yes", "partly", "no", "share_yes")
    rows = tuple(
        Row(
            tables.writer.label("question", question),
            tuple(row.get(n) for n in names),
            tuple(f"satisfaction.{question}.{n}" for n in names),
        )
        for question, row in found.items()
        if row.get("n") != 0
    )
    if not rows:
        return None
    columns = (
        _("Question"),
        pgettext("counted", "Answers"),
        _("Yes"),
        _("Partly"),
        _("No"),
        _("Share of yes"),
    )
    note = _("Asked of complainants once their file has ended. Nobody has to answer, so this is no sample.")
    return Table("satisfaction", _("What complainants answered"), columns, rows, note, (4,))
