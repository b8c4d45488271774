"""Clocks: how long each step may take, what a pause gives back, when it is late and who is told.

Source: "Clocks" of docs/domain.md. Where it says "days", calendar days are meant; a bare number means working
days of the state's calendar. Every length is a default that a state may replace (`overrides`); a change
applies to clocks that start later, because `due` is computed once, when a clock starts. Pure: no queries, and
time is passed in.

A deadline is an exclusive moment in UTC (see common.calendar): show `calendar.last_day(due_at)`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.calendar import WorkCalendar
from common.languages import number


class Unit(StrEnum):
    """In what a term is counted."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"


class Term(NamedTuple):
    """A length of time: 10 working days, 24 hours by the clock."""

    amount: int
    unit: Unit


class Clock(TextChoices):
    """What is waited for. Permanent codes; the workflow names them."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledgement")
    ROUTE = "route", _("Screening")
    COMPLAINANT_ANSWER = "complainant_answer", _("Answer of the complainant")
    NO_REPLY = "no_reply", _("Closing without a reply")
    DECIDE = "decide", _("Decision")
    UPDATE = "update", _("News to the complainant")
    STATEMENT = "statement", _("Statement of the reasons for the length")
    STATEMENT_AGAIN = "statement_again", _("Further statement of the reasons for the length")
    AUTHORITY_ANSWER = "authority_answer", _("Answer of the authority")
    NHRI_PREVIEW = "nhri_preview", _("Preview by the national institution")
    OUTCOME_NOTICE = "outcome_notice", _("Notice of the outcome")
    REVIEW_WINDOW = "review_window", _("Time to ask for a review")
    REVIEW_DECISION = "review_decision", _("Decision on the review")
    CLOSE_UNOPENED = "close_unopened", _("Closing when the outcome was never opened")
    CLOSE_FINAL = "close_final", _("Closing after a final decision")
    REFERRAL_ENQUIRY = "referral_enquiry", _("Enquiry about the referral")
    REFERRAL_OUTCOME = "referral_outcome", _("Longest wait for a referral")
    REMEDY = "remedy", _("Remedy")
    REMEDY_SILENCE = "remedy_silence", _("Answer of the complainant about the remedy")
    REOPEN_WINDOW = "reopen_window", _("Time to reopen")
    COURT_RECHECK = "court_recheck", _("Enquiry about the court proceedings")
    PRESERVE = "preserve", _("Letter to preserve evidence")
    MEDICAL_EXAMINATION = "medical_examination", _("Request for a medical examination")
    CUSTODY = "custody", _("Custody inquiry")
    ASSISTANCE = "assistance", _("Request for assistance")
    REPRISAL_FIRST = "reprisal_first", _("First check for reprisals")
    REPRISAL_SECOND = "reprisal_second", _("Second check for reprisals")
    AFTER_FIRST = "after_first", _("First check for reprisals after the end")
    AFTER_SECOND = "after_second", _("Second check for reprisals after the end")


def _working(amount: int) -> Term:
    return Term(amount, Unit.WORKING_DAYS)


def _days(amount: int) -> Term:
    return Term(amount, Unit.DAYS)


def _months(amount: int) -> Term:
    return Term(amount, Unit.MONTHS)


DAY_AND_NIGHT = Term(24, Unit.HOURS)

TERMS: dict[Clock, Term] = {
    Clock.ACKNOWLEDGE: _working(5),
    Clock.ROUTE: _working(10),
    Clock.COMPLAINANT_ANSWER: _working(20),
    Clock.NO_REPLY: _working(40),
    Clock.DECIDE: _days(90),
    Clock.UPDATE: _days(28),
    Clock.STATEMENT: _months(12),
    Clock.STATEMENT_AGAIN: _months(6),
    Clock.AUTHORITY_ANSWER: _working(20),
    Clock.NHRI_PREVIEW: _working(5),
    Clock.OUTCOME_NOTICE: _working(5),
    Clock.REVIEW_WINDOW: _days(60),
    Clock.REVIEW_DECISION: _working(30),
    Clock.CLOSE_UNOPENED: _days(180),
    Clock.CLOSE_FINAL: _days(5),
    Clock.REFERRAL_ENQUIRY: _days(28),
    Clock.REFERRAL_OUTCOME: _months(12),
    Clock.REMEDY: _working(60),
    Clock.REMEDY_SILENCE: _working(20),
    Clock.REOPEN_WINDOW: _months(24),
    Clock.COURT_RECHECK: _days(90),
    Clock.PRESERVE: DAY_AND_NIGHT,
    Clock.MEDICAL_EXAMINATION: DAY_AND_NIGHT,
    Clock.CUSTODY: DAY_AND_NIGHT,
    Clock.ASSISTANCE: _working(10),
    Clock.REPRISAL_FIRST: _days(30),
    Clock.REPRISAL_SECOND: _days(90),
    Clock.AFTER_FIRST: _days(30),
    Clock.AFTER_SECOND: _days(90),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The lengths a state has set itself: rows of (kind, from which day, amount), in any order."""

    rows: tuple[tuple[str, date, int], ...] = ()

    def on(self, day: date) -> dict[str, Term]:
        """What holds for clocks that start on a day, each in the unit that its kind has everywhere."""
        held = sorted((row for row in self.rows if row[1] <= day), key=lambda row: row[1])
        return {kind: Term(amount, TERMS[Clock(kind)].unit) for kind, _since, amount in held}


