"""Files on disk, always encrypted: written in chunks under random names, whole or not at all.

Format (docs/adr/0017): suite byte, the 24-byte header of libsodium's secretstream (XChaCha20-Poly1305), then
chunks of 64 KB of plaintext and 17 bytes more each. The last chunk is marked as the last and padded like the
others, so that a file cut short is refused and its length tells its size in steps of 64 KB alone. Each file
has a key of its own, which is never on this disk, and opens under its own name only.

A file waits in `spool/` until something refers to it; then it stands in `kept/` as well, and leaves the spool
once that is committed. What is found in the spool late is left over from one or the other.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
)
from nacl.exceptions import CryptoError

from common.boxes import SUITE, Tampered, new_key

CHUNK = 64 * 1024
"""Bytes of plaintext encrypted at a time: all of a file that is ever in memory here."""
FREE_SHARE = 0.10
"""Of the disk; below it no file is taken, so that words still are."""
_HEADER, _OVERHEAD = 24, 17  # bytes
_MESSAGE, _FINAL = 0, 3  # libsodium's tags
_PART = ".part"


class NoRoom(Exception):
    """The disk is full, or nearly, or does not write."""


class Gone(Exception):
    """No file of this name waits here any more."""


class Stored(NamedTuple):
    """A file that was written: its random name, its key, and what may be said of it in clear."""

    name: str
    key: bytes
    digest: str  # SHA-256 of what is on disk, hexadecimal
    size: int  # bytes on disk


def promised() -> tuple[str, bytes]:
    """Name and key of a file that somebody else will write: who seals the key need not see the file."""
    return secrets.token_hex(16), new_key()


def has_room() -> bool:
    """Whether files may be taken."""
    disk = shutil.disk_usage(_folder())
    return disk.free >= FREE_SHARE * disk.total


class Writer:
    """A file being encrypted into the spool. Until `close` it has a name that nobody reads."""

    def __init__(self, *, name: str = "", key: bytes = b"") -> None:
        """Under a new name and key, or under those of `promised`, whose key was sealed before.

        Raises `NoRoom`, as do the other methods; then nothing of the file is left.
        """
        self.name, self.key = name or secrets.token_hex(16), key or new_key()
        self._state = crypto_secretstream_xchacha20poly1305_state()
        self._rest, self._hash, self._size, self._file = bytearray(), hashlib.sha256(), 0, -1
        with self._or_nothing():
            if not has_room():
                raise NoRoom
            self._part = _folder("spool") / f"{self.name}{_PART}"
            self._file = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._put(SUITE + crypto_secretstream_xchacha20poly1305_init_push(self._state, self.key))

    def write(self, data: bytes) -> None:
        """Encrypt more of the file."""
        self._rest += data
        with self._or_nothing():
            while len(self._rest) > CHUNK:
                self._push(bytes(self._rest[:CHUNK]), _MESSAGE)
                del self._rest[:CHUNK]

    def close(self) -> Stored:
        """Finish the file: first its bytes on the disk, then its name, then the folder that lists it."""
        with self._or_nothing():
            padded = bytes(self._rest) + b"\x80"
            if len(padded) > CHUNK:
                self._push(padded[:CHUNK], _MESSAGE)
                padded = padded[CHUNK:]
            self._push(padded.ljust(CHUNK, b"\x00"), _FINAL)
            os.fsync(self._file)
            os.close(self._file)
            self._file = -1
            self._part.rename(self._part.with_suffix(""))
            _settle(self._part.parent)
        return Stored(self.name, self.key, self._hash.hexdigest(), self._size)

    def discard(self) -> None:
        """Leave nothing of the file, finished or not."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        if hasattr(self, "_part"):
            self._part.unlink(missing_ok=True)
            self._part.with_suffix("").unlink(missing_ok=True)

    def _push(self, chunk: bytes, tag: int) -> None:
        self._put(crypto_secretstream_xchacha20poly1305_push(self._state, chunk, self.name.encode(), tag))

    def _put(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self._hash.update(data)
        self._size += len(data)

    @contextmanager
    def _or_nothing(self) -> Iterator[None]:
        try:
            yield
        except NoRoom:
            raise
        except OSError as error:
            self.discard()
            raise NoRoom from error


def read(name: str, key: bytes, *, bound: str = "") -> Iterator[bytes]:
    """The plaintext of a file, a chunk at a time. Raises `Gone`, and `Tampered` where a chunk was changed.

    `bound` is the name it was written under, where it stands under another one now (`copy`, `put`). Whoever
    may not pass on half a file reads it to its end before.
    """
    path = next((path for path in (_kept(name), _spooled(name)) if path.exists()), None)
    if path is None:
        raise Gone
    with path.open("rb") as file:
        if file.read(1) != SUITE:
            raise Tampered
        state = crypto_secretstream_xchacha20poly1305_state()
        tag = _MESSAGE
        try:
            crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(_HEADER), key)
            while tag != _FINAL:
                box = file.read(CHUNK + _OVERHEAD)
                chunk, tag = crypto_secretstream_xchacha20poly1305_pull(state, box, (bound or name).encode())
                yield _unpadded(chunk) if tag == _FINAL else chunk
        except (CryptoError, ValueError) as error:
            raise Tampered from error
        if file.read(1):
            raise Tampered


