"""Somebody leaves: everything they hold goes to colleagues, case by case, and nothing of it vanishes.

Broken off anywhere, a case is either still theirs or already a colleague's; going on moves the rest. Roles,
account and keys end last, in one transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.actor import Actor, Refused
from accounts.keys import leaving
from accounts.keys import services as keys
from accounts.keys.owners import person
from accounts.keys.selectors import colleague
from accounts.keys.services import tell
from accounts.models import Delegation, Membership, User
from accounts.roles import Permission, Role
from common import tenancy
from complaints.casework import absence, granting
from complaints.models import Complaint, Departure, Docket, Errand, Exclusion, Notice
from complaints.vocabulary import Stage
from record import services as record
from vault import people

BATCH = 50  # cases in one transaction
STRETCH = 5.0  # seconds of one request


class NotPossible(Exception):
    """`why`: self, taker, under_way, unfinished."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Holdings:
    """What somebody holds, in numbers."""

    open_cases: int
    ended_cases: int
    asked_for: int
    proposals: int  # by them, not decided yet: they stay in the file under their name
    notices: int  # unread
    roles: list[str]
    absences: int
    boxes: int  # keys of the institution and of cases that are sealed to them
    only_theirs: int  # keys that nobody else of the institution holds


def may_hand_over(by: Actor, user: User) -> bool:
    """A supervisor, head or administrator for the people of their own institution, never for themselves."""
    mine = by.institution is not None and user.institution_id == by.institution.pk
    return mine and by.may(Permission.STAFF) and user.pk != by.user_id


def staff_of(by: Actor) -> list[User]:
    """Whose things the actor may hand over."""
    rows = User.objects.filter(institution=by.institution, is_active=True).exclude(pk__in=[by.user_id])
    return list(rows.order_by("email")) if by.may(Permission.STAFF) and by.institution else []


def gone(by: Actor) -> list[User]:
    """People of one's institution who hold open cases and may not hold any; `holds` is how many. Within the state."""
    if not by.may(Permission.STAFF) or by.institution is None:
        return []
    held = Count("pk")
    rows = Docket.objects.filter(is_open=True, assignee__in=absence.not_holding(by.institution).values("pk"))
    counts = dict(rows.order_by().values_list("assignee").annotate(held))
    people_gone = User.objects.filter(pk__in=counts).exclude(pk__in=[by.user_id]).order_by("email")
    for user in people_gone:
        user.holds = counts[user.pk]  # type: ignore[attr-defined]
    return list(people_gone)


def who_goes(by: Actor, pk: UUID) -> User | None:
    """A colleague, also one whose account was closed before anybody took their cases. Within the state."""
    return colleague(by, pk) or next((user for user in gone(by) if user.pk == pk), None)


def takers(by: Actor, user: User) -> list[User]:
    """Colleagues whose role lets them hold cases."""
    return [one for one in absence.stand_in_choices(by) if one.pk != user.pk]


def _held(user: User) -> QuerySet[Docket]:
    return Docket.objects.filter(institution=user.institution).filter(Q(assignee=user) | Q(wanted_by=user))


def holdings(user: User) -> Holdings:
    """What there is to hand over. Within the state."""
    mine = Docket.objects.filter(institution=user.institution, assignee=user)
    proposed = Complaint.objects.filter(
        pk__in=mine.values("complaint_id"),
        proposed_by=person(user.pk),
        stage__in=[Stage.SCREENING, Stage.INVESTIGATING],
    )
    roles = Membership.objects.on(timezone.localdate()).filter(user=user).values_list("role", flat=True)
    absences = Delegation.objects.filter(Q(user=user) | Q(to=user), ended_at=None)
    return Holdings(
        open_cases=mine.filter(is_open=True).count(),
        ended_cases=mine.filter(is_open=False).count(),
        asked_for=Docket.objects.filter(institution=user.institution, wanted_by=user).count(),
        proposals=proposed.count(),
        notices=Notice.objects.filter(user=user, read_at=None).count(),
        roles=[str(Role(role).label) for role in roles],
        absences=absences.count(),
        boxes=people.sealed_to(person(user.pk)),
        only_theirs=leaving.only_theirs(user).count(),
    )


def excluded_from(user: User, taker: User | None) -> int:
    """How many cases the taker may not have: they wait for somebody else. Within the state."""
    held = Docket.objects.filter(institution=user.institution, assignee=user)
    hidden = Exclusion.objects.filter(user=taker, complaint__in=held.values("complaint_id"))
    return hidden.count() if taker else held.count()


def under_way(by: Actor) -> list[Departure]:
    """Departures of one's institution that are not finished."""
    rows = Departure.objects.filter(state=by.state, institution=by.institution, finished_at=None)
    return list(rows.select_related("user", "taker").order_by("begun_at"))


def departure_of(user: User) -> Departure | None:
    """The unfinished departure of somebody. Within the state."""
    rows = Departure.objects.filter(user=user, finished_at=None)
    return rows.select_related("user", "taker", "ended_taker").first()


