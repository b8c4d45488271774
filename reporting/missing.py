"""What is missing for a period before it closes, and the letter that says only how much."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts import letters
from accounts import selectors as accounts
from accounts.actor import Actor, staff
from accounts.models import State, User
from accounts.roles import PERMISSIONS, Permission, Role
from record import services as record
from reporting import progress, readings
from reporting.models import Activity, Indicator, IndicatorType, Verdict
from reporting.periods import Period, quarters, shifted, years
from reporting.progress import Known
from reporting.scopes import REGIONAL, Scope

TOPIC = "period_reminder"
DAYS_BEFORE = (14, 3)
"""Days before a period's last one on which those who can enter are reminded."""
LISTED = 50  # activities shown on the page; the rest are counted
ENTERING = [role for role in Role if Permission.ACTIVITIES in PERMISSIONS[role]]
VERIFYING = [role for role in Role if Permission.VERIFY_ACTIVITIES in PERMISSIONS[role]]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a state still owes for a period."""

    period: Period
    unread: list[Indicator] = field(default_factory=list)  # indicators read by hand, without a reading
    unassessed: list[Activity] = field(default_factory=list)
    unassessed_count: int = 0
    disputed: list[Activity] = field(default_factory=list)  # without an answer

    @property
    def is_nothing(self) -> bool:
        return not (self.unread or self.unassessed or self.disputed)


def periods(today: date) -> list[Period]:
    """Periods a reading is entered for: the running quarter and year, then those that are over, newest first."""
    return [*running(today), *quarters(today, 8), *years(today, 3)]


def running(today: date) -> list[Period]:
    """The quarter and the year a day lies in."""
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [
        Period(quarter, shifted(quarter, 3) - timedelta(days=1)),
        Period(date(today.year, 1, 1), date(today.year, 12, 31)),
    ]


def code_of(period: Period) -> str:
    """A period as an address carries it."""
    return f"{period.start.isoformat()}_{period.end.isoformat()}"


def named(code: str, today: date) -> Period | None:
    """The period of such a code, among those that readings are entered for."""
    return next((period for period in periods(today) if code_of(period) == code), None)


def missing(state: str, period: Period) -> Missing:
    """What is missing for a period. A structure that was read once goes on standing and is not missing."""
    plan = progress.current_plan()
    wanted = readings.manual(plan.pk, state) if plan else []
    known = Known.of(wanted, _scope(state), until=period.end)
    unread = [one for one in wanted if not known.standing(one, period)]
    begun = Activity.objects.standing().filter(state=state, start__gte=period.start, start__lte=period.end)
    begun = begun.select_related("institution")
    waiting = begun.filter(verdict=Verdict.NOT_ASSESSED)
    return Missing(
        period,
        unread,
        list(waiting[:LISTED]),
        waiting.count(),
        list(begun.filter(verdict=Verdict.DISPUTED, answer="")[:LISTED]),
    )


def _scope(state: str) -> Scope:
    return REGIONAL if state == REGIONAL.state else Scope(state, state)


def is_structural(indicator: Indicator) -> bool:
    """Whether one reading goes on holding."""
    return indicator.type == IndicatorType.STRUCTURAL


def remind(state: State, *, now: datetime) -> int:
    """Ask for today's reminders of a state, once each however often this runs. Within the state."""
    today = now.astimezone(ZoneInfo(state.zone)).date()
    subjects: list[str] = []
    for period in running(today):
        days = (period.end - today).days
        if days not in DAYS_BEFORE:
            continue
        institutions = [row.pk for row in accounts.institutions_of(state.code)]
        people = accounts.staff_with({*ENTERING, *VERIFYING}, institutions)
        subjects += [f"{user}|{code_of(period)}|{days}" for user in people]
    if subjects:
        record.post(state=state.code, topic=TOPIC, subjects=subjects, cause="once", at=now)
    return len(subjects)


def deliver(state: str, subject: str, *, now: datetime) -> None:
    """Send one, where something is missing that this person can do. Within the state.

    A letter that could not be sent before the period closed is not sent any more. Raises what the mail server's
    absence raises; the outbox then tries again.
    """
    user, code, _days = subject.split("|")
    start, _sep, end = code.partition("_")
    period = Period(date.fromisoformat(start), date.fromisoformat(end))
    person = User.objects.filter(pk=UUID(user), is_active=True).first()
    days = (period.end - now.date()).days
    if person is None or days < 0:
        return
    counts = owed(staff(person), missing(state, period))
    if not any(counts.values()):
        return
    letter = letters.compose("period", to=person.email, counts={"days": days, **counts})
    letter.extra_headers = {"Message-ID": _message_id(subject), "Auto-Submitted": "auto-generated"}
    letter.send()


def owed(by: Actor, found: Missing) -> dict[str, int]:
    """How much of what is missing this person could do."""
    enters, verifies = by.may(Permission.ACTIVITIES), by.may(Permission.VERIFY_ACTIVITIES)
    return {
        "readings": len(found.unread) if enters else 0,
        "disputes": len(found.disputed) if enters else 0,
        "activities": found.unassessed_count if verifies else 0,
    }


def _message_id(subject: str) -> str:
    """The same however often one reminder is sent, so that a mailbox keeps one of it."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"{TOPIC} 1 {subject}".encode(), hashlib.sha256)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mark.hexdigest()[:32]}@{domain}>"
