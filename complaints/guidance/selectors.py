"""What the pages of advice read: norms that stand in a state, who reads first there, who receives."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts import selectors as accounts
from accounts.answering import ReferralBody
from accounts.models import Institution, InstitutionKind, State
from complaints import routing
from complaints.bodies import Bodies, bodies_of
from complaints.models import Instrument, Norm, Party
from complaints.routing import Access, Facts, Lead, Route
from complaints.vocabulary import Mode

REGION = "XX"


def states() -> list[State]:
    """Every state, open or not: what protects people does not depend on this site."""
    found = State.objects.exclude(pk=REGION)
    return sorted(found, key=lambda state: state.name)


def state_called(code: str, *, among: Iterable[State] | None = None) -> State | None:
    """The state with this code; None for anything else, however it was typed."""
    wanted = code.strip().upper()
    return next((state for state in (states() if among is None else among) if state.code == wanted), None)


@dataclass(frozen=True, slots=True)
class Protection:
    """One instrument with its articles that stand beside a subject, and since when the state is party to it."""

    instrument: Instrument
    party: Party | None  # None for a standard addressed to all states
    norms: list[Norm] = field(default_factory=list)


def protections(category: str, state: State | None) -> list[Protection]:
    """What protects people there: treaties first. Without a state only what is addressed to all states."""
    code = state.code if state else ""
    found: dict[str, Protection] = {}
    parties = {party.instrument_id: party for party in Party.objects.filter(state=code)}
    for norm in Norm.objects.beside(category).standing_in(code).select_related("instrument"):
        made = Protection(norm.instrument, parties.get(norm.instrument_id))
        found.setdefault(norm.instrument_id, made).norms.append(norm)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """Who reads it first when somebody files in this mode."""

    mode: Mode
    text: str


def first_readers(category: str, state: State) -> list[Answer]:
    """Routing's answer for each way of being known; nothing where no complaints are received."""
    if not state.is_open:
        return []
    bodies = bodies_of(state.code)
    has_independent = bodies.independent("") is not None
    offered = routing.offered_modes(has_independent=has_independent)
    return [Answer(mode, _told(_route(category, state, mode, has_independent), bodies)) for mode in offered]


def _route(category: str, state: State, mode: Mode, has_independent: bool) -> Route:
    facts = Facts(
        mode=mode,
        categories=frozenset({category}),
        state=state.code,
        has_independent=has_independent,
        grave_route=state.grave_route,
    )
    return routing.route(facts)


def _told(route: Route, bodies: Bodies) -> str:
    if route.refusal:
        return str(route.refusal.label)
    lead = bodies.of(route.lead, "")
    who = {"who": lead.name if lead else _("another independent body")}
    if route.lead == Lead.AUTHORITY and route.overseer == Lead.INDEPENDENT:
        overseer = bodies.of(route.overseer, "")
        return _("%(who)s reads it, and %(overseer)s oversees the case.") % {
            **who,
            "overseer": overseer.name if overseer else "",
        }
    if route.lead == Lead.AUTHORITY:
        return _("%(who)s reads it. Any review is made inside the ministry.") % who
    if route.authority_access == Access.AFTER_CONSENT_AND_RELEASE:
        return _("%(who)s reads it first. The ministry gets nothing of it before you agree.") % who
    if route.authority_access == Access.AFTER_RELEASE:
        return _("%(who)s reads it first. The ministry reads only a text released to it.") % who
    return _("%(who)s reads it. The ministry gets nothing of it.") % who


RECEIVING = (
    InstitutionKind.NHRI,
    InstitutionKind.OTHER_BODY,
    InstitutionKind.AUTHORITY,
)


def receiving(state: State) -> list[Institution]:
    """The institutions that receive complaints there, those independent of the ministry first."""
    found = [one for one in accounts.institutions_of(state.code) if one.kind in RECEIVING]
    return sorted(found, key=lambda one: RECEIVING.index(InstitutionKind(one.kind)))


def referral(state: State) -> list[ReferralBody]:
    """Bodies outside this procedure that can help there, each with the source of what is said of it."""
    return list(ReferralBody.objects.of(state.code))
