"""Makes a copy of one file without what it tells of who made it, where, when and with what.

`confined` runs it in a process of its own, on files that `inspector` has let in. It imports nothing of the project.

Pictures are drawn anew. Of a PDF the pages stay, with their text; what stands beside them goes, and so does what a
picture on a page carries. Sound and moving pictures keep their tracks and lose their labels.
"""

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 768 * 2**20  # bytes of address space: two pictures of `POINTS` fit
SECONDS = 30  # of processor time
POINTS = 40_000_000
"""Largest picture of a copy. A larger JPEG is read at a half, a quarter or an eighth of its size."""
Copy = tuple[str, bytes]


class Refused(Exception):
    """Why there is no copy: a code of `kinds.Refusal`."""


def clean(data: bytes, kind: str) -> Copy:
    """The kind and content of the copy. Raises `Refused`."""
    try:
        return CLEANERS[kind](data)
    except Refused:
        raise
    except MemoryError:
        raise Refused("huge") from None
    except Exception:
        # A parser's complaint quotes the file; one word is all that leaves this process.
        raise Refused("unclean") from None


# --- pictures -----------------------------------------------------------------------------------


def _jpeg(data: bytes) -> Copy:
    return "jpeg", _drawn(data, "JPEG", "JPEG", quality=90)


def _png(data: bytes) -> Copy:
    return "png", _drawn(data, "PNG", "PNG")


def _heic(data: bytes) -> Copy:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return "jpeg", _drawn(data, "HEIF", "JPEG", quality=90)


def _drawn(data: bytes, form: str, to: str, **options: Any) -> bytes:
    """The same points, upright, and nothing else."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # our own limit, below
    with Image.open(io.BytesIO(data), formats=(form,)) as image:
        width, height = image.size
        while form == "JPEG" and width * height > POINTS:
            width, height = width // 2, height // 2
        if form == "JPEG" and (width, height) != image.size:
            image.draft(image.mode, (width, height))
        if image.width * image.height > POINTS:
            raise Refused("huge")
        upright = ImageOps.exif_transpose(image)
    fit = ("RGB", "L") if to == "JPEG" else ("RGB", "RGBA", "L", "LA", "1", "I;16")
    if upright.mode not in fit:
        has_holes = to == "PNG" and "transparency" in upright.info
        upright = upright.convert("RGBA" if has_holes else "RGB")
    upright.info.clear()  # profiles, comments and what else is written back by itself
    out = io.BytesIO()
    upright.save(out, to, exif=b"", **options)
    return out.getvalue()


# --- documents ----------------------------------------------------------------------------------

_OF_A_DOCUMENT = (
    *("/Metadata", "/PieceInfo", "/AcroForm", "/Names", "/OpenAction", "/AA", "/AF", "/Outlines"),
    *("/Threads", "/Perms", "/Legal", "/Collection", "/DSS", "/SpiderInfo", "/URI", "/Dests"),
)
_OF_ANYTHING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF", "/Annots", "/URI")


def _pdf(data: bytes) -> Copy:
    """The pages as they are printed; a signature is a picture on them, as on paper."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), attempt_recovery=True) as pdf:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        _without(pdf.Root, _OF_A_DOCUMENT)
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                _without(one, _OF_ANYTHING)
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image:
                _bare(one)
        pdf.save(out, deterministic_id=True)
    return "pdf", out.getvalue()


