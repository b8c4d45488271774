"""The single-use key of a form: 16 random bytes, signed with the time, good for a day.

From it follow the receipt code and the uniqueness of the case, so that a form sent twice files once.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.core import signing

KEY_BYTES = 16
GOOD_FOR = timedelta(hours=24)
_SALT = "complaints.intake.key"


class NoKey(Exception):
    """The key is missing, forged or older than a day."""


@dataclass(frozen=True, slots=True)
class FormKey:
    """A key that came back with a form."""

    raw: bytes = field(repr=False)
    issued_at: datetime


def new() -> str:
    """A fresh key for a form's hidden field."""
    return signing.TimestampSigner(salt=_SALT).sign_object(_text(secrets.token_bytes(KEY_BYTES)))


def read(signed: str) -> FormKey:
    """The key of a form that came back. Raises `NoKey`."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        raw = base64.urlsafe_b64decode(signer.unsign_object(signed, max_age=GOOD_FOR))
        stamp = signing.b62_decode(signed.rsplit(":", 2)[1])
    except (signing.BadSignature, binascii.Error, ValueError, TypeError, IndexError):
        raise NoKey from None
    if len(raw) != KEY_BYTES:
        raise NoKey
    return FormKey(raw, datetime.fromtimestamp(stamp, UTC))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
