"""How a clock looks on the desk: its words with a shape, its last day, and the time it stood still."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from common.calendar import WorkCalendar
from common.languages import number
from complaints import deadlines
from complaints.clocks import Running, Ticking, next_clock
from complaints.deadlines import Late
from complaints.models import Clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TONES = {
    Late.ON_TIME: ("plain", "clock"),
    Late.SOON: ("soon", "clock"),
    Late.LATE: ("late", "alert"),
    Late.VERY_LATE: ("very-late", "alert"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as a chip, with what stands beside it in the case file."""

    label: "StrOrPromise"
    tone: str
    icon_name: str
    words: str
    last_day: date | None = None
    stood_still: int = 0  # working days of all its pauses
    before_court: int = 0  # those of them in which a court had it
    runs: bool = False


def none() -> Face:
    """Where no clock runs."""
    return Face("", "quiet", "not_started", gettext("no deadline"))


def face(clock: Clock | Running, *, calendar: WorkCalendar, now: datetime, language: str) -> Face:
    """One clock now: running, standing still, kept, missed or dropped with the file."""
    tone, icon_name, words = _state(clock, calendar, now, language)
    still = _still_standing(clock, calendar, now)
    return Face(
        deadlines.Clock(clock.kind).label,
        tone,
        icon_name,
        words,
        calendar.last_day(clock.due_at),
        clock.paused_days + clock.court_days + still,
        clock.court_days + (still if clock.is_before_court else 0),
        clock.ended_at is None,
    )


def _state(
    clock: Clock | Running, calendar: WorkCalendar, now: datetime, language: str
) -> tuple[str, str, str]:
    if clock.ended_at is not None:
        return _ended(clock, clock.ended_at, calendar, language)
    if clock.paused_at is not None:
        return "quiet", "paused", gettext("clock paused")
    how = deadlines.lateness(now=now, due_at=clock.due_at, started_at=clock.started_at, calendar=calendar)
    return *TONES[how.level], deadlines.clock_words(how)


def _ended(
    clock: Clock | Running, at: datetime, calendar: WorkCalendar, language: str
) -> tuple[str, str, str]:
    if at <= clock.due_at:
        kept = not clock.is_dropped
        return ("good", "check", gettext("kept")) if kept else ("quiet", "not_started", gettext("dropped"))
    days = max((calendar.local_date(at) - calendar.last_day(clock.due_at)).days, 1)
    words = ngettext("was late by %(days)s day", "was late by %(days)s days", days)
    return "late", "alert", words % {"days": number(days, language=language)}


def _still_standing(clock: Clock | Running, calendar: WorkCalendar, now: datetime) -> int:
    if clock.paused_at is None or clock.ended_at is not None:
        return 0
    pause = [deadlines.Paused(clock.paused_at, before_court=clock.is_before_court)]
    days = deadlines.paused_days(pause, calendar=calendar, now=now)
    return days if clock.is_before_court else min(days, deadlines.MAX_PAUSED - clock.paused_days)


def next_of(clocks: list[Ticking]) -> Ticking | None:
    """The clock a queue row shows: the next that runs, by which the queue sorts, else one that stands still."""
    standing = (clock for clock in clocks if clock.ended_at is None and clock.paused_at is not None)
    return next_clock(clocks) or next(standing, None)
