"""Use cases of readings by hand: entering with evidence, correcting, confirming, disputing, answering."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actor import Actor, Refused
from accounts.roles import Permission
from common import tenancy
from record import services as record
from reporting import documents
from reporting.models import (
    REGION,
    EarlierReading,
    Indicator,
    Measure,
    Origin,
    Reading,
    Unit,
    Verdict,
    Verification,
)
from reporting.periods import Period

SECRETARIAT = "secretariat"  # addressees of this kind are read for the region, never for a state
BOUNDS: dict[str, tuple[Decimal, Decimal]] = {
    Unit.YES_NO: (Decimal(0), Decimal(1)),
    Unit.COUNT: (Decimal(0), Decimal(10**9)),
    Unit.PERCENT: (Decimal(0), Decimal(100)),
    Unit.RATE_PER_100: (Decimal(0), Decimal(10**6)),
    Unit.POINTS: (Decimal(-(10**6)), Decimal(10**6)),
}
"""The least and the greatest value of a unit."""


class NotReadable(ValueError):
    """The indicator is not read by hand, or not for this state."""


def visible_to(actor: Actor) -> Any:
    """The readings of one's own state; the Secretariat sees every state's."""
    rows = Reading.objects.select_related("indicator__measure", "verification", "institution")
    return rows if actor.may(Permission.REGION) else rows.filter(state=actor.state)


def manual(plan_pk: int, state: str) -> list[Indicator]:
    """What is read by hand for a state, or for the region, in the order of the plan."""
    found = Indicator.objects.filter(plan=plan_pk, origin=Origin.MANUAL)
    asked_of_region = {"measure__addressee__code__startswith": SECRETARIAT}
    found = found.filter(**asked_of_region) if state == REGION else found.exclude(**asked_of_region)
    return list(found.select_related("measure__addressee").order_by("measure__place", "place"))


def may_change(reading: Reading, by: Actor) -> bool:
    """The institution that entered it; whoever keeps registers in the state where that is not known."""
    own = reading.institution_id is None or (
        by.institution is not None and reading.institution_id == by.institution.pk
    )
    return documents.keeps_registers(by) and reading.state == by.state and own


def may_verify(reading: Reading, by: Actor) -> bool:
    """The liaison of an independent body of the same state; never of what that body itself entered."""
    independent = by.institution is not None and by.institution.is_independent
    own = by.institution is not None and reading.institution_id == by.institution.pk
    return by.may(Permission.VERIFY_ACTIVITIES) and independent and reading.state == by.state and not own


def may_answer(reading: Reading, by: Actor) -> bool:
    """Whoever may correct a disputed reading may instead say why it stands."""
    return may_change(reading, by) and verdict_of(reading) == Verdict.DISPUTED


def verdict_of(reading: Reading) -> str:
    """What the national institution says, `not_assessed` where it said nothing yet."""
    found = getattr(reading, "verification", None)
    return found.verdict if found else Verdict.NOT_ASSESSED


def is_within(indicator: Indicator, value: Decimal) -> bool:
    """Whether the indicator's unit has such a value."""
    least, greatest = BOUNDS[indicator.unit]
    whole = indicator.unit not in (Unit.YES_NO, Unit.COUNT) or value == value.to_integral_value()
    return least <= value <= greatest and whole


@transaction.atomic
def enter(
    *,
    indicator: Indicator,
    period: Period,
    value: Decimal,
    evidence: str,
    by: Actor,
    now: datetime,
    tokens: Sequence[str] = (),
    why: str = "",
) -> Reading:
    """Enter what an indicator stood at in one's own state, or correct what was entered for the same period.

    A correction needs `why`; what stood before is kept with what was said of it, and is to be assessed again.
    Raises `Refused`, `NotReadable`, `NotTaken`.
    """
    if not documents.keeps_registers(by):
        raise Refused(Permission.ACTIVITIES)
    if indicator.pk not in {row.pk for row in manual(indicator.plan_id, by.state)}:
        raise NotReadable(indicator.code)
    if not evidence or not is_within(indicator, value):
        raise ValueError("a reading has evidence and a value of its unit")
    # Whoever enters the first reading of a period waits here for whoever enters it at the same time.
    Measure.objects.select_for_update().get(pk=indicator.measure_id)
    key = {"state": by.state, "indicator": indicator, "start": period.start, "end": period.end}
    row = Reading.objects.select_for_update().filter(**key).first()
    if row is None:
        given = {"value": value, "evidence": evidence, "institution": by.institution}
        row = Reading.objects.create(**key, **given, entered_by=by.id, entered_at=now)
        _record(row, "reading_entered", by, now)
    elif (row.value, row.evidence) != (value, evidence):
        _correct(row, value, evidence, why, by, now)
    documents.attach(kept=row, tokens=tokens, by=by, now=now)
    return row


