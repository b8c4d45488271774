"""The opened list: where each complaint stands, and what waits for the person."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from common import tokens
from complaints import claims
from complaints.tracking import actions
from complaints.tracking import selectors as tracking
from complaints.tracking.selectors import File
from complaints.tracking.views import PURPOSE, TOKEN_LASTS

WAITING = {
    "answer": _("A question waits for your answer."),
    "settle": _("A settlement is offered to you."),
    "consent": _("Your agreement is asked for."),
}
OUTCOME = _("The outcome can be read.")


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint of the list. `stage` is "" where a code leads to no case any more."""

    pk: UUID
    label: str = field(repr=False)
    reference: str = ""
    stage: str = ""
    waits: tuple[Promise, ...] = ()
    since: datetime | None = None
    token: str = field(default="", repr=False)  # opens the page of the case for a quarter of an hour


def rows(*, by: Actor, now: datetime) -> list[Row]:
    """One's complaints, those that wait for the person first, then the latest moved. Raises `vault.Locked`."""
    lines = claims.lines(by=by)
    standing = {found.code: file for found, file in tracking.fronts(_found(lines), now=now)}
    listed = [_row(line, standing.get(line.code), now) for line in lines]
    never = now - timedelta(days=36500)
    return sorted(listed, key=lambda row: (bool(row.waits), row.since or never), reverse=True)


def _found(lines: list[claims.Line]) -> list[tracking.Found]:
    return tracking.find_all([line.code for line in lines])


def _row(line: claims.Line, file: File | None, now: datetime) -> Row:
    if file is None:
        return Row(line.pk, line.label)
    return Row(
        pk=line.pk,
        label=line.label,
        reference=file.case.reference,
        stage=str(file.case.get_stage_display()),
        waits=tuple(_waits(file)),
        since=file.case.stage_since,
        token=tokens.make(line.code, purpose=PURPOSE, now=now, lasts=TOKEN_LASTS),
    )


def _waits(file: File) -> list[Promise]:
    offered = {act.slug for act in actions.offered(file)}
    waits: list[Promise] = [sentence for slug, sentence in WAITING.items() if slug in offered]
    if file.case.notified_at is not None and file.case.outcome_opened_at is None:
        waits.append(OUTCOME)
    return waits
