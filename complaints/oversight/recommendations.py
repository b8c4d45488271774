"""Recommendations and orders of a remedy, and what became of each.

The one place that knows how the case keeps them: a clock of the kind `remedy` began with each, the record says how
it ended. Where more is kept of a recommendation, `listed` and `Fate` are what changes; pages read them alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from common import keyset
from complaints.casework.selectors import visible_to
from complaints.models import Allegation, Clock
from complaints.vocabulary import Stage
from record.models import Entry

ORDER = ("-started_at", "-pk")
ENDS = ("confirm_remedy", "close_unimplemented", "request_review", "send_to_review")


class Fate(TextChoices):
    """What became of a recommendation."""

    WAITING = "waiting", _("Waits for the authority")
    LATE = "late", _("Its time has passed")
    CLAIMED = "claimed", _("Implemented, the authority says")
    VERIFIED = "verified", _("Implemented and verified")
    UNIMPLEMENTED = "unimplemented", _("Not implemented")
    REVIEW = "review", _("The decision went to review")
    ENDED = "ended", _("Ended with the file")


OPEN = (Fate.LATE, Fate.WAITING, Fate.CLAIMED)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation or order with its fate."""

    clock: Clock
    allegations: list[Allegation]
    fate: Fate


def stream_of_row() -> Concat:
    """Inside a subquery: the stream of the case that the row around it belongs to, as the record names it."""
    return Concat(Value("case:"), Cast(OuterRef("complaint_id"), CharField()), output_field=CharField())


def listed(actor: Actor, *, now: datetime, fate: str = "") -> QuerySet[Clock]:
    """Recommendations of cases that exist for the actor, each with its `fate`."""
    seen = visible_to(actor).values("complaint_id")
    rows = Clock.objects.filter(state=actor.state, kind="remedy", complaint__in=seen)
    rows = rows.annotate(ended_by=_ended_by(actor)).annotate(fate=_fate(now))
    return rows.filter(fate=fate) if fate in Fate.values else rows


def _ended_by(actor: Actor) -> Coalesce:
    """The first step since then that ended it."""
    steps = Entry.objects.filter(
        state=actor.state, stream=stream_of_row(), what__in=ENDS, at__gte=OuterRef("started_at")
    )
    return Coalesce(Subquery(steps.order_by("seq").values("what")[:1]), Value(""))


def _fate(now: datetime) -> Case:
    remedying = Q(complaint__stage=Stage.REMEDYING, ended_by="")
    return Case(
        When(ended_by="confirm_remedy", then=Value(Fate.VERIFIED.value)),
        When(ended_by="close_unimplemented", then=Value(Fate.UNIMPLEMENTED.value)),
        When(~Q(ended_by=""), then=Value(Fate.REVIEW.value)),
        When(remedying & Q(complaint__implemented_at__isnull=False), then=Value(Fate.CLAIMED.value)),
        When(remedying & Q(due_at__lt=now), then=Value(Fate.LATE.value)),
        When(remedying, then=Value(Fate.WAITING.value)),
        default=Value(Fate.ENDED.value),
    )


def counts(actor: Actor, *, now: datetime) -> Mapping[str, int]:
    """How many are open, by their fate: one statement, over the files in which a remedy is under way."""
    under_way = listed(actor, now=now).filter(complaint__stage=Stage.REMEDYING)
    rows = under_way.order_by().values("fate").annotate(n=Count("pk"))  # type: ignore[misc]
    return {**dict.fromkeys(OPEN, 0), **{row["fate"]: row["n"] for row in rows}}


def page(
    actor: Actor, fate: str, *, now: datetime, data: Mapping[str, str]
) -> tuple[list[Recommendation], keyset.Page[Clock]]:
    """One page, the newest first."""
    alleged = Allegation.objects.filter(state=actor.state).order_by("pk")
    rows = listed(actor, now=now, fate=fate).select_related("complaint")
    rows = rows.prefetch_related(Prefetch("complaint__allegation_set", queryset=alleged))
    found = keyset.page(rows, by=ORDER, data=data)
    return [_recommendation(row) for row in found.rows], found


def _recommendation(row: Clock) -> Recommendation:
    return Recommendation(row, list(row.complaint.allegation_set.all()), Fate(row.fate))  # type: ignore[attr-defined]


def waiting_for(actor: Actor, *, now: datetime) -> QuerySet[Clock]:
    """Those that the authority still owes, the longest overdue first: what an agenda asks about."""
    under_way = listed(actor, now=now).filter(complaint__stage=Stage.REMEDYING)
    owed = [Fate.LATE, Fate.WAITING]
    return under_way.filter(fate__in=owed).order_by("due_at", "pk")  # type: ignore[misc]
