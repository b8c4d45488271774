"""Who answers: the three questions of docs/domain.md as one ordered table of rules.

Whose state, whose mandate, who leads. The first rule that applies decides, and its id is kept with the case.
Pure: the caller reads the facts from the case and from the rows of its state. The same function answers
before sending, on filing, and each time a category, unit, injury or victim becomes known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.vocabulary import GRAVE, Category, Matter, Mode, Subject


class Lead(StrEnum):
    """Who leads or oversees."""

    INDEPENDENT = "independent"  # the NHRI, with a mandate for the service
    AUTHORITY = "authority"  # the supervising authority's directorate
    OTHER_BODY = "other_body"  # another independent body the state names for grave cases
    PROSECUTION = "prosecution"
    PANEL = "panel"  # internal, and called internal


class Access(StrEnum):
    """When the authority may read the released text."""

    NOW = "now"
    AFTER_RELEASE = "after_release"
    AFTER_CONSENT_AND_RELEASE = "after_consent_and_release"
    NEVER = "never"


class GraveRoute(StrEnum):
    """Where a state sends what no independent body may take."""

    ANOTHER_BODY = "another_body"
    PROSECUTION = "prosecution"  # with express consent only
    NONE = "none"


class Nature(StrEnum):
    """What the facts make of a case, for routing."""

    GRAVE = "grave"
    PROTECTED = "protected"  # not grave, and still not for the implicated service to read first
    UNCATEGORISED = "uncategorised"  # nobody has looked yet: it could be anything
    ORDINARY = "ordinary"


class Refusal(TextChoices):
    """Why a complaint can't be received here as it stands; each sentence says what is open instead."""

    ANOTHER_STATE = (
        "another_state",
        _("It happened in another country. Its institutions can receive it; choose that country."),
    )
    OUTSIDE_SECURITY = (
        "outside_security",
        _("It does not concern a security service. The referral list says who can help."),
    )
    MODE_NOT_OFFERED = (
        "mode_not_offered",
        _("Nobody here could keep your name from the ministry. Complain with your name or without a name."),
    )
    INDEPENDENT_ONLY_NOT_OFFERED = (
        "independent_only_not_offered",
        _("No independent body here may examine this service, so it cannot go to an independent body only."),
    )
    CATEGORY_NEEDED = (
        "category_needed",
        _("Choose what it is about: who may read it here depends on that."),
    )
    CONSENT_NEEDED = (
        "consent_needed",
        _("Only the public prosecution could receive this here, and only with your express consent."),
    )
    TELLING_NEEDED = (
        "telling_needed",
        _("Only the ministry could answer here, and it must be told whom you are looking for."),
    )
    NOBODY_INDEPENDENT = (
        "nobody_independent",
        _(
            "No body independent of the service can receive this here, "
            "and it is not handed to the service itself."
        ),
    )


