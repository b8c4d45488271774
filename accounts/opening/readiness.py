"""What a state lacks before a complaint can be received: each line names somebody who could not do their part.

A case that nobody holds a key to could never be read, not even later. So intake begins when somebody can read.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts import selectors
from accounts.keys import selectors as keys
from accounts.models import Institution, InstitutionKind, State, Weekend
from accounts.roles import Role
from vault import services as vault

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST = 2  # administrators of a state


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to do before complaints can be received, or that is done."""

    code: str
    sentence: "StrOrPromise"
    is_done: bool


def checklist(state: State) -> list[Lack]:
    """Everything that must hold, in the order in which it is done."""
    bodies = selectors.institutions_of(state.code)
    held = selectors.held_in([state.code])
    interior = next((row for row in bodies if row.is_interior), None)
    weekend = Weekend.objects.filter(state=state.code).order_by("-valid_from").first()
    return [
        Lack("prepared", _("Calendar and institutions are set up."), state.prepared_on is not None),
        Lack("weekend", _("The weekend is confirmed."), weekend is not None and weekend.is_confirmed),
        Lack(
            "administrators",
            _("Two administrators of the state have accepted their invitation."),
            len(selectors.staff_with([Role.ADMINISTRATOR], [row.pk for row in bodies])) >= FIRST,
        ),
        Lack(
            "ministry",
            _("A supervisor at the interior ministry has a vault, and can read what arrives there."),
            interior is not None and reads(interior),
        ),
        *[
            Lack(
                f"key:{body.code}",
                _("%(institution)s has its key, held by its own people.") % {"institution": body.name},
                keys.has_keys(body),
            )
            for body in bodies
            if body.is_independent and held.mandates.get(body.pk)
        ],
        *_supervisors(bodies, {row.authority_id for row in held.supervised[state.code].values()}, interior),
    ]


def missing(state: State) -> list[Lack]:
    return [lack for lack in checklist(state) if not lack.is_done]


def _supervisors(bodies: list[Institution], named: set[object], interior: Institution | None) -> list[Lack]:
    """The other authorities that supervise a service need a reader of their own."""
    others = [
        row for row in bodies if row.kind == InstitutionKind.AUTHORITY and row.pk in named and row != interior
    ]
    return [
        Lack(
            f"reader:{row.code}",
            _("A supervisor at %(institution)s has a vault.") % {"institution": row.name},
            reads(row),
        )
        for row in others
    ]


def reads(body: Institution) -> bool:
    """Whether somebody at an authority could read what arrives there: a supervisor with a vault."""
    people = selectors.staff_with([Role.SUPERVISOR], [body.pk])
    return any(vault.has_key(f"user:{user}") for user in people)
