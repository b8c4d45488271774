"""Correcting the service and unit a case concerns: who answers is decided anew, and stale access is withdrawn."""

from collections.abc import Mapping

from accounts.answering import SupervisedService
from accounts.models import Governorate, Institution, Unit
from complaints import exclusions, routing, sealing
from complaints.bodies import Bodies, bodies_of
from complaints.casework import access, effects, parts, rerouting
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Place, Step
from complaints.models import Docket
from complaints.moves import Ask
from vault import services as vault


@effect("correct_place")
def correct_place(step: Step) -> None:
    """The service at that place has its own authority and its own mandate: routing is asked again.

    An independent body that holds the case keeps it: nobody else may take it away by naming another service.
    """
    bodies = bodies_of(step.case.state)
    place = _checked(step, bodies.supervised)
    step.case.service = place.service
    step.case.governorate_id = place.governorate
    for row in step.allegations:
        row.unit_id = place.unit
    if place.unit:
        _exclude(step, place.unit)
    route = access.route_again(
        step, bodies, {row.category for row in step.allegations}, screened=step.case.is_screened
    )
    if not route.refusal and step.case.route not in rerouting.SETTLED:
        step.case.route = route.rule
    _pass_on(step, bodies, route)


def _checked(step: Step, supervised: Mapping[str, SupervisedService]) -> Place:
    """What was given, where it exists in this state and says something new."""
    place, case = step.given.place, step.case
    if place is None or place.service not in supervised:
        raise Missing(Ask.PLACE)
    units = Unit.objects.filter(state=case.state, service=place.service, closed_on=None)
    if place.unit and not units.filter(pk=place.unit).exists():
        raise Missing(Ask.PLACE)
    places = Governorate.objects.filter(state=case.state)
    if place.governorate and not places.filter(pk=place.governorate).exists():
        raise Missing(Ask.PLACE)
    before = Place(case.service, next((row.unit_id for row in step.allegations), None), case.governorate_id)
    if place == before:
        raise Missing(Ask.PLACE)
    return place


def _exclude(step: Step, unit: int) -> None:
    gone = exclusions.of_case(step.case, [unit], now=step.now)
    for docket in step.dockets:  # saved at the end of the step
        if docket.assignee_id in gone:
            docket.assignee, docket.assigned_by = None, ""
        if docket.wanted_by_id in gone:
            docket.wanted_by = None


def _pass_on(step: Step, bodies: Bodies, route: routing.Route) -> None:
    """What the authority holds goes to the one that supervises this service, or back to who is independent."""
    held = parts.authority_docket(step.dockets)
    if held is None:
        return
    may_read = route.authority_may_read(
        released=step.case.is_released and step.lead.institution.is_independent,
        consented=step.case.release_consented_at is not None,
    )
    if not may_read and parts.independent_docket(step.dockets) is not None:
        rerouting.take_from_authority(step)
        return
    authority = bodies.authority(step.case.service)
    if authority is not None and authority.pk != held.institution_id:
        _hand_over(step, held, authority)


def _hand_over(step: Step, held: Docket, authority: Institution) -> None:
    """The other authority's supervisors get what the first one was given, under keys that nobody there has had."""
    if not sealing.supervisors_of(authority, step.case.pk):  # nobody there could read it
        raise Missing(Ask.PLACE)
    knew = rerouting.holders_of_identity(step.case)
    vault.revoke(subject=step.case.pk, recipients=sealing.people_of(held.institution))
    docket = Docket(
        state=step.case.state,
        complaint=step.case,
        institution=authority,
        standing=held.standing,
        sort_due=held.sort_due,
        since=step.now,
    ).repeat(step.case, step.allegations)
    for request in effects.waiting_requests(step.case):
        request.asked_of = authority
        request.save(update_fields=["asked_of"])
    step.dockets.remove(held)
    held.delete()
    docket.save(force_insert=True)
    step.dockets.append(docket)
    step.__dict__.pop("lead", None)
    rerouting.release_again(step, docket)
    rerouting.align_identity(step, knew)
