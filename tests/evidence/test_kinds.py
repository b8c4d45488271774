"""Which files are taken: name, libmagic and a parser agree, or a clear word says why not."""

import gzip
import io
import tarfile

import pikepdf
import pytest

from complaints.evidence import inspector
from complaints.evidence.inspecting import inspect
from complaints.evidence.kinds import Limits, NotTaken, Refusal, kind_of
from complaints.vocabulary import FileKind
from tests.evidence.samples import MAKERS, archive, movie, mp3, ogg, pdf, picture, sample


def said(data, kind):
    try:
        inspector.look(data, kind)
    except inspector.Refused as refused:
        return str(refused)
    return "ok"


@pytest.mark.parametrize("kind", MAKERS)
def test_an_honest_file_of_each_kind_is_taken(kind):
    assert said(sample(kind), kind) == "ok"


@pytest.mark.parametrize("kind", MAKERS)
def test_no_kind_passes_for_another(kind):
    family = {"mp4", "m4a"}
    for other in MAKERS.keys() - {kind} - (family if kind in family else set()):
        assert said(sample(kind), other) != "ok", other


WORDS = "أوقفني عناصر دورية مساء أمس قرب السوق القديم"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_arabic_text_in_each_usual_encoding(encoding):
    assert said(WORDS.encode(encoding), "text") == "ok"


HTML, ZIP, RAR = b"<html><script>alert(1)</script></html>", archive(), b"Rar!\x1a\x07\x00" + b"\0" * 40
REFUSED = [
    ("empty", b"", "jpeg"),
    ("broken", WORDS.encode() + b"\0", "text"),
    ("broken", WORDS.encode() + b"\x01\x02\x03", "text"),
    ("web", HTML, "text"),
    ("web", b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "text"),
    ("web", b"\xef\xbb\xbf<?php echo 1;", "text"),
    ("web", HTML, "jpeg"),
    ("archive", ZIP, "png"),
    ("archive", gzip.compress(b"x"), "mp3"),
    ("office", archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "pdf"),
    ("mixed", sample("jpeg") + HTML, "jpeg"),
    ("mixed", sample("jpeg") + ZIP, "jpeg"),
    ("mixed", sample("jpeg") + RAR, "jpeg"),
    ("mixed", sample("jpeg") + sample("pdf"), "jpeg"),
    ("mixed", picture("JPEG", comment=HTML), "jpeg"),
    ("mixed", sample("png") + ZIP, "png"),
    ("mixed", sample("png") + b"behind", "png"),
    ("mixed", sample("pdf") + ZIP, "pdf"),
    ("mixed", sample("pdf") + HTML, "pdf"),
    ("mixed", mp3() + ZIP, "mp3"),
    ("mixed", ogg(HTML), "ogg"),
    ("mixed", movie(body=HTML), "mp4"),
    ("broken", movie() + b"x", "mp4"),
    ("broken", movie(handler=b"meta"), "mp4"),
    ("broken", ogg() + b"x", "ogg"),
    ("broken", sample("jpeg")[:300], "jpeg"),
    ("broken", sample("png")[:-20], "png"),
    ("broken", b"%PDF-1.7\n" + b"x" * 500, "pdf"),
    ("huge", picture("PNG", (8000, 6000)), "png"),
    ("locked", pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "pdf"),
    ("carries", pdf(lambda one: one.attachments.__setitem__("a.exe", b"MZ")), "pdf"),
]


@pytest.mark.parametrize(("why", "data", "kind"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_and_why(why, data, kind):
    assert said(data, kind) == why


def test_a_tar_in_front_of_a_picture_is_refused():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a"))
    assert said(out.getvalue(), "jpeg") == "archive"


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("a.zip", Refusal.ARCHIVE),
        ("تقرير.docx", Refusal.OFFICE),
        ("a.SVG", Refusal.WEB),
        ("a.html", Refusal.WEB),
        ("a.exe", Refusal.UNKNOWN),
        ("photo", Refusal.UNKNOWN),
        ("a.jpg.exe", Refusal.UNKNOWN),
    ],
)
def test_names_that_end_badly(name, refusal):
    with pytest.raises(NotTaken) as not_taken:
        kind_of(name)
    assert not_taken.value.refusal is refusal


def test_each_word_of_the_process_has_its_sentence():
    for refusal in Refusal:
        assert "%(" not in refusal.sentence("صورة.jpg", Limits())


# --- the process --------------------------------------------------------------------------------


def test_the_process_answers_like_the_function():
    inspect([sample("jpeg")], FileKind.JPEG)
    with pytest.raises(NotTaken) as not_taken:
        inspect([sample("jpeg"), ZIP], FileKind.JPEG)
    assert not_taken.value.refusal is Refusal.MIXED


def test_a_process_that_never_ends_is_stopped(monkeypatch, tmp_path):
    script = tmp_path / "sleeps.py"
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr("complaints.evidence.inspecting._INSPECTOR", script)
    monkeypatch.setattr("complaints.evidence.inspecting.PATIENCE", 0.5)
    with pytest.raises(NotTaken) as not_taken:
        inspect([b"x"], FileKind.TEXT)
    assert not_taken.value.refusal is Refusal.HUGE


def test_the_process_has_no_environment_and_writes_nothing(monkeypatch, tmp_path):
    script = tmp_path / "curious.py"
    script.write_text(
        "import os\n"
        "MEMORY, SECONDS = 2**28, 5\n"
        "def answer(data, kind):\n"
        "    clean = set(os.environ) <= {'LC_CTYPE'}\n"
        f"    file = os.open({str(tmp_path / 'left')!r}, os.O_WRONLY | os.O_CREAT)\n"
        "    try:\n        os.write(file, b'x'); wrote = True\n"
        "    except OSError:\n        wrote = False\n"
        "    return [b'ok' if clean and not wrote else b'broken']\n"
    )
    monkeypatch.setenv("SECRET_KEY", "must not arrive")
    monkeypatch.setattr("complaints.evidence.inspecting._INSPECTOR", script)
    inspect([b"x"], FileKind.TEXT)
