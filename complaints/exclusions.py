"""For people of the unit complained of, and of its line, a case does not exist: kept true when units change.

An exclusion is only ever added here. Whoever once served in the line may have spoken about the case there, so
taking an exclusion back is for a person to decide, not for a corrected name.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import Unit, User
from complaints import sealing
from complaints.models import Allegation, Complaint, Docket, Errand, Exclusion
from vault import services as vault


def of_case(case: Complaint, units: Iterable[int], *, now: datetime) -> set[UUID]:
    """Exclude whoever is in line with these units now. Returns those for whom it is new."""
    return _exclude(case.state, {case.pk: set(sealing.in_line_with(units))}, now)


def of_unit_members(state: str, users: Iterable[UUID] | None, *, now: datetime) -> int:
    """Work out anew what exists for some people of a state, or for all who have a unit. Returns how many
    exclusions are new. Call it within the state."""
    people = User.objects.filter(institution__state=state, unit__isnull=False).select_related("unit")
    if users is not None:
        people = people.filter(pk__in=list(users))
    named = _cases_by_unit(state)
    wanted: dict[UUID, set[UUID]] = {}
    for user in people:
        assert user.unit is not None  # noqa: S101  # the filter asked
        for unit, cases in named.items():
            if user.unit.in_line_with(unit):
                for case in cases:
                    wanted.setdefault(case, set()).add(user.pk)
    return len(_exclude(state, wanted, now))


def _cases_by_unit(state: str) -> dict[Unit, set[UUID]]:
    """Every case of the state under each unit that an allegation of it names."""
    pairs = Allegation.objects.filter(state=state, unit__isnull=False).values_list("unit_id", "complaint_id")
    by_unit: dict[int, set[UUID]] = {}
    for unit, case in pairs.distinct():
        by_unit.setdefault(unit or 0, set()).add(case)
    return {unit: by_unit[unit.pk] for unit in Unit.objects.filter(pk__in=by_unit)}


def _exclude(state: str, wanted: dict[UUID, set[UUID]], now: datetime) -> set[UUID]:
    """Rows that are missing, and what these people held of those cases."""
    known = set(
        Exclusion.objects.filter(state=state, complaint__in=wanted).values_list("complaint_id", "user_id")
    )
    new = [
        (case, user) for case, users in wanted.items() for user in sorted(users) if (case, user) not in known
    ]
    cases = {row.pk: row for row in Complaint.objects.filter(pk__in={case for case, _ in new})}
    Exclusion.objects.bulk_create(
        Exclusion(
            state=state,
            complaint_id=case,
            user_id=user,
            ground="unit",
            by="system",
            at=cases[case].moment(now),
        )
        for case, user in new
    )
    for case, user in new:
        vault.revoke(subject=case, recipients=[sealing.person(user)])
    held = Docket.objects.filter(state=state, complaint__in=cases)
    for user in {user for _, user in new}:
        mine = [case for case, one in new if one == user]
        held.filter(complaint__in=mine, assignee_id=user).update(assignee=None, assigned_by="")
        held.filter(Q(complaint__in=mine) & Q(wanted_by_id=user)).update(wanted_by=None)
        Errand.objects.filter(complaint__in=mine, owner=user, ended_at=None).update(owner=None)
    return {user for _, user in new}
