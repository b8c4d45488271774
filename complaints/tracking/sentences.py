"""Where a case stands, in one sentence. Source: "Stages" of docs/domain.md."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.languages import format_date, isolate, number
from complaints import deadlines
from complaints.models import Clock, Complaint, Request, Text
from complaints.tracking import inquiry
from complaints.tracking.selectors import File
from complaints.vocabulary import (
    AssistanceOutcome,
    CustodyOutcome,
    Disposition,
    Finding,
    Matter,
    Rejection,
    Stage,
)

WHAT_FITS = 200  # characters of a question that stand in the sentence; a longer one is read below
CLOCK_OF = {
    Stage.RECEIVED: "acknowledge",
    Stage.SCREENING: "route",
    Stage.INVESTIGATING: "decide",
    Stage.AWAITING_ANSWER: "authority_answer",
    Stage.DECIDED: "review_window",
    Stage.REMEDYING: "remedy",
    Stage.UNDER_REVIEW: "review_decision",
}
"""The deadline each stage's sentence names."""
_THEIRS = frozenset(CLOCK_OF) - {Stage.DECIDED}  # deadlines that institutions keep, and can be late with


def dated(file: File, value: date) -> str:
    """A date in the month names of the state, the Hijri one beside it; digits as on every other page."""
    return format_date(
        value,
        language=get_language() or "ar",
        months=file.state.months,
        hijri=True,
    )


def running(file: File) -> Clock | None:
    """The deadline that this stage is about, while it runs."""
    stage = Stage(file.case.stage)
    kinds = [CLOCK_OF[stage]] if stage in CLOCK_OF else []
    if file.case.matter == Matter.ASSISTANCE and stage == Stage.INVESTIGATING:
        kinds = ["assistance"]
    if file.case.matter == Matter.CUSTODY and stage in (Stage.RECEIVED, Stage.INVESTIGATING):
        kinds = ["custody"]
    if stage == Stage.DECIDED and file.case.notified_at is None:
        kinds = ["outcome_notice"]
    clocks = [file.clock(kind) for kind in kinds]
    return next((clock for clock in clocks if clock and clock.ended_at is None), None)


def due_on(file: File) -> date | None:
    """The last day of that deadline; none while it stands still."""
    clock = running(file)
    return file.calendar.last_day(clock.due_at) if clock and clock.paused_at is None else None


def standing(file: File) -> str:
    """Where it stands, as the complainant is told."""
    if file.case.matter == Matter.CUSTODY and (words := inquiry.standing(file, until=_by(file))):
        return words
    return _TOLD[Stage(file.case.stage)](file)


def lateness(file: File) -> str:
    """That we are late, and who was told; "" while we are not."""
    clock = running(file)
    if clock is None or clock.paused_at or clock.due_at > file.now:
        return ""
    if file.case.stage not in _THEIRS and clock.kind != "outcome_notice":
        return ""
    date = dated(file, file.calendar.last_day(clock.due_at))
    if clock.escalated:
        return _(
            "We are late. The answer was due on %(date)s and we did not keep it. "
            "We told %(who)s of the delay. This delay takes nothing away from your right."
        ) % {"date": date, "who": _told_of_delay(file, clock)}
    return _(
        "We are late. The answer was due on %(date)s and we did not keep it. "
        "This delay takes nothing away from your right."
    ) % {"date": date}


def _told_of_delay(file: File, clock: Clock) -> str:
    if clock.escalated > 1 and file.independent and file.independent != file.lead:
        return file.independent.name
    if clock.escalated > 1:
        return _("the auditor")
    return _("the supervisor at %(institution)s") % {"institution": file.lead.name}


def _by(file: File) -> str:
    day = due_on(file)
    clock = running(file)
    if day and clock and clock.kind == "custody":  # a day by the clock ends at an hour
        ends = clock.due_at.astimezone(ZoneInfo(file.calendar.zone))
        return inquiry.at_hour(dated(file, ends.date()), ends)
    return dated(file, day) if day else _("a day still to be set")


