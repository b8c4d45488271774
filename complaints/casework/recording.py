"""Facts that become known later: an injury, a child, danger, the service, the unit. They rerun the routing."""

from uuid import UUID

from accounts.models import Unit
from complaints import clocks, deadlines, routing, sealing
from complaints.bodies import bodies_of
from complaints.casework import parts, rerouting
from complaints.casework.access import turn
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Exclusion
from complaints.moves import Ask, Who
from complaints.vocabulary import Circumstance, Matter
from vault import services as vault


@effect("record_facts")
def record_facts(step: Step) -> None:
    """What was learned about the case. Whatever makes it weigh less is taken back by the independent body alone."""
    case, given, was_urgent = step.case, step.given, step.case.is_urgent
    known = set(given.circumstances or ())
    if not known <= set(Circumstance.values):
        raise Missing(Ask.FACTS)
    lighter = bool(set(case.circumstances) - known) or (case.is_danger and not given.danger)
    if (lighter or (case.is_held and not given.held)) and Who.INDEPENDENT not in step.plays:
        raise Missing(Ask.FACTS)
    case.circumstances, case.is_danger, case.is_held = sorted(known), given.danger, given.held
    if given.service:
        _serve(step, given.service)
    if given.unit:
        _name_unit(step, given.unit)
    if case.is_urgent and not was_urgent:
        _hurry(step)
    route = routing.route(rerouting.facts(step))
    if case.is_grave and not route.grave and Who.INDEPENDENT not in step.plays:
        raise Missing(Ask.FACTS)
    _keeps_independent(step, route)
    turn(step, route)


def _keeps_independent(step: Step, route: routing.Route) -> None:
    """A ministry can't rid itself of whoever oversees it by naming another service."""
    overseer = parts.independent_docket(step.dockets)
    if overseer is None or Who.INDEPENDENT in step.plays:
        return
    if overseer.institution_id not in rerouting.holding(step, route, opens=False).standings:
        raise Missing(Ask.FACTS)


def _serve(step: Step, service: str) -> None:
    if not any(service in body.mandates for body in bodies_of(step.case.state).all) and not _is_served(
        step, service
    ):
        raise Missing(Ask.FACTS)
    step.case.service = service


def _is_served(step: Step, service: str) -> bool:
    return Unit.objects.filter(state=step.case.state, service=service).exists()


def _name_unit(step: Step, pk: int) -> None:
    """For whoever serves in the unit complained of, or commands it, the case ceases to exist."""
    unit = Unit.objects.filter(state=step.case.state, pk=pk).first()
    if unit is None or step.case.matter != Matter.COMPLAINT:
        raise Missing(Ask.FACTS)
    for row in step.allegations:
        row.unit = row.unit or unit
        row.save(update_fields=["unit"])
    for user in sealing.in_line_with([unit.pk]):
        _hide(step, user)


def _hide(step: Step, user: UUID) -> None:
    if user == step.by.user_id:
        raise Missing(Ask.FACTS)  # whoever serves there hands the case over first
    Exclusion.objects.get_or_create(
        complaint=step.case,
        user_id=user,
        defaults={"state": step.case.state, "ground": "unit", "by": step.by.id, "at": step.now},
    )
    vault.revoke(subject=step.case.pk, recipients=[sealing.person(user)])
    for docket in step.dockets:
        if docket.assignee_id == user:
            docket.assignee, docket.assigned_by = None, ""


def _hurry(step: Step) -> None:
    """Somebody is in danger or held: nothing stands still, and it is acknowledged within a day."""
    clocks.go_on(step.clocks, calendar=step.calendar, now=step.now)
    for clock in step.clocks:
        if clock.kind == "acknowledge" and clock.ended_at is None:
            duty = step.lead.institution.has_duty_officer
            due = deadlines.due(
                clock.kind, start=step.now, calendar=step.calendar, urgent=True, duty_officer=duty
            )
            clock.due_at = min(clock.due_at, due)
            clock.save(update_fields=["due_at"])
