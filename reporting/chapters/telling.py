"""Chapters that tell rather than count: the framework, the plan, the activities, and the method."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from reporting import dictionary
from reporting.dictionary import Definition
from reporting.suppression import SMALLEST_SHOWN
from reporting.tables import Row, Table, Tables, headings

Made = tuple[list[str], list[Table]]


def framework(tables: Tables) -> Made:
    """On what the service stands, and which bodies answer."""
    words = _(
        "Complaints and requests for assistance are counted apart throughout. A complaint alleges a wrong; a"
        " request asks for help. Grave allegations go to an independent body first."
    )
    said = [words]
    if tables.content["scope"] != "region":
        said.append(_("The bodies that answer here:"))
    return said, []


def plan(tables: Tables) -> Made:
    """What stands before the measures. Without the official text nothing is scored."""
    content = tables.content
    if not content["plan"]:
        return [], []
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
    return words, []


def activities(tables: Tables) -> Made:
    """What stands before the register."""
    if not tables.content["activities"]:
        return [], []
    words = _(
        "Entered by the ministry or the national institution. The national institution of the state confirms"
        " or disputes each."
    )
    return [words], []


def method(tables: Tables) -> Made:
    """How the figures were made, what the words mean, what is missing, what is hidden."""
    words = [
        _(
            "All figures are drawn from records as they stood on %(day)s, and frozen."
            " Their fingerprint is printed on the cover."
        )
        % {"day": tables.writer.day(tables.content["as_of"])},
        _(
            "A “cohort” table counts the files received in the period; a “flow” table counts what ended or was"
            " decided in it. The two never add up to each other."
        ),
        *_imported(tables),
        *_unstated(tables),
    ]
    if tables.content["edition"] == "public":
        words.append(_hidden(tables))
    return words, []


def definitions(tables: Tables, printed: Iterable[Table]) -> list[Table]:
    """What the words mean, and what each figure that was printed counts: both from the dictionary."""
    paths = [path for table in printed for row in table.rows for path in row.codes]
    paths += [f"plan.{row['function'] or row['origin']}" for row in tables.content["plan"]]
    text = tables.writer.text
    made = [_defined("terms", _("What the words mean"), _("Word"), dictionary.WORDS, text)]
    # Two figures of one meaning, a total that stands in two tables, are said once.
    told = {str(one.definition): one for one in reversed(dictionary.of_all(dict.fromkeys(paths)))}
    if found := list(reversed(told.values())):
        made.append(_defined("figures", _("What each figure counts"), _("Figure"), found, text))
    return made


def _defined(
    key: str, title: str, heading: str, found: Iterable[Definition], text: Callable[[str], str]
) -> Table:
    rows = tuple(
        Row(
            text(str(one.title)),
            (text(str(one.definition)), str(one.unit.label), one.short, text(str(one.source))),
        )
        for one in found
    )
    columns = (heading, _("Meaning"), _("Unit"), _("Which rows it is about"), _("Source"))
    return Table(key, title, columns, rows, chart="definitions")


def _imported(tables: Tables) -> list[str]:
    count = tables.content["intake"].get("imported")
    if not count:
        return []
    return [
        _(
            "Of the files received, %(count)s come from registers kept before this service and were"
            " imported line by line."
        )
        % {"count": tables.writer.number(count)},
        _(
            "In imported registers, “No violation occurred” may include what was not proven, and “Referred to"
            " the public prosecution” stands for referral to the investigation authorities."
        ),
    ]


def _unstated(tables: Tables) -> list[str]:
    content = tables.content
    if not content["has_data"]:
        return [
            _(
                "No complaint or request was recorded by the end of the period: there are no data, which is not zero."
            )
        ]
    intake = content["intake"]
    missing = [
        name
        for key, name in headings().items()
        if f"by_{key}" in intake and not [code for code in intake[f"by_{key}"] if code != "not_stated"]
    ]
    if not missing or not intake["total"]:
        return []
    return [_("Not recorded for any file of the period: %(list)s.") % {"list": _(", ").join(missing)}]


def _hidden(tables: Tables) -> str:
    least = tables.writer.number(SMALLEST_SHOWN)
    if not tables.hidden:
        return _("Numbers below %(least)s would be hidden in this edition; none had to be.") % {
            "least": least
        }
    return _(
        "Numbers below %(least)s are hidden (“…”) so that nobody can be recognised, together with those that"
        " would give them away: %(count)s numbers in all."
    ) % {"least": least, "count": tables.writer.number(len(tables.hidden))}
