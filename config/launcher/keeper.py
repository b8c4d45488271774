"""Starts the servers, keeps them up while anybody uses them, stops them after the last user left."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from common.postgres import roles
from config.launcher.binaries import binaries
from config.launcher.place import LauncherError, Place
from config.launcher.postgresql_server import ADMIN, DATABASE, PostgreSQL, new_password
from config.launcher.redis_server import Redis
from config.launcher.sharing import Lock

LOOKS_EVERY = 0.1  # seconds
RESTARTS = 5  # of one server, in the keeper's life

asked_to_stop = False


def main(var: str, way: str) -> int:
    """Speaks one word on its output, `ready` or what went wrong as JSON, then works in silence."""
    signal.signal(signal.SIGTERM, remember_to_stop)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    place = Place(Path(var))
    alive = Lock(place.home / way / "keeper.lock")
    alive.take()
    users = Lock(place.home / way / "users.lock")
    try:
        postgres, redis = start(place, way)
    except Exception as error:
        say(json.dumps(str(error) if isinstance(error, LauncherError) else repr(error)))
        return 1
    try:
        say("ready")
        watch(users, postgres, redis)
    finally:
        redis.stop()
        postgres.stop()
        # Both locks go with the process, and keeper.lock first: the kernel closes files in the order of
        # opening, so whoever gets users.lock finds no keeper.
    return 0


def start(place: Place, way: str) -> tuple[PostgreSQL, Redis]:
    """Starts both servers, prepares roles and database, and leaves their addresses in running.json."""
    programs = binaries(way, place)
    passwords = remembered_passwords(place, way)
    postgres = PostgreSQL(programs, place)
    redis = Redis(programs, place, passwords["redis"])
    try:
        postgres.create(passwords[ADMIN])
        postgres.start(passwords[ADMIN])
        admin = postgres.url(ADMIN, passwords[ADMIN], "postgres")
        roles.prepare(admin, database=DATABASE, passwords=passwords, makes_databases=True)
        start_redis(redis)
    except BaseException:
        redis.stop()
        postgres.stop()
        raise
    urls = {
        "DATABASE_URL": postgres.url(roles.APP, passwords[roles.APP]),
        "DATABASE_OWNER_URL": postgres.url(roles.OWNER, passwords[roles.OWNER]),
        "DATABASE_MAINTENANCE_URL": postgres.url(roles.MAINTENANCE, passwords[roles.MAINTENANCE]),
        "REDIS_URL": redis.url(),
    }
    write_private(place.home / way / "running.json", {"urls": urls, "admin": admin})
    return postgres, redis


def start_redis(redis: Redis, *, tries: int = 3) -> None:
    """Between choosing a free port and taking it, somebody else may take it."""
    for left in reversed(range(tries)):
        try:
            return redis.start()
        except LauncherError:
            if not left:
                raise
            redis.port = 0
    return None


def watch(users: Lock, postgres: PostgreSQL, redis: Redis) -> None:
    """Returns when nobody holds users.lock any more; starts a server again that ended by itself."""
    left = {"postgres": RESTARTS, "redis": RESTARTS}
    passwords = remembered_passwords(postgres.place, postgres.binaries.way)
    while not asked_to_stop and not users.try_take():
        if postgres.ended() and left["postgres"]:
            left["postgres"] -= 1
            postgres.start(passwords[ADMIN])
        if redis.ended() and left["redis"]:
            left["redis"] -= 1
            redis.start()
        time.sleep(LOOKS_EVERY)


def remembered_passwords(place: Place, way: str) -> dict[str, str]:
    """Passwords of the roles and of Redis, made once, readable by whoever runs the launcher alone."""
    path = place.home / way / "passwords.json"
    if not path.exists():
        names = (ADMIN, roles.OWNER, roles.APP, roles.MAINTENANCE, "redis")
        write_private(path, {name: new_password() for name in names})
    return json.loads(path.read_text())  # type: ignore[no-any-return]


def write_private(path: Path, content: object) -> None:
    """Writes JSON that only we can read, whole or not at all."""
    aside = path.with_suffix(".part")
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
    aside.rename(path)


def say(word: str) -> None:
    """Speaks to whoever started us and closes the line."""
    print(word, flush=True)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, sys.stdout.fileno())
    os.dup2(nothing, sys.stderr.fileno())


def remember_to_stop(signum: int, frame: FrameType | None) -> None:
    """SIGTERM: stop the servers although somebody may use them."""
    global asked_to_stop
    asked_to_stop = True
