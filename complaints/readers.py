"""Who can read what of a case, from the grants, dockets and exclusions that are in the database now.

Two things must come together: a key that opens a compartment, and a role that lets its holder ask for it. What is
printed for the complainant and on the desk is this, and never a promise.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import Delegation, Institution, Membership
from accounts.roles import Permission, Role, permissions_of
from complaints import sealing
from complaints.models import Complaint, Docket, Exclusion, Person, Text
from complaints.vocabulary import Mode, Part, Standing
from vault import services as vault


def at_once(permissions: Collection[Permission], *, holds: bool) -> frozenset[Part]:
    """What a role may look into without giving a reason. `holds`: the case is assigned to this person."""
    parts: set[Part] = set()
    if Permission.READ_ALL in permissions or (holds and Permission.READ_ASSIGNED in permissions):
        parts.add(Part.RELEASED)
    if holds and Permission.READ_ORIGINAL in permissions:
        parts.add(Part.ORIGINAL)
    return frozenset(parts)


def with_reason(permissions: Collection[Permission], *, holds: bool, leads_named: bool) -> frozenset[Part]:
    """What a role may open by recording why: identities, and for a head the original text."""
    free = at_once(permissions, holds=holds)
    if Permission.HEAD in permissions:
        return frozenset({Part.IDENTITY, Part.ORIGINAL}) - free
    leads = leads_named and (holds or Permission.ASSIGN in permissions)
    may = holds if Permission.READ_ORIGINAL in permissions else leads
    return frozenset({Part.IDENTITY} if may and Permission.READ_IDENTITY in permissions else ()) - free


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can open a part of a case now, by the role that lets them."""

    person: UUID
    institution: Institution
    role: Role
    part: Part
    needs_reason: bool


def readers_of(case: Complaint, *, on: date) -> list[Reader]:
    """Everybody at an institution who can open a part of this case on this day. Eight statements."""
    dockets: dict[UUID | None, Docket] = {
        row.institution_id: row for row in Docket.objects.filter(complaint=case).select_related("institution")
    }
    bodies = [pk for pk in dockets if pk]
    hidden = set(Exclusion.objects.filter(complaint=case).values_list("user_id", flat=True))
    holding = _holding(case)
    held = Membership.objects.on(on).filter(user__institution__in=bodies, user__is_active=True)
    absent: dict[UUID, set[UUID]] = {}  # on leave, by the colleague who stands in
    for to, user in Delegation.objects.on(on).filter(to__institution__in=bodies).values_list("to", "user"):
        absent.setdefault(to, set()).add(user)
    found: list[Reader] = []
    for row in held.select_related("user").order_by("user__institution__code", "pk"):
        docket = dockets.get(row.user.institution_id)
        if docket and row.user_id not in hidden:
            parts = {part for part, people in holding.items() if sealing.person(row.user_id) in people}
            holds = docket.assignee_id in {row.user_id, *absent.get(row.user_id, ())}
            found += _readings(case, docket, row, parts, holds=holds)
    return found


def _readings(
    case: Complaint, docket: Docket, held: Membership, parts: set[Part], *, holds: bool
) -> Iterable[Reader]:
    permissions = permissions_of(frozenset({Role(held.role)}))
    if Permission.QUEUE not in permissions:
        return
    leads_named = docket.standing == Standing.LEAD and case.mode == Mode.NAMED
    free = at_once(permissions, holds=holds)
    asked = with_reason(permissions, holds=holds, leads_named=leads_named)
    for part in Part:
        if part in parts & (free | asked):
            yield Reader(held.user_id, docket.institution, Role(held.role), part, part in asked)


def _holding(case: Complaint) -> dict[Part, set[str]]:
    """Whose keys open something that is there, for each part, institutions' keys followed to their people."""
    grants = vault.holders(case.pk)
    behind = vault.behind({one for recipients in grants.values() for one in recipients})
    texts = Text.objects.filter(complaint=case).only("state", "complaint", "part", "key_number")
    there = {sealing.compartment(text.part, text.key_number) for text in texts}
    if Person.objects.filter(complaint=case).exists():
        there.add(sealing.current(case, Part.IDENTITY))
    return {
        part: {
            person
            for name in sealing.compartments(case, part)
            if name in there
            for recipient in grants.get(name, ())
            for person in (recipient, *behind.get(recipient, ()))
        }
        for part in Part
    }


# --- in words -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Who can open one thing: each institution once, with its roles and whether a reason must be recorded."""

    term: Promise
    who: tuple[str, ...]


NARRATIVE = Text.Kind.NARRATIVE
TERMS = {
    Part.IDENTITY: gettext_lazy("Names and contact"),
    Part.ORIGINAL: gettext_lazy("Text kept from the ministry"),
    Part.RELEASED: gettext_lazy("Text the ministry may read"),
}


def lines(readers: Iterable[Reader], parts: Iterable[Part]) -> list[Line]:
    """The same for people: one line for each part that is there."""
    found = list(readers)
    return [Line(TERMS[part], _who(one for one in found if one.part == part)) for part in parts]


def _who(readers: Iterable[Reader]) -> tuple[str, ...]:
    """Each institution once, with its roles."""
    told: dict[str, dict[str, None]] = {}
    for one in readers:
        role = str(one.role.label)
        if one.needs_reason:
            role = _("%(role)s (only with a recorded reason)") % {"role": role}
        told.setdefault(one.institution.name, {})[role] = None
    between = pgettext("between roles", ", ")
    return tuple(
        _("%(institution)s: %(roles)s") % {"institution": institution, "roles": between.join(roles)}
        for institution, roles in told.items()
    )


def parts_there(case: Complaint, *, to_ministry: bool = False) -> list[Part]:
    """Which parts hold anything at all. A ministry is told of a text kept from it where that is the complaint
    itself: otherwise the line would come with the first word of harm, or with a note that is none of its affair."""
    texts = Text.objects.filter(complaint=case).only("state", "complaint", "kind", "part", "key_number")
    held = {(sealing.part_of(text, case), text.kind) for text in texts}
    there = {part for part, kind in held if not to_ministry or part == Part.RELEASED or kind == NARRATIVE}
    if Person.objects.filter(complaint=case).exists():
        there.add(Part.IDENTITY)
    return [part for part in Part if part in there]
