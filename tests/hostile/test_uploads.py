"""Hostile uploads: none taken, none served raw, none brings a process down or swells it.

Figures 7 and 13 of the trust chapter: 300 hostile files; a full disk and 100 uploads.
"""

import errno
import gzip
import os
import random
import shutil
import subprocess
import sys
import zlib
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.cache import cache

from common import tenancy
from complaints.evidence import confined, inspector
from complaints.evidence.inspecting import inspect
from complaints.evidence.kinds import NotTaken
from complaints.models import Complaint, Evidence
from complaints.vocabulary import FileKind
from tests.evidence.conftest import on_disk, removers, root, tokens, upload  # noqa: F401
from tests.evidence.samples import MAKERS, archive, box, movie, ogg, page, pdf, picture, sample
from tests.intake.conftest import amal, client  # noqa: F401
from tests.intake.test_secrecy import everything_stored

LARGEST = 300 * 2**20  # bytes resident
FOREIGN = {
    "page": b"<!DOCTYPE html><html><script>fetch('//evil')</script></html>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "script": b"<?php system($_GET['c']); ?>",
    "zip": archive(),
    "jar": archive(**{"META-INF/MANIFEST.MF": "Main-Class: X"}),
    "rar": b"Rar!\x1a\x07\x01\x00" + b"\0" * 64,
    "7z": b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 64,
    "office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction 2 0 R>>endobj\n%%EOF",
}
RAW = {
    **FOREIGN,
    "docx": archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}),
    "gzip": gzip.compress(b"x" * 5000),
    "program": b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    "windows": b"MZ" + b"\0" * 58 + b"\x80\0\0\0" + b"\0" * 64 + b"PE\0\0" + b"\0" * 200,
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "zeros": b"\0" * 5000,
    "rtf": b"{\\rtf1 hello}",
}


def png_of(width, height, body=b""):
    """A picture whose header says more than its body holds."""
    frame = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\0\0\0"

    def chunk(kind, content):
        return (
            len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", frame)
        + chunk(b"IDAT", zlib.compress(body, 9))
        + chunk(b"IEND", b"")
    )


def bombs():
    deep = b"".join(b"[" for _ in range(100_000))
    yield "png", png_of(60_000, 60_000, b"\0" * 5_000_000)
    yield "png", png_of(2**31 - 1, 2**31 - 1)
    yield "png", png_of(6_000, 6_000)
    yield "jpeg", picture("JPEG").replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff", 1)
    yield "pdf", b"%PDF-1.7\n1 0 obj\n" + deep + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    yield "mp4", box(b"ftyp", b"isom\0\0\0\1isom") + b"\0\0\0\1moov" + b"\xff" * 8
    yield "mp4", box(b"ftyp", b"isom\0\0\0\1isom") + box(b"moov", b"\0\0\0\0trak" * 1000)
    yield "ogg", page(b"OpusHead", 2) * 3 + b"OggS\0" + b"\0" * 21 + b"\xff" + b"\xff" * 255
    yield "mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\0" * 4000
    yield "heic", box(b"ftyp", b"heic\0\0\0\0heic") + box(b"meta", b"\xff" * 3000)


def hostile():
    """Kind it pretends to be, and what it is."""
    chance = random.Random(7)
    for kind in MAKERS:
        honest = sample(kind)
        if kind != "text":
            for foreign in FOREIGN.values():  # behind it, before it, within it
                yield kind, honest + foreign
                yield kind, foreign + honest
                yield kind, honest[:20] + foreign + honest[20:]
        for raw in RAW.values():  # under its name
            if not (kind == "pdf" and raw == FOREIGN["pdf"]):
                yield kind, raw
    yield from bombs()
    yield "pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    yield "pdf", pdf(lambda one: one.attachments.__setitem__("a.exe", b"MZ"))
    yield "ogg", ogg(FOREIGN["page"])
    yield "mp4", movie(body=FOREIGN["zip"])
    for kind in ("png", "mp4", "m4a", "ogg", "heic"):  # broken structure
        for _ in range(4):
            yield kind, sample(kind)[: chance.randrange(9, len(sample(kind)) - 9)]


def test_hundreds_of_hostile_files_are_all_refused():
    tried, taken = 0, []
    for kind, data in hostile():
        tried += 1
        try:
            inspector.look(data, kind)
        except inspector.Refused:
            continue
        taken.append((tried, kind, data[:60], data[-60:]))
    assert tried >= 300, tried
    assert taken == []


