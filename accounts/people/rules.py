"""Whom somebody may invite, which roles they may propose, and whose signature gives one.

Source: the staff column of the roles in docs/domain.md. Two people give, one may take. The second signature
comes from inside the institution, so that a ministry never fills an independent body's desks.
"""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Institution, InstitutionKind, Membership, User
from accounts.roles import PERMISSIONS, Permission, Role
from accounts.selectors import staff_with

ROLES_AT: dict[str, tuple[Role, ...]] = {
    InstitutionKind.AUTHORITY: (Role.CLERK, Role.REVIEWER, Role.SUPERVISOR, Role.ADMINISTRATOR),
    InstitutionKind.NHRI: (
        *(Role.CLERK, Role.NHRI_REVIEWER, Role.NHRI_HEAD, Role.LIAISON),
        *(Role.AUDITOR, Role.ADMINISTRATOR),
    ),
    InstitutionKind.OTHER_BODY: (Role.CLERK, Role.NHRI_REVIEWER, Role.NHRI_HEAD, Role.AUDITOR),
    InstitutionKind.PROSECUTION: (),
    InstitutionKind.SECRETARIAT: (Role.ANALYST, Role.REGIONAL_ADMINISTRATOR, Role.AUDITOR),
}
FIRST = 2  # administrators of a state that the regional administrator names
KEEPS_STAFF = tuple(role for role, may in PERMISSIONS.items() if Permission.STAFF in may)


def _is_wide(by: Actor) -> bool:
    return by.may(Permission.CONFIGURE) or by.may(Permission.AUDIT) or by.may(Permission.OPEN_STATE)


def visible_people(by: Actor) -> QuerySet[User]:
    """Staff somebody may know of: of their institution, or of their state for who configures or audits it."""
    found = User.objects.get_queryset().filter(institution__state=by.state)
    return found if _is_wide(by) else found.filter(institution=by.institution)


def visible_targets(by: Actor) -> Q:
    """The changes about those people: a target begins with its institution's code (see kinds)."""
    own = by.institution.code if by.institution else ""
    return Q(state=by.state) if _is_wide(by) else Q(state=by.state, target__startswith=f"{own}:")


def keeps(by: Actor, at: Institution) -> bool:
    """Whether somebody looks after an institution's staff: invites, proposes, removes, closes."""
    if by.state != at.state:
        return False
    if at.kind == InstitutionKind.SECRETARIAT:
        return by.may(Permission.OPEN_STATE)
    return by.may(Permission.STAFF) and (by.may(Permission.CONFIGURE) or by.institution == at)


def kept_institutions(by: Actor) -> list[Institution]:
    """The institutions somebody may invite to."""
    found = Institution.objects.filter(state=by.state, is_active=True)
    return [row for row in found if keeps(by, row) and ROLES_AT[row.kind]]


def founding_institutions(by: Actor) -> list[Institution]:
    """Ministry of the interior and NHRI of the states that have fewer than two administrators yet."""
    if not by.may(Permission.OPEN_STATE):
        return []
    held = Membership.objects.on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, user__is_active=True, user__institution__isnull=False
    )
    counted = Counter(held.values_list("user__institution__state", flat=True))
    ready = [state for state, number in counted.items() if number >= FIRST]
    seats = Q(kind=InstitutionKind.AUTHORITY, is_interior=True) | Q(kind=InstitutionKind.NHRI)
    return list(Institution.objects.filter(seats, is_active=True).exclude(state__in=ready))


def may_propose(by: Actor, role: Role, at: Institution) -> bool:
    """Administrators are proposed by administrators; every other role by whoever keeps the staff."""
    if role not in ROLES_AT[at.kind] or not keeps(by, at):
        return False
    return role != Role.ADMINISTRATOR or by.may(Permission.CONFIGURE)


def keepers(institution: UUID) -> list[UUID]:
    """Who looks after the staff of an institution from inside."""
    return staff_with(KEEPS_STAFF, [institution])


def may_confirm(
    by: Actor, role: Role | None, person: User, keepers_of: Callable[[UUID], list[UUID]] = keepers
) -> bool:
    """Whether this signature gives `role` (None: reopens the account, renews its second step)."""
    at = person.institution
    if at is None or by.state != at.state or by.user_id == person.pk:
        return False
    if at.kind == InstitutionKind.SECRETARIAT:
        return by.may(Permission.OPEN_STATE)
    if not by.may(Permission.STAFF):
        return False
    if role == Role.ADMINISTRATOR:
        return by.may(Permission.CONFIGURE)
    return by.institution == at or _stands_in(by, at, person, keepers_of(at.pk))


def _stands_in(by: Actor, at: Institution, person: User, inside: list[UUID]) -> bool:
    """An administrator of the state, where nobody inside could sign; for an independent body, from one."""
    if not by.may(Permission.CONFIGURE) or by.institution is None:
        return False
    if at.is_independent and not by.institution.is_independent:
        return False
    return not [pk for pk in inside if pk != person.pk]


def may_found(by: Actor, roles: list[Role], at: Institution) -> bool:
    """Whether the regional administrator names one of a state's first two administrators."""
    if not by.may(Permission.OPEN_STATE) or roles != [Role.ADMINISTRATOR]:
        return False
    if Role.ADMINISTRATOR not in ROLES_AT[at.kind]:
        return False
    known = Institution.objects.filter(state=at.state).values_list("pk", flat=True)
    return len(staff_with([Role.ADMINISTRATOR], known)) < FIRST
