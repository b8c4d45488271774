"""Whose figures: a state with its institutions, one institution's register, or the region."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Institution, State
from reporting.models import REGION

REGION_SCOPE = "region"
EARLIEST_YEAR = 1950


class UnknownScope(LookupError):
    """There is no such state or institution here."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about. `code` is what the JSON calls it, `state` the tenant that keeps it."""

    code: str
    state: str
    institution: str = ""

    @property
    def is_region(self) -> bool:
        return self.code == REGION_SCOPE

    @property
    def is_state(self) -> bool:
        return not self.is_region and not self.institution

    def filters(self) -> dict[str, str]:
        """What `tallies.counts` is asked with."""
        if self.is_region:
            return {}
        return {"state": self.state, "institution": self.institution}


REGIONAL = Scope(REGION_SCOPE, REGION)


def of_state(code: str) -> Scope:
    """A state's scope. Raises `UnknownScope`."""
    code = code.upper()
    if code == REGION or not State.objects.filter(pk=code).exists():
        raise UnknownScope(_("There is no state “%(code)s” here.") % {"code": code})
    return Scope(code, code)


def of_institution(code: str) -> Scope:
    """One institution's scope. Raises `UnknownScope`."""
    found = Institution.objects.filter(code=code).first()
    if found is None:
        raise UnknownScope(_("There is no institution “%(code)s” here.") % {"code": code})
    return Scope(found.code, found.state, found.code)


def named(code: str) -> Scope:
    """A scope by what the JSON calls it: `region`, a state's code or an institution's. Raises `UnknownScope`."""
    if code == REGION_SCOPE:
        return REGIONAL
    return of_state(code) if len(code) == 2 else of_institution(code)
