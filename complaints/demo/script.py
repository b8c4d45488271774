"""A few invented cases told by hand: what was sent, and who did what how many hours later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts import demo as people
from accounts.actor import Actor, receipt, staff
from accounts.models import User
from common import receipts, tenancy
from complaints.casework.services import Given, advance
from complaints.intake.registering import services as registering
from complaints.intake.services import lookup, submit
from complaints.intake.submission import Submission
from complaints.models import Receipt, Registration
from complaints.vocabulary import Handed

COMPLAINANT = "complainant"
Told = tuple[tuple[str, str, int, Given], ...]  # who, what, hours after filing, with what


@dataclass(frozen=True, slots=True)
class Script:
    """One of them: what arrived, how long ago, and what was done with it."""

    sent: Submission
    ago: timedelta
    told: Told
    clerk: str = ""  # the account of whoever wrote it down for somebody
    handed: Handed = Handed.HANDED  # and how the receipt reached that person


@transaction.atomic
def happen(script: Script, *, key: bytes, now: datetime) -> UUID | None:
    """Let it happen through the services, once for each key. Returns the case, None where it was there."""
    code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
    if Receipt.objects.filter(lookup=lookup(code)).exists():
        return None
    filed_at = now - script.ago
    _file(script, key, filed_at)
    case = Receipt.objects.values_list("case", flat=True).get(lookup=lookup(code))
    state = script.sent.state
    with tenancy.within(state):
        for who, action, hours, given in script.told:
            if who == COMPLAINANT:
                by = receipt(state=state, case=case, seed=receipts.reader_seed(code))
            else:
                by = actor(who, state)
            advance(case=case, action=action, by=by, now=filed_at + timedelta(hours=hours), given=given)
    return case


def _file(script: Script, key: bytes, at: datetime) -> None:
    """By the person, or by a clerk who then says how the receipt was given."""
    if not script.clerk:
        submit(sent=script.sent, key=key, now=at)
        return
    by = actor(script.clerk, script.sent.state)
    filed = registering.register(sent=script.sent, key=key, by=by, now=at)
    with tenancy.within(script.sent.state):
        row = Registration.objects.get(complaint__reference=filed.reference)
    registering.note_receipt(registration=row, how=script.handed, by=by, now=at + timedelta(minutes=20))


def user(account: str, state: str) -> User:
    """Somebody of the demonstration."""
    return User.objects.get(email=people.address(account, state))


def actor(account: str, state: str) -> Actor:
    """The same, as whoever acts."""
    return staff(user(account, state))
