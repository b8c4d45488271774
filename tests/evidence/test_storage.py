"""Files on disk: encrypted, whole or not at all, and gone when nobody sends them."""

import errno
import os
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from common import storage
from common.boxes import Tampered, new_key


@pytest.fixture
def root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def stored(content, piece=10_000):
    writer = storage.Writer()
    for start in range(0, len(content), piece):
        writer.write(content[start : start + piece])
    return writer.close()


def everything(root):
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "size", [0, 1, storage.CHUNK - 1, storage.CHUNK, storage.CHUNK + 1, 3 * storage.CHUNK, 300_000]
)
def test_what_was_written_is_read(root, size):
    content = os.urandom(size)
    found = stored(content)
    assert b"".join(storage.read(found.name, found.key)) == content
    assert (root / "spool" / found.name).stat().st_size == found.size


def test_sizes_are_told_in_steps(root):
    assert stored(b"a").size == stored(b"a" * 60_000).size
    assert stored(b"a" * 60_000).size < stored(b"a" * 70_000).size


def test_nothing_lies_there_in_clear(root):
    stored("الكلمة السرية".encode() * 20_000)
    (file,) = everything(root)
    assert "السرية".encode() not in file.read_bytes()


@pytest.mark.parametrize("harm", ["cut", "cut at a chunk", "longer", "changed", "swapped", "suite"])
def test_a_harmed_file_is_refused(root, harm):
    found = stored(os.urandom(3 * storage.CHUNK))
    path = root / "spool" / found.name
    data, step = path.read_bytes(), storage.CHUNK + 17
    path.write_bytes(
        {
            "cut": data[:-1],
            "cut at a chunk": data[:-step],
            "longer": data + b"x",
            "changed": data[:100_000] + bytes([data[100_000] ^ 1]) + data[100_001:],
            "swapped": data[:25]
            + data[25 + step : 25 + 2 * step]
            + data[25 : 25 + step]
            + data[25 + 2 * step :],
            "suite": b"\x02" + data[1:],
        }[harm]
    )
    with pytest.raises(Tampered):
        list(storage.read(found.name, found.key))


def test_neither_another_key_nor_another_name_opens_it(root):
    one, other = stored(b"one"), stored(b"other")
    with pytest.raises(Tampered):
        list(storage.read(one.name, new_key()))
    shutil.copy(root / "spool" / one.name, root / "spool" / other.name)
    with pytest.raises(Tampered):
        list(storage.read(other.name, one.key))


def test_below_a_tenth_of_free_disk_nothing_is_taken(root, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=100, free=9))
    with pytest.raises(storage.NoRoom):
        storage.Writer()
    assert everything(root) == []


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_disk_that_fails_leaves_nothing(root, monkeypatch, call):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("pathlib.Path.rename" if call == "rename" else f"os.{call}", full)
    with pytest.raises(storage.NoRoom):
        stored(os.urandom(200_000))
    assert everything(root) == []


def test_the_sweep_tells_who_waits_too_long(root):
    old, new = stored(b"old"), stored(b"new")
    unfinished = storage.Writer()
    past = (timezone.now() - timedelta(hours=30)).timestamp()
    for name in (old.name, f"{unfinished.name}.part"):
        os.utime(root / "spool" / name, (past, past))
    before = timezone.now() - timedelta(hours=25)
    assert list(storage.leftovers(before=before)) == [old.name]
    assert {path.name for path in everything(root)} == {old.name, new.name}


def test_a_kept_file_stays_when_its_spool_name_goes(root):
    found = stored(b"kept")
    storage.keep(found.name)
    storage.keep(found.name)  # a first transaction failed
    storage.release(found.name)
    assert not storage.waits(found.name)
    assert b"".join(storage.read(found.name, found.key)) == b"kept"
    storage.forget(found.name)
    assert everything(root) == []
    with pytest.raises(storage.Gone):
        storage.keep(found.name)
