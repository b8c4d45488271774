"""Looks at one file somebody attached, whether it is one of the kind its name says and no other.

`confined` runs it in a process of its own. It imports nothing of the project.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 448 * 2**20  # bytes of address space; what is resident stays far below
SECONDS = 15  # of processor time
PICTURE_POINTS = {"jpeg": 250_000_000, "png": 40_000_000, "heic": 100_000_000}
"""Largest pictures. A JPEG is read at an eighth of its size; only the frame of a HEIC is read."""


class Refused(Exception):
    """Why the file is not taken: a code of `kinds.Refusal`."""


MAGIC = {
    "jpeg": ("image/jpeg",),
    "png": ("image/png",),
    "heic": ("image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"),
    "pdf": ("application/pdf",),
    "mp4": ("video/mp4", "video/x-m4v", "audio/x-m4a", "audio/mp4", "video/3gpp"),
    "m4a": ("audio/x-m4a", "audio/mp4", "video/mp4", "video/3gpp"),
    "ogg": ("audio/ogg", "application/ogg", "video/ogg"),
    "mp3": ("audio/mpeg",),
    "text": (
        *("text/plain", "text/csv", "application/json", "message/rfc822"),
        "application/octet-stream",  # short texts, and some in Windows-1256
    ),
}
ARCHIVES = (
    *("application/zip", "application/x-rar", "application/x-7z-compressed", "application/x-tar"),
    *("application/gzip", "application/x-bzip2", "application/x-xz", "application/zstd"),
    *("application/vnd.ms-cab-compressed", "application/java-archive", "application/vnd.rar"),
    *("application/x-iso9660-image", "application/vnd.android.package-archive"),
)
OFFICE = ("application/vnd.", "application/msword", "application/cdfv2", "text/rtf", "application/x-ole")
WEB = ("text/html", "image/svg+xml", "text/xml", "application/xml", "application/xhtml", "text/x-php")

# Pages, scripts and drawings inside something else; and archives or documents behind or before it.
_MARKUP = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<script[\s>]|<iframe[\s>]|<svg[\s>]|<\?php", re.IGNORECASE
)
_PACKED = re.compile(
    rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|MSCF\0\0\0\0|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\xfd7zXZ\0"
)
_PAGE_OF_TEXT = re.compile(r"\s*(<!doctype|<html|<svg|<\?xml|<\?php|<script|#!|\{\\rtf)", re.IGNORECASE)


def look(data: bytes, kind: str) -> None:
    """Raises `Refused` unless name, content and parser agree that this is one file of the kind and no other."""
    if not data:
        raise Refused("empty")
    _agree(data, kind)
    if kind != "text":
        _alone(data, kind)
    try:
        PARSERS[kind](data)
    except Refused:
        raise
    except MemoryError:
        raise Refused("huge") from None
    except Exception:
        # A parser's complaint quotes the file; one word is all that leaves this process.
        raise Refused("broken") from None


def _agree(data: bytes, kind: str) -> None:
    import magic

    found = magic.from_buffer(data[: 2**20], mime=True)
    is_program_text = found.startswith("text/x-") and not found.startswith(WEB)
    if found in MAGIC[kind] or (kind == "text" and is_program_text):
        return
    if found in ARCHIVES or (zipfile.is_zipfile(io.BytesIO(data)) and found not in MAGIC[kind]):
        raise Refused("office" if found.startswith(OFFICE) or _is_office(data) else "archive")
    if found.startswith(OFFICE):
        raise Refused("office")
    raise Refused("web" if found.startswith(WEB) else "mismatch")


def _is_office(data: bytes) -> bool:
    return b"[Content_Types].xml" in data[:8192] or b"mimetypeapplication/vnd.oasis" in data[:200]


def _alone(data: bytes, kind: str) -> None:
    """Nothing else hides in it that another program would open: each sniffer takes a picture that is also a page."""
    if _MARKUP.search(data) or _PACKED.search(data) or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("mixed")
    if data.find(b"%PDF-", 1 if kind == "pdf" else 0, None if kind != "pdf" else 1024) >= 0:
        raise Refused("mixed")
    if data[257:262] == b"ustar":
        raise Refused("mixed")


# --- pictures -----------------------------------------------------------------------------------


def _picture(data: bytes, form: str, kind: str) -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own limit, below
    with Image.open(io.BytesIO(data), formats=(form,)) as image:
        width, height = image.size
        if width * height > PICTURE_POINTS[kind]:
            raise Refused("huge")
        if kind == "jpeg":
            image.draft("L", (max(width // 8, 1), max(height // 8, 1)))
        image.load()


def _jpeg(data: bytes) -> None:
    _picture(data, "JPEG", "jpeg")


def _png(data: bytes) -> None:
    """Chunk after chunk to the last, nothing behind it, and as many points in them as the frame says."""
    place, name, points, inflate = 8, b"", 0, zlib.decompressobj()
    while name != b"IEND":
        length, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if len(name) < 4 or place + 12 + length > len(data):
            raise Refused("broken")
        if name == b"IDAT":
            points += _inflated(inflate, data[place + 8 : place + 8 + length])
        place += 12 + length
    if place != len(data):
        raise Refused("mixed")
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if points < width * height * data[24] * _PNG_CHANNELS[data[25]] // 8:
        raise Refused("broken")
    _picture(data, "PNG", "png")


_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type


def _inflated(inflate: Any, packed: bytes) -> int:
    """How many bytes come out of some packed ones, a piece at a time: none of them is kept."""
    count = 0
    while packed:
        count += len(inflate.decompress(packed, 2**20))
        packed = inflate.unconsumed_tail
    return count


def _heic(data: bytes) -> None:
    import pillow_heif

    _whole_boxes(data)
    file = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=False)
    if any(width * height > PICTURE_POINTS["heic"] for width, height in (image.size for image in file)):
        raise Refused("huge")


# --- documents ----------------------------------------------------------------------------------


def _pdf(data: bytes) -> None:
    import pikepdf

    if not data.startswith(b"%PDF-"):
        raise Refused("mixed")
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True) as pdf:
            if not len(pdf.pages):
                raise Refused("broken")
            if len(pdf.attachments):
                raise Refused("carries")
    except pikepdf.PasswordError:
        raise Refused("locked") from None


def _text(data: bytes) -> None:
    """UTF-8, UTF-16 with its mark, or Windows-1256; no controls but those of a text."""
    text = _decoded(data)
    if any(character < " " and character not in "\t\n\r\f\x0b\x1b" for character in text) or "\x7f" in text:
        raise Refused("broken")
    if _PAGE_OF_TEXT.match(text[:1024].lstrip("\ufeff")):
        raise Refused("web")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\0" in data:
        raise Refused("broken")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1256")


# --- sound and moving pictures ------------------------------------------------------------------


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of an ISO base media file: name, where its content begins, where it ends."""
    while start < end:
        size, name, inner = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if size == 1:
            size, inner = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < inner or start + size > end or not re.fullmatch(rb"[\x20-\x7e\xa9]{4}", name):
            raise Refused("broken")
        yield name, start + inner, start + size
        start += size


