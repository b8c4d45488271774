"""Effects on who holds a case: assignment and exclusion, with the keys that go with them."""

from uuid import UUID

from accounts.models import User
from complaints import sealing
from complaints.casework import parts
from complaints.casework.effects import effect
from complaints.casework.step import Already, Missing, Step
from complaints.models import Docket, Errand, Exclusion
from complaints.moves import Ask, Who
from complaints.vocabulary import Standing
from vault import services as vault


def _colleague(step: Step) -> UUID:
    """The member of one's own institution that is meant, who may hold cases and for whom this one exists."""
    person = step.given.person
    may_hold = person is not None and step.stretch.may_hold(person, on=step.now.date())
    if person is None or not may_hold or person in step.excluded:
        raise Missing(Ask.PERSON)
    return person


@effect("assign")
def assign(step: Step) -> None:
    """Give the case to a reviewer of one's own institution, and the keys that go with it."""
    user, docket = _colleague(step), parts.docket_of(step.by, step.dockets)
    if docket is None:
        raise Missing(Ask.PERSON)
    if step.given.afresh and docket.assignee_id == user:
        raise Already
    if not docket.institution.is_independent:
        _hand_over(step, docket, user)
    docket.assignee_id, docket.assigned_by, docket.wanted_by = user, step.by.id, None


def _hand_over(step: Step, docket: Docket, user: UUID) -> None:
    """A ministry's grants are each person's own: the new holder and whoever stands in for them get them, the old
    ones lose them."""
    known, leads = step.stretch, docket.standing == Standing.LEAD
    gaining = {user, *known.deputies(user)}
    if docket.assignee_id and docket.assignee_id != user:
        losing = {docket.assignee_id, *known.deputies(docket.assignee_id)} - gaining
        # Supervisors keep the keys, whoever holds the case.
        losing -= set(known.rules.supervisors.get(docket.institution_id, ())) - step.excluded
        vault.revoke(subject=step.case.pk, recipients=map(sealing.person, losing))
    publics = known.publics(map(sealing.person, gaining - step.excluded))
    keys = [step.opened.key(part) for part in sealing.parts_of_assignee(step.case, leads=leads)]
    vault.grant_all(keys=keys, publics=publics)


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
    step.details["person"] = sealing.person(user.pk)
