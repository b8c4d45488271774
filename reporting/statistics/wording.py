"""What the tables of public statistics are called, and their rows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.aftercare import Question
from complaints.vocabulary import PlaceType, Subject, Whereabouts
from complaints.work import Fate
from reporting.statistics.tables import MATTERS, Listed
from reporting.wording import Writer

Words = Mapping[str, str | Promise]

BY: Words = {
    "channel": _("By the way it arrived"),
    "source": _("By who filed it"),
    "mode": _("By how the person is known"),
    "gender": _("By gender, where given"),
    "category": _("By what it is about"),
    "place_type": _("By kind of place"),
    "governorate": _("By governorate"),
    "service": _("By service"),
    "subject": _("By whom it is about"),
    "language": _("By language"),
    "kind": _("By kind of help asked for"),
}
TITLES: Words = {
    **{f"balance.{matter}": _("From one quarter to the next") for matter in MATTERS},
    **{
        f"outcomes.{matter}": _("How those received in this quarter stood when it was closed")
        for matter in MATTERS
    },
    **{
        f"outcomes.flow.{matter}": _("How files ended in this quarter, whenever they were received")
        for matter in MATTERS
    },
    "clocks.days_to_decision": _("Decisions, and those that took more than 135 days"),
    "outcomes.flow.findings": _("Findings on allegations"),
    "outcomes.flow.dispositions": _("What followed from findings"),
    "oversight.questions": _("Questions to the ministry whose answer fell due"),
    "oversight.undetermined": _("Allegations left undetermined because no official answer came"),
    "recommendations.flow": _("Steps taken on recommendations"),
    "reprisals": _("Safety of complainants"),
    "reprisals.followed": _("Answers and reports about safety to be followed up in two working days"),
    "custody.whereabouts": _("What was last answered about the person in custody"),
    "custody.answers": _("Daily answers to custody inquiries that fell due"),
    "reviews.flow": _("Reviews of decisions that were decided"),
    **{f"satisfaction.{row.value}": row.label for row in Question},
}
CLOCK_TITLE = _("Deadlines: %(clock)s")
ROWS: dict[str, Words] = {
    "balance": {
        "carried_over": _("Carried over"),
        "received": _("Received"),
        "reopened": _("Taken up again or registered late"),
        "completed": _("Completed"),
        "remaining": _("Remaining"),
    },
    "kept": {
        "due": _("Fell due"),
        "in_time": _("In time"),
        "late": _("Late"),
        "silent": _("Not answered"),
        "running": _("Still running, past its day"),
    },
    "days": {"decided": _("Decided"), "very_late": _("Of them after more than 135 days")},
    "reprisals": {
        "asked": _("Complainants asked about their safety"),
        "answered": _("Answers"),
        "reported": _("Reports of pressure or reprisal"),
    },
    "review": {"upheld": _("Decision upheld"), "overturned": _("Decision overturned")},
    "answer": {
        "n": _("Answered"),
        "yes": pgettext_lazy("answer", "Yes"),
        "partly": _("Partly"),
        "no": pgettext_lazy("answer", "No"),
    },
    "place_type": dict(PlaceType.choices),
    "subject": dict(Subject.choices),
    "whereabouts": {**dict(Whereabouts.choices), "none": _("Nothing answered yet")},
    "fate": dict(Fate.choices),
}
BASIS: Words = {
    "cohort": _("Of what was received in the quarter"),
    "flow": _("What happened in the quarter"),
    "due": _("Of what fell due in the quarter"),
    "balance": _("Open files at both ends of the quarter"),
}
SECTIONS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("complaints", _("Complaints received"), ("intake.by_matter.complaint.",)),
    ("assistance", _("Requests for assistance received"), ("intake.by_matter.assistance.",)),
    ("balance", _("Open and completed files"), ("balance.",)),
    (
        "outcomes",
        _("Outcomes"),
        ("outcomes.complaint", "outcomes.assistance", "outcomes.flow.complaint", "outcomes.flow.assistance"),
    ),
    ("deadlines", _("Deadlines kept"), ("clocks.",)),
    ("findings", _("Findings"), ("outcomes.flow.findings", "outcomes.flow.dispositions")),
    ("questions", _("Questions to the ministry, and silence"), ("oversight.", "recommendations.")),
    ("safety", _("Safety and reviews"), ("reprisals", "reviews.", "satisfaction.")),
    ("custody", _("Custody inquiries"), ("custody.",)),
)
OF_MATTER: Words = {"complaint": _("Complaints"), "assistance": _("Requests for assistance")}
EXACT_ROWS = ("DTH", "DIS", "TOR")


def title(table: Listed, by: Writer) -> str:
    """What a table is called, with its matter where others have one of the same name."""
    own = _own_title(table, by)
    matter = next((one for one in MATTERS if table.path.endswith(f".{one}") or f".{one}." in table.path), "")
    if matter and not table.path.startswith("intake."):
        return f"{OF_MATTER[matter]}: {own}"
    return own


def _own_title(table: Listed, by: Writer) -> str:
    if table.path.startswith("intake."):
        return str(BY[table.label])
    if table.kind == "kept" and table.path not in TITLES:
        return str(CLOCK_TITLE) % {"clock": by.label("clock", table.path.rpartition(".")[2])}
    return str(TITLES[table.path])


def row(table: Listed, code: str, by: Writer) -> str:
    """The words for a row of a table."""
    known = ROWS.get(table.label, {}).get(code)
    if known is not None:
        return str(known)
    label = table.label if table.label not in ROWS else "gender"  # only "not stated" is left to say
    return by.label(label, code)
