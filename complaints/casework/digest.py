"""The mail that says only how much waits for a member of staff: counts, no reference, no name, no kind of case.

Whoever wants it chooses so, daily or weekly; nobody gets it unasked. It leaves on working days after seven in the
morning of the state, the weekly one on the first working day of its week, and never when nothing waits. The outbox
knows each by person and day, so that it is asked for once however often the sweep runs.
"""

import hashlib
import hmac
from datetime import date, datetime
from email.utils import parseaddr
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts import letters
from accounts import selectors as accounts
from accounts.actor import Actor, Refused, staff
from accounts.models import State, User
from accounts.roles import Permission
from common import tenancy
from complaints.casework import selectors
from complaints.casework.team import approvals
from complaints.models import DigestChoice
from record import services as record

FROM_HOUR = 7  # of the state's own day
NEVER = ""
Cadence = DigestChoice.Cadence


def choose(*, cadence: str, by: Actor, now: datetime) -> None:
    """How often the actor wants it, "" for never. Raises `Refused` for whoever has no desk."""
    if by.user_id is None or not by.may(Permission.QUEUE) or cadence not in (NEVER, *Cadence.values):
        raise Refused("digest")
    with tenancy.within(by.state):
        if cadence:
            DigestChoice.objects.update_or_create(
                user_id=by.user_id, defaults={"state": by.state, "cadence": cadence, "since": now}
            )
        else:
            DigestChoice.objects.filter(user_id=by.user_id).delete()


def chosen(by: Actor) -> str:
    """What the actor chose. Within the state."""
    found = DigestChoice.objects.filter(
        state=by.state, user__in=[by.user_id] if by.user_id else []
    ).values_list("cadence", flat=True)
    return found.first() or NEVER


def waiting(by: Actor, *, now: datetime) -> dict[str, int]:
    """How much waits, as the desk's own pages count it. Within the state."""
    mine = selectors.view_of(by, selectors.visible_to(by), "mine", now=now).filter(is_open=True)
    return {
        "unread": selectors.notices_of(by).filter(read_at=None).count(),
        "open": mine.count(),
        "late": mine.filter(sort_due__lt=now).count(),
        "approvals": approvals.proposals(by).exclude(complaint__proposed_by=by.id).count(),
    }


def ask(state: State, *, now: datetime) -> int:
    """Ask for today's digests of a state. Returns how many people get one today. Within the state."""
    local = now.astimezone(ZoneInfo(state.zone))
    calendar = accounts.calendar(state)
    if local.hour < FROM_HOUR or not calendar.is_working(local.date()):
        return 0
    rows = DigestChoice.objects.filter(state=state.code, user__is_active=True).order_by("pk")
    days = {Cadence.DAILY.value: local.date(), Cadence.WEEKLY.value: calendar.week_start(local.date())}
    subjects = [
        f"{user}|{cadence}|{days[cadence].isoformat()}"
        for user, cadence in rows.values_list("user_id", "cadence")
    ]
    record.post(state=state.code, topic="digest", subjects=subjects, cause="once", at=now)
    return len(subjects)


def deliver(state: str, subject: str, *, now: datetime) -> None:
    """Send one, where it is still wanted and something waits. Within the state.

    Raises what the mail server's absence raises; the outbox then tries again. A day later it is no news any more.
    """
    user, cadence, day = subject.split("|")
    wanted = DigestChoice.objects.filter(state=state, user=UUID(user), cadence=cadence, user__is_active=True)
    person = User.objects.filter(pk__in=wanted.values("user")).first()
    if person is None or (now.date() - date.fromisoformat(day)).days > _lasts(cadence):
        return
    counts = waiting(staff(person), now=now)
    if not any(counts.values()):
        return
    letter = letters.compose("digest", to=person.email, counts=counts)
    letter.extra_headers = {"Message-ID": _message_id(subject), "Auto-Submitted": "auto-generated"}
    letter.send()


def _lasts(cadence: str) -> int:
    """Days after which a digest that could not be sent is not sent any more."""
    return 1 if cadence == Cadence.DAILY else 7


def _message_id(subject: str) -> str:
    """The same however often one digest is sent, so that a mailbox keeps one of it."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"digest 1 {subject}".encode(), hashlib.sha256)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mark.hexdigest()[:32]}@{domain}>"
