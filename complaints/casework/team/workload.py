"""Who holds how many open cases, how old they are at the institution, and how many are late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.models import Delegation, User
from common import keyset
from complaints.casework import absence
from complaints.casework.queue.finding import drawn
from complaints.casework.selectors import visible_to
from complaints.models import Docket

if TYPE_CHECKING:
    from complaints.casework.queue.finding import Drawn

# From how many days at the institution on, to how many: names of the columns and of the filter.
AGES: dict[str, tuple[int, int | None]] = {
    "month": (0, 30),
    "quarter": (30, 90),
    "year": (90, 365),
    "older": (365, None),
}
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Load:
    """What one person holds; `person` is None for what nobody holds."""

    person: User | None
    open: int
    late: int
    soon: int  # due within seven days
    ages: Mapping[str, int]
    may_hold: bool = True  # today: an account and a role that let them
    stands_in: User | None = None  # who works on their cases meanwhile, today


def _of_age(age: str, now: datetime) -> Q:
    least, most = AGES[age]
    found = Q(since__lte=now - timedelta(days=least))
    return found & Q(since__gt=now - timedelta(days=most)) if most else found


def loads(actor: Actor, *, now: datetime) -> list[Load]:
    """Everybody who holds cases or may, whoever has most that is late first; what nobody holds comes before.

    Five statements, however many people and cases there are.
    """
    if actor.institution is None:
        return []
    rows = visible_to(actor).filter(is_open=True).order_by().values("assignee")
    counted: Any = rows.annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(sort_due__lt=now)),
        soon=Count("pk", filter=Q(sort_due__gte=now, sort_due__lt=now + SOON)),
        **{age: Count("pk", filter=_of_age(age, now)) for age in AGES},
    )
    numbers: dict[UUID | None, Mapping[str, int]] = {row["assignee"]: row for row in counted}
    leading = set(accounts.staff_with(absence.LEADING, [actor.institution.pk]))
    people = User.objects.in_bulk([*leading, *(pk for pk in numbers if pk)])
    away = _away(actor)
    listed = [_load(people[pk], numbers.get(pk), pk in leading, away.get(pk)) for pk in people]
    listed.sort(key=lambda load: (-load.late, -load.open, str(load.person)))
    return [*([_load(None, numbers[None], True, None)] if None in numbers else []), *listed]


def _load(person: User | None, row: Mapping[str, int] | None, may_hold: bool, deputy: User | None) -> Load:
    found = row or dict.fromkeys(("open", "late", "soon", *AGES), 0)
    ages = {age: found[age] for age in AGES}
    return Load(person, found["open"], found["late"], found["soon"], ages, may_hold, deputy)


def _away(actor: Actor) -> dict[UUID, User]:
    """Who is on leave today, and who stands in for them."""
    rows = Delegation.objects.on(timezone.localdate()).filter(user__institution=actor.institution)
    return {row.user_id: row.to for row in rows.select_related("to")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open cases of somebody are asked for; `person` None: those that nobody holds."""

    person: UUID | None
    late: bool = False
    age: str = ""


def held(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[Docket]:
    rows = visible_to(actor).filter(is_open=True, assignee=wanted.person)
    if wanted.late:
        rows = rows.filter(sort_due__lt=now)
    return rows.filter(_of_age(wanted.age, now)) if wanted.age in AGES else rows


def page(actor: Actor, wanted: Wanted, *, now: datetime, data: Mapping[str, str]) -> "keyset.Page[Drawn]":
    """One page of somebody's open cases by deadline."""
    return keyset.page(drawn(actor, held(actor, wanted, now=now)), by=("sort_due", "pk"), data=data)


def person(actor: Actor, pk: UUID) -> User | None:
    """Somebody of one's own institution, also one who has left it with cases."""
    return User.objects.filter(pk=pk, institution=actor.institution).first() if actor.institution else None
