"""Leave: somebody's cases are worked on by a colleague for dated days, under the colleague's own name."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import selectors as accounts
from accounts.actor import SYSTEM, Actor, Refused
from accounts.keys.services import stream, tell
from accounts.models import Delegation, Institution, Membership, State, User
from accounts.roles import PERMISSIONS, Permission
from common import tenancy
from complaints.casework import granting
from complaints.models import Docket
from record import services as record
from vault.services import Locked

LONGEST = timedelta(days=120)
LEADING = tuple(role for role, allows in PERMISSIONS.items() if Permission.LEAD in allows)


class NotPossible(Exception):
    """The days or the colleague do not fit. `why`: past, order, long, overlaps, role, absent, same."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def may_arrange(by: Actor, user: User) -> bool:
    """For oneself, or as whoever assigns cases at the institution."""
    if by.institution is None or user.institution_id != by.institution.pk:
        return False
    own = user.pk == by.user_id and by.may(Permission.LEAD)
    return own or by.may(Permission.ASSIGN)


def arrange(*, user: User, to: User, since: date, until: date, by: Actor, now: datetime) -> Delegation:
    """Let `to` hold the cases of `user` from one day to another, both included.

    At a ministry the keys go along at once, so that whoever arranges it must have an open vault: the absent
    person's own, or a supervisor's. Raises `NotPossible`, `Refused`, `vault.Locked`.
    """
    if not may_arrange(by, user):
        raise Refused("absence")
    with tenancy.within(by.state):
        list(User.objects.select_for_update(of=("self",)).filter(pk__in=[user.pk, to.pk]).order_by("pk"))
        _check(user, to, since, until)
        made = Delegation.objects.create(
            user=user, to=to, since=since, until=until, made_at=now, made_by=by.id
        )
        _hand_keys(made, by, now)
        tell(
            "absence_arranged",
            by=by,
            now=now,
            of=f"user:{user.pk}",
            to=f"user:{to.pk}",
            since=since.isoformat(),
            until=until.isoformat(),
        )
    return made


def _check(user: User, to: User, since: date, until: date) -> None:
    if user.pk == to.pk or to.institution_id != user.institution_id or not to.is_active:
        raise NotPossible("same")
    if since < timezone.localdate():
        raise NotPossible("past")
    if until < since:
        raise NotPossible("order")
    if until - since > LONGEST:
        raise NotPossible("long")
    if Permission.LEAD not in granting.permissions(to):
        raise NotPossible("role")
    overlapping = Delegation.objects.filter(since__lte=until, until__gte=since, ended_at=None)
    if overlapping.filter(user=user).exists():
        raise NotPossible("overlaps")
    if overlapping.filter(Q(user=to) | Q(to=user)).exists():
        raise NotPossible("absent")


def _hand_keys(made: Delegation, by: Actor, now: datetime) -> None:
    if by.institution is None or by.institution.is_independent:
        return  # its readers hold the institution's key
    holds = Docket.objects.filter(state=by.state, institution=by.institution, assignee=made.user)
    if not holds.exists():
        return
    if not by.keyring.keys:
        raise Locked("vault")
    if granting.may_hand_on(to=made.to, by=by):
        granting.hand_on(to=made.to, by=by, now=now)


def end(*, absence: Delegation, by: Actor, now: datetime) -> None:
    """End it before its last day. Raises `Refused`."""
    if not may_arrange(by, absence.user):
        raise Refused("absence")
    with tenancy.within(by.state):
        _end(absence, by, now)


def _end(absence: Delegation, by: Actor, now: datetime) -> None:
    """Withdraw the grants unless the colleague has the case, or the role, by themselves."""
    row = Delegation.objects.select_for_update(of=("self",)).select_related("to", "user").get(pk=absence.pk)
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by = now, by.id
    row.save(update_fields=["ended_at", "ended_by"])
    institution = row.user.institution
    if institution is None:
        return
    withdrawn = 0 if institution.is_independent else granting.withdraw_undeserved(row.to)
    record.write(
        state=institution.state,
        stream=stream(institution),
        what="absence_ended",
        by=by.id,
        at=now,
        details={"of": f"user:{row.user_id}", "to": f"user:{row.to_id}", "grants": withdrawn},
    )


def end_past(state: State, *, now: datetime) -> int:
    """Withdraw what was handed over for days that are past. Access ended with the day itself."""
    past = list(
        Delegation.objects.filter(
            user__institution__state=state.code, until__lt=timezone.localdate(now), ended_at=None
        ).order_by("pk")
    )
    for row in past:
        _end(row, SYSTEM, now)
    return len(past)


def arranged(by: Actor) -> list[Delegation]:
    """What is arranged at one's institution: all of it for whoever assigns, else one's own. Newest first."""
    rows = Delegation.objects.filter(user__institution=by.institution, ended_at=None)
    if not by.may(Permission.ASSIGN):
        rows = rows.filter(Q(user=by.user_id) | Q(to=by.user_id))
    return list(rows.select_related("user", "to").order_by("-since", "-pk"))


def stand_ins(user: UUID) -> list[UUID]:
    """Who stands in for somebody now or soon: they get the keys of what is assigned meanwhile."""
    rows = Delegation.objects.filter(user=user, until__gte=timezone.localdate(), ended_at=None)
    return list(rows.values_list("to_id", flat=True))


def stand_in_choices(by: Actor) -> list[User]:
    """Active people of the institution whose role lets them hold cases."""
    if by.institution is None:
        return []
    ids = accounts.staff_with(LEADING, [by.institution.pk])
    return list(User.objects.filter(pk__in=ids).order_by("email"))


def not_holding(institution: Institution) -> QuerySet[User]:
    """People of an institution who may hold no case today: closed accounts, and whoever lost the role."""
    holds = Membership.objects.on(timezone.localdate()).filter(role__in=LEADING, user_id=OuterRef("pk"))
    return User.objects.filter(institution=institution).exclude(Exists(holds), is_active=True)


def absentees(by: Actor) -> list[User]:
    """For whom the actor may arrange it."""
    return [user for user in stand_in_choices(by) if may_arrange(by, user)]