def _without(one: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in one:
            del one[name]


def _bare(image: Any) -> None:
    """Free a picture of a page from what a camera wrote into it. How it is packed says what it is."""
    import pikepdf

    packed = image.get("/Filter")
    names = [str(name) for name in packed] if isinstance(packed, pikepdf.Array) else [str(packed)]
    if names[-1] not in _CARRIES:
        return
    raw = image.read_raw_bytes()
    for name in names[:-1]:
        if name != "/FlateDecode":
            raise Refused("unclean")
        raw = zlib.decompress(raw)
    given = image.get("/DecodeParms")
    parameters = given[-1] if isinstance(given, pikepdf.Array) else given
    image.write(_CARRIES[names[-1]](raw), filter=pikepdf.Name(names[-1]), decode_parms=parameters)


def _bare_jpeg(data: bytes) -> bytes:
    """Without its comments and the segments of programs, but for the two that say how its colours are read."""
    place, kept = 2, [data[:2]]
    while data[place : place + 1] == b"\xff" and (marker := data[place + 1]) != 0xDA:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(data[place:end])
        place = end
    if data[place : place + 2] != b"\xff\xda":
        raise Refused("unclean")
    return b"".join(kept) + data[place:]


def _bare_jpeg_2000(data: bytes) -> bytes:
    """A bare stream of points, or of its boxes those that are needed to draw it."""
    if data.startswith(b"\xff\x4f"):
        return data
    needed = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
    return b"".join(
        data[start:end] for name, start, _inner, end in _boxes(data, 0, len(data)) if name in needed
    )


_CARRIES: dict[str, Callable[[bytes], bytes]] = {
    "/DCTDecode": _bare_jpeg,
    "/JPXDecode": _bare_jpeg_2000,
}


def _text(data: bytes) -> Copy:
    return "text", data  # words, and nothing beside them


# --- sound and moving pictures ------------------------------------------------------------------

_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"}
_LABELS = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"}
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_TRACKS = (b"vide", b"soun")


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """The boxes of an ISO base media file: name, and where each begins, its content begins and it ends."""
    while start < end:
        size, name, inner = (
            int.from_bytes(data[start : start + 4], "big"),
            bytes(data[start + 4 : start + 8]),
            8,
        )
        if size == 1:
            size, inner = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < inner or start + size > end:
            raise Refused("unclean")
        yield name, start, start + inner, start + size
        start += size


def _media(data: bytes, kind: str) -> Copy:
    """Labels are blotted out where they stand, so that nothing else moves; tracks of other data are refused."""
    copy = bytearray(data)
    _blot(copy, 0, len(copy))
    return kind, bytes(copy)


def _blot(copy: bytearray, start: int, end: int) -> None:
    for name, begin, inner, stop in list(_boxes(copy, start, end)):
        if name in _LABELS:
            copy[begin + 4 : begin + 8] = b"free"
            copy[inner:stop] = bytes(stop - inner)
        elif name in _DATED:
            dates = 16 if copy[inner] == 1 else 8  # made and changed, after version and flags
            copy[inner + 4 : inner + 4 + dates] = bytes(dates)
        elif name == b"hdlr":
            _only_seen_or_heard(copy, inner, stop)
        elif name in _INSIDE:
            _blot(copy, inner, stop)


def _only_seen_or_heard(copy: bytearray, inner: int, stop: int) -> None:
    """A telephone writes the places where it filmed into a track of their own: among the pictures, out of reach."""
    if bytes(copy[inner + 8 : inner + 12]) not in _TRACKS:
        raise Refused("unclean")
    copy[inner + 24 : stop] = bytes(max(stop - inner - 24, 0))  # the name of the program's part


def _mp4(data: bytes) -> Copy:
    return _media(data, "mp4")


def _m4a(data: bytes) -> Copy:
    return _media(data, "m4a")


def _mp3(data: bytes) -> Copy:
    from mutagen import apev2, id3

    copy = io.BytesIO(data)
    id3.delete(copy)
    apev2.delete(copy)
    return "mp3", copy.getvalue()


def _ogg(data: bytes) -> Copy:
    import mutagen

    copy = io.BytesIO(data)
    file: Any = mutagen.File(copy)
    if file is None:
        raise Refused("unclean")
    copy.seek(0)
    file.delete(copy)
    return "ogg", copy.getvalue()


CLEANERS: dict[str, Callable[[bytes], Copy]] = {
    "jpeg": _jpeg,
    "png": _png,
    "heic": _heic,
    "pdf": _pdf,
    "mp4": _mp4,
    "m4a": _m4a,
    "ogg": _ogg,
    "mp3": _mp3,
    "text": _text,
}


def answer(data: bytes, kind: str) -> list[bytes]:
    """A line, `ok` with the kind and size of the copy, and the copy behind it; or a code of `kinds.Refusal`."""
    try:
        made, copy = clean(data, kind)
    except Refused as refused:
        return [str(refused).encode()]
    return [f"ok {made} {len(copy)}\n".encode(), copy]
