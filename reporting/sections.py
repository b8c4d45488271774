"""What a report says, section by section, in one language. Everything comes from the snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reporting import wording
from reporting.figures import EXACT, MATTERS
from reporting.suppression import SMALLEST_SHOWN
from reporting.tables import Row, Table, Tables
from reporting.wording import Writer

ORDINALS_AR = (
    *("أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً"),
    *("حادي عشر", "ثاني عشر", "ثالث عشر", "رابع عشر", "خامس عشر"),
)


@dataclass
class Section:
    """A part of the report: paragraphs, tables, or one of the special lists its template knows."""

    key: str
    title: str
    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    number: str = ""


def sections(content: Mapping[str, Any], writer: Writer) -> list[Section]:
    """The numbered sections, those without any data left out; the plan and the method always stand."""
    tables = Tables(content, writer)
    made = [_framework()]
    if content["has_data"]:
        made += [
            *_movements(tables),
            _features(tables),
            _deadlines(tables),
            _outcomes(tables),
            _grave(content, writer),
            _answers(tables),
        ]
    if content["states"]:
        made.insert(1, Section("states", _("The states side by side"), tables=_some(tables.states())))
    made += [_plan(content), _activities(content), _method(content, writer)]
    for number, section in enumerate(made):
        section.number = f"{ORDINALS_AR[number]}:" if writer.language == "ar" else f"{number + 1}."
    return made


def _some(*tables: Table | None) -> list[Table]:
    return [table for table in tables if table]


def _framework() -> Section:
    words = _(
        "Complaints and requests for assistance are counted apart throughout. A complaint alleges a wrong; a"
        " request asks for help. Grave allegations go to an independent body first. The bodies that answered"
        " in the period are:"
    )
    return Section("framework", _("Legal and institutional framework"), [words])


def _movements(tables: Tables) -> list[Section]:
    titles = (
        _("Movement of complaints (carried over, received, completed, remaining)"),
        _("Movement of requests for assistance"),
    )
    pairs = zip(MATTERS, titles, strict=True)
    return [
        Section(f"movement_{m}", title, tables=_some(tables.balance(m), tables.flow(m))) for m, title in pairs
    ]


def _features(tables: Tables) -> Section:
    several = _("A file with several categories is counted under each of them.")
    kinds = tables.content["intake"]["by_matter"]["assistance"]["by_kind"]
    stated = [code for code in kinds if code != "not_stated"]
    made = _some(
        tables.dimension("category", _("Received, by category"), several),
        tables.dimension("channel", _("Received, by channel")),
        tables.dimension("source", _("Received, by who filed")),
        tables.dimension("mode", _("Received, by how the complainant is known")),
        tables.dimension("gender", _("Received, by gender of the person concerned, where stated")),
        tables.dimension("service", _("Received, by service concerned")),
        tables.dimension("governorate", _("Received, by governorate")),
        tables.dimension("language", _("Received, by language")),
        tables.single(
            "by_kind",
            _("Requests for assistance, by what was asked for"),
            kinds,
            "intake.by_matter.assistance.by_kind",
            "kind",
            _("Help asked for"),
        )
        if stated
        else None,
    )
    words = [] if made else [_("No data on channel, source, gender, category or place were recorded.")]
    return Section("features", _("Features of complaints and complainants"), words, made)


def _deadlines(tables: Tables) -> Section:
    made = _some(tables.clocks(), tables.days())
    words = _(
        "Days are counted by the working calendar of the state. A deadline that ended because the file ended"
        " is not counted. Median and percentile are read from the days of every single decision."
    )
    return Section("deadlines", _("Keeping of deadlines"), [words if made else _("No data received.")], made)


def _outcomes(tables: Tables) -> Section:
    made = [*_some(*(tables.outcomes(matter) for matter in MATTERS)), *tables.findings()]
    words = [] if made else [_("No data received.")]
    return Section("outcomes", _("Outcomes of allegations and what was done about them"), words, made)


def _grave(content: Mapping[str, Any], writer: Writer) -> Section:
    title, found = _("Grave violations alleged"), content["grave"]
    if found["received"] is None and not found["by_category"] and found["exact"] is None:
        return Section("grave", title, [_("No data received.")])
    words = [
        _(
            "These are allegations, not findings. They are led by an independent body, and never settled amicably."
        )
    ]
    rows = [
        Row(writer.label("category", code), (n,), (f"grave.by_category.{code}",))
        for code, n in found["by_category"].items()
    ]
    rows.append(Row(_("Grave files received"), (found["received"],), ("grave.received",), is_total=True))
    columns = (_("Category"), _("Complaints"))
    note = _("A file with several categories is counted under each of them.")
    made = [Table("grave", _("Grave allegations received in the period"), columns, tuple(rows), note)]
    if found["exact"]:
        made.append(_exact(found["exact"], writer))
    return Section("grave", title, words, made)


def _exact(found: Mapping[str, Any], writer: Writer) -> Table:
    rows = tuple(
        Row(writer.label("category", code), (found[code],), (f"grave.exact.{code}",)) for code in EXACT
    )
    title = _("National totals of the year %(period)s") % {"period": writer.span(found)}
    note = _("These totals are exact in every edition, whatever their size.")
    return Table("exact", title, (_("Category"), _("Complaints")), rows, note)


def _answers(tables: Tables) -> Section:
    made = _some(tables.questions())
    words = _(
        "Late answers, and questions on which work went on without one, are counted as missed. A question is"
        " late after 20 working days."
    )
    title = _("Questions of the national institution and the ministry's answers")
    return Section("answers", title, [words if made else _("No data received.")], made)


def _plan(content: Mapping[str, Any]) -> Section:
    if not content["plan"]:
        return Section("plan", _("Follow-up of the conference's recommendations"), [_("No data received.")])
    words = [
        _(
            "A dash stands for “no data”. No data is never counted as zero, and states are neither scored nor ranked."
        )
    ]
    if content["plan_status"] == "from_public_sources":
        words.insert(
            0,
            _(
                "The text of the phased plan is not public. What follows are the recommendations of the"
                " conference as public sources report them; the indicators are proposed by this site. No"
                " phases, baselines or targets are public, so none are shown."
            ),
        )
    return Section("plan", _("Follow-up of the conference's recommendations"), words)


def _activities(content: Mapping[str, Any]) -> Section:
    title = _("Register of activities")
    if not content["activities"]:
        return Section("activities", title, [_("No data received.")])
    words = _(
        "Entered by the ministry or the national institution. The national institution of the state confirms"
        " or disputes each."
    )
    return Section("activities", title, [words])


def _method(content: Mapping[str, Any], writer: Writer) -> Section:
    words = [
        _(
            "All figures are drawn from records as they stood on %(day)s, and frozen."
            " Their fingerprint is printed on the cover."
        )
        % {"day": writer.day(content["as_of"])},
        _(
            "A “cohort” table counts the files received in the period; a “flow” table counts what ended or was"
            " decided in it. The two never add up to each other."
        ),
        *_imported(content, writer),
        *_unstated(content),
    ]
    if content["edition"] == "public":
        words.append(_hidden(content, writer))
    return Section("method", _("Method and quality of the data"), words)


def _imported(content: Mapping[str, Any], writer: Writer) -> list[str]:
    count = content["intake"].get("imported")
    if not count:
        return []
    return [
        _(
            "Of the files received, %(count)s come from registers kept before this service and were"
            " imported line by line."
        )
        % {"count": writer.number(count)},
        _(
            "In imported registers, “No violation occurred” may include what was not proven, and “Referred to"
            " the public prosecution” stands for referral to the investigation authorities."
        ),
    ]


def _unstated(content: Mapping[str, Any]) -> list[str]:
    if not content["has_data"]:
        return [
            _(
                "No complaint or request was recorded by the end of the period: there are no data, which is not zero."
            )
        ]
    names = {
        "gender": _("gender"),
        "source": _("who filed"),
        "channel": _("channel"),
        "mode": _("how the complainant is known"),
        "service": _("service"),
        "governorate": _("governorate"),
        "category": _("category"),
        "language": _("language"),
    }
    intake = content["intake"]
    missing = [
        name
        for key, name in names.items()
        if not [code for code in intake[f"by_{key}"] if code != "not_stated"]
    ]
    if not missing or not intake["total"]:
        return []
    listed = _(", ").join(missing)
    return [_("Not recorded for any file of the period: %(list)s.") % {"list": listed}]


def _hidden(content: Mapping[str, Any], writer: Writer) -> str:
    if not content["suppressed"]:
        return _("Numbers below %(least)s would be hidden in this edition; none had to be.") % {
            "least": writer.number(SMALLEST_SHOWN)
        }
    return _(
        "Numbers below %(least)s are hidden (“…”) so that nobody can be recognised, together with those that"
        " would give them away: %(count)s numbers in all."
    ) % {"least": writer.number(SMALLEST_SHOWN), "count": writer.number(len(content["suppressed"]))}


def institution_rows(content: Mapping[str, Any], writer: Writer) -> list[tuple[str, str]]:
    """The bodies named in the framework: kind and name."""
    own = content["names"]["institutions"]
    wanted = {content["scope"]: own[content["scope"]]} if content["scope"] in own else own
    return [(writer.label("institution", row["kind"]), writer.both(row)) for row in wanted.values()]


def plan_status(content: Mapping[str, Any]) -> str:
    """The status of the plan in words."""
    return str(wording.LABELS["plan"].get(content["plan_status"], "")) if content["plan_status"] else ""
