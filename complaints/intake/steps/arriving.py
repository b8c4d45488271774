"""Which draft a request belongs to: the browser's cookie, the page's hidden field, or both."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from accounts.actor import Actor
from complaints.intake.steps import doors, drafts
from complaints.intake.steps.drafts import Answers, Draft


class Clash(Exception):
    """The page belongs to one draft, the browser now holds another. Both have words in them."""

    def __init__(self, carried: Draft, held: Draft) -> None:
        super().__init__()
        self.carried, self.held = carried, held


@dataclass
class Arrived:
    """A draft and the key under which Redis keeps it."""

    draft: Draft
    secret: bytes
    carried: Draft | None = None  # of the page's hidden field
    by: Actor | None = None  # the clerk who writes it down
    is_partial: bool = False  # nothing but this page's answers could be found
    is_revived: bool = False  # found in the page alone

    @property
    def door(self) -> doors.Door:
        return doors.DESK if self.by else doors.PUBLIC

    def meanwhile(self, page: str, posted: Answers) -> Answers | None:
        """What another window wrote on this page since it was opened here, where it would be lost."""
        if self.carried is None or self.carried.version >= self.draft.version:
            return None
        theirs = self.draft.answers.get(page)
        return theirs if theirs not in (None, posted, self.carried.answers.get(page)) else None


def arrived(request: HttpRequest, now: datetime, by: Actor | None = None) -> Arrived:
    """The newest state of the draft a page was sent for. Raises `Clash`."""
    owner, cookie = (by.id, doors.DESK.cookie) if by else ("", doors.PUBLIC.cookie)
    secret = drafts.secret_of(request, cookie)
    held = drafts.kept(secret, owner) if secret else None
    carried = drafts.unseal(request.POST.get("draft", ""), now)
    if carried is not None and carried.by != owner:
        carried = None  # somebody else's page, or of the other door
    secret = secret or drafts.new_secret()
    if carried is None or held is None:
        found, is_revived = held or carried, held is None and carried is not None
        return Arrived(found or Draft(by=owner), secret, carried, by, found is None, is_revived)
    if carried.id != held.id:
        if not held.is_empty and request.POST.get("go") != "this":
            raise Clash(carried, held)
        return Arrived(carried, secret, carried, by)
    return Arrived(max(held, carried, key=lambda draft: draft.version), secret, carried, by)
