"""Chapters that tell rather than count: the framework, the plan, the activities, and the method."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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
    return words, [_terms()]


def _terms() -> Table:
    words = {
        _("Complaint"): _("One file in which somebody says that a security service did wrong."),
        _("Request for assistance"): _("One file in which somebody asks for help and alleges no wrong."),
        _("Allegation"): _("One wrong that a complaint alleges. Findings are made on allegations."),
        pgettext("counted", "Person concerned"): _(
            "Somebody to whom it was done, as told at filing; whoever files for another is not counted."
        ),
        pgettext("counted", "Event"): _(
            "What happened at one place and time, linked by an institution where several complaints tell of it."
        ),
        _("Grave"): _(
            "Torture or ill-treatment, enforced disappearance, death, sexual or gender-based violence, and"
            " any allegation with serious injury in custody or violence against a child."
        ),
        pgettext("term", "Kept in time"): _(
            "Done on or before the day it was due, by the working calendar of the state; time for which the"
            " deadline stood still is not counted."
        ),
        pgettext("term", "Verified"): _(
            "The national institution of the state checked it and found it so. “Disputed”: it found otherwise,"
            " and both values stand with both reasons."
        ),
    }
    rows = tuple(Row(term, (meaning,)) for term, meaning in words.items())
    return Table("terms", _("What the words mean"), (_("Word"), _("Meaning")), rows, chart="words")


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
