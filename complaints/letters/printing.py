"""The file on paper: what one reader of the case page reads there, and a line that says who printed it and when.

Everything is taken from the same `CaseFile` as the page, so that paper never holds more than the screen.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.actor import Actor, Refused
from common import tenancy
from common.languages import format_date, language_of, month_usage
from complaints.casework import files, parts, reading, selectors
from complaints.casework.pieces import Telling, Who
from complaints.casework.routes import ROUTES
from complaints.correspondence import Direction, Purpose, written_number
from complaints.letters import rendering
from complaints.models import Complaint, Docket
from complaints.naming import category_label, mode_label
from complaints.proceedings import selectors as proceedings
from complaints.vocabulary import Standing
from record import services as record

ENTRY = "file_printed"
Rows = list[tuple[str, str]]


def note(*, docket: Docket, by: Actor, as_pdf: bool, now: datetime) -> None:
    """Record that somebody prints the file, before a page of it is there. Raises `Refused`."""
    with tenancy.within(by.state):
        case = Complaint.objects.locked(docket.complaint_id)
        held = selectors.docket(by, case.reference)
        if held is None:
            raise Refused(ENTRY)
        details: dict[str, record.Detail] = {"pdf": as_pdf}
        if absent := parts.stands_in(by, [held]):
            details["for"] = absent
        record.write(state=case.state, stream=case.stream, what=ENTRY, by=by.id, at=now, details=details)


def sheet(file: reading.CaseFile, *, printed_by: str) -> rendering.Sheet:
    """The file as this actor reads it now, all of it texts in the page's language."""
    case = file.case
    return {
        "what": "file",
        "language": file.language,
        "arabic_digits": False,  # in the digits of the page
        "reference": case.reference,
        "title": _("Case file %(reference)s") % {"reference": case.reference},
        "institution": file.docket.institution.name,
        "stage": str(file.stage),
        "created": _local(file).date().isoformat(),
        "printed": _printed(file, printed_by),
        "facts": _facts(file),
        "allegations": _allegations(file),
        "clocks": [
            {"label": str(clock.label), "words": clock.words, "day": _day(file, clock.last_day)}
            for clock in file.clocks
        ],
        "texts": [_text(file, one) for one in file.tellings],
        "locked": len(file.locked),
        "on_file": [
            _on_file(file, one) for one in proceedings.of_case(file, today=file.calendar.local_date(file.now))
        ],
        "files": _files(file),
        "letters": _letters(file),
        "history": [
            {"day": _day(file, event.at), "sentence": f"{event.sentence}", "who": _who(event.who)}
            for event in reversed(file.history)
        ],
    }


def _local(file: reading.CaseFile) -> datetime:
    return file.now.astimezone(ZoneInfo(file.state.zone))


def _day(file: reading.CaseFile, value: Any) -> str:
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(file.state.zone)).date() if isinstance(value, datetime) else value
    return format_date(local, language=file.language, months=month_usage(file.state.code))


def _printed(file: reading.CaseFile, person: str) -> str:
    """Who printed it and when: it stands on each page."""
    moment = _local(file)
    return _("Printed by %(person)s, %(institution)s, on %(day)s at %(time)s") % {
        "person": person,
        "institution": file.docket.institution.name,
        "day": _day(file, moment),
        "time": moment.strftime("%H:%M"),
    }


def _facts(file: reading.CaseFile) -> Rows:
    case, docket = file.case, file.docket
    lead = next((row.institution.name for row in file.dockets if row.standing == Standing.LEAD), "")
    kind = f": {case.get_assistance_kind_display()}" if case.assistance_kind else ""
    rows = [
        (_("Matter"), f"{case.get_matter_display()}{kind}"),
        (_("Stage"), str(file.stage)),
        (_("How it was made"), str(mode_label(case.mode))),
        (_("Place"), case.governorate.name if case.governorate else _("not stated")),
        (_("Filed"), _day(file, case.filed_on)),
        (_("Who filed, and how"), f"{case.get_source_display()} · {case.get_channel_display()}"),
        (_("Held by"), docket.assignee.name if docket.assignee else _("nobody yet")),
        (_("Leads"), lead),
        (_("Why"), str(ROUTES.get(case.route, ""))),
        *[
            (str(Standing(row.standing).label), row.institution.name)
            for row in file.dockets
            if row.standing != Standing.LEAD
        ],
        (_("Referred to"), case.referred_to),
        (_("Their reference"), case.their_reference),
    ]
    return [(str(term), str(value)) for term, value in rows if value]


def _allegations(file: reading.CaseFile) -> list[dict[str, str]]:
    return [
        {
            "name": str(category_label(row.category)),
            "unit": row.unit.name if row.unit else "",
            "finding": row.get_finding_display() if row.finding else _("none yet"),
            "done": row.get_disposition_display() if row.disposition else _("nothing yet"),
        }
        for row in file.allegations
    ]


def _text(file: reading.CaseFile, one: Telling) -> dict[str, Any]:
    return {
        "label": str(one.label),
        "who": _who(one.who),
        "day": _day(file, one.text.at),
        "paragraphs": None if one.body is None else [part.splitlines() for part in one.body.split("\n\n")],
        "language": language_of(one.body or "") or file.language,
    }


def _who(who: Who) -> str:
    if who.name:
        return who.name
    if who.kind == "complainant":
        return _("The complainant")
    if who.kind == "system":
        return _("The site itself")
    return f"{who.role} · {who.institution}" if who.role else who.institution


def _files(file: reading.CaseFile) -> Rows:
    """By name where this reader's keys open them, else by kind."""
    listed = files.of_case(file)
    return [
        (row.told.name if row.told else str(row.kind.label), row.told.sha256 if row.told else "")
        for row in listed.rows
    ]


def _on_file(file: reading.CaseFile, one: proceedings.Shown) -> dict[str, Any]:
    """A hearing, a statement, a report: its days and people, and its words where this reader's keys open them."""
    row, between = one.row, " · "
    put = {"body": row.institution.name, "when": _day(file, row.added_at)}
    about = [_("put on file by %(body)s on %(when)s") % put]
    if one.is_own and one.by:
        about.append(one.by)
    if one.is_corrected:
        about.append(_("corrected: another one took its place"))
    if row.replaces:
        about.append(_("a correction"))
    if row.ends_on:
        until = _("ended on %(day)s") if one.is_over else _("valid until %(day)s")
        about.append(until % {"day": _day(file, row.ends_on)})
    people = [
        (_("Members present"), between.join(one.present)),
        (_("Members recused"), between.join(one.recused)),
        (_("Members who agreed to the minutes"), between.join(one.agreed)),
    ]
    told = [(str(line.label), line.words) for line in one.told or ()]
    return {
        "title": f"{one.kind.label} · {_day(file, row.held_on)}",
        "about": between.join(about),
        "rows": [pair for pair in people if pair[1]] + told,
        "is_sealed": one.told is None,
        "is_damaged": one.told == [],
    }


def _letters(file: reading.CaseFile) -> list[dict[str, str]]:
    found = []
    for line in getattr(file.docket, "numbers", []):
        purpose = Purpose(line["purpose"]).label if line["purpose"] else ""
        found.append(
            {
                "number": written_number(line["year"], line["number"]),
                "direction": str(Direction(line["direction"]).label),
                "day": _day(file, datetime.fromisoformat(line["day"]).date()),
                "what": str(purpose) or pgettext("letter", "Received"),
            }
        )
    return found
