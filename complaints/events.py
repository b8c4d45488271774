"""Events: linking cases of different complainants to what happened once, each institution for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.actor import Actor
from accounts.models import Institution
from complaints import tallies
from complaints.models import Complaint, Event, EventLink
from complaints.tallies import Cell
from complaints.vocabulary import Matter


def cell(event: Event) -> Cell:
    """What an event adds to the counts: one, for the institution whose it is, on the day it was recorded."""
    code = event.institution.code
    return Cell(event.state, code, event.recorded_on, "events", Matter.COMPLAINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """How staff name an event for themselves."""

    title: str
    governorate: int | None = None
    happened_on: date | None = None


def begin(*, state: str, of: Institution, about: About, by: Actor, on: date) -> Event:
    """A new event of an institution, counted from now on."""
    event = Event.objects.create(
        state=state,
        institution=of,
        title=about.title,
        governorate_id=about.governorate,
        happened_on=about.happened_on,
        recorded_on=on,
        recorded_by=by.id,
    )
    tallies.change({}, {cell(event): 1})
    return event


def link(*, event: Event, case: Complaint, by: Actor, at: datetime) -> None:
    EventLink.objects.create(
        state=case.state, complaint=case, event=event, institution=event.institution, by=by.id, at=at
    )


def unlink(*, case: Complaint, of: Institution) -> UUID | None:
    """Take a case out of an institution's event; an event without cases is none, and goes."""
    row = (
        EventLink.objects.filter(complaint=case, institution=of).select_related("event__institution").first()
    )
    if row is None:
        return None
    event = row.event
    row.delete()
    if not EventLink.objects.filter(event=event).exists():
        tallies.change({cell(event): 1}, {})
        event.delete()
    return row.event_id


def of_case(case: Complaint, institutions: Iterable[UUID]) -> list[Event]:
    """The events of these institutions that a case is linked to."""
    links = EventLink.objects.filter(complaint=case, institution__in=list(institutions))
    rows = Event.objects.filter(state=case.state, pk__in=links.values("event"))
    return list(rows.select_related("institution", "governorate").order_by("recorded_on", "pk"))
