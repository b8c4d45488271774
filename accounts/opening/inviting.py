"""Asking a state's first two administrators to open their accounts."""

from datetime import datetime
from enum import Enum

from accounts.actor import Actor
from accounts.models import Institution
from accounts.opening.services import seats
from accounts.people import sending
from accounts.people import services as people
from accounts.roles import Role


class Outcome(Enum):
    """What became of one of the two."""

    SENT = "sent"
    UNSENT = "unsent"  # the invitation is kept, the letter could not be sent
    BEFORE = "before"  # invited earlier and not answered yet


def invite(
    *, state: str, emails: list[str], by: Actor, now: datetime, site: str
) -> list[tuple[str, Outcome]]:
    """One at each seat, in the order given. Repeatable: who was invited before gets no second letter.

    `site` is what the links begin with. Raises `Refused` where the state has its administrators already.
    """
    return [
        (email, _invite(email, seat, by, now, site)) for email, seat in zip(emails, seats(state), strict=True)
    ]


def _invite(email: str, seat: Institution, by: Actor, now: datetime, site: str) -> Outcome:
    try:
        made = people.invite(email=email, at=seat, roles=[Role.ADMINISTRATOR], by=by, now=now)
    except people.AlreadyInvited:
        return Outcome.BEFORE
    return Outcome.SENT if sending.send(made, site=site, by=by) else Outcome.UNSENT
