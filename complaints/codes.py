"""From receipt codes to cases: by what the database keeps of a code, or of the public half of its key.

The second way is that of a case that came from another installation, which never learned the code. Both are
looked for at once, so that a wrong code takes as long as a right one.
"""

from collections.abc import Iterable

from django.conf import settings

from common import boxes, receipts
from complaints.models import Receipt


def lookups(code: str) -> tuple[bytes, bytes]:
    """What the database may know a code by, the code itself first."""
    pepper = bytes.fromhex(settings.RECEIPT_PEPPER)
    public = boxes.keypair_from_seed(receipts.reader_seed(code)).public
    return receipts.lookup(code, pepper=pepper), receipts.lookup_of_key(public, pepper=pepper)


def rows_of(codes: Iterable[str]) -> dict[str, Receipt]:
    """The receipts of codes as `code_for` writes them, in one query; a code without a case is left out."""
    wanted = {code: lookups(code) for code in codes}
    keys = [key for pair in wanted.values() for key in pair]
    found = {bytes(row.lookup): row for row in Receipt.objects.filter(lookup__in=keys)}
    return {
        code: found[first] if first in found else found[second]
        for code, (first, second) in wanted.items()
        if first in found or second in found
    }
