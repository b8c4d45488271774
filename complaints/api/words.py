"""Messages and files of one case: of the person whose code is given, or of the institution by somebody signed in."""

from datetime import datetime

from rest_framework.request import Request

from accounts.actor import Actor
from common.api.problems import Fault, Problem
from common.receipts import normalise_reference
from common.storage import NoRoom
from complaints.api import moving
from complaints.casework import services
from complaints.casework.sentences import ASKS
from complaints.casework.services import Given
from complaints.evidence.choosing import Chosen, choose
from complaints.evidence.kinds import NotTaken
from complaints.moves import Ask
from complaints.tracking import selectors as tracking
from complaints.tracking.selectors import File, Found
from complaints.vocabulary import Stage


def opened(code: str, reference: str, *, by: Actor, now: datetime) -> tuple[Found, File]:
    """The case of a code, which must be the one of the address and of the caller's state; else there is none."""
    found = tracking.find(code)
    if found is None or found.state != by.state:
        raise Problem("not_found")
    file = tracking.file_of(found, now=now)
    if file.case.reference != normalise_reference(reference):
        raise Problem("not_found")
    return found, file


def write(found: Found, file: File, words: str, *, now: datetime) -> None:
    """What the person of a code writes: an answer where one is awaited, else a message."""
    action = "answer" if file.case.stage == Stage.NEEDS_INFORMATION else "write"
    _carry(found, action, Given(message=words), now)


def attach(request: Request, found: Found, file: File, *, now: datetime) -> int:
    """Add the files that came with the request, all or none; how many there were."""
    sizes = [row.told.size for row in file.files if row.told]
    chosen = choose(request._request, state=found.state, now=now, already=sizes)
    _require_all(chosen)
    try:
        _carry(found, "add_evidence", Given(files=tuple(chosen.tokens)), now)
    except NotTaken as gone:
        raise Problem("conflict", str(gone.refusal.label)) from None
    except NoRoom:
        raise Problem("no_room") from None
    return len(chosen.files)


def _require_all(chosen: Chosen) -> None:
    if chosen.errors:
        raise Problem("invalid", errors=[Fault("#/files", sentence) for sentence in chosen.errors])
    if chosen.later:
        raise Problem("no_room")
    if not chosen.files:
        raise Problem("invalid", errors=[Fault("#/files", str(ASKS[Ask.FILES]))])


def _carry(found: Found, action: str, given: Given, now: datetime) -> None:
    moving.carried(
        lambda: services.advance(case=found.case, action=action, by=found.by, given=given, now=now)
    )
