"""Where somebody who signs in belongs: the first page that their roles open."""

from django.urls import NoReverseMatch, reverse

from accounts.actor import Actor
from accounts.roles import Permission

HOMES = (
    (Permission.QUEUE, "queue"),
    (Permission.CONFIGURE, "settings"),
    (Permission.OPEN_STATE, "opening"),
    (Permission.OPEN_STATE, "signatures"),
    (Permission.REGISTER, "register"),
    (Permission.AUDIT, "audit"),
    (Permission.REPORTS, "desk_reports"),
)
"""In this order; a page that an installation does not have is passed over."""


def home_of(actor: Actor) -> str:
    """The address of somebody's first page; the public one for whoever has no desk."""
    for permission, name in HOMES:
        if actor.may(permission):
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
    return reverse("home")
