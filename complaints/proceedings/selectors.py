"""What was put on file of a case, as far as somebody's institution and keys reach. As many statements for any number
of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from common.boxes import Tampered
from complaints import sealing
from complaints.casework.proceeding import unsealed
from complaints.casework.reading import CaseFile
from complaints.hearings import APPROVALS, Consistency, Given, ProceedingKind, Scope
from complaints.models import Proceeding
from complaints.proceedings.fields import DAYS, FIELDS, YES_NO
from complaints.vocabulary import Part
from vault.services import Locked

MEMBERS = (Role.REVIEWER, Role.SUPERVISOR, Role.NHRI_REVIEWER, Role.NHRI_HEAD)
_LABELS = {**dict(Given.choices), **dict(Scope.choices), **dict(Consistency.choices)}


@dataclass(frozen=True, slots=True)
class Told:
    """One field of what was put on file, with its label."""

    label: object
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing on file. `told` is None where it is sealed for others, [] where its ciphertext is damaged."""

    row: Proceeding
    kind: ProceedingKind
    told: list[Told] | None
    by: str
    present: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    may_agree: bool = False
    is_own: bool = False
    is_corrected: bool = False
    is_over: bool = False

    @property
    def is_agreed(self) -> bool:
        return len(self.agreed) >= APPROVALS

    @property
    def lacks(self) -> int:
        """Members who must still agree."""
        return max(0, APPROVALS - len(self.agreed))


def visible_to(actor: Actor, file: CaseFile) -> QuerySet[Proceeding]:
    """Those of the actor's institution; an independent body also reads what the ministry put on file for itself."""
    own = Q(institution=actor.institution)
    body = actor.institution
    if body is not None and body.is_independent:
        own |= Q(part=Part.RELEASED)
    return Proceeding.objects.filter(own, state=actor.state, complaint=file.case)


def of_case(file: CaseFile, *, today: date) -> list[Shown]:
    """Everything on file, the newest day first."""
    rows = list(
        visible_to(file.actor, file)
        .select_related("institution", "file")
        .prefetch_related("approvals")
        .order_by("-held_on", "-added_at")
    )
    people = _people(rows)
    corrected = {row.replaces for row in rows if row.replaces}
    return [_shown(row, file, people, corrected, today) for row in rows]


def _people(rows: Iterable[Proceeding]) -> dict[str, str]:
    wanted: set[UUID] = set()
    for row in rows:
        wanted |= {*row.present, *row.recused}
        wanted |= {
            UUID(by.removeprefix("user:"))
            for by in (row.added_by, *(one.by for one in row.approvals.all()))
            if by.startswith("user:")
        }
    return {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=wanted)}


def _shown(
    row: Proceeding, file: CaseFile, people: dict[str, str], corrected: set[UUID], today: date
) -> Shown:
    me, agreed = file.actor.user_id, [one.by for one in row.approvals.all()]
    sat = me in row.present
    knows = sat or row.added_by == file.actor.id
    return Shown(
        row=row,
        kind=ProceedingKind(row.kind),
        told=_told(row, file, knows=knows),
        by=people.get(row.added_by, ""),
        present=_names(row.present, people),
        recused=_names(row.recused, people),
        agreed=tuple(people.get(by, "") for by in agreed),
        may_agree=sat
        and row.added_by != file.actor.id
        and file.actor.id not in agreed
        and row.pk not in corrected,
        is_own=row.institution_id == file.docket.institution_id,
        is_corrected=row.pk in corrected,
        is_over=row.ends_on is not None and row.ends_on < today,
    )


def _names(ids: Iterable[UUID], people: dict[str, str]) -> tuple[str, ...]:
    return tuple(people.get(f"user:{pk}", "") for pk in ids)


def _told(row: Proceeding, file: CaseFile, *, knows: bool) -> list[Told] | None:
    """Open to whoever may read such words of the case, to who wrote it, and to a member for a session they sat in."""
    if row.part not in file.readable and not knows:
        return None
    opened = file.opened if row.part in file.readable else _opened(file, row)
    try:
        said = unsealed(row, opened)
    except Locked:
        return None
    except Tampered:
        return []
    return [
        Told(make().label, _words(said[name]))
        for name, make in FIELDS[ProceedingKind(row.kind)].items()
        if name not in DAYS and said.get(name)
    ]


def _opened(file: CaseFile, row: Proceeding) -> sealing.Opened:
    return sealing.open_case(file.case, file.actor.keyring, [Part(row.part)])


def _words(value: object) -> str:
    known = {**_LABELS, **dict(YES_NO)}
    if value is True:
        return str(dict(YES_NO)["yes"])
    if isinstance(value, list):
        return "\n".join(str(known.get(one, one)) for one in value)
    return str(known.get(str(value), value))


def colleagues(actor: Actor) -> list[User]:
    """Who may sit in a session: whoever examines or decides cases at the institution."""
    if actor.institution is None:
        return []
    ids = accounts.staff_with(MEMBERS, [actor.institution.pk])
    return sorted(User.objects.filter(pk__in=ids), key=lambda user: user.name)
