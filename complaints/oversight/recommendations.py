"""Recommendations and orders of a remedy across cases, and what became of each.

Where one stands is a row of the case (`complaints.work.Fate`); that its day has passed while the authority still owes
it is said here beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.actor import Actor
from common import keyset
from complaints.casework.selectors import visible_to
from complaints.models import Allegation, Recommendation
from complaints.work import Fate

ORDER = ("-made_at", "-pk")
OWED = (Fate.MADE, Fate.ACCEPTED, Fate.PARTLY, Fate.REJECTED, Fate.NOT_IMPLEMENTED)
"""The authority still owes it, whatever it answered."""
LATE = "late"


@dataclass(frozen=True, slots=True)
class Standing:
    """One recommendation or order with where it stands."""

    row: Recommendation
    allegations: list[Allegation]
    fate: Fate
    is_late: bool


def listed(actor: Actor, *, today: date, fate: str = "") -> QuerySet[Recommendation]:
    """Recommendations of cases that exist for the actor; `fate` may be `LATE` as well."""
    seen = visible_to(actor).values("complaint_id")
    rows = Recommendation.objects.filter(state=actor.state, complaint__in=seen)
    if fate == LATE:
        return rows.filter(_late(today))
    return rows.filter(fate=fate) if fate in Fate.values else rows


def _late(today: date) -> Q:
    return Q(fate__in=OWED, due_on__lt=today)


def counts(actor: Actor, *, today: date) -> Mapping[str, int]:
    """How many are owed, overdue, and claimed without having been checked: one statement."""
    rows = listed(actor, today=today).filter(fate__in=[*OWED, Fate.CLAIMED])
    found: dict[str, int] = rows.aggregate(
        owed=Count("pk", filter=Q(fate__in=OWED)),
        late=Count("pk", filter=_late(today)),
        claimed=Count("pk", filter=Q(fate=Fate.CLAIMED)),
    )
    return found


def page(
    actor: Actor, fate: str, *, today: date, data: Mapping[str, str]
) -> tuple[list[Standing], keyset.Page[Recommendation]]:
    """One page, the newest first."""
    alleged = Allegation.objects.filter(state=actor.state).order_by("pk")
    rows = listed(actor, today=today, fate=fate).select_related("complaint", "addressed_to")
    rows = rows.prefetch_related(Prefetch("complaint__allegation_set", queryset=alleged))
    found = keyset.page(rows, by=ORDER, data=data)
    return [_standing(row, today) for row in found.rows], found


def _standing(row: Recommendation, today: date) -> Standing:
    late = row.fate in OWED and row.due_on < today
    return Standing(row, list(row.complaint.allegation_set.all()), Fate(row.fate), late)


def owed(actor: Actor) -> QuerySet[Recommendation]:
    """Those the authority still owes, the longest overdue first: what an agenda asks about."""
    seen = visible_to(actor).values("complaint_id")
    rows = Recommendation.objects.filter(state=actor.state, complaint__in=seen, fate__in=OWED)
    return rows.order_by("due_on", "pk")
