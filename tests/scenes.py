"""What the tests of a module stand on, made once for all of them, in a transaction that is never committed."""

import copy
import sys
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from redis.exceptions import RedisError

from tests import factories

Layers = Mapping[str, Callable[[SimpleNamespace], Any]]
"""What makes each layer, given those before it by name. A layer has the name of the fixture that hands it out."""


class Scene:
    """Layers, each on those before it and under a savepoint of its own; a test's changes lie above them all."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.made: dict[str, Any] = {}
        self.points: list[transaction.Atomic] = []

    def stand(self, names: Container[str]) -> SimpleNamespace:
        """Exactly the named layers stand. Each test has its own copies of what was made."""
        wanted = [name for name in self.layers if name in names]
        pairs = zip(wanted, self.made, strict=False)
        self.fall(next((place for place, (one, other) in enumerate(pairs) if one != other), len(wanted)))
        for name in wanted[len(self.made) :]:
            self.build(name)
        with suppress(RedisError):
            cache.clear()  # what it knows of the same people is another test's
        return SimpleNamespace(**copy.deepcopy(self.made))

    def build(self, name: str) -> None:
        """One more layer."""
        point = transaction.atomic()
        point._from_testcase = True
        point.__enter__()
        try:
            with as_tested():
                self.made[name] = self.layers[name](SimpleNamespace(**self.made))
        except BaseException:
            point.__exit__(*sys.exc_info())
            raise
        self.points.append(point)

    def fall(self, number: int) -> None:
        """No more layers than that are left."""
        while len(self.points) > number:
            self.made.popitem()
            transaction.set_rollback(True)
            self.points.pop().__exit__(None, None, None)


@contextmanager
def as_tested() -> Iterator[None]:
    """The settings of the `world` fixture and the language in which a test begins."""
    with (
        override_settings(DEMO=True, DEMO_VAULT_KEY=factories.UNLOCK.hex()),
        translation.override(settings.LANGUAGE_CODE),
    ):
        yield


@pytest.fixture(scope="module")
def standing(layers: Layers, django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """The scene of a module, made as its tests ask for it. `layers` is the package's, or the module's own."""
    scene = Scene(layers)
    yield scene
    with django_db_blocker.unblock():
        scene.fall(0)


@pytest.fixture
def scene(request: pytest.FixtureRequest, standing: Scene, django_db_blocker: Any) -> SimpleNamespace:
    """The layers that a test names among its fixtures."""
    with django_db_blocker.unblock():
        return standing.stand(request.fixturenames)