def _received(file: File) -> str:
    if file.case.matter == Matter.ASSISTANCE and file.case.first_opened_at:
        return _(
            "Your request arrived and has been opened for reading; "
            "we acknowledge receipt by %(date)s at the latest."
        ) % {"date": _by(file)}
    if file.case.matter == Matter.ASSISTANCE:
        return _(
            "Your request arrived and nobody has read it yet; we acknowledge receipt by %(date)s at the latest."
        ) % {"date": _by(file)}
    if file.case.first_opened_at:
        return _(
            "Your complaint arrived and has been opened for reading; "
            "we acknowledge receipt by %(date)s at the latest."
        ) % {"date": _by(file)}
    return _(
        "Your complaint arrived and nobody has read it yet; we acknowledge receipt by %(date)s at the latest."
    ) % {"date": _by(file)}


def _screening(file: File) -> str:
    return _("%(who)s is reading it now to determine which body is competent, by %(date)s at the latest.") % {
        "who": file.lead.name,
        "date": _by(file),
    }


def _asked(file: File) -> str:
    """What was last written to the complainant, where it is short enough for a sentence."""
    written = [text for text in file.texts if text.kind == Text.Kind.TO_COMPLAINANT]
    words = written[-1].words if written else None
    if words and len(words) <= WHAT_FITS and "\n" not in words:
        return isolate(words.rstrip(".؟? "))
    return _("what the newest message below asks")


def _needs_information(file: File) -> str:
    return _("We need from you: %(what)s. If that is not possible, you can tell us.") % {"what": _asked(file)}


def _investigating(file: File) -> str:
    words = {"who": file.lead.name, "date": _by(file)}
    if file.case.matter == Matter.ASSISTANCE:
        return _("%(who)s is handling your request; the answer is due by %(date)s.") % words
    return _("%(who)s is finding out the facts; the date set for the outcome is %(date)s.") % words


def _awaiting(file: File) -> str:
    asked = next((row for row in file.waiting if row.is_waiting), None)
    return _("We asked %(who)s, and the answer is due by %(date)s. Work on the file goes on.") % {
        "who": asked.asked_of.name if asked else _("another body"),
        "date": dated(file, file.calendar.last_day(asked.due_at)) if asked else _by(file),
    }


def _decided(file: File) -> str:
    if file.case.notified_at is None:
        return _("There is a decision; you are given it with its reasons by %(date)s at the latest.") % {
            "date": _by(file)
        }
    if file.case.is_final:
        return _("The outcome and its reasons are there; it was reviewed and is final.")
    if file.case.is_grave:
        return _("The outcome and its reasons are there; a review can be asked for at any time.")
    return _("The outcome and its reasons are there; a review can be asked for until %(date)s.") % {
        "date": _by(file)
    }


def _remedying(file: File) -> str:
    return _(
        "To be carried out: %(what)s, by %(date)s at the latest, and we will ask you whether it was really done."
    ) % {"what": _asked(file), "date": _by(file)}


def _under_review(file: File) -> str:
    return _(
        "The decision is being reviewed by %(who)s. Whoever reviews it took no part in making it; "
        "the review is due by %(date)s."
    ) % {"who": (file.independent or file.lead).name, "date": _by(file)}


def _referred(file: File) -> str:
    who = isolate(file.case.referred_to) if file.case.referred_to else _("another body")
    if file.case.their_reference:
        return _(
            "It was referred to %(who)s under the number %(ref)s, and we ask about it every 28 days."
        ) % {
            "who": who,
            "ref": isolate(file.case.their_reference),
        }
    return _("It was referred to %(who)s, and we are waiting for their number for it.") % {"who": who}


def _closed(file: File) -> str:
    return _("The file was closed because: %(reason)s. New evidence can be given.") % {
        "reason": reason(file.case)
    }