def test_noise_brings_nothing_down():
    """Honest files with bytes changed at random: taken or refused, nothing else."""
    chance, answers = random.Random(11), set()
    for kind in MAKERS:
        for _ in range(12):
            data = bytearray(sample(kind))
            for _ in range(chance.randrange(1, 30)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                inspector.look(bytes(data), kind)
                answers.add("ok")
            except inspector.Refused as refused:
                answers.add(str(refused))
    assert "broken" in answers


def looked_at(kind, data):
    """What a process of its own says of a file, and the most memory it held, in bytes."""
    script = (  # its only child is the one that is measured
        "import resource, subprocess, sys\n"
        "one = subprocess.run([sys.executable, '-E', '-s', '-P',"
        f" {confined.__file__!r}, {inspector.__file__!r}, {kind!r}],"
        " stdin=sys.stdin.buffer, capture_output=True, env={})\n"
        "said = one.stdout.decode().strip() or 'silence'\n"
        "print(said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)\n"
    )
    answer = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
    word, resident = answer.stdout.decode().split()
    return word, int(resident)


def test_bombs_meet_their_process_and_it_stays_small():
    for kind, data in bombs():
        with pytest.raises(NotTaken):
            inspect([data], FileKind(kind))
        word, resident = looked_at(kind, data)
        assert word != "ok"
        assert resident <= LARGEST, (kind, data[:60])


@pytest.mark.parametrize("kind", ["png", "jpeg", "heic", "pdf"])
def test_the_largest_honest_file_fits_too(kind):
    if kind == "pdf":
        data = pdf(lambda one: one.Root.__setitem__("/Big", one.make_stream(os.urandom(20_000_000))))
    elif kind == "heic":
        data = sample("heic")
    else:
        data = picture(kind.upper(), (6200, 6400))
    word, resident = looked_at(kind, data)
    assert word == "ok"
    assert resident <= LARGEST


# --- through the form ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_through_the_form_nothing_hostile_is_kept_and_nothing_typed_is_lost(amal, root):  # noqa: F811
    rows = [row for row in hostile() if row[0] != "text"]
    for start in range(0, 40, 8):
        files = [upload(kind, data=data) for kind, data in rows[start::40][:8]]
        answer = amal.send(amal.form(files=files))
        assert answer.status_code == 422
        assert tokens(answer) == []
    assert on_disk(root) == []
    with tenancy.within("BH"):
        assert not Complaint.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "dirt",
    [
        "../../etc/passwd.txt",
        "a\x00b.txt",
        "\u202egpj.txt",
        "a" * 5000 + ".txt",
        '"><script>.txt',
        "%s%(x)s.txt",
    ],
)
def test_names_harm_nobody(amal, root, dirt):  # noqa: F811
    answer = amal.send(amal.form(narrative="", files=[upload("text", dirt)]))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "<script>.txt" not in shown
    assert "\u202e" not in shown
    assert len(tokens(answer)) == 1
    assert all(len(found) == 32 for found in on_disk(root))


@pytest.mark.django_db
def test_a_form_cut_short_leaves_nothing(amal, root):  # noqa: F811
    body = (
        b'--b\r\nContent-Disposition: form-data; name="state"\r\n\r\nBH\r\n'
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + b"x" * 200_000
    )
    kind = "multipart/form-data; boundary=b"
    assert amal.client.post("/ar/complaints/new/short/", body, content_type=kind).status_code == 422
    assert on_disk(root) == []


@pytest.mark.django_db
def test_a_hundred_uploads_on_a_full_disk(amal, root, monkeypatch):  # noqa: F811
    """All words arrive; of no file is anything left, whichever way the disk says no."""
    chance, write = random.Random(3), os.write

    def failing(descriptor, data):
        if chance.random() < 0.3:
            raise OSError(errno.ENOSPC, "full")
        return write(descriptor, bytes(data)[: len(data) // 2 or 1])  # and writes by halves

    monkeypatch.setattr("complaints.evidence.services.inspect", lambda chunks, kind: b"".join(chunks))
    sent = 0
    for turn in range(100):
        with monkeypatch.context() as disk:
            free = 5 if turn % 3 == 0 else 50
            disk.setattr(shutil, "disk_usage", lambda path, free=free: SimpleNamespace(total=100, free=free))
            if turn % 3:
                disk.setattr("os.write", failing)
            answer = amal.send(amal.form(files=[upload("text", data=os.urandom(150_000))]))
        assert answer.status_code == 303
        sent += 1
    with tenancy.within("BH"):
        assert Complaint.objects.count() == sent == 100
        referred = set(Evidence.objects.values_list("name", flat=True))
    assert set(on_disk(root, "kept")) == referred
    assert set(on_disk(root, "spool")) == referred  # released on commit, which this test never reaches


# --- nothing in clear ---------------------------------------------------------------------------

CONTENT, NAME = "الكلمةالمدسوسة-in-the-file", "اسمالملفالمدسوس"


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_neither_names_nor_contents_lie_anywhere(amal, root, caplog, capfd):  # noqa: F811
    file = upload("text", f"{NAME}.txt", (CONTENT * 5000).encode())
    waiting = amal.send(amal.form(narrative="", files=[file]))
    assert len(removers(waiting)) == 1
    _, code = amal.file(attached=tokens(waiting), files=[upload("jpeg", f"{NAME}.jpg")])
    assert NAME in amal.follow(code).content.decode()  # it can be found by whom it belongs to
    server = cache._cache.get_client()
    redis = b"".join(key + (server.dump(key) or b"") for key in server.scan_iter("*"))
    disk = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert len(disk) > 100_000
    told = capfd.readouterr()
    logs = (caplog.text + told.out + told.err).encode()
    for place in (everything_stored(), redis, disk, logs):
        for secret in (CONTENT, NAME, f"{NAME}.jpg"):
            assert secret.encode() not in place
            assert secret.encode("utf-16-le") not in place
