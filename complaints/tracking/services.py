"""What a complainant does with a case: a move of the workflow, made once however often it is sent."""

from datetime import datetime

from common import tenancy
from complaints.casework import services as casework
from complaints.models import Complaint
from complaints.tracking.selectors import Found
from record.models import Head


class Moved(Exception):
    """Something happened to the case after the page was read."""


def carry(*, found: Found, action: str, given: casework.Given, seen: str, now: datetime) -> None:
    """Make the move, unless the record went on since the page was read: a form sent twice acts once.

    `seen` is how far the record went then. Raises `Moved` and what `casework.advance` raises.
    """
    with tenancy.within(found.state):
        case = Complaint.objects.locked(found.case)
        head = Head.objects.get(state=found.state, stream=case.stream)
        if seen != str(head.seq):
            raise Moved
        casework.advance(case=found.case, action=action, by=found.by, now=now, given=given)
