"""What is known of a case when a letter is begun: what its wording fills in, and whom it usually goes to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.casework.reading import CaseFile
from complaints.correspondence import USUALLY, WAITS_FOR_AN_ANSWER, Correspondent, Purpose
from complaints.letters import rendering
from complaints.letters.services import Card
from complaints.letters.wording import Wording, wording
from complaints.models import Letter
from complaints.naming import category_label

DAYS = {
    Purpose.ANSWER_REQUEST: 20,
    Purpose.REMINDER: 5,
    Purpose.PRESERVATION: 2,
    Purpose.EXAMINATION: 1,
    Purpose.REFERRAL: 20,
    Purpose.RECOMMENDATION: 60,
}
"""Working days in which an answer is usually awaited: "Clocks" of docs/domain.md, and shorter where it presses."""
SEPARATOR = {"ar": "، ", "en": "; "}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a letter is to be, before its words are there."""

    purpose: str
    language: str
    days: int = 0  # working days until the answer; 0 where none is awaited
    about: Letter | None = None
    before: int = 0  # reminders that were sent of the same letter


def usual_days(purpose: str) -> int:
    """How many working days an answer is given; 0 where none is awaited."""
    return DAYS.get(Purpose(purpose), 0) if Purpose(purpose) in WAITS_FOR_AN_ANSWER else 0


def answer_until(file: CaseFile, days: int) -> date | None:
    """The last working day of an answer's term, counted from today."""
    if not days:
        return None
    return file.calendar.last_day(file.calendar.add_working_days(file.now, days))


def worded(file: CaseFile, plan: Plan) -> Wording:
    """The words of a letter with the facts of the case filled in."""
    with translation.override(plan.language):
        return wording(plan.purpose, plan.language, _facts(file, plan))


def _facts(file: CaseFile, plan: Plan) -> dict[str, Any]:
    state, language, case = file.state, plan.language, file.case
    until = answer_until(file, plan.days)
    names = dict.fromkeys(str(category_label(row.category)) for row in file.allegations)
    return {
        "arabic_digits": state.arabic_digits and language == "ar",
        "reference": case.reference,
        "filed_on": rendering.day(case.filed_on, state, language),
        "place": case.governorate.name if case.governorate else "",
        "categories": SEPARATOR[language].join(names),
        "days": plan.days,
        "answer_until": rendering.day(until, state, language) if until else "",
        "times": plan.before + 1,
        **_of_earlier(file, plan),
    }


def _of_earlier(file: CaseFile, plan: Plan) -> dict[str, Any]:
    """The letter it reminds of or answers: its number, its day, and how long its answer is overdue."""
    if plan.about is None:
        return {"about_number": "", "about_date": "", "late": 0}
    number, due = plan.about.register, plan.about.answer_until
    today = file.calendar.local_date(file.now)
    return {
        "about_number": rendering.in_digits(number.written, file.state, plan.language),
        "about_date": rendering.day(number.day, file.state, plan.language),
        "late": max((today - due).days, 0) if due else 0,
    }


def _usual(file: CaseFile, purpose: Purpose) -> Correspondent:
    """An independent body asks the ministry; a ministry asks its own units."""
    kind = USUALLY[purpose]
    asks_itself = kind == Correspondent.AUTHORITY and not file.docket.institution.is_independent
    return Correspondent.UNIT if asks_itself else kind


def usual_card(file: CaseFile, plan: Plan) -> tuple[Card, str]:
    """To whom a letter of the kind usually goes, and how that is written on it. The complainant is not named."""
    kind = plan.about.correspondent if plan.about else _usual(file, Purpose(plan.purpose))
    body = unit = None
    written = ""
    with translation.override(plan.language):
        if plan.about and (plan.about.body or plan.about.unit):
            body, unit = plan.about.body, plan.about.unit
        elif kind == Correspondent.AUTHORITY:
            held = (
                row.institution for row in file.dockets if row.institution_id != file.docket.institution_id
            )
            body = next(held, None)
        elif kind == Correspondent.UNIT:
            unit = next((row.unit for row in file.allegations if row.unit), None)
        named = unit or body
        if named is not None:
            written = named.name
        elif kind == Correspondent.COMPLAINANT:
            written = _("The complainant in complaint %(reference)s") % {"reference": file.case.reference}
    card = Card(
        correspondent=kind,
        body=body.pk if body else None,
        unit=unit.pk if unit else None,
        answer_until=answer_until(file, plan.days),
        about=plan.about.pk if plan.about else None,
    )
    return card, written
