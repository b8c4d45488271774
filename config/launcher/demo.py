"""`make demo`: everything a visitor needs, started in order, watched, and stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from config.launcher import building
from config.launcher.environment import VENV
from config.launcher.place import CHECKOUT, LauncherError, Place
from config.launcher.processes import spawn, stop
from config.launcher.sharing import Lock, Servers, in_use

RESTARTS, WITHIN = 3, 60.0  # a child may be started again so often in so many seconds
ENVIRONMENT = {
    # Celery warns root about a danger of pickle, which we don't accept.
    "PYTHONWARNINGS": "ignore:::celery.platforms",
    # One heap for all threads, of which one at a time runs anyhow: 10 MB less a worker (docs/adr/0011-web-server.md).
    "MALLOC_ARENA_MAX": "1",
}
STATES = ("bh", "eg", "ma", "jo")
ROLES = (
    *("intake", "registry", "reviewer", "reviewer2", "supervisor", "nhri", "nhri2", "head"),
    *("liaison", "auditor", "admin", "admin2"),
)
OTHERS = [
    *("ombudsman@bh.demo", "analyst@region.demo", "admin@region.demo", "citizen@people.demo"),
    *("prisons-reviewer@ma.demo", "prisons-supervisor@ma.demo"),
    *("gendarmerie-reviewer@ma.demo", "gendarmerie-supervisor@ma.demo"),
]


@dataclass
class Child:
    """One of the demo's processes."""

    name: str
    command: Sequence[str]
    patience: float  # seconds between asking it to stop and ending it
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Starts it, or starts it again."""
        self.starts.append(time.monotonic())
        self.process = spawn(self.command, cwd=str(CHECKOUT), env=os.environ | ENVIRONMENT)

    def died(self) -> bool:
        """Whether it ended without being asked to."""
        return self.process is not None and self.process.poll() is not None

    def often(self) -> bool:
        """Whether starting it again has stopped being a remedy."""
        return len([start for start in self.starts if time.monotonic() - start < WITHIN]) > RESTARTS

    def stop(self) -> None:
        """Stops it and what it started."""
        if self.process and not stop(self.process, patience=self.patience):
            print(f"{self.name} did not stop within {self.patience:g} s and was ended.", file=sys.stderr)


def children(port: str, place: Place) -> list[Child]:
    """In the order in which they stop."""
    celery = [f"{VENV}/bin/celery", "--quiet", "-A", "config.celery"]
    # Each thread keeps a connection to PostgreSQL; granian's own default would allow 256 of them.
    size = ["--workers", "2", "--blocking-threads", "4"]
    web = [f"{VENV}/bin/granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, *size]
    schedule = ["--schedule", f"{place.var}/beat-schedule", "--pidfile", ""]
    worker = ["--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return [
        Child("web", [*web, "--log-level", "warning", "config.wsgi:application"], patience=2.0),
        Child("beat", [*celery, "beat", "--loglevel", "WARNING", *schedule], patience=1.0),
        Child("worker", [*celery, "worker", *worker], patience=3.0),
    ]


def run() -> int:
    """Returns when somebody stops it, or a child cannot be kept alive."""
    place = Place.here()
    port = os.environ.get("PORT", "8000")
    os.environ.update(DEMO="1", DJANGO_SETTINGS_MODULE="config.settings.base", PYTHONUNBUFFERED="1")
    place.var.mkdir(parents=True, exist_ok=True)
    alone = Lock(place.var / "demo.lock")
    if not alone.try_take():
        raise LauncherError("`make demo` is already running in this checkout.")
    stopping = Stopping()
    for name, build in BUILDS:
        say(name)
        build()
    say("PostgreSQL and Redis")
    with in_use() as servers:
        for name, step in STEPS:
            say(name)
            step(servers)
        supervise(children(port, place), port, stopping)
    say("stopped")
    return stopping.status


def migrate(servers: Servers) -> None:
    """Brings the schema up to date, as its owner."""
    once(servers, "migrated", lambda: building.manage("migrate", "--database", "owner", "-v0"))


def load(servers: Servers) -> None:
    """The 22 states, the plan and invented cases. The command may be repeated; it isn't, to start quickly."""
    if building.command_exists("load_demo"):
        once(servers, "demo-loaded", lambda: building.manage("load_demo"))


def once(servers: Servers, name: str, make: Callable[[], None]) -> None:
    """Does something once for the data and the migrations at hand; always, where the servers aren't ours."""
    if servers.way == "given":
        make()
    else:
        building.when_changed(servers.place.way(servers.way) / f"{name}.stamp", building.migrations(), make)


BUILDS = (
    ("Translations", building.messages),
    ("Fonts", building.fonts),
    ("Static files", building.static_files),
    ("Forms on paper", building.printed_forms),
)
STEPS = (
    ("Schema", migrate),
    ("Demo data", load),
)


class Stopping:
    """Remembers that somebody wants us to stop. Until the children run, a signal ends the step at hand."""

    def __init__(self) -> None:
        self.asked = self.patient = False
        self.status = 0
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self.ask)

    def ask(self, signum: int, frame: FrameType | None) -> None:
        """Signal handler. A second Ctrl-C while we are stopping changes nothing."""
        repeated, self.asked = self.asked, True
        if not self.patient and not repeated:
            raise KeyboardInterrupt


def supervise(children: list[Child], port: str, stopping: Stopping) -> None:
    """Starts the children, starts again who dies, stops all of them in order."""
    stopping.patient = True
    try:
        for child in () if stopping.asked else children:
            child.start()
        print(welcome(port), flush=True)
        while not stopping.asked:
            time.sleep(0.1)
            for child in children:
                if child.died() and not stopping.asked and not revive(child):
                    stopping.asked, stopping.status = True, 1
    finally:
        stopping.asked = True
        say("stopping web, beat, worker, Redis, PostgreSQL …")
        for child in children:
            child.stop()


def revive(child: Child) -> bool:
    """Starts a dead child again; False when it dies too often."""
    status = child.process.returncode if child.process else None
    if child.often():
        print(
            f"{child.name} ended (status {status}) {RESTARTS + 1} times within a minute; giving up.",
            file=sys.stderr,
        )
        return False
    print(f"{child.name} ended (status {status}); starting it again.", file=sys.stderr, flush=True)
    child.start()
    return True


def welcome(port: str) -> str:
    """Where to look and as whom. Passkeys need `localhost`, not an IP address."""
    accounts = "\n".join(
        f"  {state}:  " + " ".join(f"{role}@{state}.demo" for role in ROLES) for state in STATES
    )
    return (
        f"\n  http://localhost:{port}/ar/\n  http://localhost:{port}/en/\n"
        f"\nDemo accounts, password demo-only:\n{accounts}\n  also: {' '.join(OTHERS)}\n"
        "\nCtrl-C stops everything.\n"
    )


def say(step: str) -> None:
    """One line a step."""
    print(f"· {step}", flush=True)
