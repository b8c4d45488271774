"""Opening a letter for a reason: recorded first, then open for a while, in the session that asked.

A letter whose words lie where its reader's role looks with a reason alone opens like them. What somebody wrote
themselves, and what was addressed to their institution, they know already. Source: ADR 21.
"""

from datetime import datetime

from accounts.actor import Actor, Refused
from common import tenancy
from complaints import sealing
from complaints.casework import opening, parts
from complaints.casework import selectors as casework
from complaints.correspondence import Direction
from complaints.letters import content, selectors
from complaints.models import Complaint, Docket, Letter
from record import services as record

ENTRY = "letter_read"
LASTS = 15 * 60  # seconds


def needs_reason(by: Actor, docket: Docket, letter: Letter) -> bool:
    """Whether this reader of an institution's letters must say why. `docket`: the case as they hold it."""
    return not (
        letter.part in casework.readable(by, docket) or letter.made_by == by.id or _came_to(by, letter)
    )


def _came_to(by: Actor, letter: Letter) -> bool:
    if by.institution is None:
        return False
    arrived = letter.direction == Direction.INCOMING and letter.institution_id == by.institution.pk
    return arrived or letter.body_id == by.institution.pk


def is_open(by: Actor, docket: Docket, letter: Letter, *, session: str) -> bool:
    """No reason is asked of this reader, or they gave one in this session within the last `LASTS` seconds."""
    return not needs_reason(by, docket, letter) or _ticket(by, docket, letter, session).is_good()


def held(letter: Letter, by: Actor) -> tuple[Complaint, Docket]:
    """The case of a letter, locked, and the docket by which its reader knows it. Raises `Refused` for whoever may
    not read the letter."""
    case = Complaint.objects.locked(letter.complaint_id)
    dockets = list(Docket.objects.filter(complaint=case).select_related("institution"))
    docket = parts.docket_of(by, dockets)
    if docket is None or not selectors.may_read(by, case, dockets):
        raise Refused(ENTRY)
    return case, docket


def ask(*, letter: Letter, by: Actor, reason: str, session: str, now: datetime) -> None:
    """Record why somebody opens a letter, commit that, and open it to them for a while.

    Raises `Refused` for whoever may not or gives no reason, `vault.Locked` for whoever holds no key, `Tampered`
    where the letter was changed. Call it outside any transaction.
    """
    if len(reason.strip()) < opening.SHORTEST_REASON:
        raise Refused(ENTRY)
    with tenancy.within(by.state):
        case, docket = held(letter, by)
        keys = sealing.open_case(case, by.keyring)
        content.unseal(letter, keys)  # nothing is told of an opening that cannot happen
        details = {"letter": str(letter.pk), **opening.keep_reason(case, by, reason, keys, now)}
        if absent := parts.stands_in(by, [docket]):
            details["for"] = absent
        record.write(state=case.state, stream=case.stream, what=ENTRY, by=by.id, at=now, details=details)
    _ticket(by, docket, letter, session).issue()


def _ticket(by: Actor, docket: Docket, letter: Letter, session: str) -> opening.Ticket:
    return opening.Ticket(docket.pk, by.id, f"letter:{letter.pk}", session, LASTS)
