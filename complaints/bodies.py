"""The institutions of a state by the part that routing gives them."""

from dataclasses import dataclass

from accounts import selectors as accounts
from accounts.models import Institution, InstitutionKind
from complaints import routing

ASSUMED_SERVICE = "police"  # while the service is unknown; screening corrects it


@dataclass(frozen=True, slots=True)
class Bodies:
    """The institutions of a state, by the part routing gives them."""

    all: tuple[Institution, ...]

    def first(self, kind: str) -> Institution | None:
        return next((body for body in self.all if body.kind == kind), None)

    def independent(self, service: str) -> Institution | None:
        """The NHRI, where its mandate covers the service."""
        nhri = self.first(InstitutionKind.NHRI)
        return nhri if nhri and (service or ASSUMED_SERVICE) in nhri.mandates else None

    def of(self, lead: routing.Lead | None, service: str) -> Institution | None:
        """The institution that leads or oversees; a panel sits inside the authority."""
        if lead is None:
            return None
        if lead is routing.Lead.INDEPENDENT:
            return self.independent(service)
        kinds = {
            routing.Lead.AUTHORITY: InstitutionKind.AUTHORITY,
            routing.Lead.PANEL: InstitutionKind.AUTHORITY,
            routing.Lead.OTHER_BODY: InstitutionKind.OTHER_BODY,
            routing.Lead.PROSECUTION: InstitutionKind.PROSECUTION,
        }
        return self.first(kinds[lead])


def bodies_of(state: str) -> Bodies:
    return Bodies(tuple(accounts.institutions_of(state)))
