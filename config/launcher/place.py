"""Where the servers of this checkout keep their data, and as whom they run.

PostgreSQL refuses to run as root. Where root's checkout is closed to the unprivileged user, the data lie
under /var/lib, with a pointer in `var/`.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 107  # bytes; sun_path in sockaddr_un holds 108 with its closing zero
SOCKET_NAME = ".s.PGSQL.5432"


class LauncherError(Exception):
    """Something the person at the keyboard must know or do; printed without a traceback."""


def traversable(path: Path) -> Path:
    """A directory that the servers' user may pass through, whatever the umask says."""
    path.mkdir(parents=True, exist_ok=True)
    if path.stat().st_uid == os.geteuid():
        path.chmod(0o755)
    return path


@dataclass(frozen=True)
class Place:
    """The `var/` directory of a checkout and what the launcher keeps in it."""

    var: Path

    @classmethod
    def here(cls) -> "Place":
        """`var/` of this checkout, or PORTAL_VAR where a test wants its own."""
        return cls(Path(os.environ.get("PORTAL_VAR") or CHECKOUT / "var").resolve())

    @cached_property
    def user(self) -> pwd.struct_passwd | None:
        """Whom root becomes for the servers; nobody in particular when we aren't root."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise LauncherError(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody."
        )

    @property
    def pointer(self) -> Path:
        """Names the directory under /var/lib, where one was needed."""
        return self.var / "servers.at"

    @cached_property
    def home(self) -> Path:
        """Directory of the servers' data, traversable by whoever runs them."""
        traversable(self.var)
        if self.pointer.exists():
            home = Path(self.pointer.read_text().strip())
        elif self.reachable(self.var):
            home = self.var / "servers"
        else:
            mark = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
            home = Path("/var/lib") / f"complaints-portal-{mark}"
            self.pointer.write_text(f"{home}\n")
        return traversable(home)

    def reachable(self, path: Path, *, how: str = "-x") -> bool:
        """Whether the servers' user gets to a path; asked of the kernel, not guessed from modes."""
        if not self.user:
            return os.access(path, os.X_OK)
        return subprocess.run(["test", how, str(path)], **self.dropped()).returncode == 0

    def dropped(self) -> dict[str, Any]:
        """Arguments for subprocess that leave root behind."""
        if not self.user:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def way(self, way: str) -> Path:
        """Everything that one way keeps: records, passwords, data."""
        return traversable(self.home / way)

    def directory(self, way: str, name: str) -> Path:
        """A private directory of the servers' user."""
        path = self.way(way) / name
        path.mkdir(mode=0o700, exist_ok=True)
        self.give(path)
        return path

    def give(self, path: Path) -> None:
        """Makes the servers' user the owner."""
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def sockets(self, way: str) -> Path:
        """A private directory whose socket path the kernel accepts; one in /tmp where ours is too long."""
        path = self.way(way) / "run"
        if len(os.fsencode(path / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return self.directory(way, "run")
        short = Path(tempfile.mkdtemp(prefix="portal-"))
        self.give(short)
        return short

    def clean(self) -> None:
        """Removes `var/` and, where there is one, the directory it points to."""
        if self.pointer.exists():
            shutil.rmtree(self.pointer.read_text().strip(), ignore_errors=True)
        shutil.rmtree(self.var, ignore_errors=True)
