"""What a desk may see: its institution's dockets, a page of the queue, one case file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actor import Actor, Kind
from accounts.models import Governorate, Membership, State, User
from accounts.roles import PERMISSIONS, Permission
from common.receipts import normalise_reference
from complaints import numbering, readers
from complaints.casework import absence, extent, numbers
from complaints.casework.numbers import PLAIN, Asked
from complaints.models import (
    CaseTag,
    Complaint,
    Docket,
    Errand,
    Exclusion,
    Notice,
)
from complaints.vocabulary import Mode, Part, Standing

PAGE = 25
CAPPED = 1000  # a count above this reads "1,000+"
VIEWS = tuple(numbers.VIEWS)


def visible_to(actor: Actor) -> QuerySet[Docket]:
    """The dockets that exist for this actor: their institution's, less the cases they are excluded from."""
    nobody = actor.user_id is None and actor.kind is not Kind.TOKEN
    if actor.institution is None or nobody or not actor.may(Permission.QUEUE):
        return Docket.objects.none()
    excluded = Exclusion.objects.of(actor).filter(state=actor.state, complaint_id=OuterRef("complaint_id"))
    return Docket.objects.filter(state=actor.state, institution=actor.institution).exclude(Exists(excluded))


def held(actor: Actor, reference: str) -> Docket | None:
    """A case as the actor's institution holds it and nothing beside it; None for a stranger."""
    return visible_to(actor).filter(complaint__reference=normalise_reference(reference) or "").first()


def mine(actor: Actor) -> list[UUID]:
    """Whose cases and notices are the actor's to see as their own: theirs, and those of colleagues on leave."""
    return [user for user in (actor.user_id, *sorted(actor.stands_for)) if user is not None]


def docket(actor: Actor, reference: str) -> Docket | None:
    """The docket of a case by its reference; None for a stranger, as for what does not exist.

    With it, in the same statement: `beside`, the dockets of all institutions that hold the case, and what there is
    of it (see `extent.of`), so that a page asks only for what is there. `tag_names` are the institution's own,
    `numbers` the newest of its letters.
    """
    named_so = {"complaint__reference": normalise_reference(reference) or ""}
    found = visible_to(actor).filter(**named_so)
    # The reference twice: by the inner one alone, the planner walks all cases of the state.
    rows = Docket.objects.filter(state=actor.state, complaint__in=found.values("complaint"), **named_so)
    named = ("complaint", "complaint__governorate", "institution", "assignee", "wanted_by")
    beside = {**extent.of(actor), **numbering.beside_docket(actor), "tag_names": tag_names(actor)}
    held = list(rows.select_related(*named).annotate(**beside).order_by("pk"))
    mine = next((row for row in held if row.institution_id == getattr(actor.institution, "pk", None)), None)
    if mine is not None:
        mine.beside = held  # type: ignore[attr-defined]
    return mine


def tag_names(actor: Actor) -> ArraySubquery:
    """The tags that the actor's institution put on the case of a docket, as part of another statement."""
    marks = CaseTag.objects.filter(
        state=actor.state, complaint_id=OuterRef("complaint_id"), tag__institution=actor.institution
    )
    return ArraySubquery(marks.order_by("tag__name").values("tag__name"))


def seen(actor: Actor, reference: str) -> str:
    """A reference, where the case it names exists for this actor."""
    if not reference:
        return ""
    return reference if visible_to(actor).filter(complaint__reference=reference).exists() else ""


def view_of(actor: Actor, rows: QuerySet[Docket], whose: str, *, now: datetime) -> QuerySet[Docket]:
    """Those of one of the queue's tabs; of no tab, all."""
    if whose == "mine":
        return rows.filter(assignee_id__in=mine(actor))
    if whose == "unassigned":
        return rows.filter(assignee_id=None)
    if whose == "late":
        return rows.filter(sort_due__lt=now)
    if whose == "left" and actor.institution is not None:
        return rows.filter(assignee__in=absence.not_holding(actor.institution).values("pk"))
    return rows


def capped(rows: QuerySet[Docket]) -> int:
    """How many, but never counting past `CAPPED` + 1."""
    return rows.order_by()[: CAPPED + 1].count()


@dataclass(frozen=True, slots=True)
class Front:
    """What every desk page shows: the state, the unread notices, and how many cases each view holds."""

    state: State
    unread: int
    counts: Mapping[str, int]
    tasks_late: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)  # what else a page asked for in the same statement


def front(actor: Actor, *, now: datetime, asked: Asked = PLAIN) -> Front:
    """The state with the counts, never past `CAPPED` + 1, in one statement."""
    if actor.institution is None or actor.user_id is None or not actor.may(Permission.QUEUE):
        return Front(State.objects.get(pk=actor.state), 0, {})
    values = {
        "state": actor.state,
        "institution": actor.institution.pk,
        "user": actor.user_id,
        "mine": mine(actor),
        "today": timezone.localdate(),
        "leading": list(absence.LEADING),
        "now": now,
        "most": CAPPED + 1,
        # A day of the calendar: which one it is here by an hour or two matters to nobody's list of tasks.
        "day": now.date(),
    }
    row = State.objects.raw(asked.statement, values)[0]
    told = {name: getattr(row, name) for name in (*asked.views, *asked.more, "unread", "tasks_late")}
    counts = {view: told[view] for view in asked.views}
    return Front(row, told["unread"], counts, told["tasks_late"], {name: told[name] for name in asked.more})


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What was told to this member of staff, about cases that exist for them."""
    if actor.user_id is None:
        return Notice.objects.none()
    seen = visible_to(actor).values("complaint_id")
    return Notice.objects.filter(state=actor.state, user_id__in=mine(actor), complaint__in=seen)


def errands_of(actor: Actor) -> QuerySet[Errand]:
    """Tasks of this member of staff, and of colleagues for whom they stand in, in cases that exist for them."""
    if actor.user_id is None:
        return Errand.objects.none()
    seen = visible_to(actor).values("complaint_id")
    return Errand.objects.filter(
        state=actor.state, institution=actor.institution, owner__in=mine(actor), complaint__in=seen
    )


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


def colleagues(actor: Actor, case: Complaint) -> list[User]:
    """Whoever of one's own institution sees this case, oneself included."""
    sees = _memberships(role for role, allows in PERMISSIONS.items() if Permission.QUEUE in allows)
    return list(_staff(actor, case).filter(Exists(sees)).order_by("email"))


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


def governorates(state: str) -> QuerySet[Governorate]:
    return Governorate.objects.filter(state=state)


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
