"""What the nine pages ask somebody who has a pen: every question of theirs, whatever was answered before.

A page on the screen leaves out what earlier answers make needless, and lists what a state has. Paper can do
neither: it asks for everything, and leaves lines where the screen has a list of the state.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.forms import BoundField

from complaints.intake.selectors import Ground, Place
from complaints.intake.steps.asked import Asked
from complaints.intake.steps.drafts import Draft
from complaints.intake.steps.table import SCREENS, Screen
from complaints.vocabulary import Relationship

NOT_ON_PAPER = {
    "unit": "a list of the state; the page before asks for place and service",
    "allegations": "the categories once more, one by one, with units of the state",
    "evidence": "files; copies are put into the envelope",
    "check": "nothing is asked",
}
ASKED_BEFORE = {("where", "country"): "the first question"}
WHOLE_LISTS: dict[str, list[tuple[str, Any]]] = {"relationship": Relationship.choices}


class Anybody(Asked):
    """Nobody's answers, no state: nothing is looked up."""

    places: list[Place] = []
    ground = Ground((), ())


def screens() -> list[Screen]:
    """The pages that paper has too."""
    return [screen for screen in SCREENS if screen.slug not in NOT_ON_PAPER]


def asked_on(screen: Screen) -> Iterator[BoundField]:
    """Each question of a page, also those that the screen would leave out, in the page's order."""
    answers = {
        "known": {"mode": ["named"]},
        "whom": {"source": ["family"]},
        "matter": {"kind": ["complaint"]},
    }
    form = screen.form(asked=Anybody(Draft(key="", answers=answers)))
    for name in screen.form.base_fields:
        form.fields.setdefault(name, deepcopy(screen.form.base_fields[name]))
        if name in WHOLE_LISTS:
            form.offer(name, WHOLE_LISTS[name])
    for name in dict.fromkeys([*screen.form.base_fields, *form.fields]):
        if (screen.slug, name) not in ASKED_BEFORE:
            yield form[name]
