"""Sending a case to another state's institution: proposed by whoever leads, agreed to by its complainant, sent.

Referred here, received there. Source: docs/domain.md, question 1 of routing and "Beyond the plain case".
"""

import hashlib
from datetime import datetime
from uuid import uuid4

from common import tenancy
from complaints import clocks, notices
from complaints.casework.effects import effect, to_complainant
from complaints.casework.guards import open_transfer
from complaints.casework.step import Missing, Step
from complaints.models import Complaint, NoticeAddress, Receipt, Transfer
from complaints.moves import Ask
from complaints.transfers import destinations, package, parcel
from complaints.transfers.receiving import Arriving, Sender, WrongRecipient, receive
from vault.services import Locked


@effect("propose_transfer")
def propose(step: Step) -> None:
    """The complainant reads why and to whom, and answers on the page of their case."""
    body = step.by.institution
    to = destinations.find(step.given.destination, of=body) if body else None
    if to is None or body is None:
        raise Missing(Ask.DESTINATION)
    if before := open_transfer(step.case):
        before.replaced_at = step.now
        before.save(update_fields=["replaced_at"])
    Transfer.objects.create(
        state=step.case.state,
        complaint=step.case,
        institution=body,
        to_institution=to.institution,
        to_partner=to.partner,
        proposed_at=step.now,
        proposed_by=step.by.id,
    )
    step.details["destination"] = to.address.code
    to_complainant(step)


@effect("consent_to_transfer")
def consent(step: Step) -> None:
    """Everything that goes along is sealed now, with the complainant's own keys, to the receiving institution."""
    transfer = _open(step)
    to = destinations.Destination("", transfer.to_institution, transfer.to_partner)
    packed = parcel.pack(
        case=step.case,
        opened=step.opened,
        to=to.address,
        with_identity=step.given.with_identity,
        now=step.now,
    )
    transfer.parcel = parcel.dump(packed)
    transfer.agreed_at, transfer.with_identity = step.moment, step.given.with_identity
    transfer.save(update_fields=["parcel", "agreed_at", "with_identity"])
    step.details["destination"] = to.address.code
    step.details["with_identity"] = transfer.with_identity
    step.details["parcel"] = hashlib.sha256(transfer.parcel).hexdigest()


@effect("refuse_transfer")
def refuse(step: Step) -> None:
    """The case goes on here as if nobody had asked."""
    transfer = _open(step)
    transfer.refused_at = step.moment
    transfer.save(update_fields=["refused_at"])


@effect("transfer")
def send(step: Step) -> None:
    """What was sealed at the consent goes; whoever sends it opens nothing. Raises `Locked` where a package must be
    signed and the institution's key is not open."""
    transfer = _open(step)
    if transfer.to_partner is not None:
        transfer.package = package.make(
            parcel=parcel.load(transfer.parcel), to=transfer.to_partner, by=step.by, now=step.now
        )
    else:
        _hand_over(step, transfer)
    transfer.sent_at, transfer.sent_by = step.now, step.by.id
    transfer.save()
    step.case.referred_to = transfer.name[:120]
    step.details["destination"] = (transfer.to_institution or transfer.to_partner).code  # type: ignore[union-attr]


def _open(step: Step) -> Transfer:
    found = open_transfer(step.case)
    assert found is not None  # noqa: S101  # the row's condition
    return found


def _hand_over(step: Step, transfer: Transfer) -> None:
    """To an institution of another state here: the case arrives at once, and the code leads there."""
    old, into = step.case, transfer.to_institution
    assert into is not None  # noqa: S101  # one of two destinations
    address = notices.address_of(old)
    came = transfer.institution
    sender = Sender(old.state, came.code, came.name_ar, came.name_en)
    arriving = Arriving(uuid4(), parcel.load(transfer.parcel), sender, came_of=old.reference)
    with tenancy.within(into.state):
        try:
            new = receive(arriving=arriving, into=into, by=f"institution:{came.code}", now=step.now)
        except WrongRecipient:  # its keys were renewed since, and the old ones given up
            raise Locked("transfer") from None
        if address:
            notices.keep(new, address)
    Receipt.objects.filter(case=old.pk).update(case=new.pk, state=new.state)
    _let_go(step, transfer, new, step.now)


def _let_go(step: Step, transfer: Transfer, new: Complaint, now: datetime) -> None:
    """Whether somebody is safe is asked where the code leads now."""
    NoticeAddress.objects.filter(complaint=step.case).delete()
    transfer.their_reference = step.case.their_reference = new.reference
    clocks.end(step.clocks, clocks.CHECKS, now=now)
    for clock in step.clocks:
        if clock.kind in clocks.CHECKS and clock.ended_at == now:
            clock.is_dropped = True
            clock.save(update_fields=["is_dropped"])
