"""Registering for somebody else, and noting how the receipt reached them."""

from collections.abc import Iterable
from datetime import datetime

from accounts import selectors as accounts
from accounts.actor import Actor, Refused, require
from accounts.models import InstitutionKind
from accounts.roles import Permission
from common import tenancy
from complaints import sealing
from complaints.bodies import bodies_of
from complaints.intake.services import Filed, lead_of, route_of, submit
from complaints.intake.submission import Submission
from complaints.models import Complaint, Registration
from complaints.vocabulary import Handed, Mode, ReadBack, Source
from record import services as record


class Recused(Exception):
    """The clerk serves in a unit complained of, or in its line: somebody independent must write it down."""


def is_recused(by: Actor, units: Iterable[int]) -> bool:
    """Whether the clerk is in line with one of these units."""
    return by.user_id in sealing.in_line_with(units)


def register(*, sent: Submission, key: bytes, by: Actor, now: datetime) -> Filed:
    """File what a clerk wrote down. Who reads it is decided as for everybody: the clerk is given no key of it.

    Raises `Refused` where the clerk may not take it, `Recused` for one of the units complained of, `NotReceived`
    where nobody may.
    """
    require(by, Permission.REGISTER)
    _require_theirs(sent, by)
    if is_recused(by, sent.units):
        raise Recused
    with tenancy.within(sent.state):
        filed = submit(sent=sent, key=key, now=now, by=by)
        case = Complaint.objects.get(reference=filed.reference)
        _note(case, sent, by, now)
    return filed


def _require_theirs(sent: Submission, by: Actor) -> None:
    """A clerk writes for their own state; a ministry's clerk takes the other ways of being known only where the
    case does not stay with a ministry, and never begins one."""
    if by.institution is None or sent.state != by.state or sent.received_on is None:
        raise Refused(Permission.REGISTER)
    if by.institution.is_independent:
        return
    if sent.source == Source.OWN_INITIATIVE:
        raise Refused(Permission.REGISTER)
    if sent.mode != Mode.NAMED:
        bodies = bodies_of(sent.state)
        route = route_of(sent, bodies, accounts.state(sent.state).grave_route)
        if lead_of(route, sent, bodies).kind == InstitutionKind.AUTHORITY:
            raise Refused(Permission.REGISTER)


def _note(case: Complaint, sent: Submission, by: Actor, now: datetime) -> None:
    """What the clerk keeps of it, once however often it was sent."""
    if by.institution is None or case.received_on is None:
        raise Refused(Permission.REGISTER)
    is_own = sent.source == Source.OWN_INITIATIVE
    read_back = ReadBack.NOT_NEEDED.value if is_own else sent.read_back
    _row, is_new = Registration.objects.get_or_create(
        state=case.state,
        complaint=case,
        defaults={
            "by": by.id,
            "institution": by.institution,
            "registered_on": case.filed_on,
            "received_on": case.received_on,
            "channel": case.channel,
            "incoming": sent.incoming,
            "read_back": read_back,
            "receipt": Handed.NOT_NEEDED.value if is_own else "",
        },
    )
    if is_new:
        record.write(
            state=case.state,
            stream=case.stream,
            what="register",
            by=by.id,
            at=case.moment(now),
            details={"channel": case.channel, "read_back": read_back},
        )


def note_receipt(*, registration: Registration, how: Handed, by: Actor, now: datetime) -> None:
    """Keep how the receipt reached the person. Said once: a second answer changes nothing."""
    require(by, Permission.REGISTER)
    with tenancy.within(registration.state):
        case = Complaint.objects.locked(registration.complaint_id)
        row = Registration.objects.get(pk=registration.pk)
        if row.by != by.id:
            raise Refused(Permission.REGISTER)
        if row.receipt:
            return
        row.receipt = how.value
        row.save(update_fields=["receipt"])
        record.write(
            state=case.state,
            stream=case.stream,
            what="receipt_given",
            by=by.id,
            at=case.moment(now),
            details={"how": how.value},
        )
