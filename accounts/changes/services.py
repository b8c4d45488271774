"""Use cases of a change: preview, propose, confirm, refuse, withdraw.

What needs no second signature is made at once. Everything is chained in the stream `settings:<state>`: ids,
codes and salted hashes of the values and reasons, whose words stay in the row.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor, Refused
from accounts.changes.kinds import Kind, Row, Unacceptable, Value, kind_of
from accounts.changes.models import Change
from accounts.models import State
from common import tenancy
from common.languages import clean_text
from record import services as record

REASON = 2000  # characters
LONGEST_AHEAD = timedelta(days=3 * 366)


class Stale(Exception):
    """What is changed became something else since it was proposed or previewed."""


class AlreadyWaiting(Exception):
    """Another change of the same thing waits for its second signature."""


class Ended(Exception):
    """The change was made, refused or withdrawn in the meantime."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, before anybody asks for it."""

    kind: Kind
    state: str
    target: str
    before: Value
    after: Value
    holds_from: date
    weakens: bool
    needs_second: bool

    @property
    def rows(self) -> list[Row]:
        return self.kind.told(self.state, self.target, self.before, self.after)

    @property
    def mark(self) -> str:
        """Stands for what was seen: `propose(seen=…)` makes no change that looked different."""
        seen = json.dumps([self.before, self.after, self.holds_from.isoformat()], sort_keys=True)
        return record.hash_of(seen, salt=self.kind.code.encode())


def today_in(state: str, now: datetime) -> date:
    """The date in a state at a moment; the region's is its seat's."""
    zone = State.objects.filter(pk=state).values_list("zone", flat=True).first()
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


def preview(
    *,
    kind: str,
    state: str,
    target: str = "",
    after: Value,
    holds_from: date | None,
    by: Actor,
    now: datetime,
) -> Preview:
    """What `propose` would do. Raises `Refused` and `Unacceptable`."""
    rules = kind_of(kind)
    if not rules.may_propose(by, state, target):
        raise Refused(kind)
    today = today_in(state, now)
    clean = rules.clean(state, target, after)
    day = holds_from or rules.earliest(state, today=today, weakens=False)
    before = rules.current(state, target, day)
    weakens = rules.weakens(before, clean)
    earliest = rules.earliest(state, today=today, weakens=weakens)
    day = _within(holds_from or earliest, earliest=earliest, today=today)
    before = rules.current(state, target, day)
    if before == clean:
        raise Unacceptable(_("Nothing would change: this is what holds on that day."))
    needs_second = weakens or rules.needs_second(before, clean)
    return Preview(rules, state, target, before, clean, day, weakens, needs_second)


def _within(day: date, *, earliest: date, today: date) -> date:
    if day < earliest:
        raise Unacceptable(
            _("It can hold from %(day)s at the earliest.") % {"day": earliest.isoformat()}, "holds_from"
        )
    if day > today + LONGEST_AHEAD:
        raise Unacceptable(_("That is more than three years ahead."), "holds_from")
    return day


def propose(
    *,
    kind: str,
    state: str,
    target: str = "",
    after: Value,
    reason: str,
    holds_from: date | None = None,
    by: Actor,
    now: datetime,
    seen: str | None = None,
) -> Change:
    """Ask for a change; it is made at once where no second signature is needed.

    `holds_from` None is the earliest day it can be. `seen` is the `mark` of the preview that was shown.
    Raises `Refused`, `Unacceptable`, `AlreadyWaiting` and `Stale`.
    """
    with tenancy.within(state):
        _lock(state)
        ahead = preview(
            kind=kind, state=state, target=target, after=after, holds_from=holds_from, by=by, now=now
        )
        if seen is not None and seen != ahead.mark:
            raise Stale
        if Change.objects.waiting().filter(state=state, kind=kind, target=target).exists():
            raise AlreadyWaiting
        change = _written(ahead, _reason(reason), by, now)
        if not change.needs_second:
            _apply(change, ahead.kind, by, now)
    return change


