"""Use cases of the register of activities: entering, correcting, confirming and disputing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from accounts.actor import Actor, Refused, require
from accounts.roles import Permission
from common import tenancy
from record import services as record
from reporting.models import Activity, Measure, Verdict

FIELDS = (
    *("kind", "title_ar", "title_en", "start", "end", "partners", "place"),
    *("participants", "women", "quantity"),
)


def visible_to(actor: Actor) -> "models.QuerySet[Activity]":
    """The register of one's own state; the Secretariat sees every state's."""
    rows = Activity.objects.select_related("institution").prefetch_related("measures")
    return rows if actor.may(Permission.REGION) else rows.filter(state=actor.state)


def may_change(activity: Activity, by: Actor) -> bool:
    """Whoever keeps the register at the institution that entered it."""
    own = by.institution is not None and activity.institution_id == by.institution.pk
    return by.may(Permission.ACTIVITIES) and own


def may_verify(activity: Activity, by: Actor) -> bool:
    """The liaison of an independent body of the same state."""
    independent = by.institution is not None and by.institution.is_independent
    return by.may(Permission.VERIFY_ACTIVITIES) and independent and activity.state == by.state


@transaction.atomic
def add(*, values: Mapping[str, Any], measures: list[Measure], by: Actor, now: datetime) -> Activity:
    """Enter an activity of one's own institution. Raises `Refused`."""
    require(by, Permission.ACTIVITIES)
    if by.institution is None:
        raise Refused(Permission.ACTIVITIES)
    kept = {name: values[name] for name in FIELDS}
    activity = Activity.objects.create(
        **kept, state=by.state, institution=by.institution, entered_by=by.id, entered_at=now
    )
    activity.measures.set(measures)
    _record(activity, "activity_added", by, now)
    return activity


@transaction.atomic
def change(
    *, activity: UUID, values: Mapping[str, Any], measures: list[Measure], by: Actor, now: datetime
) -> Activity:
    """Correct an activity. What was confirmed or disputed before is open again: it was about other words."""
    row = Activity.objects.select_for_update().get(pk=activity)
    if not may_change(row, by):
        raise Refused(Permission.ACTIVITIES)
    for name in FIELDS:
        setattr(row, name, values[name])
    row.verdict, row.reason, row.verified_by, row.verified_at = Verdict.NOT_ASSESSED, "", "", None
    row.save()
    row.measures.set(measures)
    _record(row, "activity_changed", by, now)
    return row


@transaction.atomic
def verify(*, activity: UUID, verdict: str, reason: str, by: Actor, now: datetime) -> Activity:
    """Confirm or dispute an activity. A dispute needs its reason, which is printed beside it."""
    row = Activity.objects.select_for_update().get(pk=activity)
    if not may_verify(row, by):
        raise Refused(Permission.VERIFY_ACTIVITIES)
    if verdict not in (Verdict.CONFIRMED, Verdict.DISPUTED) or (verdict == Verdict.DISPUTED and not reason):
        raise ValueError("a verdict confirms, or disputes with a reason")
    row.verdict, row.reason = verdict, reason if verdict == Verdict.DISPUTED else ""
    row.verified_by, row.verified_at = by.id, now
    row.save()
    _record(row, f"activity_{verdict}", by, now)
    return row


def _record(row: Activity, what: str, by: Actor, now: datetime) -> None:
    details: dict[str, record.Detail] = {"activity": str(row.pk)}
    stream = f"activity:{row.pk}"
    with tenancy.within(row.state):
        record.write(state=row.state, stream=stream, what=what, by=by.id, at=now, details=details)
