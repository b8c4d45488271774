"""A vault held open for a few minutes: half of it in the browser's cookie, half of it here."""

import base64
import binascii
import hashlib
from datetime import datetime, timedelta

from common import boxes
from vault.models import Opening

_STAMP = 8  # bytes of the end, in whole seconds since 1970


def hold(*, owner: str, unlock: bytes, session: str, now: datetime, lasts: timedelta) -> str:
    """Keep an unlock key until `now + lasts`. Returns the secret for the cookie, which is stored nowhere.

    It opens in the session it was made in alone, and never later than its end, whatever rows say.
    """
    Opening.objects.filter(until__lte=now).delete()
    secret, until = boxes.new_key(), now + lasts
    end = int(until.timestamp()).to_bytes(_STAMP, "big")
    box = boxes.wrap(end + unlock, key=secret, context=_context(owner, session))
    Opening.objects.create(place=_place(secret), owner=owner, until=until, box=box)
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def held(*, token: str, owner: str, session: str, now: datetime) -> bytes | None:
    """The unlock key, while it is held; None for every reason it is not."""
    opened = _opened(token, owner, session)
    if opened is None or int.from_bytes(opened[:_STAMP], "big") <= now.timestamp():
        return None
    return opened[_STAMP:]


def until(*, token: str, owner: str, session: str, now: datetime) -> datetime | None:
    """When the vault closes by itself; None while it is closed."""
    opened = _opened(token, owner, session)
    if opened is None:
        return None
    end = datetime.fromtimestamp(int.from_bytes(opened[:_STAMP], "big"), tz=now.tzinfo)
    return end if end > now else None


def _opened(token: str, owner: str, session: str) -> bytes | None:
    secret = _secret(token)
    row = Opening.objects.filter(place=_place(secret), owner=owner).first() if secret else None
    if row is None or secret is None:
        return None
    try:
        return boxes.unwrap(bytes(row.box), key=secret, context=_context(owner, session))
    except boxes.Tampered:
        return None


def close(*, owner: str) -> None:
    """Close somebody's vault in every browser."""
    Opening.objects.filter(owner=owner).delete()


def _secret(token: str) -> bytes | None:
    try:
        secret = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == boxes.KEY_BYTES else None


def _place(secret: bytes) -> bytes:
    return hashlib.sha256(b"vault place 1\x00" + secret).digest()


def _context(owner: str, session: str) -> tuple[str, str]:
    return owner, hashlib.sha256(session.encode()).hexdigest()
