"""Where a case can go: national institutions of other states here, and those of other installations whose card
was added and confirmed."""

from dataclasses import dataclass

from accounts import selectors as accounts
from accounts.models import Institution, InstitutionKind
from complaints import sealing
from complaints.models import Partner
from complaints.transfers.parcel import Address
from vault import services as vault


@dataclass(frozen=True, slots=True)
class Destination:
    """One of them; `code` is what a form sends."""

    code: str
    institution: Institution | None = None
    partner: Partner | None = None

    @property
    def name(self) -> str:
        to = self.institution or self.partner
        return to.name if to else ""

    @property
    def address(self) -> Address:
        """What is sealed to it is sealed to these keys."""
        if self.partner is not None:
            row = self.partner
            return Address(row.code, row.their_state, bytes(row.content_key), bytes(row.identity_key))
        assert self.institution is not None  # noqa: S101  # one of the two
        return address_of(self.institution)


def address_of(body: Institution) -> Address:
    """The newest public keys of an institution here."""
    owners = sealing.content_key(body), sealing.identity_key(body)
    publics = vault.newest(owners)
    return Address(body.code, body.state, publics[owners[0]][1], publics[owners[1]][1])


def all_from(by: Institution) -> list[Destination]:
    """Every institution that a case of this one can go to. A package is signed with an institution's own key, so a
    ministry, which has none, sends to institutions here alone."""
    here = [Destination(f"here:{body.code}", institution=body) for body in _here(by)]
    if not sealing.has_own_keys(by):
        return here
    known = Partner.objects.filter(
        state=by.state, institution=by, ended_at=None, confirmed_at__isnull=False
    ).order_by("code")
    return here + [Destination(f"card:{row.pk}", partner=row) for row in known]


def _here(by: Institution) -> list[Institution]:
    states = [state.code for state in accounts.open_states() if state.code != by.state]
    bodies = [body for body in accounts.institutions_in(states) if body.kind == InstitutionKind.NHRI]
    able = vault.with_keys(key for body in bodies for key in _keys(body))
    return [body for body in bodies if able >= set(_keys(body))]


def _keys(body: Institution) -> tuple[str, str]:
    return sealing.content_key(body), sealing.identity_key(body)


def find(code: str, *, of: Institution) -> Destination | None:
    """The one that a form names."""
    return next((one for one in all_from(of) if one.code == code), None)
