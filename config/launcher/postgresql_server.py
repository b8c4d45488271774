"""A private PostgreSQL: one cluster per way, reached over a socket in a private directory with passwords."""

import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from config.launcher.binaries import Binaries
from config.launcher.place import LauncherError, Place
from config.launcher.processes import spawn, stop, wait_until

DATABASE = "portal"
ADMIN = "portal_admin"
STARTS_WITHIN = 40  # seconds; recovery after a power cut included
STOPS_WITHIN = 4.0  # seconds


@dataclass
class PostgreSQL:
    """One server process on one data directory."""

    binaries: Binaries
    place: Place
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.data = self.place.way(self.binaries.way) / f"postgres-{self.binaries.major}"
        self.log = self.place.way(self.binaries.way) / "postgres.log"
        self.sockets = self.place.sockets(self.binaries.way)

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """Address for psycopg and for the settings; the socket directory goes into the query."""
        return f"postgresql://{role}:{quote(password)}@/{database}?" + urlencode({"host": str(self.sockets)})

    def create(self, password: str) -> None:
        """initdb, once. Made aside and renamed, so that an interrupted one is not taken for a cluster."""
        if self.data.exists():
            return
        aside = self.data.with_suffix(".part")
        shutil.rmtree(aside, ignore_errors=True)
        self.place.directory(self.binaries.way, aside.name)
        told = self.place.directory(self.binaries.way, "run") / "password"
        told.touch(mode=0o600)
        told.write_text(password)
        self.place.give(told)
        try:
            self.initialise(aside, told)
        finally:
            told.unlink()
        aside.rename(self.data)

    def initialise(self, directory: Path, password_file: Path) -> None:
        """Runs initdb. C.UTF-8 is the one locale that every PostgreSQL has."""
        done = subprocess.run(
            [
                f"{self.binaries.postgres}/initdb", "-D", directory, "-U", ADMIN,
                "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password_file}",
            ],
            capture_output=True, cwd=self.place.home, **self.place.dropped(),
        )  # fmt: skip
        if done.returncode:
            raise LauncherError(f"initdb failed: {done.stderr.decode(errors='replace').strip()}")

    def start(self, password: str) -> None:
        """Starts and waits until it answers the administrator."""
        wait_until(self.predecessor_is_gone, seconds=STARTS_WITHIN)
        with self.log.open("ab") as log:
            self.process = spawn(
                [f"{self.binaries.postgres}/postgres", "-D", str(self.data), *self.settings()],
                output=log, cwd=str(self.place.home), farewell=signal.SIGINT, **self.place.dropped(),
            )  # fmt: skip
        if (
            not wait_until(lambda: self.ended() or self.answers(password), seconds=STARTS_WITHIN)
            or self.ended()
        ):
            raise LauncherError(f"PostgreSQL does not start; the end of {self.log}:\n{tail(self.log)}")

    def predecessor_is_gone(self) -> bool:
        """Whether no server of a killed keeper works on our data any more; one that does is asked to end."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            if str(self.data) not in Path(f"/proc/{pid}/cmdline").read_text():
                return True
            os.kill(pid, signal.SIGINT)
        except (OSError, ValueError, IndexError):
            return True
        return False

    def settings(self) -> list[str]:
        """Command-line settings: no network, our socket directory, UTC."""
        given = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_connections": "200",
            # A demo on a laptop: an SSD, and tests that write much and keep little.
            "random_page_cost": "1.1",
            "max_wal_size": "2GB",
        }
        return [word for name, value in given.items() for word in ("-c", f"{name}={value}")]

    def answers(self, password: str) -> bool:
        """Whether a connection succeeds."""
        import psycopg

        try:
            psycopg.connect(self.url(ADMIN, password, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, a checkpoint is written."""
        if self.process:
            stop(self.process, with_signal=signal.SIGINT, patience=STOPS_WITHIN)
        if self.sockets.parent != self.place.way(self.binaries.way):
            shutil.rmtree(self.sockets, ignore_errors=True)


def new_password() -> str:
    """256 bits, safe in a URL."""
    return secrets.token_hex(32)


def tail(log: Path, *, lines: int = 12) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if os.path.exists(log) else ""