def _inadmissible(file: File) -> str:
    return _("We cannot examine it, because: %(reason)s. What can be done is below.") % {
        "reason": reason(file.case)
    }


def _withdrawn(file: File) -> str:
    return _("It was withdrawn at your request. If that was under pressure, you can tell %(who)s.") % {
        "who": (file.independent or file.lead).name
    }


def _merged(file: File) -> str:
    return _("It was joined to your other complaint; both codes work.")


_TOLD: dict[Stage, Callable[[File], str]] = {
    Stage.RECEIVED: _received,
    Stage.SCREENING: _screening,
    Stage.NEEDS_INFORMATION: _needs_information,
    Stage.INVESTIGATING: _investigating,
    Stage.AWAITING_ANSWER: _awaiting,
    Stage.DECIDED: _decided,
    Stage.REMEDYING: _remedying,
    Stage.UNDER_REVIEW: _under_review,
    Stage.REFERRED: _referred,
    Stage.CLOSED: _closed,
    Stage.INADMISSIBLE: _inadmissible,
    Stage.WITHDRAWN: _withdrawn,
    Stage.MERGED: _merged,
}


def reason(case: Complaint) -> str:
    """Why a file ended, in words."""
    outcome = case.outcome
    if outcome == "withdrawn":
        return str(Disposition.WITHDRAWN.label)
    if outcome == "no_reply":
        return _("no reply came to our questions")
    if outcome == "referred":
        return _("another body took it over")
    # Nobody settles with whoever asked for help.
    if outcome == "settled" and case.matter != Matter.ASSISTANCE:
        return str(Disposition.SETTLED.label)
    for words in (Rejection, Finding, AssistanceOutcome, CustodyOutcome):
        if outcome in words.values:
            return str(words(outcome).label)
    return _("the procedure ended")


def next_step(file: File) -> str:
    """What happens after this, and whose turn it is."""
    stage, who = Stage(file.case.stage), {"who": file.lead.name}
    if file.case.matter == Matter.CUSTODY:
        return inquiry.next_step(file)
    sentences = {
        Stage.RECEIVED: _("%(who)s reads it and confirms here that it was received."),
        Stage.SCREENING: _("%(who)s admits it, asks you something, or says why it cannot be examined."),
        Stage.NEEDS_INFORMATION: _("Your answer below, or that you cannot give it; then the work goes on."),
        Stage.INVESTIGATING: _("%(who)s looks at what can be known and decides with reasons."),
        Stage.AWAITING_ANSWER: _("The answer, or going on without it: silence does not end your complaint."),
        Stage.DECIDED: _("Reading the reasons; a review can be asked for where you disagree."),
        Stage.REMEDYING: _("What was recommended is carried out, and you are asked whether it was."),
        Stage.UNDER_REVIEW: _("The decision stands with reasons, or it is changed."),
        Stage.REFERRED: _("%(who)s asks what became of it and tells you here."),
    }
    return sentences[stage] % who if stage in sentences else ""


def review_until(file: File) -> datetime | None:
    """When the time to ask for a review ends; None where it has no end or has not begun."""
    clock = file.clock("review_window")
    runs = deadlines.runs("review_window", grave=file.case.is_grave)
    return clock.due_at if clock and runs else None


def silence(file: File) -> list[str]:
    """Questions nobody answered, as facts: whom we asked, when, for how many days nothing came."""
    return [_silence(file, row) for row in file.waiting]


def _silence(file: File, row: Request) -> str:
    days = max((file.day(file.now) - file.day(row.asked_at)) // timedelta(days=1), 0)
    return ngettext(
        "%(asker)s asked %(asked)s on %(date)s. No answer has come for %(days)s day.",
        "%(asker)s asked %(asked)s on %(date)s. No answer has come for %(days)s days.",
        days,
    ) % {
        "asker": row.asked_by.name,
        "asked": row.asked_of.name,
        "date": dated(file, file.day(row.asked_at)),
        "days": number(days, language=get_language() or "ar"),
    }
