"""Has a file looked at by `inspector`, or copied by `cleaner`, each in a process of its own: bounded in memory and
time, without environment."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO, cast

from complaints.evidence.kinds import NotTaken, Refusal
from complaints.vocabulary import FileKind

PATIENCE = 20.0  # seconds of waiting for one file
PATIENCE_FOR_A_COPY = 40.0
AT_ONCE = 2
"""Files one web process has looked at at the same time; others wait their turn."""
LARGEST_COPY = 200_000_000  # bytes
_CONFINED = Path(__file__).with_name("confined.py")
_INSPECTOR = Path(__file__).with_name("inspector.py")
_CLEANER = Path(__file__).with_name("cleaner.py")
_MADE = re.compile(rb"ok (?P<kind>\w+) (?P<size>\d+)\n")
_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file without what it told of its maker. Its kind may be another one."""

    kind: FileKind
    content: bytes = field(repr=False)


def inspect(chunks: Iterable[bytes], kind: FileKind) -> None:
    """Raises `NotTaken` unless the content is one file of this kind. What is passed on is never on a disk."""
    with _turns, _asked(_INSPECTOR, chunks, kind, patience=PATIENCE) as told:
        answer = told.read(20)
    if answer.strip() != b"ok":
        raise _not_taken(answer)


def cleaned(chunks: Iterable[bytes], kind: FileKind) -> Copy:
    """A copy of a file that was let in. Raises `NotTaken` where none can be made; what `chunks` raises, too."""
    with _turns, _asked(_CLEANER, chunks, kind, patience=PATIENCE_FOR_A_COPY) as told:
        head = told.readline(40)
        made = _MADE.fullmatch(head)
        if made is None or (size := int(made["size"])) > LARGEST_COPY:
            raise _not_taken(head)
        content = told.read(size)
    if len(content) != size:  # it was stopped on the way
        raise NotTaken(Refusal.HUGE)
    return Copy(FileKind(made["kind"].decode()), content)


def _not_taken(answer: bytes) -> NotTaken:
    """A process that was stopped by its limits, or fell, says nothing."""
    word = answer.decode("ascii", "replace").strip()
    return NotTaken(Refusal(word) if word in Refusal.values else Refusal.HUGE)


@contextmanager
def _asked(script: Path, chunks: Iterable[bytes], kind: FileKind, *, patience: float) -> Iterator[IO[bytes]]:
    """What a script says of a file, to be read; then nothing is left of its process."""
    child = subprocess.Popen(  # noqa: S603 - our own scripts, and one of our own words
        [sys.executable, "-E", "-s", "-P", "-B", str(_CONFINED), str(script), kind.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's complaints quote the file
        env={},
        cwd="/",
        close_fds=True,
    )
    given, told = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    stop = Timer(patience, child.kill)
    stop.start()
    try:
        with suppress(BrokenPipeError):
            for chunk in chunks:
                given.write(chunk)
        with suppress(BrokenPipeError):
            given.close()
        yield told
    finally:
        stop.cancel()
        child.kill()
        child.wait()
        told.close()
