"""Servers shared by all that runs in a checkout: the first user starts them, the last to leave stops them.

Two files are locked. `users.lock` is held shared by every user, and by the keeper (keeper.py) alone while it
stops the servers. `keeper.lock` is held by the living keeper. The kernel drops locks with their process, so
nothing is ever stale, whoever was killed.
"""

import atexit
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.env import secrets_of
from config.launcher.binaries import chosen_way
from config.launcher.place import CHECKOUT, LauncherError, Place
from config.launcher.processes import wait_until

LEAVES_WITHIN = 15  # seconds


class Lock:
    """An advisory lock on a file, let go when its process ends."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        """Waits for a shared lock."""
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def take(self) -> None:
        """Waits for the lock alone."""
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def try_take(self, how: int = fcntl.LOCK_EX) -> bool:
        """Takes the lock if that needs no waiting."""
        try:
            fcntl.flock(self.file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Lets go, and keeps the file open for another try."""
        fcntl.flock(self.file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Lets go for good."""
        os.close(self.file)


@dataclass
class Servers:
    """Servers in use by this process."""

    place: Place
    way: str
    environment: dict[str, str]  # what settings and child processes need to find them
    admin_url: str = ""  # of a private PostgreSQL; given servers keep theirs
    users: Lock | None = None

    def leave(self) -> None:
        """Lets go; whoever was last waits until the servers are stopped."""
        if self.users:
            users, self.users = self.users, None
            users.release()
            wait_until(lambda: others_stay(users) or not kept(self.place, self.way), seconds=LEAVES_WITHIN)
            users.close()


def join(place: Place | None = None, *, way: str | None = None) -> Servers:
    """Uses the servers of this checkout, starting them when they aren't up."""
    place = place or Place.here()
    way = way or chosen_way(place)
    if way == "given":
        return Servers(place, way, given(place))
    place.way(way)
    users = Lock(place.home / way / "users.lock")
    users.share()  # waits while the keeper is stopping
    try:
        told = up(place, way)
    except BaseException:
        users.close()
        raise
    environment = {**secrets_of(place.var, create=True), **told["urls"], "PORTAL_SERVERS": "given"}
    return Servers(place, way, environment, told["admin"], users)


def given(place: Place) -> dict[str, str]:
    """Servers that somebody else runs; their operator's environment counts, secrets included."""
    return {**secrets_of(place.var, create=False), "PORTAL_SERVERS": "given"}


def up(place: Place, way: str) -> dict[str, Any]:
    """Addresses of running servers; two beginners don't start them twice."""
    beginning = Lock(place.home / way / "start.lock")
    beginning.take()
    try:
        if not kept(place, way):
            keep(place, way)
        return json.loads((place.home / way / "running.json").read_text())  # type: ignore[no-any-return]
    finally:
        beginning.close()


def kept(place: Place, way: str) -> bool:
    """Whether a keeper lives."""
    lock = Lock(place.home / way / "keeper.lock")
    try:
        return not lock.try_take(fcntl.LOCK_SH)
    finally:
        lock.close()


def others_stay(users: Lock) -> bool:
    """Whether somebody else still uses the servers, so that nobody will stop them now."""
    if not users.try_take(fcntl.LOCK_SH):
        return False  # the keeper has it alone: it is stopping them
    alone = users.try_take()
    users.release()
    return not alone


def keep(place: Place, way: str) -> None:
    """Starts the keeper and waits for its first word."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.launcher", "keep", str(place.var), way],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    first_word = keeper.stdout.readline().decode().strip() if keeper.stdout else ""
    if first_word != "ready":
        raise LauncherError(
            json.loads(first_word) if first_word else "The servers' keeper ended without a word."
        )
    keeper.returncode = 0  # it outlives us on purpose


@contextmanager
def in_use(place: Place | None = None, *, way: str | None = None) -> Iterator[Servers]:
    """The servers for the length of a block, their addresses in this process's environment."""
    servers = join(place, way=way)
    before = dict(os.environ)
    os.environ.update(servers.environment)
    try:
        yield servers
    finally:
        restore(before)
        servers.leave()


def restore(before: Mapping[str, str]) -> None:
    """Puts the environment back."""
    os.environ.clear()
    os.environ.update(before)


def for_this_process() -> Servers:
    """The servers until this process ends, for programs that have no block to put around themselves."""
    servers = join()
    os.environ.update(servers.environment)
    me = os.getpid()
    atexit.register(lambda: servers.leave() if os.getpid() == me else None)  # not from forked children
    return servers
