"""A private Redis (or Valkey) on a random loopback port with a password, keeping nothing on disk."""

import socket
import subprocess
from dataclasses import dataclass

from config.launcher.binaries import Binaries
from config.launcher.place import LauncherError, Place
from config.launcher.postgresql_server import tail
from config.launcher.processes import spawn, stop, wait_until

STARTS_WITHIN = 10  # seconds
STOPS_WITHIN = 1.5  # seconds; nothing to write
DATABASES = 64  # the demo takes 0, every test process one of the others


@dataclass
class Redis:
    """One server process. PostgreSQL is the queue, Redis only the doorbell: what is lost here is not lost."""

    binaries: Binaries
    place: Place
    password: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.log = self.place.way(self.binaries.way) / "redis.log"

    def url(self) -> str:
        """Address of database 0."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts and waits until it answers. The port stays the same when it is started again."""
        self.port = self.port or free_port()
        with self.log.open("ab") as log:
            self.process = spawn(
                [self.binaries.redis, str(self.configured())],
                output=log,
                cwd=str(self.place.home),
                **self.place.dropped(),
            )
        if not wait_until(lambda: self.ended() or self.answers(), seconds=STARTS_WITHIN) or self.ended():
            raise LauncherError(f"Redis does not start; the end of {self.log}:\n{tail(self.log)}")

    def configured(self) -> str:
        """Writes its configuration; the password belongs in a private file, not among the arguments."""
        path = self.place.directory(self.binaries.way, "redis") / "redis.conf"
        path.touch(mode=0o600)
        path.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndatabases {DATABASES}\n"
            f'dir {path.parent}\nsave ""\nappendonly no\ndaemonize no\nmaxmemory-policy noeviction\n'
        )
        self.place.give(path)
        return str(path)

    def answers(self) -> bool:
        """Whether it accepts our password."""
        import redis

        try:
            return bool(redis.from_url(self.url(), socket_connect_timeout=2, socket_timeout=2).ping())
        except redis.exceptions.RedisError:
            return False

    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Stops it."""
        if self.process:
            stop(self.process, patience=STOPS_WITHIN)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
