"""The steps of the Makefile: what each needs on the machine and in .venv, and what it then runs."""

import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from config.launcher import environment, machine
from config.launcher.place import CHECKOUT, LauncherError, Place


@dataclass(frozen=True)
class Task:
    """A step of the Makefile."""

    packages: tuple[str, ...]
    browser: bool
    run: Callable[[list[str]], int]


def demo(arguments: list[str]) -> int:
    """The whole site, until Ctrl-C."""
    from config.launcher import demo

    return demo.run()


def test(arguments: list[str]) -> int:
    """The whole suite, or what the arguments name."""
    # Each process takes one stretch of the suite, and from the other's end when it is through: what a package
    # or a module of tests has made for itself is then made once.
    return python("-m", "pytest", *(arguments or ["-n", "auto", "--dist", "worksteal"]))


def check(arguments: list[str]) -> int:
    """Everything that can be said without running the site."""
    from config.launcher import checks

    return checks.run(arguments)


def bench(arguments: list[str]) -> int:
    """Measurements as a table, and as JSON in var/bench/."""
    return python("-m", "benchmarks", *arguments)


def screenshots(arguments: list[str]) -> int:
    """A contact sheet of every page type in var/screenshots/."""
    return python("-m", "tests.screenshots", *arguments)


def faults(arguments: list[str]) -> int:
    """Broken brokers, killed workers, full disks, thousands of requests that nobody would make."""
    os.environ["FAULTS"] = "1"  # what takes minutes is collected too
    os.environ.setdefault("FAULT_RENDERS", "200")  # the suite kills a few
    return python("-m", "pytest", "tests/faults", *arguments)


def clean(arguments: list[str]) -> int:
    """Removes what the launcher keeps: data, secrets, built files. .venv stays."""
    from config.launcher.sharing import kept

    place = Place.here()
    for way in ("system", "wheels"):
        if (place.home / way / "keeper.lock").exists() and kept(place, way):
            raise LauncherError("The servers are in use; stop `make demo` first.")
    place.clean()
    return 0


TASKS = {
    "demo": Task(environment.BASE, browser=False, run=demo),
    "test": Task(environment.DEV, browser=True, run=test),
    "check": Task(environment.DEV, browser=False, run=check),
    "bench": Task(environment.DEV, browser=False, run=bench),
    "screenshots": Task(environment.DEV, browser=True, run=screenshots),
    "faults": Task(environment.DEV, browser=False, run=faults),
}


def run(name: str, arguments: list[str]) -> int:
    """Provides what a step needs, goes into .venv, runs it."""
    if name == "clean":
        return clean(arguments)
    task = TASKS[name]
    machine.provide(machine.SITE)
    if task.browser:
        machine.provide([machine.BROWSER], optional=os.environ.get("CI") != "true")
        machine.provide([machine.FAST_BROWSER], optional=True)
    environment.provide(task.packages)
    environment.enter()
    follow_make()
    return task.run(arguments)


def follow_make() -> None:
    """Should `make` be killed, we hear of it; the recipe's exec made us its child."""
    if "MAKELEVEL" in os.environ:
        from config.launcher.processes import dies_with_parent

        dies_with_parent(signal.SIGTERM, parent=os.getppid())()


def python(*arguments: str) -> int:
    """Runs a module of .venv in the checkout, with what it serves built."""
    from config.launcher import building

    building.messages()
    building.fonts()
    building.static_files()
    return subprocess.run([environment.PYTHON, *arguments], cwd=CHECKOUT).returncode
