"""What a desk may see: its institution's dockets, a page of the queue, one case file."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.actor import Actor
from accounts.roles import Permission
from common.arabic import ts_query
from common.receipts import normalise_reference
from complaints.models import Allegation, Clock, Complaint, Docket, Exclusion
from complaints.vocabulary import Mode, Part, Standing

PAGE = 25
CAPPED = 1000  # a count above this reads "1,000+"


def visible_to(actor: Actor) -> QuerySet[Docket]:
    """The dockets that exist for this actor: their institution's, less the cases they are excluded from."""
    if actor.institution is None or actor.user_id is None or not actor.may(Permission.QUEUE):
        return Docket.objects.none()
    excluded = Exclusion.objects.filter(
        state=actor.state, complaint_id=OuterRef("complaint_id"), user_id=actor.user_id
    )
    return Docket.objects.filter(state=actor.state, institution=actor.institution).exclude(Exists(excluded))


def docket(actor: Actor, reference: str) -> Docket | None:
    """The docket of a case by its reference; None for a stranger, as for what does not exist."""
    rows = visible_to(actor).select_related(
        "complaint", "complaint__governorate", "institution", "assignee", "wanted_by"
    )
    return rows.filter(complaint__reference=normalise_reference(reference) or "").first()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a queue page is asked for."""

    whose: str = ""  # mine, unassigned, late
    stage: str = ""
    category: str = ""
    danger: bool = False
    words: str = ""
    ended: bool = False
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; `after` is the cursor of the next one."""

    rows: list[Docket]
    after: tuple[datetime, int] | None


def filtered(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[Docket]:
    """The queue as asked for, without its order and page."""
    rows = visible_to(actor)
    if not wanted.ended:
        rows = rows.filter(is_open=True)
    if wanted.whose == "mine":
        rows = rows.filter(assignee_id=actor.user_id)
    elif wanted.whose == "unassigned":
        rows = rows.filter(assignee_id=None)
    elif wanted.whose == "late":
        rows = rows.filter(sort_due__lt=now)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.danger:
        rows = rows.filter(is_danger=True)
    if wanted.category:
        alleged = Allegation.objects.filter(
            state=actor.state, complaint_id=OuterRef("complaint_id"), category=wanted.category
        )
        rows = rows.filter(Exists(alleged))
    return rows


def _ordered(rows: QuerySet[Docket], after: tuple[datetime, int] | None) -> QuerySet[Docket]:
    if after is not None:
        due, pk = after
        rows = rows.filter(sort_due__gte=due).filter(Q(sort_due__gt=due) | Q(pk__gt=pk))
    return rows.order_by("sort_due", "pk")


def queue(actor: Actor, wanted: Wanted, *, now: datetime) -> Page:
    """One page in the order of the deadlines."""
    rows = filtered(actor, wanted, now=now)
    if wanted.words:
        rows = rows.filter(pk__in=_found(actor, wanted))
    page = list(
        _ordered(rows, wanted.after)
        .select_related("complaint", "complaint__governorate", "assignee")
        .prefetch_related(
            Prefetch(
                "complaint__allegation_set",
                queryset=Allegation.objects.filter(state=actor.state).order_by("pk"),
            ),
            Prefetch(
                "complaint__clock_set",
                queryset=Clock.objects.filter(state=actor.state, ended_at=None).order_by("due_at"),
            ),
        )[: PAGE + 1]
    )
    more = len(page) > PAGE
    rows_shown = page[:PAGE]
    return Page(rows_shown, (rows_shown[-1].sort_due, rows_shown[-1].pk) if more else None)


def capped(rows: QuerySet[Docket]) -> int:
    """How many, but never counting past `CAPPED` + 1."""
    return rows.order_by()[: CAPPED + 1].count()


def _found(actor: Actor, wanted: Wanted) -> list[int]:
    """Dockets that the words are found in: a reference exactly, or folded words through the search function."""
    if reference := normalise_reference(wanted.words):
        return list(visible_to(actor).filter(complaint__reference=reference).values_list("pk", flat=True))
    query = ts_query(wanted.words)
    if not query or actor.institution is None:
        return []
    due, pk = wanted.after or (None, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT docket FROM complaints_search(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                query,
                actor.institution.pk,
                wanted.stage or None,
                actor.user_id if wanted.whose == "mine" else None,
                not wanted.ended,
                due.isoformat() if due else "-infinity",
                pk,
                CAPPED + 1,
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def readable(actor: Actor, docket: Docket) -> frozenset[Part]:
    """The compartments this actor may look into without giving a reason, by the table of roles.

    Whether a key opens them is another question, answered by the vault.
    """
    holds = docket.assignee_id == actor.user_id
    parts: set[Part] = set()
    if actor.may(Permission.READ_ALL) or (holds and actor.may(Permission.READ_ASSIGNED)):
        parts.add(Part.RELEASED)
    if holds and actor.may(Permission.READ_ORIGINAL):
        parts.add(Part.ORIGINAL)
    return frozenset(parts)


def readable_with_reason(actor: Actor, docket: Docket) -> frozenset[Part]:
    """What this actor may open by recording why: identities, and for a head the original text."""
    holds = docket.assignee_id == actor.user_id
    case: Complaint = docket.complaint
    parts: set[Part] = set()
    if actor.may(Permission.HEAD):
        parts |= {Part.IDENTITY, Part.ORIGINAL}
    elif actor.may(Permission.READ_ORIGINAL) and holds:
        parts.add(Part.IDENTITY)
    elif actor.may(Permission.READ_IDENTITY):
        leads = docket.standing == Standing.LEAD and case.mode == Mode.NAMED
        if leads and (holds or actor.may(Permission.ASSIGN)):
            parts.add(Part.IDENTITY)
    return frozenset(parts - readable(actor, docket))
