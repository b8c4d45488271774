"""Who deserves which grant: the key table of docs/threat-model.md, as recipients of each compartment."""

import json
from collections.abc import Iterable
from uuid import UUID

from accounts import selectors as accounts
from accounts.keys.owners import content_key, identity_key, person
from accounts.models import Institution, Unit, User
from accounts.roles import Role
from complaints.models import Complaint, Exclusion
from complaints.vocabulary import Mode, Part

__all__ = ["content_key", "identity_key", "person"]  # named here for those who seal
Recipients = dict[str, set[str]]


def receipt(case: UUID) -> str:
    return f"receipt:{case}"


def at_submission(
    *, case: UUID, independent: Institution | None, supervisors: Iterable[UUID], may_read: bool, named: bool
) -> Recipients:
    """Who gets the keys of a new case. `supervisors` are those not excluded; `may_read`, that the ministry
    leads it and reads it at once."""
    ministry = {person(user) for user in supervisors} if may_read else set()
    bodies = {content_key(independent)} if independent else set()
    own = {receipt(case)}
    return {
        Part.IDENTITY: own
        | ({identity_key(independent)} if independent else set())
        | (ministry if named else set()),
        Part.ORIGINAL: own | bodies,
        Part.RELEASED: own | bodies | ministry,
    }


def supervisors_of(authority: Institution, case: UUID) -> list[UUID]:
    """The ministry's supervisors for whom the case exists."""
    excluded = set(Exclusion.objects.filter(complaint=case).values_list("user_id", flat=True))
    return [user for user in accounts.staff_with([Role.SUPERVISOR], [authority.pk]) if user not in excluded]


def people_of(institution: Institution) -> list[str]:
    """Everybody of an institution as recipients, former holders of a role included."""
    people = User.objects.filter(institution=institution).values_list("pk", flat=True)
    return [person(user) for user in people]


def in_line_with(units: Iterable[int]) -> list[UUID]:
    """People of the units complained of, of those above and below them: the case must not exist for them."""
    wanted = set(units)
    named = list(Unit.objects.filter(pk__in=wanted)) if wanted else []
    if not named:
        return []
    people = User.objects.filter(unit__state__in={unit.state for unit in named}).select_related("unit")
    return [user.pk for user in people if user.unit and any(user.unit.in_line_with(unit) for unit in named)]


def parts_of_assignee(case: Complaint, *, leads: bool) -> list[str]:
    """What a ministry's assigned reviewer is given: the released text, and the identity of a named case
    that the ministry leads."""
    named = case.mode == Mode.NAMED and leads
    return [Part.RELEASED, Part.IDENTITY] if named else [Part.RELEASED]


def identity_text(name: str, email: str, phone: str, *, contact: str = "", details: str = "") -> str:
    """What is sealed of a person: name, ways to reach them, wishes about being reached, and what else is
    known of them, such as a rank. What is empty is left out."""
    known = {"name": name, "email": email, "phone": phone}
    known |= {key: words for key, words in (("contact", contact), ("details", details)) if words}
    return json.dumps(known, ensure_ascii=False)
