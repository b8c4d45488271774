"""Registering by a program, which may send the same request again until it has an answer.

What is sent under a key files one case. The case's own single-use key, from which its receipt follows, is derived from
the sender's key and secret: the site keeps neither, and can give the same answer again without keeping the receipt.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError

from accounts.actor import Actor
from common import receipts, tenancy
from complaints.intake.registering.services import register
from complaints.intake.services import Filed
from complaints.intake.submission import Submission
from complaints.models import FilingKey

KEY = re.compile(r"[\x21-\x7e]{16,128}")
"""What a key looks like: 16 to 128 visible ASCII characters, best a random UUID."""
SHOWN_AGAIN = timedelta(days=1)  # until the end of the day after the filing: at least 24 hours


class OtherBody(Exception):
    """The key was used for something else."""


class Over(Exception):
    """It was filed under this key so long ago that the receipt is not shown again."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def register_once(*, sent: Submission, key: str, secret: str, body: bytes, by: Actor, now: datetime) -> Filed:
    """File what a program sent, once for each key of it; the same request again gives the same receipt.

    `secret` is the sender's own, which the site does not keep; `body` is what was sent. Raises `OtherBody`, `Over`
    and what `register` raises.
    """
    raw = _derived(key, secret, by)
    row = FilingKey(
        state=by.state,
        key=hashlib.sha256(raw).digest(),
        body=hmac.digest(raw, body, "sha256"),
        by=by.id,
        filed_on=now.date(),
    )
    try:
        with tenancy.within(by.state):
            row.save(force_insert=True)  # of two equal requests the second waits here for the first
            filed = register(sent=sent, key=raw, by=by, now=now)
            row.reference = filed.reference
            row.save(update_fields=["reference"])
            return filed
    except IntegrityError:
        if before := _before(row, raw, now):
            return before
        raise


def _before(row: FilingKey, raw: bytes, now: datetime) -> Filed | None:
    with tenancy.within(row.state):
        found = FilingKey.objects.filter(state=row.state, key=row.key).first()
    if found is None:
        return None
    if not hmac.compare_digest(bytes(found.body), bytes(row.body)):
        raise OtherBody
    if now.date() > found.filed_on + SHOWN_AGAIN:
        raise Over(found.reference)
    return Filed(found.reference, receipts.code_for(raw, secret=bytes.fromhex(settings.RECEIPT_SECRET)))


def _derived(key: str, secret: str, by: Actor) -> bytes:
    """The case's single-use key. Lengths stand before the parts, so that none runs into the next."""
    told = b"".join(len(part).to_bytes(4) + part for part in (by.id.encode(), secret.encode(), key.encode()))
    return hmac.digest(bytes.fromhex(settings.RECEIPT_SECRET), b"program" + told, "sha256")
