"""Child processes that neither outlive their parent nor hang on stopping."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

PR_SET_PDEATHSIG = 1


def dies_with_parent(with_signal: int, *, parent: int | None = None) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the signal when the parent is gone, however it went."""
    parent = parent or os.getpid()

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, with_signal)
            if os.getppid() != parent:  # it died between fork and prctl
                os.kill(os.getpid(), with_signal)

    return ask


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: str | None = None,
    output: IO[Any] | int | None = None,
    farewell: int = signal.SIGTERM,
    **who: Any,
) -> subprocess.Popen[bytes]:
    """Starts a child in a session of its own, so that Ctrl-C reaches it only through us, in our order."""
    return subprocess.Popen(
        list(command),
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        preexec_fn=dies_with_parent(farewell),
        **who,
    )


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, patience: float) -> bool:
    """Asks a child to end and after `patience` seconds ends what is left of it. True when it obeyed."""
    if process.poll() is None:
        process.send_signal(with_signal)
    try:
        process.wait(patience)
        obeyed = True
    except subprocess.TimeoutExpired:
        obeyed = False
    end_session(process.pid)
    process.wait(5)
    return obeyed


def end_session(leader: int) -> None:
    """Kills whatever a child left behind in its process group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def wait_until(ready: Callable[[], bool], *, seconds: float, pause: float = 0.03) -> bool:
    """Polls a condition; False when the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
