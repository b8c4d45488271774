"""The letter that carries an invitation's link."""

from django.urls import reverse
from django.utils.translation import override

from accounts import letters
from accounts.actor import Actor
from accounts.people import services


def send(made: services.Invited, *, site: str, by: Actor) -> bool:
    """Whether the letter left the house. `site` is the address its link begins with, such as https://example.org.

    Called once the invitation is committed: a letter cannot be taken back.
    """
    with override("ar"):
        link = site.rstrip("/") + reverse("invitation", args=[made.token])
    if not letters.send("invitation", to=made.invitation.email, link=link):
        return False
    services.sent(invitation=made.invitation.pk, by=by)
    return True
