"""Encrypted values with an end: what a cookie or a hidden field may hold of somebody who has no session.

The key is derived from the server's SECRET_KEY, one for each purpose, so that a value made for one place
opens in no other. SECRET_KEY_FALLBACKS still open what was made before a rotation.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from common import boxes

_STAMP = 8  # bytes of the end, in whole seconds since 1970


class NoToken(Exception):
    """The value is missing, altered, made elsewhere or past its end."""


def make(text: str, *, purpose: str, now: datetime, lasts: timedelta) -> str:
    """Encrypt a short text until `now + lasts`; safe in cookies and hidden fields."""
    return make_bytes(text.encode(), purpose=purpose, now=now, lasts=lasts)


def make_bytes(content: bytes, *, purpose: str, now: datetime, lasts: timedelta) -> str:
    """The same for bytes, such as something compressed."""
    end = int((now + lasts).timestamp()).to_bytes(_STAMP, "big")
    box = boxes.wrap(end + content, key=_key(settings.SECRET_KEY, purpose), context=(purpose,))
    return base64.urlsafe_b64encode(box).decode().rstrip("=")


def read(token: str, *, purpose: str, now: datetime) -> str:
    """The text of `make`. Raises `NoToken`."""
    return read_bytes(token, purpose=purpose, now=now).decode()


def read_bytes(token: str, *, purpose: str, now: datetime) -> bytes:
    """The bytes of `make_bytes`. Raises `NoToken`."""
    opened = _open(token, purpose)
    if int.from_bytes(opened[:_STAMP], "big") <= now.timestamp():
        raise NoToken
    return opened[_STAMP:]


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a short text without an end, for a row that nobody but the server reads."""
    box = boxes.wrap(text.encode(), key=_key(settings.SECRET_KEY, purpose), context=(purpose,))
    return base64.urlsafe_b64encode(box).decode().rstrip("=")


def unseal(token: str, *, purpose: str) -> str:
    """The text of `seal`. Raises `NoToken`."""
    return _open(token, purpose).decode()


def _open(token: str, purpose: str) -> bytes:
    try:
        box = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise NoToken from None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return boxes.unwrap(box, key=_key(secret, purpose), context=(purpose,))
        except boxes.Tampered:
            continue
    raise NoToken


def _key(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), b"token 1\x00" + purpose.encode(), hashlib.sha256).digest()
