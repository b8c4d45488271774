"""Reviews of decisions and how they ended, with the share overturned in each quarter.

A clock of the kind `review_decision` begins with each review and keeps whether it upheld or overturned.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Prefetch, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from common import keyset
from complaints.casework.selectors import visible_to
from complaints.models import Allegation, Clock
from complaints.vocabulary import Reviewed

ORDER = ("-started_at", "-pk")
SPAN = timedelta(days=2 * 365)
FEWEST = 10  # decided reviews from which a share is worth a percentage


class Outcome(TextChoices):
    """How a review stands or ended."""

    RUNNING = "running", _("Under review")
    LATE = "late", _("Under review, and late")
    UPHELD = "upheld", _("Upheld")
    OVERTURNED = "overturned", _("Overturned")
    ENDED = "ended", _("Ended without a decision")


@dataclass(frozen=True, slots=True)
class Review:
    """One review."""

    clock: Clock
    allegations: list[Allegation]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Quarter:
    """The reviews asked for in three months."""

    start: date
    asked: int
    running: int
    late: int
    upheld: int
    overturned: int

    @property
    def end(self) -> date:
        """Its last day."""
        return date(
            self.start.year, self.start.month + 2, monthrange(self.start.year, self.start.month + 2)[1]
        )

    @property
    def decided(self) -> int:
        return self.upheld + self.overturned

    @property
    def share(self) -> int | None:
        """Per cent overturned of those decided; None where they are too few for a percentage to mean anything."""
        return round(100 * self.overturned / self.decided) if self.decided >= FEWEST else None


def listed(actor: Actor, *, now: datetime, outcome: str = "") -> QuerySet[Clock]:
    """Reviews in cases that exist for the actor, each with its `outcome`."""
    seen = visible_to(actor).values("complaint_id")
    rows = Clock.objects.filter(state=actor.state, kind="review_decision", complaint__in=seen)
    rows = rows.annotate(outcome=_outcome(now))
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows


def _outcome(now: datetime) -> Case:
    return Case(
        When(ended_at=None, due_at__lt=now, then=Value(Outcome.LATE.value)),
        When(ended_at=None, then=Value(Outcome.RUNNING.value)),
        When(result=Reviewed.UPHELD, then=Value(Outcome.UPHELD.value)),
        When(result=Reviewed.OVERTURNED, then=Value(Outcome.OVERTURNED.value)),
        default=Value(Outcome.ENDED.value),
    )


def quarters(actor: Actor, *, now: datetime) -> list[Quarter]:
    """The quarters of the last two years in which a review was asked for, the newest first: one statement."""
    recent = listed(actor, now=now).filter(started_at__gte=now - SPAN)
    rows = recent.order_by().annotate(start=TruncQuarter("started_at")).values("start")
    found = rows.annotate(
        asked=Count("pk"),
        running=Count("pk", filter=Q(ended_at=None)),
        late=Count("pk", filter=Q(outcome=Outcome.LATE)),
        upheld=Count("pk", filter=Q(outcome=Outcome.UPHELD)),
        overturned=Count("pk", filter=Q(outcome=Outcome.OVERTURNED)),
    ).order_by("-start")
    return [Quarter(**{**row, "start": row["start"].date()}) for row in found]


def year(rows: list[Quarter]) -> Quarter | None:
    """The last four quarters together; None where no review was asked for in them."""
    last = rows[:4]
    if not last:
        return None
    names = ("asked", "running", "late", "upheld", "overturned")
    return Quarter(last[-1].start, **{name: sum(getattr(row, name) for row in last) for name in names})


def page(
    actor: Actor, outcome: str, *, now: datetime, data: Mapping[str, str]
) -> tuple[list[Review], keyset.Page[Clock]]:
    """One page, the newest first."""
    alleged = Allegation.objects.filter(state=actor.state).order_by("pk")
    rows = listed(actor, now=now, outcome=outcome).select_related("complaint")
    rows = rows.prefetch_related(Prefetch("complaint__allegation_set", queryset=alleged))
    found = keyset.page(rows, by=ORDER, data=data)
    return [_review(row) for row in found.rows], found


def _review(row: Clock) -> Review:
    return Review(row, list(row.complaint.allegation_set.all()), Outcome(row.outcome))  # type: ignore[attr-defined]
