"""Taking a package in: read, tried, and made a case in one transaction."""

from datetime import datetime

from django.db import IntegrityError

from accounts.actor import Actor, Refused, require
from accounts.roles import Permission
from common import storage, tenancy
from complaints.models import Complaint
from complaints.transfers import package
from complaints.transfers.package import Fault, NotTaken
from complaints.transfers.receiving import WrongRecipient, receive


def take_in(*, content: bytes, by: Actor, now: datetime) -> Complaint:
    """Make a package a case of the actor's institution. Nothing is left of one that is not taken.

    Raises `NotTaken` with its reason, `vault.Locked`, `storage.NoRoom`, `Refused`.
    """
    require(by, Permission.INDEPENDENT)
    body = by.institution
    if body is None or not body.is_independent:
        raise Refused("take_in")
    try:
        with tenancy.within(by.state):
            arriving = package.read(content, by=by)
            return receive(arriving=arriving, into=body, by=by.id, now=now)
    except WrongRecipient:
        raise NotTaken(Fault.OTHER_KEY) from None
    except storage.Gone:
        raise NotTaken(Fault.DAMAGED) from None
    except IntegrityError:  # the same package from two desks at once, or ids that stand elsewhere
        raise NotTaken(Fault.DAMAGED) from None
