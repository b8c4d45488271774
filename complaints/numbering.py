"""Incoming and outgoing numbers: one gapless register for each institution, direction and year.

References of cases stay random; these numbers stay inside the institution. Lock order: case, then counter, then
the head of the case's chain. The counter is held until the transaction ends, and a number taken in one that fails
was never taken.
"""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.actor import Actor
from accounts.models import Institution
from complaints.models import Letter, RegisterCounter, RegisterNumber

ON_THE_CASE = 6  # the newest numbers that stand on the page of a case


def take(*, letter: Letter, institution: Institution, day: date, by: Actor, now: datetime) -> RegisterNumber:
    """The next number of a letter's register, in the year of `day`. Call it in the letter's transaction."""
    register = {
        "state": institution.state,
        "institution": institution,
        "direction": letter.direction,
        "year": day.year,
    }
    # Two who open a year's register at once: one makes the row, both wait for it below.
    RegisterCounter.objects.bulk_create([RegisterCounter(**register)], ignore_conflicts=True)
    counter = RegisterCounter.objects.select_for_update().get(**register)
    counter.last += 1
    counter.save(update_fields=["last"])
    return RegisterNumber.objects.create(
        **register, number=counter.last, day=day, letter=letter, taken_at=now, taken_by=by.id
    )


def beside_docket(actor: Actor) -> dict[str, ArraySubquery]:
    """The newest numbers of a case in the actor's own registers, as an annotation: no statement of its own."""
    rows = RegisterNumber.objects.filter(
        state=actor.state, institution=actor.institution, letter__complaint=OuterRef("complaint_id")
    ).order_by("-taken_at", "-pk")
    line = JSONObject(
        year="year",
        number="number",
        direction="direction",
        day="day",
        letter="letter",
        purpose="letter__purpose",
    )
    return {"numbers": ArraySubquery(rows.values(line=line)[:ON_THE_CASE])}
