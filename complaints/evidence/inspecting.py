"""Has a file looked at by `inspector`, in a process of its own: bounded in memory and time, without environment."""

import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO, cast

from complaints.evidence.kinds import NotTaken, Refusal
from complaints.vocabulary import FileKind

PATIENCE = 20.0  # seconds of waiting for one file
AT_ONCE = 2
"""Files one web process has looked at at the same time; others wait their turn."""
_SCRIPT = Path(__file__).with_name("inspector.py")
_turns = BoundedSemaphore(AT_ONCE)


def inspect(chunks: Iterable[bytes], kind: FileKind) -> None:
    """Raises `NotTaken` unless the content is one file of this kind. What is passed on is never on a disk."""
    with _turns:
        answer = _answer(chunks, kind)
    if answer == "ok":
        return
    # A process that was stopped by its limits, or fell, says nothing.
    raise NotTaken(Refusal(answer) if answer in Refusal.values else Refusal.HUGE)


def _answer(chunks: Iterable[bytes], kind: FileKind) -> str:
    child = subprocess.Popen(  # noqa: S603 - our own script, and one of our own words
        [sys.executable, "-E", "-s", "-P", "-B", str(_SCRIPT), kind.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's complaints quote the file
        env={},
        cwd="/",
        close_fds=True,
    )
    given, told = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    stop = Timer(PATIENCE, child.kill)
    stop.start()
    try:
        with suppress(BrokenPipeError):
            for chunk in chunks:
                given.write(chunk)
        with suppress(BrokenPipeError):
            given.close()
        return told.read(20).decode("ascii", "replace").strip()
    finally:
        stop.cancel()
        child.kill()
        child.wait()
        told.close()
