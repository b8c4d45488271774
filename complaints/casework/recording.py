"""Facts that become known later: an injury, a child, danger, somebody held. They rerun the routing."""

from complaints import clocks, deadlines, routing
from complaints.casework import rerouting
from complaints.casework.access import turn
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.moves import Ask, Who
from complaints.vocabulary import Circumstance


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
    if case.is_urgent and not was_urgent:
        _hurry(step)
    route = routing.route(rerouting.facts(step))
    if case.is_grave and not route.grave and Who.INDEPENDENT not in step.plays:
        raise Missing(Ask.FACTS)
    turn(step, route)


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
