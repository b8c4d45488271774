"""Effects that change who may read a case: release, a new category, an override of the route."""

from collections.abc import Collection

from accounts import selectors as accounts
from complaints import clocks, routing, sealing
from complaints.bodies import Bodies, bodies_of
from complaints.casework import parts, rerouting
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.facts import facts_of
from complaints.models import Allegation, Docket, Text
from complaints.moves import Ask, Who
from complaints.search import index_words
from complaints.vocabulary import GRAVE, Category, Part, Standing
from vault import services as vault


@effect("release")
def release(step: Step) -> None:
    """The independent body writes the text the ministry may read; from now on its desk has the case."""
    step.write(Text.Kind.RELEASED, step.given.text, Part.RELEASED)
    step.case.is_released = True
    docket = parts.authority_docket(step.dockets) or _open_docket(step)
    if docket is None:
        raise Missing(Ask.TEXT)
    supervisors = sealing.supervisors_of(docket.institution, step.case.pk)
    holders = {*supervisors, *([docket.assignee_id] if docket.assignee_id else [])}
    vault.grant(key=step.opened.key(Part.RELEASED), recipients=[sealing.person(user) for user in holders])
    index_words(step.case, step.given.text)


def _open_docket(step: Step) -> Docket | None:
    authority = bodies_of(step.case.state).of(routing.Lead.AUTHORITY, step.case.service)
    if authority is None:
        return None
    docket = Docket(
        state=step.case.state,
        complaint=step.case,
        institution=authority,
        standing=Standing.AUTHORITY,
        sort_due=step.now,
        since=step.now,
    ).repeat(step.case, step.allegations)
    docket.save(force_insert=True)
    step.dockets.append(docket)
    return docket


@effect("override_route")
def override_route(step: Step) -> None:
    """The head of complaints takes the lead for the independent body; the authority answers."""
    independent = parts.independent_docket(step.dockets)
    if independent is None or independent.standing == Standing.LEAD:
        raise Missing(Ask.REASON)
    knew = rerouting.holders_of_identity(step.case)
    for docket in step.dockets:
        docket.standing = Standing.LEAD if docket.pk == independent.pk else Standing.AUTHORITY
    rerouting.align_identity(step, knew)  # only who leads a named case knows the name
    step.__dict__.pop("lead", None)
    step.case.route = "override"


@effect("recategorise")
def recategorise(step: Step) -> None:
    """New categories rerun the routing, and what a stricter route forbids is withdrawn at once.

    A lighter route needs the independent body: the ministry can't talk a case down to itself.
    """
    chosen = set(step.given.categories)
    if not chosen or not chosen <= set(Category.values):
        raise Missing(Ask.CATEGORIES)
    bodies = bodies_of(step.case.state)
    was_grave, route = step.case.is_grave, route_again(step, bodies, chosen, screened=True)
    if was_grave and not route.grave and Who.INDEPENDENT not in step.plays:
        raise Missing(Ask.CATEGORIES)
    _replace_allegations(step, chosen)
    turn(step, route)


def turn(step: Step, route: routing.Route) -> None:
    """Follow a route that other facts lead to: grave or not, who leads, which clocks run."""
    if route.grave and not step.case.is_grave:
        clocks.go_on(step.clocks, calendar=step.calendar, now=step.now)  # nothing stands still on grave
    step.case.is_grave = route.grave
    rerouting.apply(step, route)
    step.starts += clocks.of_categories(
        {row.category for row in step.allegations}, known={clock.kind for clock in step.clocks}
    )


def route_again(step: Step, bodies: Bodies, categories: Collection[str], *, screened: bool) -> routing.Route:
    """Who answers by what is known of the case now."""
    state = accounts.state(step.case.state)
    return routing.route(
        facts_of(
            step.case, categories=categories, bodies=bodies, grave_route=state.grave_route, screened=screened
        )
    )


def _replace_allegations(step: Step, chosen: set[str]) -> None:
    kept = {row.category for row in step.allegations}
    gone = [row for row in step.allegations if row.category not in chosen]
    if any(row.decided_at for row in gone):  # what was found stays found
        raise Missing(Ask.CATEGORIES)
    Allegation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    new = Allegation.objects.bulk_create(
        Allegation(state=step.case.state, complaint=step.case, category=code)
        for code in sorted(chosen - kept, key=lambda code: (code not in GRAVE, code))
    )
    step.allegations[:] = [row for row in step.allegations if row.category in chosen] + new
