"""What a clerk still sees of what they registered: that it was, when, how it came, where its receipt is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.models import State
from accounts.roles import Permission
from common.receipts import normalise_reference
from complaints import routing
from complaints.bodies import bodies_of
from complaints.facts import facts_of
from complaints.intake import readers
from complaints.intake.selectors import Place
from complaints.models import Allegation, Complaint, Docket, Exclusion, Registration
from complaints.vocabulary import Standing

PAGE = 25


def visible_to(actor: Actor) -> QuerySet[Registration]:
    """The actor's own registrations, less those they are excluded from since."""
    if actor.user_id is None or not actor.may(Permission.REGISTER):
        return Registration.objects.none()
    excluded = Exclusion.objects.filter(
        state=actor.state, complaint_id=OuterRef("complaint_id"), user_id=actor.user_id
    )
    rows = Registration.objects.filter(state=actor.state, by=actor.id).exclude(Exists(excluded))
    # The reference and nothing else of the case.
    return rows.select_related("complaint").only(
        *(field.attname for field in Registration._meta.concrete_fields), "complaint__reference"
    )


def registration(actor: Actor, reference: str) -> Registration | None:
    """One of them by its reference; None for a stranger, as for what does not exist."""
    return visible_to(actor).filter(complaint__reference=normalise_reference(reference) or "").first()


@dataclass(frozen=True, slots=True)
class Page:
    """Some registrations, the newest first; `after` is where the next page begins."""

    rows: list[Registration]
    after: int | None


def page(actor: Actor, *, after: int | None = None) -> Page:
    """One page of the actor's registrations."""
    rows = visible_to(actor).order_by("-pk")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Page(shown, shown[-1].pk if len(found) > PAGE else None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the receipt besides its code."""

    state: State
    lead: str
    readers: str
    filed_on: date
    received_on: date
    language: str
    stays: bool  # with the clerk's own institution


def sheet(actor: Actor, row: Registration) -> Sheet:
    """Who reads it, worked out from the stored case as routing does, in the language of the page."""
    case = Complaint.objects.get(pk=row.complaint_id)
    lead = Docket.objects.select_related("institution").get(
        state=case.state, complaint=case, standing=Standing.LEAD
    )
    place = Place(accounts.state(case.state), bodies_of(case.state))
    alleged = Allegation.objects.filter(state=case.state, complaint=case).values_list("category", flat=True)
    facts = facts_of(case, categories=alleged, bodies=place.bodies, grave_route=place.state.grave_route)
    route = routing.route(facts)
    return Sheet(
        state=place.state,
        lead=lead.institution.name,
        readers=readers.of_route(place, route, mode=case.mode, service=case.service),
        filed_on=case.filed_on,
        received_on=row.received_on,
        language=case.language,
        stays=actor.institution is not None
        and (lead.institution_id == actor.institution.pk or case.is_released),
    )
