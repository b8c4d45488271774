"""What a desk may see: its institution's dockets, a page of the queue, one case file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Governorate, Membership, State, User
from accounts.roles import PERMISSIONS, Permission
from common.arabic import ts_query
from common.receipts import normalise_reference
from complaints import numbering, readers
from complaints.casework import absence
from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Docket,
    Event,
    EventLink,
    Exclusion,
    Notice,
    Person,
)
from complaints.vocabulary import Mode, Part, Standing

PAGE = 25
CAPPED = 1000  # a count above this reads "1,000+"
VIEWS = ("mine", "unassigned", "left", "late", "all")
Place = tuple[datetime, int]  # deadline and docket: where in the queue a page ends


def visible_to(actor: Actor) -> QuerySet[Docket]:
    """The dockets that exist for this actor: their institution's, less the cases they are excluded from."""
    if actor.institution is None or actor.user_id is None or not actor.may(Permission.QUEUE):
        return Docket.objects.none()
    excluded = Exclusion.objects.filter(
        state=actor.state, complaint_id=OuterRef("complaint_id"), user_id=actor.user_id
    )
    return Docket.objects.filter(state=actor.state, institution=actor.institution).exclude(Exists(excluded))


def mine(actor: Actor) -> list[UUID]:
    """Whose cases and notices are the actor's to see as their own: theirs, and those of colleagues on leave."""
    return [user for user in (actor.user_id, *sorted(actor.stands_for)) if user is not None]


def docket(actor: Actor, reference: str) -> Docket | None:
    """The docket of a case by its reference; None for a stranger, as for what does not exist.

    `has_identity` says whether somebody's name or contact is sealed in it; `numbers` are the newest of its letters.
    """
    rows = visible_to(actor).select_related(
        "complaint", "complaint__governorate", "institution", "assignee", "wanted_by"
    )
    persons = Person.objects.filter(state=actor.state, complaint_id=OuterRef("complaint_id"))
    found = rows.annotate(has_identity=Exists(persons), **numbering.beside_docket(actor))
    return found.filter(complaint__reference=normalise_reference(reference) or "").first()


def seen(actor: Actor, reference: str) -> str:
    """A reference, where the case it names exists for this actor."""
    if not reference:
        return ""
    return reference if visible_to(actor).filter(complaint__reference=reference).exists() else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a queue page is asked for."""

    whose: str = ""  # mine, unassigned, left (whose holder may hold no case any more), late
    stage: str = ""
    category: str = ""
    matter: str = ""
    danger: bool = False
    words: str = ""
    ended: bool = False
    after: Place | None = None
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; `after` and `before` are the cursors of its neighbours."""

    rows: list[Docket]
    after: Place | None
    before: Place | None = None


