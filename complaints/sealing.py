"""Who deserves which grant: the key table of docs/threat-model.md, as recipients of each compartment."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.utils import timezone

from accounts import selectors as accounts
from accounts.keys.owners import content_key, identity_key, person
from accounts.models import Delegation, Institution, InstitutionKind, Unit, User
from accounts.roles import Role
from complaints.models import Complaint, Docket, Exclusion, Text
from complaints.vocabulary import Mode, Part, Standing
from vault import services as vault

__all__ = ["content_key", "identity_key", "person"]  # named here for those who seal
Recipients = dict[str, set[str]]


def receipt(case: UUID) -> str:
    return f"receipt:{case}"


def has_own_keys(institution: Institution) -> bool:
    """Whether a body reads through keys of its own. A ministry has none: its people are given theirs one by one."""
    return institution.kind != InstitutionKind.AUTHORITY


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


# --- the keys a case has had ------------------------------------------------------------------------
#
# Whoever had a key may have kept it. So when somebody loses a compartment, the case goes on under the next key:
# the old one opens what it opened before, and nothing that comes later.


def compartment(part: str, number: int = 1) -> str:
    """The vault's name for one key of a part."""
    return str(part) if number == 1 else f"{part}.{number}"


def current(case: Complaint, part: str) -> str:
    """The vault's name for the key under which a part goes on."""
    if part == Part.IDENTITY:
        return compartment(part, case.identity_key)
    return compartment(part, case.released_key) if part == Part.RELEASED else str(part)


def compartments(case: Complaint, part: str) -> list[str]:
    """Every key that belongs to a part now. What was withdrawn from the ministry is original text again."""
    if part != Part.ORIGINAL:
        return [current(case, part)]
    return [str(part), *(compartment(Part.RELEASED, number) for number in range(1, case.released_key))]


def part_of(text: Text, case: Complaint) -> Part:
    """To which part a text belongs now."""
    withdrawn = text.part == Part.RELEASED and text.key_number != case.released_key
    return Part.ORIGINAL if withdrawn else Part(text.part)


class Sealed(Protocol):
    """A row whose words lie under one of a case's keys: a text, a letter."""

    part: str
    key_number: int


@dataclass(frozen=True, slots=True)
class Opened:
    """The compartments of a case that somebody's keys opened."""

    case: Complaint
    keys: dict[str, vault.CaseKey] = field(repr=False)

    def key(self, part: str) -> vault.CaseKey:
        """The key under which a part goes on. Raises `Locked`."""
        return self._named(current(self.case, part), part)

    def of(self, text: Sealed) -> vault.CaseKey:
        """The key under which a text or letter was sealed. Raises `Locked`."""
        return self._named(compartment(text.part, text.key_number), text.part)

    def opens(self, text: Sealed) -> bool:
        return compartment(text.part, text.key_number) in self.keys

    def __contains__(self, part: str) -> bool:
        return current(self.case, part) in self.keys

    def named(self, name: str, part: str) -> vault.CaseKey:
        """One key of a part by the vault's name for it. Raises `Locked`."""
        return self._named(name, part)

    def _named(self, name: str, part: str) -> vault.CaseKey:
        try:
            return self.keys[name]
        except KeyError:
            raise vault.Locked(part) from None


def open_case(case: Complaint, keyring: vault.Keyring, parts: Iterable[str] = tuple(Part)) -> Opened:
    """Open parts of a case as far as a keyring reaches."""
    names = [name for part in parts for name in compartments(case, part)]
    opened = vault.open(state=case.state, subject=case.pk, keyring=keyring, parts=names)
    return Opened(case, dict(opened.keys))


def open_cases(
    wanted: Iterable[tuple[Complaint, Iterable[str]]], keyring: vault.Keyring
) -> dict[UUID, Opened]:
    """The same for parts of many cases, in one statement."""
    asked = {case: [name for part in parts for name in compartments(case, part)] for case, parts in wanted}
    keys = vault.open_many({case.pk: (case.state, names) for case, names in asked.items()}, keyring=keyring)
    return {case.pk: Opened(case, dict(keys[case.pk].keys)) for case in asked}


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


def readers_of_identity(case: Complaint, dockets: Sequence[Docket]) -> set[str]:
    """Who is to hold the key to the identity, as the case stands: nobody of the ministry unless it leads a
    named case."""
    wanted = {receipt(case.pk)}
    for docket in dockets:
        if has_own_keys(docket.institution):
            wanted.add(identity_key(docket.institution))
        elif docket.standing == Standing.LEAD and case.mode == Mode.NAMED:
            people = {*supervisors_of(docket.institution, case.pk), *_assignee(docket)}
            wanted |= {person(user) for user in people}
    return wanted


def readers_at_ministry(docket: Docket) -> set[str]:
    """Who of a ministry is to hold the key to the released text."""
    people = {*supervisors_of(docket.institution, docket.complaint_id), *_assignee(docket)}
    return {person(user) for user in people}


def _assignee(docket: Docket) -> list[UUID]:
    """Whoever holds the case there, and whoever stands in for them now or soon, if it exists for these."""
    if docket.assignee_id is None:
        return []
    absent = Delegation.objects.filter(
        user=docket.assignee_id, until__gte=timezone.localdate(), ended_at=None
    )
    excluded = Exclusion.objects.filter(complaint=docket.complaint_id).values("user_id")
    deputies = absent.exclude(to__in=excluded).values_list("to_id", flat=True)
    return [docket.assignee_id, *deputies]


def identity_text(name: str, email: str, phone: str, *, contact: str = "", details: str = "") -> str:
    """What is sealed of a person: name, ways to reach them, wishes about being reached, and what else is
    known of them, such as a rank. What is empty is left out."""
    known = {"name": name, "email": email, "phone": phone}
    known |= {key: words for key, words in (("contact", contact), ("details", details)) if words}
    return json.dumps(known, ensure_ascii=False)
