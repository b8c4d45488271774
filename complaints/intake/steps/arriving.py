"""Which draft a request belongs to: the browser's cookie, the page's hidden field, or both."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from complaints.intake.steps import drafts
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
    is_partial: bool = False  # nothing but this page's answers could be found
    is_revived: bool = False  # found in the page alone

    def meanwhile(self, page: str, posted: Answers) -> Answers | None:
        """What another window wrote on this page since it was opened here, where it would be lost."""
        if self.carried is None or self.carried.version >= self.draft.version:
            return None
        theirs = self.draft.answers.get(page)
        return theirs if theirs not in (None, posted, self.carried.answers.get(page)) else None


def arrived(request: HttpRequest, now: datetime) -> Arrived:
    """The newest state of the draft a page was sent for. Raises `Clash`."""
    secret = drafts.secret_of(request)
    held = drafts.kept(secret) if secret else None
    carried = drafts.unseal(request.POST.get("draft", ""), now)
    secret = secret or drafts.new_secret()
    if carried is None or held is None:
        found = held or carried
        return Arrived(found or Draft(), secret, carried, found is None, held is None and carried is not None)
    if carried.id != held.id:
        if not held.is_empty and request.POST.get("go") != "this":
            raise Clash(carried, held)
        return Arrived(carried, secret, carried)
    return Arrived(max(held, carried, key=lambda draft: draft.version), secret, carried)
