"""What the system must have, and how it gets there: by apt as root or with sudo, else by one printed line."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from config.launcher.place import LauncherError


@dataclass(frozen=True)
class Need:
    """A Debian package and how to see that what it brings is there, however it came."""

    package: str
    there: Callable[[], bool]


def library(name: str) -> Callable[[], bool]:
    """Whether the dynamic linker finds a shared library."""

    def there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return there


def program(*names: str) -> Callable[[], bool]:
    """Whether one of some programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def venv_possible() -> bool:
    """Whether a virtual environment can be made: by uv, or with ensurepip, which Debian packs apart."""
    return bool(shutil.which("uv") or importlib.util.find_spec("ensurepip"))


SITE = (
    Need("libpango-1.0-0", library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
    Need("libmagic1", library("libmagic.so.1")),
    Need("gettext", program("msgfmt")),
    Need("poppler-utils", program("pdftotext")),
    Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", venv_possible),
)
BROWSER = Need("chromium", program("chromium", "chromium-browser", "google-chrome"))
# The same without windows of its own: a page opens in a third of the time. Tests do without where it is missing.
FAST_BROWSER = Need("chromium-headless-shell", program("chromium-headless-shell"))


def provide(needs: Iterable[Need], *, optional: bool = False) -> None:
    """Installs what is missing. Without the right or the network to do so, says what to type."""
    packages = [need.package for need in needs if not need.there()]
    if not packages:
        return
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    before = privilege()
    if before is not None and shutil.which("apt-get"):
        print(f"Installing {', '.join(packages)} …", flush=True)
        if installed(before, packages):
            return
    if not optional:
        raise LauncherError(f"Please run this as root, then the same make again:\n  {line}")
    print(f"Not installed: {', '.join(packages)}. As root: {line}", file=sys.stderr)


def privilege() -> list[str] | None:
    """What to put before apt-get; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and (
        sys.stdin.isatty() or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    ):
        return ["sudo"]
    return None


def installed(before: list[str], packages: list[str]) -> bool:
    """Runs apt-get; False when it failed."""
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # An unreachable extra source must not stop us; the install tells whether it mattered.
    subprocess.run([*quiet, "update"])
    return subprocess.run([*quiet, "install", "-y", "--no-install-recommends", *packages]).returncode == 0