def begin(*, user: User, taker: User | None, ended_taker: User | None, by: Actor, now: datetime) -> Departure:
    """Write down who takes what; nothing is moved yet. Raises `Refused`, `NotPossible`."""
    if not may_hand_over(by, user) or by.institution is None:
        raise Refused("handover")
    allowed = {one.pk for one in takers(by, user)}
    if any(one is not None and one.pk not in allowed for one in (taker, ended_taker)):
        raise NotPossible("taker")
    with tenancy.within(by.state):
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if departure_of(user) is not None:
            raise NotPossible("under_way")
        made = Departure.objects.create(
            state=by.state,
            institution=by.institution,
            user=user,
            taker=taker,
            ended_taker=ended_taker,
            begun_at=now,
            begun_by=by.id,
        )
        tell("departure_begun", by=by, now=now, of=person(user.pk), taker=person(taker.pk) if taker else None)
    return made


def left(departure: Departure) -> int:
    """Cases that are still to be moved. Within the state."""
    return _held(departure.user).count()


def carry_on(*, departure: Departure, by: Actor, now: datetime, seconds: float = STRETCH) -> int:
    """Move cases for some seconds, in batches of one transaction each. Returns how many are left.

    At a ministry the takers get their keys in the same stretch where whoever presses has an open vault; else
    they wait for them on the page of keys. Raises `Refused`.
    """
    if not may_hand_over(by, departure.user):
        raise Refused("handover")
    end = monotonic() + seconds
    while True:
        with tenancy.within(by.state):
            moved = _batch(departure, by, now)
            remaining = left(departure)
        if not moved or monotonic() >= end:
            break
    for taker in {one for one in (departure.taker, departure.ended_taker) if one is not None}:
        _hand_keys(taker, by, now)
    return remaining


def _hand_keys(taker: User, by: Actor, now: datetime) -> None:
    enrolled = people.pair_of(person(taker.pk)) is not None
    if enrolled and by.keyring.keys and granting.may_hand_on(to=taker, by=by):
        granting.hand_on(to=taker, by=by, now=now)


def _batch(departure: Departure, by: Actor, now: datetime) -> int:
    cases = list(
        _held(departure.user).order_by("complaint_id").values_list("complaint_id", flat=True)[:BATCH]
    )
    for pk in cases:
        _move(Complaint.objects.locked(pk), departure, by, now)
    Departure.objects.filter(pk=departure.pk).update(moved=F("moved") + len(cases))
    return len(cases)


def _move(case: Complaint, departure: Departure, by: Actor, now: datetime) -> None:
    """One case, as it stands now that it is held: somebody may have assigned it anew a moment ago."""
    user = departure.user
    docket = _held(user).filter(complaint=case).first()
    if docket is None:
        return
    taker = None
    if docket.assignee_id == user.pk:
        taker = departure.taker if docket.is_open else departure.ended_taker
        if taker and Exclusion.objects.filter(complaint=case, user=taker).exists():
            taker = None  # waits for whoever assigns
        docket.assignee, docket.assigned_by = taker, by.id if taker else ""
    if docket.wanted_by_id == user.pk:
        docket.wanted_by = None
    docket.save(update_fields=["assignee", "assigned_by", "wanted_by"])
    if taker:
        _pass_notices(case, user, taker)
    Errand.objects.filter(complaint=case, owner=user, ended_at=None).update(owner=taker)
    record.write(
        state=case.state,
        stream=case.stream,
        what="handed_over",
        by=by.id,
        at=now,
        details={"of": person(user.pk), "taker": person(taker.pk) if taker else None},
    )


def _pass_notices(case: Complaint, user: User, taker: User) -> None:
    """What the leaving person had not read waits for the taker."""
    unread = Notice.objects.filter(complaint=case, user=user, read_at=None)
    Notice.objects.bulk_create(
        [
            Notice(state=case.state, complaint=case, user=taker, what=row.what, cause=row.cause, at=row.at)
            for row in unread
        ],
        ignore_conflicts=True,
    )
    unread.delete()


def finish(*, departure: Departure, by: Actor, now: datetime) -> None:
    """End roles, absences and account, and take the keys, all at once.

    Keys that nobody else of the institution holds stay where they are, sealed to a passphrase only the person
    who left knows. Raises `Refused`, `NotPossible` while a case is still theirs.
    """
    user = departure.user
    if not may_hand_over(by, user):
        raise Refused("handover")
    with tenancy.within(by.state):
        departure = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
        if departure.finished_at is not None:
            return
        if _held(user).exists():
            raise NotPossible("unfinished")
        yesterday = timezone.localdate(now) - timedelta(days=1)
        Membership.objects.on(timezone.localdate(now)).filter(user=user).update(until=yesterday)
        Delegation.objects.filter(Q(user=user) | Q(to=user), ended_at=None).update(
            ended_at=now, ended_by=by.id
        )
        User.objects.filter(pk=user.pk).update(is_active=False)
        Errand.objects.filter(owner=user, ended_at=None).update(owner=None)
        leaving.withdraw_all(user)
        keys.withdraw(user=user, by=by.id, now=now)
        departure.finished_at, departure.finished_by = now, by.id
        departure.save(update_fields=["finished_at", "finished_by"])
        tell("departure_finished", by=by, now=now, of=person(user.pk), cases=departure.moved)