_FORCE = frozenset({Category.TOR, Category.DTH, Category.FRC, Category.COE, Category.GBV})
_PROTECTED = frozenset({Category.REP, Category.COE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything routing looks at: the case's own facts first, then those of its state."""

    matter: str = Matter.COMPLAINT
    mode: str = Mode.NAMED
    independent_only: bool = False  # "independent body only", chosen by the complainant
    categories: frozenset[str] = frozenset()
    screened: bool = False
    serious_injury: bool = False
    in_custody: bool = False
    danger: bool = False
    imminent_removal: bool = False
    child_victim: bool = False
    violence: bool = False
    subject: str = Subject.SECURITY_WORK
    outside_security: bool = False
    state: str = ""
    place_state: str | None = None  # where it happened, when that is known
    second_state: str | None = None  # a second state touched (border, extradition)
    prosecution_consent: bool = False
    may_tell: bool = False  # custody inquiry: the authority may be told who is sought

    has_independent: bool = True  # an NHRI with a mandate for the service
    grave_route: str = GraveRoute.NONE

    def __post_init__(self) -> None:
        unknown = self.categories - set(Category.values)
        if unknown:
            raise ValueError(f"unknown categories: {sorted(unknown)}")

    @property
    def independent(self) -> bool:
        """Whether the NHRI can take it: it has the mandate and is not what is complained of."""
        return self.has_independent and self.subject != Subject.NHRI_HANDLING

    @property
    def protected(self) -> bool:
        """Nothing of it goes to the implicated service unread by somebody independent."""
        return nature(self) != Nature.ORDINARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The answer: who leads, who oversees, when the authority may read, or why it can't be received."""

    rule: str
    lead: Lead | None
    overseer: Lead | None
    authority_access: Access
    refusal: Refusal | None
    grave: bool
    linked_copy_for: str | None
    offered_modes: tuple[Mode, ...]

    @property
    def accepted(self) -> bool:
        return self.refusal is None

    def authority_may_read(self, *, released: bool, consented: bool) -> bool:
        """Whether this route still lets the authority read; asked again whenever a case is routed again."""
        return {
            Access.NOW: True,
            Access.AFTER_RELEASE: released,
            Access.AFTER_CONSENT_AND_RELEASE: released and consented,
            Access.NEVER: False,
        }[self.authority_access]


def nature(facts: Facts) -> Nature:
    """Grave, protected, uncategorised or ordinary.

    What was ticked and what the categories imply count alike: a child and excessive force are a child victim
    of violence, danger at a border is imminent removal.
    """
    child = facts.child_victim or Category.CHD in facts.categories
    violence = facts.violence or bool(facts.categories & _FORCE)
    injured_in_custody = facts.serious_injury and facts.in_custody
    if facts.categories & GRAVE or injured_in_custody or (child and violence):
        return Nature.GRAVE
    removal = facts.imminent_removal or (facts.danger and Category.MIG in facts.categories)
    if facts.categories & _PROTECTED or removal:
        return Nature.PROTECTED
    # Requests for assistance and complaints about handling have kinds of their own instead of categories.
    needs_category = facts.matter == Matter.COMPLAINT and facts.subject == Subject.SECURITY_WORK
    if needs_category and not facts.categories and not facts.screened:
        return Nature.UNCATEGORISED
    return Nature.ORDINARY


def offered_modes(*, has_independent: bool, subject: str = Subject.SECURITY_WORK) -> tuple[Mode, ...]:
    """How somebody can be known here: only what can be kept is offered."""
    if has_independent and subject != Subject.NHRI_HANDLING:
        return (Mode.NAMED, Mode.CONFIDENTIAL, Mode.ANONYMOUS)
    return (Mode.NAMED, Mode.ANONYMOUS)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when it applies, and who leads then or why nobody does."""

    id: str
    applies: Callable[[Facts], bool]
    lead: Lead | None = None
    access: Callable[[Facts], Access] = lambda facts: Access.NEVER
    overseer: Callable[[Facts], Lead | None] = lambda facts: None
    refusal: Refusal | None = None


def _now(facts: Facts) -> Access:
    return Access.NOW


def _once_released(facts: Facts) -> Access:
    # A named complainant's text can give away who wrote it, and "only" is a promise: both are asked first.
    if facts.independent_only or (facts.mode == Mode.NAMED and facts.protected):
        return Access.AFTER_CONSENT_AND_RELEASE
    return Access.AFTER_RELEASE


def _overseer(facts: Facts) -> Lead:
    return Lead.INDEPENDENT if facts.independent else Lead.PANEL


def _elsewhere(facts: Facts) -> bool:
    return facts.place_state is not None and facts.place_state != facts.state


def _about_directorate(facts: Facts) -> bool:
    return facts.subject == Subject.DIRECTORATE_HANDLING


def _sought(facts: Facts) -> bool:
    return facts.matter == Matter.CUSTODY


def _once_told(facts: Facts) -> Access:
    # Whoever holds somebody can say so within the day only if it is told whom to look for.
    return Access.NOW if facts.may_tell else Access.AFTER_CONSENT_AND_RELEASE


def _sent(facts: Facts, route: GraveRoute) -> bool:
    return facts.protected and facts.grave_route == route


RULES: tuple[Rule, ...] = (
    # Whose state? whose mandate?
    Rule("1", _elsewhere, refusal=Refusal.ANOTHER_STATE),
    Rule(
        "2",
        lambda f: f.outside_security and f.subject == Subject.SECURITY_WORK,
        refusal=Refusal.OUTSIDE_SECURITY,
    ),
    Rule(
        "2-mode",
        lambda f: f.mode not in offered_modes(has_independent=f.has_independent, subject=f.subject),
        refusal=Refusal.MODE_NOT_OFFERED,
    ),
    # Somebody in custody is sought: the independent body asks, the authority answers within the day.
    Rule("5a", lambda f: _sought(f) and f.independent, Lead.INDEPENDENT, _once_told),
    Rule("5-telling", lambda f: _sought(f) and not f.may_tell, refusal=Refusal.TELLING_NEEDED),
    Rule("5b", _sought, Lead.AUTHORITY, _now, _overseer),
    # Against the directorate itself: the other leads, and the directorate never sees it.
    Rule("4a", lambda f: _about_directorate(f) and f.independent, Lead.INDEPENDENT),
    # Who leads? Grave and protected ones first, then what no independent body can take.
    Rule("3a", lambda f: f.protected and f.independent, Lead.INDEPENDENT, _once_released),
    Rule("3a-body", lambda f: _sent(f, GraveRoute.ANOTHER_BODY), Lead.OTHER_BODY),
    Rule("3a-category", lambda f: nature(f) == Nature.UNCATEGORISED, refusal=Refusal.CATEGORY_NEEDED),
    Rule(
        "3a-prosecution",
        lambda f: _sent(f, GraveRoute.PROSECUTION) and f.prosecution_consent,
        Lead.PROSECUTION,
    ),
    Rule("3a-consent", lambda f: _sent(f, GraveRoute.PROSECUTION), refusal=Refusal.CONSENT_NEEDED),
    Rule("3a-none", lambda f: f.protected, refusal=Refusal.NOBODY_INDEPENDENT),
    Rule(
        "4a-body",
        lambda f: _about_directorate(f) and f.grave_route == GraveRoute.ANOTHER_BODY,
        Lead.OTHER_BODY,
    ),
    Rule(
        "3c-none",
        lambda f: f.independent_only and not f.independent,
        refusal=Refusal.INDEPENDENT_ONLY_NOT_OFFERED,
    ),
    Rule("4a-panel", _about_directorate, Lead.PANEL),
    Rule("3b", lambda f: f.mode != Mode.NAMED and f.independent, Lead.INDEPENDENT, _once_released),
    Rule("3c", lambda f: f.independent_only, Lead.INDEPENDENT, _once_released),
    # Against the NHRI itself: the directorate leads, and the NHRI never sees it.
    Rule("4b", lambda f: f.subject == Subject.NHRI_HANDLING, Lead.AUTHORITY, _now),
    Rule("3d", lambda f: f.matter == Matter.ASSISTANCE, Lead.AUTHORITY, _now, _overseer),
    Rule("3e", lambda f: True, Lead.AUTHORITY, _now, _overseer),
)


def route(facts: Facts) -> Route:
    """Who answers, by the first rule that applies."""
    rule = next(rule for rule in RULES if rule.applies(facts))
    touched = facts.second_state if facts.second_state != facts.state else None
    return Route(
        rule=rule.id,
        lead=rule.lead,
        overseer=rule.overseer(facts),
        authority_access=rule.access(facts),
        refusal=rule.refusal,
        grave=nature(facts) == Nature.GRAVE,
        # A linked copy, never a shared case: each state's institutions answer for their own.
        linked_copy_for=None if rule.refusal else touched,
        offered_modes=offered_modes(has_independent=facts.has_independent, subject=facts.subject),
    )