def _whole_boxes(data: bytes) -> dict[bytes, tuple[int, int]]:
    """The outermost boxes, which must fill the file exactly and begin with its type."""
    found = list(_boxes(data, 0, len(data)))
    if not found or found[0][0] != b"ftyp":
        raise Refused("broken")
    return {name: (start, end) for name, start, end in found}


def _media(data: bytes) -> None:
    """A film or a recording: a movie header and at least one track of picture or sound."""
    outer = _whole_boxes(data)
    if b"moov" not in outer or not (b"mdat" in outer or b"moof" in outer):
        raise Refused("broken")
    inner = list(_boxes(data, *outer[b"moov"]))
    tracks = [_handler(data, start, end) for name, start, end in inner if name == b"trak"]
    if not any(name == b"mvhd" for name, _, _ in inner) or not {b"vide", b"soun"} & set(tracks):
        raise Refused("broken")


def _handler(data: bytes, start: int, end: int) -> bytes:
    for name, begin, stop in _boxes(data, start, end):
        if name == b"mdia":
            for inner, at, _ in _boxes(data, begin, stop):
                if inner == b"hdlr":
                    return data[at + 8 : at + 12]
    return b""


_CODECS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ", b"\x80theora", b"fishead")


def _ogg(data: bytes) -> None:
    """Page after page to the end of the file, the first of a known codec."""
    place = 0
    while place < len(data):
        head = data[place : place + 27]
        if len(head) < 27 or head[:5] != b"OggS\0":
            raise Refused("broken")
        lacing = data[place + 27 : place + 27 + head[26]]
        body = place + 27 + head[26]
        if place == 0 and not data.startswith(_CODECS, body):
            raise Refused("broken")
        place = body + sum(lacing)
        if len(lacing) < head[26] or place > len(data):
            raise Refused("broken")


def _mp3(data: bytes) -> None:
    from mutagen.mp3 import MP3

    info: Any = MP3(io.BytesIO(data)).info  # type: ignore[no-untyped-call]
    if info.sketchy or info.length <= 0:
        raise Refused("broken")


PARSERS: dict[str, Callable[[bytes], None]] = {
    "jpeg": _jpeg,
    "png": _png,
    "heic": _heic,
    "pdf": _pdf,
    "mp4": _media,
    "m4a": _media,
    "ogg": _ogg,
    "mp3": _mp3,
    "text": _text,
}


def answer(data: bytes, kind: str) -> list[bytes]:
    """One word: `ok`, or a code of `kinds.Refusal`."""
    try:
        look(data, kind)
    except Refused as refused:
        return [str(refused).encode()]
    return [b"ok"]
