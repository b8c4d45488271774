"""Where mails without content go, for those who asked for them.

Apart from identity and contact, which no server can read: this address is encrypted under a key of the
server's, the page that asks for it says so, and nothing else is derived from it.
"""

import hashlib
import hmac

from django.conf import settings

from common import boxes
from complaints.models import Complaint, NoticeAddress


def keep(case: Complaint, address: str) -> None:
    """Store where this complainant wants to be told that something happened."""
    box = boxes.seal(
        address.encode(), key=_key(settings.SECRET_KEY), context=_place(case), pad_to=boxes.IDENTITY_STEP
    )
    NoticeAddress.objects.update_or_create(state=case.state, complaint=case, defaults={"box": box})


def address_of(case: Complaint) -> str:
    """The address, "" where nobody asked for mails or it can no longer be opened."""
    row = NoticeAddress.objects.filter(state=case.state, complaint=case).first()
    if row is None:
        return ""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return boxes.unseal(bytes(row.box), key=_key(secret), context=_place(case)).decode()
        except boxes.Tampered:
            continue
    return ""


def forget(case: Complaint) -> None:
    """No more mails to this case."""
    NoticeAddress.objects.filter(state=case.state, complaint=case).delete()


def _place(case: Complaint) -> tuple[str, ...]:
    return (str(case.pk), "notice", "1", case.state)


def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"notice address 1", hashlib.sha256).digest()
