"""The same person in two cases: told to whoever opened both identities, each for its reason, within an hour.

Nothing is opened for it and nothing is learned that was not just read. What is remembered of an identity are marks
under this person's own private key, which the cache does not hold; each case has marks of its own, so that equal ones
do not show which cases one hand filed. Why there is no index of persons: docs/adr/0019-related-cases.md.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from common.arabic import terms
from complaints.casework import selectors
from complaints.models import Docket

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REMEMBERED = 3600  # seconds after the last identity that was opened
NUMBER = 8  # last digits of a telephone number: with the country's number before them or without
AGREES: "Mapping[str, StrOrPromise]" = {
    "name": _("the same name"),
    "email": _("the same e-mail address"),
    "phone": _("the same telephone number"),
}

Identity = Mapping[str, str]  # as it was sealed: name, email, phone and more


@dataclass(frozen=True, slots=True)
class Recognised:
    """Another case that this person opened before, and what of somebody in it agrees with somebody in this one."""

    docket: Docket
    agrees: "list[StrOrPromise]"


def recognised(people: Iterable[Identity], *, docket: Docket, by: Actor, session: str) -> list[Recognised]:
    """Cases opened in this session with somebody of these people in them; these are remembered for the next."""
    key = _key(by)
    place = f"recognising:{hashlib.sha256(f'{session}:{by.id}'.encode()).hexdigest()}"
    before: dict[int, set[bytes]] = cache.get(place, {})
    traits = {trait for identity in people for trait in _traits(identity)}
    shared = {
        pk: {kind for kind, value in traits if _mark(key, pk, kind, value) in marks}
        for pk, marks in before.items()
        if pk != docket.pk
    }
    before[docket.pk] = {_mark(key, docket.pk, kind, value) for kind, value in traits}
    cache.set(place, before, timeout=REMEMBERED)
    rows = selectors.visible_to(by).filter(pk__in=[pk for pk, kinds in shared.items() if kinds])
    return [
        Recognised(row, [words for kind, words in AGREES.items() if kind in shared[row.pk]])
        for row in rows.select_related("complaint").order_by("-complaint__filed_on", "-pk")
    ]


def _traits(identity: Identity) -> Iterable[tuple[str, str]]:
    """What can be compared: a name of two words or more, an address, the end of a number."""
    name = terms(identity.get("name", ""))
    if len(name) > 1:
        yield "name", " ".join(name)
    if email := identity.get("email", "").strip().casefold():
        yield "email", email
    digits = "".join(str(int(one)) for one in identity.get("phone", "") if one.isdecimal())
    if len(digits) >= NUMBER:
        yield "phone", digits[-NUMBER:]


def _key(by: Actor) -> bytes:
    """Of their own newest private key, for this use alone."""
    newest = max(held for held in by.keyring.keys if held[0] == by.id)
    return hmac.digest(by.keyring.keys[newest], b"recognising", "sha256")


def _mark(key: bytes, docket: int, kind: str, value: str) -> bytes:
    return hmac.digest(key, f"{docket}:{kind}:{value}".encode(), "sha256")
