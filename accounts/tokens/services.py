"""Use cases of tokens: ask for one, show its secret once, end it, and find whose one is.

The secret is 256 random bits behind the state's code, so that its row is looked for inside that state alone. Only its
SHA-256 is kept: there is nothing to guess that a slow hash would protect.
"""

import hashlib
import re
import secrets
from datetime import date, datetime
from uuid import UUID, uuid4

from accounts import actor as actors
from accounts.actor import Actor, Refused
from accounts.changes import services as changes
from accounts.changes.models import Change
from accounts.models import Institution
from accounts.scopes import Scope
from accounts.tokens.kinds import TokenKind, target_of
from accounts.tokens.models import ApiToken
from common import tenancy
from record import services as record

PREFIX = "hrc"
SHAPE = re.compile(r"hrc_([a-z]{2})_([A-Za-z0-9_-]{43})")


class Shown(Exception):
    """Its secret was shown before, or it has ended: it is not shown again."""


def ask(
    *, at: Institution, name: str, scopes: list[Scope], until: date, reason: str, by: Actor, now: datetime
) -> Change:
    """Propose a token; it exists once a second person signed. Raises what `changes.propose` does."""
    after = {
        "open": True,
        "name": name,
        "scopes": [scope.value for scope in scopes],
        "until": until.isoformat(),
    }
    return changes.propose(
        kind=TokenKind.code,
        state=at.state,
        target=target_of(at.code, uuid4()),
        after=after,
        reason=reason,
        by=by,
        now=now,
    )


def end(*, token: ApiToken, reason: str, by: Actor, now: datetime) -> Change:
    """End a token at once."""
    target = target_of(token.institution.code, token.pk)
    return changes.propose(
        kind=TokenKind.code,
        state=token.state,
        target=target,
        after={"open": False},
        reason=reason,
        by=by,
        now=now,
    )


def may_be_shown(token: ApiToken, by: Actor) -> bool:
    """To one of the two who gave it, who works at the institution whose cases it opens."""
    inside = by.institution is not None and by.institution.pk == token.institution_id
    return inside and by.id in (token.given_by, token.signed_by)


def show(*, token: UUID, by: Actor, now: datetime) -> str:
    """Make the secret and give it away, once. Raises `Refused` and `Shown`."""
    with tenancy.within(by.state):
        row = ApiToken.objects.select_for_update(of=("self",)).select_related("institution").get(pk=token)
        if not may_be_shown(row, by):
            raise Refused("show")
        if row.digest or not row.opens(changes.today_in(row.state, now)):
            raise Shown
        secret = f"{PREFIX}_{row.state.lower()}_{secrets.token_urlsafe(32)}"
        row.digest, row.shown_by, row.shown_at = digest(secret), by.id, now
        row.save(update_fields=["digest", "shown_by", "shown_at"])
        record.write(
            state=row.state,
            stream=changes.stream_of(row.state),
            what="token_shown",
            by=by.id,
            at=now,
            details={"token": str(row.pk)},
        )
    return secret


def digest(secret: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(secret.encode()).digest()


def bearer(secret: str, *, now: datetime) -> Actor | None:
    """Whose token this is; None for every other text, and for one that has ended or whose last day is over."""
    shape = SHAPE.fullmatch(secret)
    if shape is None:
        return None
    with tenancy.within(shape[1].upper()):
        found = ApiToken.objects.select_related("institution").filter(digest=digest(secret)).first()
        if found is None:
            return None
        today = changes.today_in(found.state, now)
        if not found.opens(today) or not found.institution.is_active:
            return None
        if found.used_on != today:
            ApiToken.objects.filter(pk=found.pk).update(used_on=today)
    scopes = frozenset(Scope(one) for one in found.scopes if one in Scope.values)
    return actors.token(pk=found.pk, institution=found.institution, scopes=scopes)
