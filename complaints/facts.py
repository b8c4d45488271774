"""What routing looks at in a case: the same reading of what is being filed and of what is stored."""

from collections.abc import Collection, Iterable
from typing import Protocol

from complaints import routing
from complaints.bodies import Bodies
from complaints.vocabulary import Category, Circumstance

# What was ticked is alleged for routing, whatever categories were chosen beside it.
MEANS = {
    Circumstance.DEATH: Category.DTH,
    Circumstance.DISAPPEARANCE: Category.DIS,
    Circumstance.SEXUAL_VIOLENCE: Category.GBV,
}


class Told(Protocol):
    """A case, or what somebody is about to send."""

    @property
    def state(self) -> str: ...
    @property
    def matter(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def circumstances(self) -> Collection[str]: ...
    @property
    def independent_only(self) -> bool: ...
    @property
    def prosecution_consent(self) -> bool: ...
    @property
    def may_tell(self) -> bool: ...
    @property
    def is_danger(self) -> bool: ...
    @property
    def is_held(self) -> bool: ...
    @property
    def is_screened(self) -> bool: ...


def facts_of(
    told: Told,
    *,
    categories: Iterable[str],
    bodies: Bodies,
    grave_route: str,
    screened: bool | None = None,
    place_state: str | None = None,
    outside_security: bool = False,
) -> routing.Facts:
    """Everything routing asks of a case and its state.

    `categories` are those of its allegations. `screened` answers for a case that is being screened now.
    `place_state` and `outside_security` are known only before filing: such a case is never stored.
    """
    ticked = frozenset(told.circumstances)
    return routing.Facts(
        matter=told.matter,
        mode=told.mode,
        independent_only=told.independent_only,
        categories=frozenset(categories) | {MEANS[code].value for code in MEANS if code in ticked},
        screened=told.is_screened if screened is None else screened,
        serious_injury=Circumstance.INJURY in ticked,
        in_custody=told.is_held,
        danger=told.is_danger,
        imminent_removal=Circumstance.REMOVAL in ticked,
        child_victim=Circumstance.CHILD in ticked,
        violence=Circumstance.INJURY in ticked,
        subject=told.subject,
        outside_security=outside_security,
        state=told.state,
        place_state=place_state,
        prosecution_consent=told.prosecution_consent,
        may_tell=told.may_tell,
        has_independent=bodies.independent(told.service) is not None,
        grave_route=bodies.grave_route(grave_route, told.service),
    )
