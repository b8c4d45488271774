"""How many changes wait for somebody's signature: what the desk's navigation counts."""

from django import template

from accounts.actor import Actor
from accounts.changes import selectors
from accounts.roles import Permission

register = template.Library()
SIGNERS = (Permission.CONFIGURE, Permission.HEAD, Permission.STAFF, Permission.OPEN_STATE, Permission.PLAN)


@register.simple_tag
def waiting_signatures(actor: Actor) -> int | None:
    """Changes this person may sign; None for whoever signs none. One statement while nothing waits."""
    if not any(actor.may(permission) for permission in SIGNERS):
        return None
    return len(selectors.to_sign(actor))
