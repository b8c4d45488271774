"""Asking for the chains to be checked, and checking them each day."""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor, require
from accounts.models import State
from accounts.roles import Permission
from common import tenancy
from record import services as record
from record import verification


def ask_for_check(*, by: Actor, now: datetime) -> None:
    """Have the chains of one's state checked soon: a worker reads all of it. Raises `Refused`."""
    require(by, Permission.AUDIT)
    with tenancy.within(by.state):
        # Asked again within the hour it is the same work.
        record.post(state=by.state, topic="verify", subjects=["all"], cause=f"{now:%Y-%m-%d %H}", at=now)


def check_daily(state: State, *, now: datetime) -> int:
    """Check once a day. Returns how often it did. Within the state."""
    last = verification.last_checks(state.code, most=1)
    if last and timezone.localdate(last[0].at) == timezone.localdate(now):
        return 0
    verification.check(state=state.code, now=now)
    return 1
