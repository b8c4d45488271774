"""Scenes of the desk."""

import pytest

from tests.workflow import scene as scenes


@pytest.fixture
def opened(world):
    """Opens a scene of a kind and matter, in Bahrain's context."""
    with scenes.within_bh():
        yield lambda kind, matter="complaint", **fields: scenes.scene(world, kind, matter, **fields)
