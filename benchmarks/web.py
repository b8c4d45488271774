"""A web server to measure, and what its processes cost."""

import os
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.launcher.demo import ENVIRONMENT, children
from config.launcher.place import CHECKOUT, Place
from config.launcher.processes import spawn, stop, wait_until

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Web:
    """A running server on loopback."""

    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        """Its worker processes, however deep."""
        found, waiting = [], [self.pid]
        while waiting:
            parent = waiting.pop()
            below = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            waiting += map(int, below)
            found += map(int, below)
        return [pid for pid in found if _threads(pid) > 1 or not _children(pid)]

    def cpu(self) -> float:
        """Seconds of processor time its workers have used."""
        total = 0
        for pid in self.workers:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory(self) -> float:
        """Megabytes of the largest worker, resident, shared pages included."""
        return (
            max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers) * PAGE / 1e6
        )

    def forget_peak(self) -> None:
        """From now on `peak` counts anew."""
        for pid in self.workers:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """Megabytes of the largest worker at its largest."""
        found = [
            re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in self.workers
        ]
        return max(int(one[1]) for one in found if one) * 1024 / 1e6


def _threads(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/task"))


def _children(pid: int) -> str:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().strip()


def free_port() -> int:
    """One nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def running(application: str, *, command: list[str] | None = None) -> Iterator[Web]:
    """A server with the very command of `make demo`, for another application where one is named."""
    port = free_port()
    words = command or [*next(c for c in children(str(port), Place.here()) if c.name == "web").command]
    words = [word.replace("{port}", str(port)) for word in words]
    words[-1] = application
    process = spawn(words, cwd=str(CHECKOUT), env={**os.environ, **ENVIRONMENT, "DEBUG": "0"})
    try:
        if not wait_until(lambda: _answers(port), seconds=120, pause=0.1):
            raise RuntimeError(f"{application} does not answer")
        yield Web(port, process.pid)
    finally:
        stop(process, patience=3)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