def _correct(row: Reading, value: Decimal, evidence: str, why: str, by: Actor, now: datetime) -> None:
    if not may_change(row, by):
        raise Refused(Permission.ACTIVITIES)
    said = Verification.objects.filter(reading=row).first()
    EarlierReading.objects.create(
        reading=row,
        value=row.value,
        evidence=row.evidence,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        verdict=said.verdict if said else Verdict.NOT_ASSESSED,
        their_value=said.value if said else None,
        reason=said.reason if said else "",
        answer=said.answer if said else "",
        why=why,
        replaced_by=by.id,
        replaced_at=now,
    )
    if said:
        said.delete()
    row.value, row.evidence, row.entered_by, row.entered_at = value, evidence, by.id, now
    row.institution = row.institution or by.institution
    row.save()
    _record(row, "reading_corrected", by, now)


@transaction.atomic
def verify(
    *, reading: UUID, verdict: str, value: Decimal | None, reason: str, by: Actor, now: datetime
) -> Reading:
    """Confirm a reading, or dispute it with reasons and, where there is one, a value of one's own."""
    row = Reading.objects.select_for_update().select_related("indicator").get(pk=reading)
    if not may_verify(row, by):
        raise Refused(Permission.VERIFY_ACTIVITIES)
    disputed = verdict == Verdict.DISPUTED
    if verdict not in (Verdict.CONFIRMED, Verdict.DISPUTED) or (disputed and not reason):
        raise ValueError("a verdict confirms, or disputes with a reason")
    theirs = value if disputed else None
    if theirs is not None and not is_within(row.indicator, theirs):
        raise ValueError("a value of the indicator's unit")
    said = {"verdict": verdict, "value": theirs, "reason": reason if disputed else "", "by": by.id, "at": now}
    fresh = {"answer": "", "answered_by": "", "answered_at": None}
    Verification.objects.update_or_create(reading=row, defaults={**said, **fresh})
    _record(row, f"reading_{verdict}", by, now)
    return row


@transaction.atomic
def answer(*, reading: UUID, text: str, by: Actor, now: datetime) -> Reading:
    """Say why a disputed reading stands: shown beside the dispute wherever that is. Raises `Refused`."""
    row = Reading.objects.select_for_update().get(pk=reading)
    said = Verification.objects.filter(reading=row, verdict=Verdict.DISPUTED).first()
    if said is None or not may_change(row, by):
        raise Refused(Permission.ACTIVITIES)
    if not text:
        raise ValueError("an answer has words")
    said.answer, said.answered_by, said.answered_at = text, by.id, now
    said.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(row, "reading_answered", by, now)
    return row


def of_period(rows: Iterable[Indicator], state: str, period: Period) -> dict[int, Reading]:
    """The readings of exactly this period, by indicator."""
    found = Reading.objects.filter(
        indicator__in=list(rows), state=state, start=period.start, end=period.end
    ).select_related("verification", "institution")
    return {row.indicator_id: row for row in found}


def _record(row: Reading, what: str, by: Actor, now: datetime) -> None:
    details: dict[str, record.Detail] = {
        "reading": str(row.pk),
        "indicator": row.indicator.code,
        "value": str(row.value.normalize()),
    }
    with tenancy.within(row.state):
        record.write(
            state=row.state, stream=f"reading:{row.pk}", what=what, by=by.id, at=now, details=details
        )
