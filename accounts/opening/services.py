"""Use cases of opening: set a state up, begin and pause its intake."""

from datetime import datetime

from accounts.actor import Actor
from accounts.changes import services as changes
from accounts.changes.kinds import Value
from accounts.changes.models import Change
from accounts.models import Institution, InstitutionKind
from accounts.selectors import institutions_of


def seats(state: str) -> list[Institution]:
    """Where the first two administrators work: the interior ministry and, where there is one, the NHRI."""
    bodies = institutions_of(state)
    interior = [row for row in bodies if row.is_interior]
    nhri = [row for row in bodies if row.kind == InstitutionKind.NHRI]
    return (interior + (nhri or interior))[:2]


def set_up(
    *, state: str, after: Value, reason: str, by: Actor, now: datetime, seen: str | None = None
) -> Change:
    """Calendar, services, mandates, the route of grave cases. Raises what `accounts.changes` does."""
    return changes.propose(
        kind="state_setup", state=state, after=after, reason=reason, by=by, now=now, seen=seen
    )


def receive(*, state: str, opens: bool, reason: str, by: Actor, now: datetime) -> Change:
    """Begin intake, or ask to pause it: that waits for a second signature."""
    return changes.propose(
        kind="state_intake", state=state, after={"open": opens}, reason=reason, by=by, now=now
    )
