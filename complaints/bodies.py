"""Place → service → authority → mandate: the institutions of a state by the part that routing gives them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from accounts import selectors as accounts
from accounts.answering import Service, SupervisedService
from accounts.keys.selectors import without_keys
from accounts.models import Institution, InstitutionKind
from complaints import routing

ASSUMED_SERVICE = Service.POLICE  # while the service is unknown; screening corrects it


@dataclass(frozen=True, slots=True)
class Bodies:
    """The institutions of a state, its services with their authorities, and who may examine which.

    Whoever nothing can be sealed to receives nothing: what it was sent, nobody could ever read.
    """

    all: tuple[Institution, ...]
    supervised: Mapping[str, SupervisedService] = field(default_factory=dict)  # by service
    mandates: Mapping[UUID, frozenset[str]] = field(default_factory=dict)  # by institution
    keyless: frozenset[UUID] = frozenset()

    def as_mandated(self) -> "Bodies":
        """As they will be once each has its keys: what is told of a state that receives nothing yet."""
        return replace(self, keyless=frozenset())

    def first(self, kind: str) -> Institution | None:
        return next((body for body in self.all if body.kind == kind), None)

    @property
    def prosecution(self) -> Institution | None:
        found = self.first(InstitutionKind.PROSECUTION)
        return None if found is None or found.pk in self.keyless else found

    @property
    def interior(self) -> Institution | None:
        """The interior ministry, which is assumed where a service or its authority is unknown."""
        own = (body for body in self.all if body.kind == InstitutionKind.AUTHORITY and body.is_interior)
        return next(own, None) or self.first(InstitutionKind.AUTHORITY)

    def authority(self, service: str) -> Institution | None:
        """Who supervises the service at that place."""
        row = self.supervised.get(service or ASSUMED_SERVICE)
        named = row.authority_id if row else None
        return next((body for body in self.all if body.pk == named), None) or self.interior

    def independent(self, service: str) -> Institution | None:
        """The NHRI, where its mandate covers the service."""
        return self._with_mandate(InstitutionKind.NHRI, service)

    def other_body(self, service: str) -> Institution | None:
        """Another independent body whose mandate covers the service: an ombudsman, an inspectorate."""
        return self._with_mandate(InstitutionKind.OTHER_BODY, service)

    def _with_mandate(self, kind: str, service: str) -> Institution | None:
        wanted = service or ASSUMED_SERVICE
        able = (body for body in self.all if body.kind == kind and body.pk not in self.keyless)
        return next((body for body in able if wanted in self.mandates.get(body.pk, ())), None)

    def grave_route(self, chosen: str, service: str) -> str:
        """Where grave cases about the service go without an NHRI: what the state chose, as far as it exists."""
        there = {
            routing.GraveRoute.ANOTHER_BODY: self.other_body(service),
            routing.GraveRoute.PROSECUTION: self.prosecution,
        }
        return chosen if there.get(routing.GraveRoute(chosen)) else routing.GraveRoute.NONE

    def of(self, lead: routing.Lead | None, service: str) -> Institution | None:
        """The institution that leads or oversees; a panel sits inside the authority."""
        if lead is None:
            return None
        if lead is routing.Lead.PROSECUTION:
            return self.prosecution
        return {
            routing.Lead.INDEPENDENT: self.independent,
            routing.Lead.AUTHORITY: self.authority,
            routing.Lead.PANEL: self.authority,
            routing.Lead.OTHER_BODY: self.other_body,
        }[lead](service)


def bodies_in(states: Iterable[str], *, on: date | None = None) -> dict[str, Bodies]:
    """The bodies of several states as they hold on a day (today), in four queries."""
    wanted = list(states)
    found: dict[str, list[Institution]] = {state: [] for state in wanted}
    for institution in accounts.institutions_in(wanted):
        found[institution.state].append(institution)
    held = accounts.held_in(wanted, on=on)
    keyless = without_keys(body for bodies in found.values() for body in bodies)
    return {
        state: Bodies(tuple(found[state]), held.supervised[state], held.mandates, keyless) for state in wanted
    }


def bodies_of(state: str) -> Bodies:
    return bodies_in([state])[state]
