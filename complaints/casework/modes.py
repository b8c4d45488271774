"""Effects of the complainant's choice how to be known, at any time while the case is open."""

from dataclasses import replace

from complaints import clocks, routing, sealing
from complaints.casework import rerouting
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Evidence, NoticeAddress, Person, Text
from complaints.moves import Ask
from complaints.vocabulary import Mode, Part, PersonRole

COMPLAINANT = PersonRole.COMPLAINANT.value


@effect("change_mode")
def change_mode(step: Step) -> None:
    """Between named, confidential and anonymous: the route is worked out anew and holds from this moment."""
    case, mode = step.case, step.given.mode
    facts = rerouting.facts(step)
    if mode not in Mode.values or mode == case.mode:
        raise Missing(Ask.MODE)
    route = routing.route(replace(facts, mode=mode))
    if route.refusal:
        raise Missing(Ask.MODE)
    step.details |= {"mode": mode, "mode_before": case.mode, "route_before": case.route}
    case.mode = mode
    if mode == Mode.ANONYMOUS:
        _forget(step)
    else:
        _remember(step)
    rerouting.apply(step, route, opens=True)
    if mode == Mode.ANONYMOUS:
        rerouting.renew_identity(step, sealing.readers_of_identity(case, step.dockets))


def _remember(step: Step) -> None:
    """Seal the name that comes with the wish to be named; a name that is there already stays."""
    given = step.given
    if Person.objects.filter(complaint=step.case, role=COMPLAINANT).exists():
        return
    if not (given.name or given.email or given.phone):
        if step.case.mode == Mode.NAMED:
            raise Missing(Ask.MODE)
        return
    words = sealing.identity_text(given.name, given.email, given.phone)
    Person.objects.create(
        state=step.case.state,
        complaint=step.case,
        role=COMPLAINANT,
        identity=step.opened.key(Part.IDENTITY).seal(COMPLAINANT, words),
    )


def _forget(step: Step) -> None:
    """The complainant's name and the times of their acts go; of the record, which cannot change, nothing does."""
    case = step.case
    Person.objects.filter(complaint=case, role=COMPLAINANT).delete()
    NoticeAddress.objects.filter(complaint=case).delete()
    case.filed_at = None
    for name in ("stage_since", "outcome_opened_at", "withdrawal_asked_at", "release_consented_at"):
        if moment := getattr(case, name):
            setattr(case, name, clocks.coarse(moment))
    for text in Text.objects.filter(complaint=case, by=sealing.receipt(case.pk)):
        text.at = clocks.coarse(text.at)
        text.save(update_fields=["at"])
    for row in Evidence.objects.filter(complaint=case):
        row.at = clocks.coarse(row.at)
        row.save(update_fields=["at"])
    for clock in step.clocks:
        clock.started_at = clocks.coarse(clock.started_at)
        clock.save(update_fields=["started_at"])
    for docket in step.dockets:
        docket.since = clocks.coarse(docket.since)
