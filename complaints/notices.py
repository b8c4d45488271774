"""Letters that say only that there is news: where they go, when they are due, and what they never say.

Apart from identity and contact, which no server can read: the address is encrypted under a key of the
server's, the page that asks for it says so, and nothing else is derived from it. A letter names no case and
no step; its Message-ID is the same whenever the same letter is sent again. At most one leaves for a case in an
hour, and none in matters of reprisal, where a letter seen by the wrong eyes is what
the complainant fears, nor about a complaint without a name.
"""

import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from smtplib import SMTPRecipientsRefused

from django.conf import settings

from accounts import letters
from accounts.actor import Actor
from common import boxes, tenancy
from complaints.models import Allegation, Complaint, NoticeAddress
from complaints.vocabulary import Category, Mode
from record import services as record
from record.models import Entry

logger = logging.getLogger(__name__)
APART = timedelta(hours=1)
REFUSED_FOR_GOOD = 500  # answers of a mail server from here on will not change by asking again

TOLD = frozenset(
    {
        *("acknowledge", "admit", "accept", "ask_complainant", "remind", "proceed_without_answer"),
        *(
            "close_no_reply",
            "reject",
            "refer",
            "accept_referral",
            "report_back",
            "take_back",
            "close_referral",
        ),
        *("merge", "unmerge", "offer_settlement", "not_settle", "proceed_on_silence", "notify_outcome"),
        *("recommend_remedy", "order_remedy", "report_implemented", "confirm_remedy", "close_unimplemented"),
        *("answer_recommendation", "claim_recommendation", "verify_recommendation"),
        *("send_to_review", "uphold", "overturn", "close", "reopen", "confirm_withdrawal"),
        *(
            "continue_ex_officio",
            "release",
            "override_route",
            "propose_transfer",
            "transfer",
            "suspend_allegation",
        ),
        *("resume_allegation", "write", "letter_sent", "begin_search", "report_whereabouts", "confirm_found"),
        *("confirm_freed", "search_again"),
    }
)
"""Steps of others that a complainant would want to read about, as the table of the procedure calls them."""


# --- the address --------------------------------------------------------------------------------


def keep(case: Complaint, address: str) -> None:
    """Store where this complainant wants to be told that something happened."""
    box = boxes.seal(
        address.encode(), key=_key(settings.SECRET_KEY), context=_place(case), pad_to=boxes.IDENTITY_STEP
    )
    NoticeAddress.objects.update_or_create(state=case.state, complaint=case, defaults={"box": box})


def change(*, case: Complaint, address: str, by: Actor, now: datetime) -> None:
    """The complainant gives an address, another one, or with "" none any more. The record says which."""
    with tenancy.within(by.state):
        case = Complaint.objects.locked(case.pk)
        if address:
            keep(case, address)
        else:
            forget(case)
        what = "letters_wanted" if address else "letters_ended"
        record.write(state=case.state, stream=case.stream, what=what, by=by.id, at=case.moment(now))


def address_of(case: Complaint) -> str:
    """The address, "" where nobody asked for mails or it can no longer be opened."""
    row = NoticeAddress.objects.filter(state=case.state, complaint=case).first()
    return _opened(row, case) if row else ""


def _opened(row: NoticeAddress, case: Complaint) -> str:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return boxes.unseal(bytes(row.box), key=_key(secret), context=_place(case)).decode()
        except boxes.Tampered:
            continue
    return ""


def forget(case: Complaint) -> None:
    """No more mails to this case."""
    NoticeAddress.objects.filter(state=case.state, complaint=case).delete()


def carry_over(old: Complaint, case: Complaint) -> None:
    """Whoever wanted letters about a request wants them about the complaint it became."""
    if address := address_of(old):
        keep(case, address)
        forget(old)


def _place(case: Complaint) -> tuple[str, ...]:
    return (str(case.pk), "notice", "1", case.state)


def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"notice address 1", hashlib.sha256).digest()


# --- the letters --------------------------------------------------------------------------------


class Hindrance(StrEnum):
    """Why a case has no letters."""

    NAMELESS = "nameless"  # an address would stand where no name does
    REPRISAL = "reprisal"


def hindrance(case: Complaint) -> Hindrance | None:
    """Why no letters are sent about a case, if so. Within its state."""
    if case.mode == Mode.ANONYMOUS:
        return Hindrance.NAMELESS
    about = Allegation.objects.filter(complaint=case, category=Category.REP)
    return Hindrance.REPRISAL if about.exists() else None


def announce(*, case: Complaint, cause: Entry, now: datetime) -> None:
    """Ask for a letter about a step, where the complainant wants letters and did not take it themselves."""
    if cause.what not in TOLD or cause.by == f"receipt:{case.pk}":
        return
    if NoticeAddress.objects.filter(complaint=case).exists() and not hindrance(case):
        _post(case, cause, at=now, cause_of="once")


def _post(case: Complaint, cause: Entry, *, at: datetime, cause_of: str) -> None:
    subject = f"{case.pk}|{cause.pk}"
    record.post(state=case.state, topic="letter", subjects=[subject], cause=cause_of, at=at)


def deliver(*, case: Complaint, cause: Entry, now: datetime) -> None:
    """Send the letter about a step, or leave it to the one that is on its way for this hour.

    Raises what the mail server's absence raises; the outbox then tries again, later each time.
    """
    row = NoticeAddress.objects.select_for_update().filter(complaint=case).first()
    if row is None or hindrance(case):
        return  # the complainant changed their mind, or the case is another one meanwhile
    free = row.told + APART if row.told else now
    if free > now:
        if row.waits_until != free:
            row.waits_until = free
            row.save(update_fields=["waits_until"])
            _post(case, cause, at=free, cause_of=f"after {free:%Y-%m-%d %H:%M:%S}")
        return
    _send(case, cause, _opened(row, case))
    row.told, row.waits_until = now, None
    row.save(update_fields=["told", "waits_until"])


def _send(case: Complaint, cause: Entry, address: str) -> None:
    if not address:
        return
    letter = letters.compose("news", to=address)
    letter.extra_headers = {"Message-ID": message_id(case, cause), "Auto-Submitted": "auto-generated"}
    try:
        letter.send()
    except SMTPRecipientsRefused as refusal:
        if any(code < REFUSED_FOR_GOOD for code, _ in refusal.recipients.values()):
            raise
        logger.error("A letter has an address that its mail server does not know.")


def message_id(case: Complaint, cause: Entry) -> str:
    """The same for the same step however often its letter is sent, and telling nobody which step or case."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"letter 1 {case.pk} {cause.pk}".encode(), hashlib.sha256)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mark.hexdigest()[:32]}@{domain}>"