MAX_PAUSED = 30
"""Working days that all pauses of one clock together may give back."""
NO_END_ON_GRAVE = frozenset({Clock.REVIEW_WINDOW, Clock.REOPEN_WINDOW})

# The authority is very late at 40 working days, twice its 20; every other clock at half its length more.
_VERY_LATE_PERCENT = {Clock.AUTHORITY_ANSWER: 100}
_SOON_SHARE = 5  # the last fifth of a term,
_SOON_AT_MOST = timedelta(days=3)  # and never more than three days


class Paused(NamedTuple):
    """A time in which a clock stood still; `until` is None while it still does.

    Waiting for the complainant is limited to `MAX_PAUSED` and never done where somebody is at risk. A court
    that has the matter before it is neither: the clock stands still as long as it takes.
    """

    since: datetime
    until: datetime | None = None
    before_court: bool = False


class Late(StrEnum):
    """How a clock stands."""

    ON_TIME = "on_time"
    SOON = "soon"
    LATE = "late"
    VERY_LATE = "very_late"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a clock stands, for a chip: `days` (`hours`, when `by_hours`) left or gone, never negative."""

    level: Late
    days: int
    hours: int
    by_hours: bool

    @property
    def is_late(self) -> bool:
        return self.level in (Late.LATE, Late.VERY_LATE)


class Escalation(StrEnum):
    """Who is told of a late clock."""

    APPROVER = "approver"  # the lead's approver
    INDEPENDENT = "independent"  # the independent body
    AUDITOR_AND_SECRETARIAT = "auditor_and_secretariat"  # in aggregate only


def runs(kind: str, *, grave: bool) -> bool:
    """Whether this clock has an end at all: a review of a grave case may be asked for at any time."""
    return not (grave and Clock(kind) in NO_END_ON_GRAVE)


def term(
    kind: str,
    *,
    urgent: bool = False,
    duty_officer: bool = False,
    overrides: Mapping[str, Term] | None = None,
) -> Term:
    """How long this clock runs.

    Urgent (danger, or somebody held) is acknowledged within 24 hours where a weekend duty officer is
    confirmed. Where none is, that can't be promised: the true time is the next working day, shown with an
    emergency number.
    """
    clock = Clock(kind)
    if clock == Clock.ACKNOWLEDGE and urgent:
        return DAY_AND_NIGHT if duty_officer else _working(1)
    return (overrides or {}).get(clock.value, TERMS[clock])


def due(
    kind: str,
    *,
    start: datetime,
    calendar: WorkCalendar,
    urgent: bool = False,
    duty_officer: bool = False,
    overrides: Mapping[str, Term] | None = None,
) -> datetime:
    """When a clock that starts now ends, in UTC, without pauses (`extended` adds them)."""
    length = term(kind, urgent=urgent, duty_officer=duty_officer, overrides=overrides)
    return _add(length, start=start, calendar=calendar)


def very_late_at(
    kind: str,
    *,
    due_at: datetime,
    calendar: WorkCalendar,
    urgent: bool = False,
    duty_officer: bool = False,
    overrides: Mapping[str, Term] | None = None,
) -> datetime:
    """When a clock is late by half its length (the authority's answer: by its whole length), rounded up."""
    length = term(kind, urgent=urgent, duty_officer=duty_officer, overrides=overrides)
    share = _VERY_LATE_PERCENT.get(Clock(kind), 50)
    more = Term(-(-length.amount * share // 100), length.unit)
    # The last moment of the term, so that the days after it are counted from its last day.
    last = due_at if length.unit == Unit.HOURS else due_at - timedelta(microseconds=1)
    return _add(more, start=last, calendar=calendar)


def paused_days(
    pauses: Iterable[Paused], *, calendar: WorkCalendar, now: datetime, at_risk: bool = False
) -> int:
    """Working days that pauses give back, overlapping ones counted once.

    Waiting for the complainant gives back at most `MAX_PAUSED`, and nothing when `at_risk` (grave, danger,
    held).
    """
    court, complainant = set[date](), set[date]()
    for pause in pauses:
        days = calendar.working_dates_between(pause.since, pause.until or now)
        (court if pause.before_court else complainant).update(days)
    waited = 0 if at_risk else min(len(complainant - court), MAX_PAUSED)
    return len(court) + waited


def extended(
    due_at: datetime,
    *,
    pauses: Iterable[Paused],
    calendar: WorkCalendar,
    now: datetime,
    at_risk: bool = False,
) -> datetime:
    """A deadline moved by its pauses: as many working days later as were paused. For clocks in days."""
    days = paused_days(pauses, calendar=calendar, now=now, at_risk=at_risk)
    return calendar.add_working_days(due_at - timedelta(microseconds=1), days) if days else due_at


def lateness(
    *,
    now: datetime,
    due_at: datetime,
    started_at: datetime,
    calendar: WorkCalendar,
    very_late: datetime | None = None,
) -> Lateness:
    """How a clock stands. Without `very_late` (see `very_late_at`), half of the time it had is taken."""
    today, last_day = calendar.local_date(now), calendar.last_day(due_at)
    by_hours = calendar.end_of(last_day) != due_at and abs(now - due_at) < timedelta(hours=48)
    return Lateness(
        level=_level(now, due_at, started_at, very_late or due_at + (due_at - started_at) / 2),
        # A term in hours can end in the middle of a day: late on that day is late by hours, not by no day.
        days=abs((today - last_day).days),
        hours=-(-abs(now - due_at) // timedelta(hours=1)),
        by_hours=by_hours,
    )


def escalation(level: str, *, has_independent: bool, independent_leads: bool) -> Escalation | None:
    """Who is told: the approver when it is late, the independent body when it is very late.

    Where the independent body leads, or there is none, nobody above it reads cases: the auditor and the
    secretariat learn the number.
    """
    if level == Late.LATE:
        return Escalation.APPROVER
    if level != Late.VERY_LATE:
        return None
    if has_independent and not independent_leads:
        return Escalation.INDEPENDENT
    return Escalation.AUDITOR_AND_SECRETARIAT


def clock_words(lateness: Lateness, *, paused: bool = False, arabic_digits: bool = False) -> str:
    """What a chip says, in the active language: "late by 6 days", "due today", "clock paused".

    Colour and shape go by `lateness.level`.
    """
    if paused:
        return gettext("clock paused")

    def written(value: int) -> str:
        return number(value, language=get_language() or "en", arabic_digits=arabic_digits)

    days, hours = lateness.days, lateness.hours
    if lateness.is_late and lateness.by_hours:
        return ngettext("late by %(hours)s hour", "late by %(hours)s hours", hours) % {
            "hours": written(hours)
        }
    if lateness.is_late:
        return ngettext("late by %(days)s day", "late by %(days)s days", days) % {"days": written(days)}
    if lateness.by_hours:
        return ngettext("due in %(hours)s hour", "due in %(hours)s hours", hours) % {"hours": written(hours)}
    if days == 0:
        return gettext("due today")
    return ngettext("due in %(days)s day", "due in %(days)s days", days) % {"days": written(days)}


def _add(length: Term, *, start: datetime, calendar: WorkCalendar) -> datetime:
    add = {
        Unit.WORKING_DAYS: calendar.add_working_days,
        Unit.DAYS: calendar.add_calendar_days,
        Unit.MONTHS: calendar.add_months,
        Unit.HOURS: calendar.add_hours,
    }[length.unit]
    return add(start, length.amount)


def _level(now: datetime, due_at: datetime, started_at: datetime, very_late: datetime) -> Late:
    if now >= very_late:
        return Late.VERY_LATE
    if now >= due_at:
        return Late.LATE
    soon = min((due_at - started_at) / _SOON_SHARE, _SOON_AT_MOST)
    return Late.SOON if now >= due_at - soon else Late.ON_TIME
