"""What routing looks at, read from a stored case."""

from collections.abc import Iterable

from accounts import selectors as accounts
from complaints import routing
from complaints.bodies import bodies_of
from complaints.models import Complaint


def facts_of(case: Complaint, categories: Iterable[str]) -> routing.Facts:
    """The facts of a case as they stand, with these categories, and those of its state."""
    return routing.Facts(
        matter=case.matter,
        mode=case.mode,
        independent_only=case.route == "3c",
        categories=frozenset(categories),
        screened=case.is_screened,
        danger=case.is_danger,
        in_custody=case.is_held,
        state=case.state,
        has_independent=bodies_of(case.state).independent(case.service) is not None,
        grave_route=accounts.state(case.state).grave_route,
    )
