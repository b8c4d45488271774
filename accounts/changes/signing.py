"""Whose second signature counts. See docs/adr on what weakens protection."""

from datetime import timedelta

from accounts.actor import Actor
from accounts.changes.models import Change
from accounts.models import INDEPENDENT_KINDS, Institution
from accounts.roles import Permission

NOTICE = timedelta(days=28)
"""How long a weaker rule stands in the public log before it holds, where no independent body can object."""


def has_independent_body(state: str) -> bool:
    """Whether the state has an NHRI or another independent body at all, with or without people here yet."""
    return Institution.objects.filter(state=state, kind__in=INDEPENDENT_KINDS, is_active=True).exists()


def guards_protection(by: Actor, state: str) -> bool:
    """The head of complaints of an independent body of the state; without one, the regional administrator.

    Never anybody at the ministry. An independent body whose head has no account yet is waited for.
    """
    if by.may(Permission.HEAD) and by.state == state:
        return by.institution is not None and by.institution.is_independent
    return by.may(Permission.OPEN_STATE) and not has_independent_body(state)


def is_second_administrator(by: Actor, change: Change) -> bool:
    """Somebody else who configures the same state."""
    return by.may(Permission.CONFIGURE) and by.state == change.state