def confirm(*, change: UUID, by: Actor, now: datetime) -> Change:
    """Sign beside the proposer, and make the change. A day that has passed becomes the earliest it can be.

    Raises `Refused`, `Ended`, and `Stale` when the value is no longer what the proposer saw.
    """
    row = _of(change, by)
    with tenancy.within(row.state):
        row = _waiting(row)
        kind = kind_of(row.kind)
        if by.id == row.proposed_by or not kind.may_confirm(by, row):
            raise Refused(row.kind)
        today = today_in(row.state, now)
        # A notice to the public began when the change was proposed; it does not begin again.
        row.holds_from = max(row.holds_from, kind.earliest(row.state, today=today, weakens=False))
        if kind.current(row.state, row.target, row.holds_from) != row.before:
            raise Stale
        row.confirmed_by, row.confirmed_at = by.id, now
        _record(row, "change_confirmed", by, now)
        _apply(row, kind, by, now)
    return row


def refuse(*, change: UUID, reason: str, by: Actor, now: datetime) -> Change:
    """Say no to a change that one could have signed. Raises `Refused`, `Ended` and `Unacceptable`."""
    row = _of(change, by)
    with tenancy.within(row.state):
        row = _waiting(row)
        if by.id == row.proposed_by or not kind_of(row.kind).may_confirm(by, row):
            raise Refused(row.kind)
        row.refusal, row.refused_by, row.refused_at = _reason(reason), by.id, now
        row.save(update_fields=["refusal", "refused_by", "refused_at"])
        _record(row, "change_refused", by, now, words=row.refusal)
    return row


def withdraw(*, change: UUID, by: Actor, now: datetime) -> Change:
    """Take one's own proposal back before it is signed. Raises `Refused` and `Ended`."""
    row = _of(change, by)
    with tenancy.within(row.state):
        row = _waiting(row)
        if by.id != row.proposed_by:
            raise Refused(row.kind)
        row.withdrawn_by, row.withdrawn_at = by.id, now
        row.save(update_fields=["withdrawn_by", "withdrawn_at"])
        _record(row, "change_withdrawn", by, now)
    return row


def stream_of(state: str) -> str:
    return f"settings:{state}"


def digest(change: Change) -> str:
    """What the record keeps of both values and the reason."""
    text = json.dumps([change.before, change.after, change.reason], sort_keys=True, ensure_ascii=False)
    return record.hash_of(text, salt=change.pk.bytes)


def _of(change: UUID, by: Actor) -> Change:
    row = Change.objects.visible_to(by).filter(pk=change).first()
    if row is None:
        raise Refused(str(change))
    return row


def _lock(state: str) -> None:
    """One change of a state at a time: two people may press two buttons."""
    list(State.objects.select_for_update().filter(pk=state).values_list("pk"))


def _waiting(row: Change) -> Change:
    _lock(row.state)
    row = Change.objects.select_for_update().get(pk=row.pk)
    if row.applied_at or row.refused_at or row.withdrawn_at:
        raise Ended
    return row


def _written(ahead: Preview, reason: str, by: Actor, now: datetime) -> Change:
    change = Change.objects.create(
        state=ahead.state,
        kind=ahead.kind.code,
        target=ahead.target,
        before=ahead.before,
        after=ahead.after,
        reason=reason,
        holds_from=ahead.holds_from,
        weakens=ahead.weakens,
        needs_second=ahead.needs_second,
        is_public=ahead.kind.is_public,
        proposed_by=by.id,
        proposed_at=now,
    )
    _record(change, "change_proposed", by, now)
    return change


@transaction.atomic
def _apply(change: Change, kind: Kind, by: Actor, now: datetime) -> None:
    change.applied_by, change.applied_at = by.id, now
    change.save()
    kind.apply(change)
    _record(change, "change_made", by, now)


def _record(change: Change, what: str, by: Actor, now: datetime, words: str = "") -> None:
    details: dict[str, record.Detail] = {
        "change": str(change.pk),
        "kind": change.kind,
        "target": change.target,
        "holds_from": change.holds_from.isoformat(),
        "weakens": change.weakens,
        "digest": digest(change),
    }
    if words:
        details["words"] = record.hash_of(words, salt=change.pk.bytes)
    record.write(
        state=change.state, stream=stream_of(change.state), what=what, by=by.id, at=now, details=details
    )


def _reason(text: str) -> str:
    reason = clean_text(text)
    if not reason:
        raise Unacceptable(_("Say why."), "reason")
    if len(reason) > REASON:
        raise Unacceptable(_("The reason is too long."), "reason")
    return reason
