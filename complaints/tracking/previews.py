"""What changing how one is known would bring: the change is made, read, and undone.

So the preview says what the services and the grants would say afterwards, and not what somebody thinks they would.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from accounts import selectors as accounts
from accounts.models import Institution
from common import tenancy
from complaints import readers, routing
from complaints.bodies import bodies_of
from complaints.casework import services as casework
from complaints.deadlines import Clock as Kind
from complaints.facts import facts_of
from complaints.models import Allegation, Complaint, Person
from complaints.tracking import history, selectors
from complaints.tracking.selectors import File, Found
from complaints.vocabulary import Mode, PersonRole


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A deadline that would end, begin or move."""

    label: str
    ends: bool = False
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Before and after, side by side."""

    mode: str
    label: str
    lead_before: Institution
    lead_after: Institution
    readers_before: list[readers.Line]
    readers_after: list[readers.Line]
    holders_lost: list[Institution]
    clocks: list[ClockChange]
    openings: list[history.Event]
    needs_consent: bool

    @property
    def is_anonymous(self) -> bool:
        return self.mode == Mode.ANONYMOUS

    @property
    def lead_changes(self) -> bool:
        return self.lead_before != self.lead_after


class _Undone(Exception):
    """Ends the trial: everything in it is rolled back."""


def modes(found: Found) -> list[Mode]:
    """Other ways to be known, as far as this state can keep their promise for this case."""
    with tenancy.within(found.state):
        case = Complaint.objects.get(pk=found.case)
        bodies, grave_route = bodies_of(case.state), accounts.state(case.state).grave_route
        categories = set(Allegation.objects.filter(complaint=case).values_list("category", flat=True))
    facts = facts_of(case, categories=categories, bodies=bodies, grave_route=grave_route)
    offered = routing.offered_modes(has_independent=facts.has_independent, subject=facts.subject)
    return [mode for mode in offered if mode != case.mode and _accepted(facts, mode)]


def _accepted(facts: routing.Facts, mode: Mode) -> bool:
    return routing.route(replace(facts, mode=mode)).accepted


def has_name(found: Found) -> bool:
    """Whether the complainant's name or contact is in the case."""
    with tenancy.within(found.state):
        people = Person.objects.filter(complaint=found.case, role=PersonRole.COMPLAINANT)
        return people.exists()


def preview(found: Found, mode: str, *, now: datetime) -> Preview:
    """What would hold after the change. Nothing of it stays. Raises what `casework.advance` raises."""
    with tenancy.within(found.state):
        before = selectors.file_of(found, now=now)
        try:
            with transaction.atomic():
                given = casework.Given(mode=mode, name="-")
                casework.advance(case=found.case, action="change_mode", by=found.by, now=now, given=given)
                after = selectors.file_of(found, now=now)
                raise _Undone
        except _Undone:
            return _compared(before, after, mode)


def _compared(before: File, after: File, mode: str) -> Preview:
    held = {row.institution.pk for row in after.dockets}
    return Preview(
        mode=mode,
        label=str(Mode(mode).label),
        lead_before=before.lead,
        lead_after=after.lead,
        readers_before=before.readers,
        readers_after=after.readers,
        holders_lost=[row.institution for row in before.dockets if row.institution.pk not in held],
        clocks=_clocks(before, after),
        openings=history.openings(before),
        needs_consent=casework.asks_consent(after.case) and after.case.release_consented_at is None,
    )


def _clocks(before: File, after: File) -> list[ClockChange]:
    now = {clock.pk: clock for clock in after.clocks}
    changes = []
    for clock in before.clocks:
        then = now[clock.pk]
        label = str(Kind(clock.kind).label)
        if clock.ended_at is None and then.ended_at is not None:
            changes.append(ClockChange(label, ends=True))
        elif clock.ended_at is None and then.due_at != clock.due_at:
            changes.append(ClockChange(label, due=after.calendar.last_day(then.due_at)))
    known = {clock.pk for clock in before.clocks}
    changes += [
        ClockChange(str(Kind(clock.kind).label), due=after.calendar.last_day(clock.due_at))
        for clock in after.clocks
        if clock.pk not in known
    ]
    return changes
