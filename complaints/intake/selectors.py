"""What the intake pages show before sending: who reads what in which state, and what was filed already."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from accounts import actor as actors
from accounts import selectors as accounts
from accounts.answering import ReferralBody
from accounts.models import Governorate, Institution, State, Unit
from common import receipts, tenancy
from common.cache import strict as cache
from common.remembered import remembered
from complaints import routing
from complaints.bodies import Bodies, bodies_in
from complaints.intake.services import Filed, lookup, route_of
from complaints.intake.submission import Submission
from complaints.models import Clock, Complaint, Docket, Receipt, Text
from complaints.rulebook import rulebook
from complaints.vocabulary import Category, Mode, Standing
from vault import services as vault

FIRST_CLOCKS = ("acknowledge", "custody")
SHOWN_AGAIN = timedelta(minutes=10)  # a repeated post shows the same receipt for so long
_ANY_MODE = (Mode.NAMED, Mode.CONFIDENTIAL, Mode.ANONYMOUS)


@dataclass(frozen=True, slots=True)
class Place:
    """A state that receives complaints, with the bodies that answer there."""

    state: State
    bodies: Bodies

    @property
    def independent(self) -> Institution | None:
        return self.bodies.independent("")

    @property
    def authority(self) -> Institution | None:
        return self.bodies.authority("")

    @property
    def modes(self) -> tuple[Mode, ...]:
        """How somebody can be known here."""
        return routing.offered_modes(has_independent=self.independent is not None)

    def route(self, mode: str, *categories: str) -> routing.Route:
        """Who would answer a complaint about these categories."""
        sent = Submission(
            state=self.state.code,
            mode=mode,
            matter="complaint",
            narrative="",
            language="",
            categories=categories,
        )
        return route_of(sent, self.bodies, self.state.grave_route)

    def plain(self, mode: str) -> routing.Route:
        """Who would answer a complaint that is neither grave nor protected."""
        return self.route(mode, Category.CON)

    def grave(self, mode: str) -> routing.Route:
        return self.route(mode, Category.TOR)

    def without_category(self, mode: str) -> routing.Route:
        return self.route(mode)


@remembered
def places() -> list[Place]:
    """The states in which complaints are received, with their bodies, in five queries."""
    states = accounts.open_states()
    bodies = bodies_in([state.code for state in states])
    return [Place(state, bodies[state.code]) for state in states]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something can have happened in a state."""

    governorates: tuple[Governorate, ...]
    units: tuple[Unit, ...]  # open ones, below the roots, which stand for whole services

    def below(self, service: str, governorate: int | None) -> list[Unit]:
        """The units of a service, of one governorate where it is known."""
        return [
            unit
            for unit in self.units
            if unit.service == service and governorate in (None, unit.governorate_id)
        ]


@remembered
def ground(state: str) -> Ground:
    """Governorates and units of a state, in two queries."""
    units = Unit.objects.filter(state=state, parent__isnull=False, closed_on=None)
    return Ground(tuple(Governorate.objects.filter(state=state)), tuple(units))


def helps_outside(state: str) -> list[ReferralBody]:
    """Who can help where it concerns no security service: shown with the refusal of such a complaint."""
    return list(ReferralBody.objects.of(state).filter(outside_security=True))


def place_of(code: str, among: Iterable[Place]) -> Place | None:
    return next((place for place in among if place.state.code == code), None)


def nowhere_confidential(among: Iterable[Place]) -> list[State]:
    """States in which nobody could keep a name from the ministry: said before anything is typed."""
    return [place.state for place in among if Mode.CONFIDENTIAL not in place.modes]


@dataclass(frozen=True, slots=True)
class Before:
    """A submission that this form has made already. `filed` is None when its receipt is not shown again."""

    filed: Filed | None
    words: str = field(repr=False)  # the narrative as it arrived


def filed_before(key: bytes, *, issued_at: datetime, now: datetime) -> Before | None:
    """What was filed with this single-use key; None when nothing was.

    The receipt is shown again within ten minutes of filing. An anonymous case keeps no time of day: there the
    page's own age or a mark in the cache tells, and where the cache is down the complainant is believed.
    """
    code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
    row = Receipt.objects.filter(lookup=lookup(code)).first()
    if row is None:
        return None
    with tenancy.within(row.state):
        case = Complaint.objects.get(pk=row.case)
        words = _narrative(case, code)
    recent = now - issued_at < SHOWN_AGAIN or _recent(case, key, now)
    return Before(Filed(case.reference, code) if recent else None, words)


def _narrative(case: Complaint, code: str) -> str:
    """What arrived, opened with the complainant's own key."""
    by = actors.receipt(state=case.state, case=case.pk, seed=receipts.reader_seed(code))
    text = Text.objects.get(complaint=case, kind=Text.Kind.NARRATIVE)
    opened = vault.open(state=case.state, subject=case.pk, keyring=by.keyring, parts=[text.part])
    return opened.key(text.part).unseal(f"text:{text.pk}", text.body)


def _recent(case: Complaint, key: bytes, now: datetime) -> bool:
    if case.filed_at is not None:
        return now - case.filed_at < SHOWN_AGAIN
    try:
        return cache.get(_mark(key)) is not None
    except Exception:  # without Redis nobody can tell; a lost receipt is a lost case
        return True


def remember_filing(key: bytes) -> None:
    """Note for ten minutes that this key filed something just now."""
    try:
        cache.set(_mark(key), 1, timeout=int(SHOWN_AGAIN.total_seconds()))
    except Exception:  # the receipt must not depend on Redis
        return


def _mark(key: bytes) -> str:
    return f"filed:{hashlib.sha256(key).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Promise:
    """What happens after sending: who acknowledges, by which day."""

    lead: Institution
    until: date
    months: str


def promise(code: str) -> Promise | None:
    """What the receipt page promises; None when the code opens nothing."""
    row = Receipt.objects.filter(lookup=lookup(code)).first()
    if row is None:
        return None
    book = rulebook(row.state)
    with tenancy.within(row.state):
        docket = Docket.objects.select_related("institution").get(complaint=row.case, standing=Standing.LEAD)
        clock = Clock.objects.filter(complaint=row.case, kind__in=FIRST_CLOCKS).first()
    if clock is None:
        return None
    return Promise(docket.institution, book.calendar.last_day(clock.due_at), book.state.months)
