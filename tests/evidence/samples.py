"""One small honest file of each kind, made here, and what hostile ones are built from."""

import io
import struct
import zipfile
from functools import cache

import pikepdf
import pillow_heif
from PIL import Image

ENDINGS = {"jpeg": "jpg", "text": "txt"}


def name(kind):
    return f"evidence.{ENDINGS.get(kind, kind)}"


@cache
def sample(kind):
    return MAKERS[kind]()


def picture(form, size=(64, 48), **options):
    out = io.BytesIO()
    Image.new("RGB", size, (120, 40, 60)).save(out, form, **options)
    return out.getvalue()


def heic():
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), (10, 200, 30))).save(out)
    return out.getvalue()


def pdf(prepare=None, **options):
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(200, 200))
    if prepare:
        prepare(document)
    document.save(out, **options)
    return out.getvalue()


def box(kind, content=b""):
    return struct.pack(">I", 8 + len(content)) + kind + content


def movie(brand=b"isom", handler=b"vide", body=b"\0" * 64):
    track = box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13)))
    header = box(b"mvhd", b"\0" * 100)
    return box(b"ftyp", brand + b"\0\0\0\1" + brand) + box(b"moov", header + track) + box(b"mdat", body)


def page(body, flags=0):
    return b"OggS\0" + bytes([flags]) + b"\0" * 20 + bytes([1, len(body)]) + body


def ogg(body=b"sound"):
    return page(b"OpusHead\1\1" + b"\0" * 10, 2) + page(b"OpusTags" + b"\0" * 8) + page(body, 4)


def mp3(frames=40):
    return (b"\xff\xfb\x90\x00" + b"\0" * 413) * frames


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for inner, content in (files or {"a.txt": "x"}).items():
            packed.writestr(inner, content)
    return out.getvalue()


MAKERS = {
    "jpeg": lambda: picture("JPEG"),
    "png": lambda: picture("PNG"),
    "heic": heic,
    "pdf": pdf,
    "mp4": movie,
    "m4a": lambda: movie(b"M4A ", b"soun"),
    "ogg": ogg,
    "mp3": mp3,
    "text": lambda: "رأيت ما حدث قرب السوق القديم.".encode(),
}