def _unpadded(chunk: bytes) -> bytes:
    marked = chunk.rstrip(b"\x00")
    if not marked.endswith(b"\x80"):
        raise Tampered
    return marked[:-1]


def waits(name: str) -> bool:
    """Whether a file of this name is in the spool."""
    return _spooled(name).exists()


def keep(name: str) -> None:
    """Let a spooled file stand among those that rows refer to. Raises `Gone`, `NoRoom`.

    Call it inside the transaction that writes the row, and `release` after the commit. Where the transaction
    fails both names remain, and `leftovers` finds them.
    """
    try:
        os.link(_spooled(name), _kept(name))
        _settle(_kept(name).parent)
    except FileExistsError:
        return  # a transaction that failed was here before
    except FileNotFoundError as error:
        raise Gone from error
    except OSError as error:
        raise NoRoom from error


def copy(name: str) -> str:
    """Let the same encrypted bytes wait under another random name; whoever opens them says `bound`. Raises `Gone`,
    `NoRoom`."""
    new = secrets.token_hex(16)
    try:
        os.link(_kept(name), _spooled(new))
        _settle(_folder("spool"))
    except FileNotFoundError as error:
        raise Gone from error
    except OSError as error:
        raise NoRoom from error
    return new


def encrypted(name: str) -> bytes:
    """A kept file as it lies on the disk, for carrying it elsewhere. Raises `Gone`."""
    try:
        return _kept(name).read_bytes()
    except FileNotFoundError as error:
        raise Gone from error


def put(content: bytes) -> str:
    """Let encrypted bytes that came from elsewhere wait under a random name. Raises `NoRoom`."""
    new = secrets.token_hex(16)
    part = _folder("spool") / f"{new}{_PART}"
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(_spooled(new))
        _settle(_folder("spool"))
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NoRoom from error
    return new


def release(name: str) -> None:
    """A row refers to the file: it waits no more."""
    _spooled(name).unlink(missing_ok=True)


def forget(name: str) -> None:
    """Remove a file that nothing refers to."""
    _kept(name).unlink(missing_ok=True)
    _spooled(name).unlink(missing_ok=True)


def leftovers(*, before: datetime) -> Iterator[str]:
    """Names of the files that wait since before then; what was never finished is removed on the way."""
    for path in list(_folder("spool").iterdir()):
        try:
            waits = path.stat().st_mtime < before.timestamp()
        except FileNotFoundError:
            continue
        if waits and path.suffix == _PART:
            path.unlink(missing_ok=True)
        elif waits:
            yield path.name


def _spooled(name: str) -> Path:
    return _folder("spool") / name


def _kept(name: str) -> Path:
    return _folder("kept", name[:2]) / name


def _folder(*below: str) -> Path:
    folder: Path = settings.FILES_ROOT.joinpath(*below)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _settle(folder: Path) -> None:
    """A new name is on the disk once the folder that lists it is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
