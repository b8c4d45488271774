"""Servers of their own for the launcher's tests, away from those that the other tests use."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.launcher.binaries import HINTS, found
from config.launcher.place import CHECKOUT, Place
from config.launcher.sharing import Servers, join, restore

OURS = (
    "DATABASE_",
    "REDIS_",
    "PORTAL_",
    "SECRET_KEY",
    "RECEIPT_",
    "DEMO",
    "DJANGO_SETTINGS_MODULE",
    "PYTEST_",
)


def bare_environment(**more: str) -> dict[str, str]:
    """The environment of somebody who has just opened a terminal."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


@pytest.fixture
def bare() -> Iterator[None]:
    """The same, for this process."""
    before = dict(os.environ)
    restore(bare_environment())
    yield
    restore(before)


@pytest.fixture
def ground() -> Iterator[Path]:
    """A directory that any user may enter; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="ground-") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@pytest.fixture
def place(ground: Path, bare: None) -> Iterator[Place]:
    """A `var/` of our own, removed with whatever it points to."""
    place = Place(ground / "var")
    yield place
    place.clean()


@contextmanager
def servers(place: Place, way: str) -> Iterator[Servers]:
    """Servers in use for the length of a block."""
    found_or_skipped(way)
    servers = join(place, way=way)
    try:
        yield servers
    finally:
        servers.leave()


def found_or_skipped(way: str) -> None:
    """Where a way's programs are missing, a build server fails and a workplace says so."""
    if way != "given" and not found(way):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HINTS[way])


def manage(*arguments: str, place: Place, **env: str) -> subprocess.CompletedProcess[str]:
    """A management command, as somebody types it who has nothing but this checkout and `place`."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=bare_environment(PORTAL_VAR=str(place.var), **env),
        capture_output=True,
        text=True,
        timeout=120,
    )


def processes_of(place: Place) -> list[str]:
    """Command lines that mention a place, servers and keeper alike."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(place.var) in line or str(place.home) in line:
            lines.append(line)
    return lines
