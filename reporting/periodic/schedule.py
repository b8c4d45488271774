"""Which reports are due on a day: of each open state, its institutions and the region.

A report is made some days after its period closed, once, and its draft is sent to the ministry at once. What was
missed while nothing ran is made up for, as far back as `BACK` says.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import selectors as accounts
from accounts.actor import SYSTEM
from accounts.models import Institution, InstitutionKind, State
from common import tenancy
from reporting import scopes, services, snapshot
from reporting.models import REGION, Dossier, DossierStage, Edition
from reporting.periodic import life, settings
from reporting.periods import Period, months, quarters, years
from reporting.scopes import Scope
from reporting.statistics import editions

BACK = {"monthly": 3, "quarterly": 2, "annual": 1}  # periods
AT_ONCE = 4  # reports one run begins: pages are all computing, and the next run comes within the hour


def due(*, today: date, kinds: frozenset[str], after: int, first_month: int = 1) -> list[Period]:
    """The periods whose reports are due, the longest closed first. `after`: days between closing and the report."""
    until = today - timedelta(days=after)
    found: list[Period] = []
    if "monthly" in kinds:
        found += months(until + timedelta(days=1), BACK["monthly"])
    if "quarterly" in kinds:
        found += quarters(until + timedelta(days=1), BACK["quarterly"])
    if "annual" in kinds:
        found += years(until + timedelta(days=1), BACK["annual"], first_month=first_month)
    return sorted(found, key=lambda period: (period.end, period.start))


def wanted(*, now: datetime) -> Iterator[tuple[Scope, Period]]:
    """Every report that the schedule asks for today and that was not begun."""
    for state in accounts.open_states():
        with tenancy.within(state.code):
            yield from _of_state(state, now)
    for period in _of_region(now):
        yield scopes.REGIONAL, period


def _of_region(now: datetime) -> Iterator[Period]:
    held = settings.schedule_of(REGION, now.date())
    kinds = held.kinds - {"monthly"}  # the region has a public edition alone
    for period in due(today=now.date(), kinds=kinds, after=held.after):
        if _is_missing(scopes.REGIONAL, period):
            yield period


def held_up(*, now: datetime) -> list[tuple[Period, str]]:
    """The region's reports that are due and not possible yet, each with the reason. No state's ever waits."""
    found = [
        (period, editions.hindrance(state=REGION, institution="", period=period, now=now))
        for period in _of_region(now)
    ]
    return [(period, why) for period, why in found if why]


def _of_state(state: State, now: datetime) -> Iterator[tuple[Scope, Period]]:
    today = accounts.calendar(state).local_date(now)
    held = settings.schedule_of(state.code, today)
    bodies = accounts.institutions_of(state.code)
    for scope, first_month in _scopes(state, bodies):
        for period in due(today=today, kinds=held.kinds, after=held.after, first_month=first_month):
            if _is_missing(scope, period) and snapshot.has_data(scope, period):
                yield scope, period


def _scopes(state: State, bodies: list[Institution]) -> Iterator[tuple[Scope, int]]:
    """The state, whose year is its national institution's, and each institution with its own year."""
    first = next((body.reporting_year_start for body in bodies if body.kind == InstitutionKind.NHRI), 1)
    yield scopes.of_state(state.code), first
    for body in bodies:
        yield Scope(body.code, state.code, body.code), body.reporting_year_start


def _is_missing(scope: Scope, period: Period) -> bool:
    known = Dossier.objects.filter(scope=scope.code, start=period.start, end=period.end)
    return not known.exists()


def run(*, now: datetime, most: int = AT_ONCE) -> int:
    """Begin what is due. Each report is one transaction: killed in between, the next run goes on. Returns how many.

    One that is not possible yet, because a state's quarter is still open, waits for a later run.
    """
    begun = 0
    for scope, period in list(wanted(now=now)):
        if begun == most:
            break
        with suppress(services.NotPossible):
            begin(scope=scope, period=period, now=now)
            begun += 1
    return begun


@transaction.atomic
def begin(*, scope: Scope, period: Period, now: datetime) -> Dossier:
    """Begin one report of the schedule: freeze it, have its draft made, ask the ministry for comments."""
    with tenancy.within(scope.state):
        dossier = services.gather(scope=scope, period=period, by=SYSTEM, now=now)
        edition = Edition.INTERNAL if dossier.internal_id else Edition.PUBLIC
        for language in services.LANGUAGES:
            services.request(dossier=dossier, edition=edition, language=language, by=SYSTEM, now=now)
        if dossier.stage == DossierStage.DRAFT and not dossier.is_regional:
            life.open_comments(dossier=dossier, by=SYSTEM, now=now)
    return dossier
