"""Use cases of the register of activities: entering, correcting, withdrawing, confirming, disputing, answering."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from accounts.actor import Actor, Refused, require
from accounts.roles import Permission
from common import tenancy
from record import services as record
from reporting import documents
from reporting.models import Activity, EarlierActivity, Measure, Verdict

COUNTS = ("participants", "women", "officers", "other_ranks", "civilians", "quantity")
FIELDS = ("kind", "title_ar", "title_en", "start", "end", "partners", "place", *COUNTS)
OPTIONAL = ("officers", "other_ranks", "civilians")


class Withdrawn(Exception):
    """The activity no longer counts: nothing about it changes any more."""


def visible_to(actor: Actor) -> "models.QuerySet[Activity]":
    """The register of one's own state; the Secretariat sees every state's."""
    return Activity.objects.visible_to(actor).select_related("institution").prefetch_related("measures")


def may_change(activity: Activity, by: Actor) -> bool:
    """Whoever keeps the register at the institution that entered it."""
    own = by.institution is not None and activity.institution_id == by.institution.pk
    return by.may(Permission.ACTIVITIES) and own and activity.withdrawn_at is None


def may_verify(activity: Activity, by: Actor) -> bool:
    """The liaison of an independent body of the same state."""
    independent = by.institution is not None and by.institution.is_independent
    allowed = by.may(Permission.VERIFY_ACTIVITIES) and independent and activity.state == by.state
    return allowed and activity.withdrawn_at is None


def may_answer(activity: Activity, by: Actor) -> bool:
    """Whoever may correct it may instead say why it stands as it is."""
    return may_change(activity, by) and activity.verdict == Verdict.DISPUTED


@transaction.atomic
def add(
    *,
    values: Mapping[str, Any],
    measures: Sequence[Measure],
    by: Actor,
    now: datetime,
    tokens: Sequence[str] = (),
) -> Activity:
    """Enter an activity of one's own institution, with the papers of these tokens. Raises `Refused`, `NotTaken`."""
    require(by, Permission.ACTIVITIES)
    if by.institution is None:
        raise Refused(Permission.ACTIVITIES)
    activity = Activity.objects.create(
        **_kept(values), state=by.state, institution=by.institution, entered_by=by.id, entered_at=now
    )
    activity.measures.set(measures)
    _record(activity, "activity_added", by, now)
    documents.attach(kept=activity, tokens=tokens, by=by, now=now)
    return activity


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values.get(name) if name in OPTIONAL else values[name] for name in FIELDS}
    return {**kept, "partners": list(kept["partners"] or [])}


@transaction.atomic
def change(
    *,
    activity: UUID,
    values: Mapping[str, Any],
    measures: Sequence[Measure],
    by: Actor,
    now: datetime,
    tokens: Sequence[str] = (),
) -> Activity:
    """Correct an activity. What stood before is kept, with what was said of it.

    What was confirmed or disputed before is open again: it was about other words. Papers alone change nothing of
    the row and open nothing. Raises `Refused`, `Withdrawn`, `NotTaken`.
    """
    row = _locked(activity, by, may_change)
    documents.attach(kept=row, tokens=tokens, by=by, now=now)
    before, wanted = as_typed(row), {**_kept(values), "measures": sorted(one.code for one in measures)}
    if before == _plain(wanted):
        return row
    EarlierActivity.objects.create(
        activity=row,
        values=before,
        verdict=row.verdict,
        reason=row.reason,
        answer=row.answer,
        replaced_by=by.id,
        replaced_at=now,
    )
    for name in FIELDS:
        setattr(row, name, wanted[name])
    row.verdict, row.reason, row.verified_by, row.verified_at = Verdict.NOT_ASSESSED, "", "", None
    row.answer, row.answered_by, row.answered_at = "", "", None
    row.save()
    row.measures.set(measures)
    _record(row, "activity_changed", by, now)
    return row


def as_typed(row: Activity) -> dict[str, Any]:
    """The row as its form has it, fit for JSON; measures by their codes."""
    kept: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    return _plain({**kept, "measures": sorted(measure.code for measure in row.measures.all())})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if name == "kind" else value
        for name, value in values.items()
    }


@transaction.atomic
def withdraw(*, activity: UUID, reason: str, by: Actor, now: datetime) -> Activity:
    """Take an activity out of every count. Its line stays, with the reason. Raises `Refused`, `Withdrawn`."""
    row = _locked(activity, by, may_change)
    if not reason:
        raise ValueError("a withdrawal says why")
    row.withdrawal, row.withdrawn_by, row.withdrawn_at = reason, by.id, now
    row.save(update_fields=["withdrawal", "withdrawn_by", "withdrawn_at"])
    _record(row, "activity_withdrawn", by, now)
    return row


@transaction.atomic
def verify(*, activity: UUID, verdict: str, reason: str, by: Actor, now: datetime) -> Activity:
    """Confirm or dispute an activity. A dispute needs its reason, which is printed beside it."""
    row = _locked(activity, by, may_verify)
    if verdict not in (Verdict.CONFIRMED, Verdict.DISPUTED) or (verdict == Verdict.DISPUTED and not reason):
        raise ValueError("a verdict confirms, or disputes with a reason")
    row.verdict, row.reason = verdict, reason if verdict == Verdict.DISPUTED else ""
    row.verified_by, row.verified_at = by.id, now
    row.answer, row.answered_by, row.answered_at = "", "", None
    row.save()
    _record(row, f"activity_{verdict}", by, now)
    return row


@transaction.atomic
def answer(*, activity: UUID, text: str, by: Actor, now: datetime) -> Activity:
    """Say why a disputed activity stands as it was entered: printed beside the dispute. Raises `Refused`."""
    row = _locked(activity, by, may_answer)
    if not text:
        raise ValueError("an answer has words")
    row.answer, row.answered_by, row.answered_at = text, by.id, now
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(row, "activity_answered", by, now)
    return row


def _locked(activity: UUID, by: Actor, allowed: Any) -> Activity:
    row = Activity.objects.select_for_update().get(pk=activity)
    if row.withdrawn_at is not None and row.state == by.state:
        raise Withdrawn
    if not allowed(row, by):
        raise Refused(Permission.ACTIVITIES)
    return row


def _record(row: Activity, what: str, by: Actor, now: datetime) -> None:
    details: dict[str, record.Detail] = {"activity": str(row.pk)}
    stream = f"activity:{row.pk}"
    with tenancy.within(row.state):
        record.write(state=row.state, stream=stream, what=what, by=by.id, at=now, details=details)
