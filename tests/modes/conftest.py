"""Amal's case before and after she changes how she is known."""

import pytest

from complaints.casework.services import Given
from tests.workflow import scene as scenes
from vault.models import Grant


@pytest.fixture
def opened(world):
    """Opens a scene of a kind and matter, in Bahrain's context."""
    with scenes.within_bh():
        yield lambda kind, matter="complaint", **fields: scenes.scene(world, kind, matter, **fields)


def change(at, mode, **identity):
    return at.move("change_mode", "amal", Given(mode=mode, **identity))


def ministry(world):
    return {f"user:{user.pk}" for user in world.bh.people.values() if user.institution == world.bh.moi}


def recipients(case, part):
    """Who holds a grant of any key that this part has had."""
    rows = Grant.objects.filter(subject=case).values_list("part", "recipient")
    return {recipient for name, recipient in rows if name.partition(".")[0] == part}
