"""Every test process works in a Redis database that nobody else uses."""

import os
import re

import redis

from config.launcher.sharing import Lock, Servers

HELD: list[Lock] = []  # locks, kept until the process ends


def own_redis(servers: Servers) -> None:
    """Points REDIS_URL to a free database, emptied; 0 belongs to the demo."""
    me = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if os.environ.get("PORTAL_TEST_PROCESS") == me:
        return  # a child of a test process shares its parent's
    address = os.environ["REDIS_URL"]
    last = int(str(redis.from_url(address).config_get("databases")["databases"])) - 1
    servers.place.home.mkdir(parents=True, exist_ok=True)
    for number in range(1, last + 1):
        lock = Lock(servers.place.home / f"redis-{number}.lock")
        if lock.try_take():
            HELD.append(lock)
            os.environ["REDIS_URL"] = re.sub(r"(?:/\d*)?$", f"/{number}", address, count=1)
            os.environ["PORTAL_TEST_PROCESS"] = me
            redis.from_url(os.environ["REDIS_URL"]).flushdb()
            return
        lock.close()
    raise SystemExit(f"All {last} Redis databases are in use by other test processes.")