def filtered(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[Docket]:
    """The queue as asked for, without its order and page."""
    rows = visible_to(actor)
    if not wanted.ended:
        rows = rows.filter(is_open=True)
    if wanted.whose == "mine":
        rows = rows.filter(assignee_id__in=mine(actor))
    elif wanted.whose == "unassigned":
        rows = rows.filter(assignee_id=None)
    elif wanted.whose == "late":
        rows = rows.filter(sort_due__lt=now)
    elif wanted.whose == "left" and actor.institution is not None:
        rows = rows.filter(assignee__in=absence.not_holding(actor.institution).values("pk"))
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.matter:
        rows = rows.filter(matter=wanted.matter)
    if wanted.danger:
        rows = rows.filter(is_danger=True)
    if wanted.category:
        alleged = Allegation.objects.filter(
            state=actor.state, complaint_id=OuterRef("complaint_id"), category=wanted.category
        )
        rows = rows.filter(Exists(alleged))
    return rows


def _walk(rows: QuerySet[Docket], wanted: Wanted) -> QuerySet[Docket]:
    if wanted.before is not None:
        due, pk = wanted.before
        rows = rows.filter(sort_due__lte=due).filter(Q(sort_due__lt=due) | Q(pk__lt=pk))
        return rows.order_by("-sort_due", "-pk")
    if wanted.after is not None:
        due, pk = wanted.after
        rows = rows.filter(sort_due__gte=due).filter(Q(sort_due__gt=due) | Q(pk__gt=pk))
    return rows.order_by("sort_due", "pk")


def queue(actor: Actor, wanted: Wanted, *, now: datetime) -> Page:
    """One page in the order of the deadlines."""
    rows = filtered(actor, wanted, now=now)
    if wanted.words:
        rows = rows.filter(pk__in=_found(actor, wanted))
    found = list(
        _walk(rows, wanted)
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
    return _page(found, wanted)


def _page(found: list[Docket], wanted: Wanted) -> Page:
    """The rows in reading order, with the cursors of the pages that exist beside them."""
    more, rows = len(found) > PAGE, found[:PAGE]
    if wanted.before is not None:
        rows.reverse()
    if not rows:
        return Page([], None)
    first, last = rows[0], rows[-1]
    has_next = more if wanted.before is None else True
    has_previous = more if wanted.before is not None else wanted.after is not None
    return Page(
        rows,
        (last.sort_due, last.pk) if has_next else None,
        (first.sort_due, first.pk) if has_previous else None,
    )


def capped(rows: QuerySet[Docket]) -> int:
    """How many, but never counting past `CAPPED` + 1."""
    return rows.order_by()[: CAPPED + 1].count()


@dataclass(frozen=True, slots=True)
class Front:
    """What every desk page shows: the state, the unread notices, and how many cases each view holds."""

    state: State
    unread: int
    counts: Mapping[str, int]


def front(actor: Actor, *, now: datetime, views: Iterable[str] = ()) -> Front:
    """The state with the counts, never past `CAPPED` + 1, in one statement."""
    counts = {
        view: _at_most(filtered(actor, Wanted(whose=view), now=now).order_by().values("pk")) for view in views
    }
    if not actor.may(Permission.QUEUE):
        return Front(State.objects.get(pk=actor.state), 0, {})
    unread = notices_of(actor).filter(read_at=None)
    asked = State.objects.annotate(**counts, unread=_at_most(unread.order_by().values("pk")))
    row = asked.get(pk=actor.state)
    return Front(row, row.unread, {view: getattr(row, view) for view in counts})


def _at_most(rows: QuerySet[Any, Any]) -> Func:
    return Func(ArraySubquery(rows[: CAPPED + 1]), function="cardinality", output_field=IntegerField())


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What was told to this member of staff, about cases that exist for them."""
    if actor.user_id is None:
        return Notice.objects.none()
    seen = visible_to(actor).values("complaint_id")
    return Notice.objects.filter(state=actor.state, user_id__in=mine(actor), complaint__in=seen)


def notices(actor: Actor) -> list[Notice]:
    """The newest notices, unread first."""
    rows = notices_of(actor).select_related("complaint")
    return list(rows.order_by(F("read_at").desc(nulls_first=True), "-at")[:PAGE])


def reviewers(actor: Actor, case: Complaint) -> list[User]:
    """Colleagues who may hold this case, the least loaded first; `load` is how many open cases they hold."""
    held = (
        Docket.objects.filter(state=actor.state, assignee_id=OuterRef("pk"), is_open=True)
        .order_by()
        .values("assignee_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = _staff(actor, case).filter(
        Exists(_memberships(role for role, allows in PERMISSIONS.items() if Permission.LEAD in allows))
    )
    return list(rows.annotate(load=Coalesce(Subquery(held), 0)).order_by("load", "email"))


def excludable(actor: Actor, case: Complaint, institutions: Iterable[UUID]) -> list[User]:
    """Whoever sees the queue of one of these institutions and this case in it, but the actor."""
    rows = User.objects.filter(institution__in=list(institutions), is_active=True)
    hidden = Exclusion.objects.filter(state=actor.state, complaint=case, user_id=OuterRef("pk"))
    sees = _memberships(role for role, allows in PERMISSIONS.items() if Permission.QUEUE in allows)
    found = rows.filter(Exists(sees)).exclude(Exists(hidden)).order_by("institution__code", "email")
    return [user for user in found if user.pk != actor.user_id]


def actors(ids: Iterable[UUID]) -> list[User]:
    """Staff who acted in a case, with `role`, the first they hold or held."""
    held = Membership.objects.filter(user_id=OuterRef("pk")).order_by("pk").values("role")[:1]
    return list(User.objects.filter(pk__in=list(ids)).annotate(role=Subquery(held)))


def _staff(actor: Actor, case: Complaint) -> QuerySet[User]:
    hidden = Exclusion.objects.filter(state=actor.state, complaint=case, user_id=OuterRef("pk"))
    people = User.objects.filter(institution=actor.institution, is_active=True)
    return people.exclude(Exists(hidden))


def _memberships(roles: Iterable[str]) -> QuerySet[Membership]:
    held = Membership.objects.on(timezone.localdate())
    return held.filter(user_id=OuterRef("pk"), role__in=list(roles))


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
                # One who stands in for others has more than one person's cases: those are told apart later.
                actor.user_id if wanted.whose == "mine" and not actor.stands_for else None,
                not wanted.ended,
                due.isoformat() if due else "-infinity",
                pk,
                CAPPED + 1,
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def governorates(state: str) -> QuerySet[Governorate]:
    return Governorate.objects.filter(state=state)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the other cases linked to it that exist for the reader."""

    event: Event
    others: list[Docket]
    is_own: bool


def events_of(actor: Actor, case: Complaint) -> list[Happening]:
    """The events of a case. Those of another institution are shown to an independent body alone."""
    body = actor.institution
    if body is None:
        return []
    links = EventLink.objects.filter(state=actor.state, complaint=case)
    if not body.is_independent:
        links = links.filter(institution=body)
    events = Event.objects.filter(state=actor.state, pk__in=links.values("event"))
    return [
        Happening(event, _linked(actor, case, event), event.institution_id == body.pk)
        for event in events.select_related("institution", "governorate").order_by("recorded_on", "pk")
    ]


def _linked(actor: Actor, case: Complaint, event: Event) -> list[Docket]:
    others = EventLink.objects.filter(state=actor.state, event=event).exclude(complaint=case)
    rows = visible_to(actor).filter(complaint__in=others.values("complaint"))
    return list(rows.select_related("complaint").order_by("complaint__filed_on", "pk")[:PAGE])


def readable(actor: Actor, docket: Docket) -> frozenset[Part]:
    """The compartments this actor may look into without giving a reason, by the table of roles.

    Whether a key opens them is another question, answered by the vault.
    """
    return readers.at_once(actor.permissions, holds=actor.holds(docket.assignee_id))


def readable_with_reason(actor: Actor, docket: Docket) -> frozenset[Part]:
    """What this actor may open by recording why: identities, and for a head the original text."""
    case: Complaint = docket.complaint
    return readers.with_reason(
        actor.permissions,
        holds=actor.holds(docket.assignee_id),
        leads_named=docket.standing == Standing.LEAD and case.mode == Mode.NAMED,
    )
