"""Effects on who holds a case: assignment and exclusion, with the keys that go with them."""

from accounts.models import Membership, User
from accounts.roles import Permission, Role, permissions_of
from complaints import sealing
from complaints.casework import absence, parts
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Docket, Errand, Exclusion
from complaints.moves import Ask, Who
from complaints.vocabulary import Standing
from vault import services as vault


def _colleague(step: Step) -> User:
    """The member of one's own institution that is meant, for whom the case exists."""
    people = User.objects.filter(institution=step.by.institution, is_active=True)
    found = people.filter(pk=step.given.person).first() if step.given.person else None
    if found is None or Exclusion.objects.filter(complaint=step.case, user=found).exists():
        raise Missing(Ask.PERSON)
    return found


@effect("assign")
def assign(step: Step) -> None:
    """Give the case to a reviewer of one's own institution, and the keys that go with it."""
    user, docket = _colleague(step), parts.docket_of(step.by, step.dockets)
    roles = frozenset(
        Role(role)
        for role in Membership.objects.on(step.now.date()).filter(user=user).values_list("role", flat=True)
    )
    if docket is None or Permission.LEAD not in permissions_of(roles):
        raise Missing(Ask.PERSON)
    if not docket.institution.is_independent:
        _hand_over(step, docket, user)
    docket.assignee, docket.assigned_by, docket.wanted_by = user, step.by.id, None


def _hand_over(step: Step, docket: Docket, user: User) -> None:
    """A ministry's grants are each person's own: the new holder and whoever stands in for them get them, the old
    ones lose them."""
    gaining = [user, *absence.stand_ins(user)]
    if docket.assignee_id and docket.assignee_id != user.pk:
        losing = [docket.assignee, *absence.stand_ins(docket.assignee)]
        names = {sealing.person(one.pk) for one in losing if one and one not in gaining}
        vault.revoke(subject=step.case.pk, recipients=names - _supervisors(step, docket))
    excluded = Exclusion.objects.filter(complaint=step.case).values_list("user_id", flat=True)
    names = {sealing.person(one.pk) for one in gaining if one.pk not in set(excluded)}
    for part in sealing.parts_of_assignee(step.case, leads=docket.standing == Standing.LEAD):
        vault.grant(key=step.opened.key(part), recipients=names)


def _supervisors(step: Step, docket: Docket) -> set[str]:
    """Whoever keeps the keys whoever holds the case."""
    return {sealing.person(pk) for pk in sealing.supervisors_of(docket.institution, step.case.pk)}


@effect("exclude")
def exclude(step: Step) -> None:
    """From now on the case does not exist for this person.

    A ministry excludes its own people only: it could otherwise rid itself of those who oversee it.
    """
    people = User.objects.filter(institution__state=step.case.state)
    if Who.INDEPENDENT not in step.plays:
        people = people.filter(institution=step.by.institution)
    user = people.filter(pk=step.given.person).first() if step.given.person else None
    if user is None or user.pk == step.by.user_id:
        raise Missing(Ask.PERSON)
    Exclusion.objects.get_or_create(
        complaint=step.case,
        user=user,
        defaults={"state": step.case.state, "ground": "hand", "by": step.by.id, "at": step.now},
    )
    vault.revoke(subject=step.case.pk, recipients=[sealing.person(user.pk)])
    for docket in step.dockets:
        if docket.assignee_id == user.pk:
            docket.assignee, docket.assigned_by = None, ""
        if docket.wanted_by_id == user.pk:
            docket.wanted_by = None
    Errand.objects.filter(complaint=step.case, owner=user, ended_at=None).update(owner=None)
