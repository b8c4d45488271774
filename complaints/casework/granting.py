"""A ministry's people hold the keys of cases each for themselves: who deserves which, and handing them on.

Keys are handed on in a request of somebody whose vault is open, in stretches; a task never does.
"""

from collections.abc import Iterator
from datetime import datetime
from time import monotonic

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.actor import Actor, Refused
from accounts.keys.leaving import of_others
from accounts.keys.owners import person
from accounts.keys.selectors import mark
from accounts.keys.services import Changed, tell
from accounts.models import Delegation, Membership, User
from accounts.roles import Permission, Role, permissions_of
from common import tenancy
from complaints.models import Docket, Exclusion
from complaints.vocabulary import Mode, Part, Standing
from vault import people
from vault import services as vault
from vault.models import Grant, KeyPair

BATCH = 500  # grants in one transaction and in memory
STRETCH = 5.0  # seconds of one request


def permissions(user: User) -> frozenset[Permission]:
    """What somebody may do today by their roles."""
    roles = Membership.objects.on(timezone.localdate()).filter(user=user).values_list("role", flat=True)
    return permissions_of(frozenset(Role(role) for role in roles))


def deserved(to: User) -> QuerySet[Docket]:
    """The dockets whose keys a member of a ministry's staff holds: a supervisor all of the institution, others
    those assigned to them or to somebody they stand in for; never one they are excluded from."""
    state = to.institution.state if to.institution else ""
    excluded = Exclusion.objects.filter(state=state, complaint_id=OuterRef("complaint_id"), user_id=to.pk)
    rows = Docket.objects.filter(state=state, institution=to.institution).exclude(Exists(excluded))
    allows = permissions(to)
    if Permission.READ_ALL in allows:
        return rows
    if Permission.READ_ASSIGNED not in allows:
        return rows.none()
    today = timezone.localdate()
    absent = Delegation.objects.filter(
        to=to, until__gte=today, ended_at=None, user__institution=to.institution
    )
    return rows.filter(Q(assignee=to) | Q(assignee__in=absent.values("user_id")))


def _keys(rows: QuerySet[Docket]) -> Q:
    """The key table for a ministry's people: the released text, and the identity of a named case it leads."""
    leads = rows.filter(standing=Standing.LEAD, complaint__mode=Mode.NAMED)
    return Q(part=Part.RELEASED, subject__in=rows.values("complaint_id")) | Q(
        part=Part.IDENTITY, subject__in=leads.values("complaint_id")
    )


def _batches(*, to: User, by: Actor) -> Iterator[list[Grant]]:
    """What `by` holds and `to` deserves and lacks, a walk along the grants of `by`: each batch is looked up by its
    subjects, because one statement over all of them is planned badly. Each step within the state."""
    epoch = KeyPair.objects.filter(owner=person(to.pk)).aggregate(newest=Max("epoch"))["newest"] or 0
    after: tuple[int, int] = (0, 0)
    while True:
        held = Grant.objects.filter(
            Q(epoch=after[0], pk__gt=after[1]) | Q(epoch__gt=after[0]), state=by.state, recipient=by.id
        )
        rows = list(held.order_by("epoch", "pk")[:BATCH])
        if not rows:
            return
        yield _lacking(rows, to, epoch)
        after = (rows[-1].epoch, rows[-1].pk)


def _lacking(rows: list[Grant], to: User, epoch: int) -> list[Grant]:
    subjects = {row.subject for row in rows}
    dockets = deserved(to).filter(complaint__in=subjects).select_related("complaint")
    named = {
        docket.complaint_id: docket.standing == Standing.LEAD and docket.complaint.mode == Mode.NAMED
        for docket in dockets
    }
    own = Grant.objects.filter(recipient=person(to.pk), epoch=epoch, subject__in=subjects)
    has = set(own.values_list("subject", "part"))
    return [
        row
        for row in rows
        if row.subject in named
        and (row.part == Part.RELEASED or (row.part == Part.IDENTITY and named[row.subject]))
        and (row.subject, row.part) not in has
    ]


def missing(*, to: User, by: Actor) -> int:
    """How many keys `by` holds that `to` deserves and lacks. Within the state."""
    return sum(len(rows) for rows in _batches(to=to, by=by))


def may_hand_on(*, to: User, by: Actor) -> bool:
    """A ministry's supervisor to anybody of theirs; anybody to whoever stands in for them."""
    if by.institution is None or by.institution.is_independent or to.pk == by.user_id:
        return False
    mine = to.institution_id == by.institution.pk and to.is_active
    if mine and by.may(Permission.READ_ALL):
        return True
    standing_in = Delegation.objects.filter(
        user=by.user_id, to=to, until__gte=timezone.localdate(), ended_at=None
    )
    return mine and standing_in.exists()


def hand_on(
    *, to: User, by: Actor, now: datetime, seconds: float = STRETCH, compared: str | None = None
) -> int:
    """Hand the keys that `to` lacks to them, for some seconds. Returns how many were handed on.

    Each batch is a transaction of its own: broken off anywhere, what was handed on stays, and the next call
    goes on with what is missing. `compared` is the mark that somebody looked at. Raises `Refused`, `Changed`;
    `vault.Locked` while one's vault is closed or the colleague has none.
    """
    if not may_hand_on(to=to, by=by):
        raise Refused("grants")
    if not by.keyring.keys:
        raise vault.Locked("vault")
    if compared is not None and compared != holder(to)[0]:
        raise Changed
    end, done = monotonic() + seconds, 0
    batches = _batches(to=to, by=by)
    while monotonic() < end:
        with tenancy.within(by.state):
            rows = next(batches, None)
            if rows is None:
                break
            handed = vault.regrant(rows=rows, to=person(to.pk), keyring=by.keyring)
            if handed:
                tell("grants_handed_on", by=by, now=now, to=person(to.pk), count=handed)
        done += handed
    return done


def withdraw_undeserved(user: User) -> int:
    """Remove grants on cases that are no longer somebody's to read, but for keys that nobody else of the
    institution holds: those stay sealed, and no page opens them. Within their state."""
    held = Grant.objects.filter(Exists(of_others(user)), recipient=person(user.pk))
    return held.exclude(_keys(deserved(user))).delete()[0]


def waiting(by: Actor) -> list[tuple[User, int]]:
    """Colleagues who lack keys that `by` holds, with how many each."""
    if by.institution is None or by.institution.is_independent or not by.may(Permission.READ_ALL):
        return []
    staff = list(User.objects.filter(institution=by.institution, is_active=True).exclude(pk__in=[by.user_id]))
    pairs = KeyPair.objects.filter(owner__in=[person(user.pk) for user in staff])
    enrolled = set(pairs.values_list("owner", flat=True))
    counted = [(user, missing(to=user, by=by)) for user in staff if person(user.pk) in enrolled]
    return [(user, count) for user, count in counted if count]


def holder(user: User) -> tuple[str, datetime | None]:
    """Mark and age of a colleague's key, to be compared before anything is sealed to it."""
    pair = people.pair_of(person(user.pk))
    return (mark(bytes(pair.public)), pair.since) if pair else ("", None)
