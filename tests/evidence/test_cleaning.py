"""Copies without what a file tells of its maker: of each kind, with its page, picture or sound still there."""

import io
import struct
from pathlib import Path

import mutagen
import pikepdf
import pillow_heif
import pytest
from mutagen import id3
from PIL import Image

from complaints.evidence import cleaner
from complaints.evidence.inspecting import cleaned
from complaints.evidence.kinds import NotTaken, Refusal
from complaints.evidence.services import FileKind
from tests.evidence.samples import box, movie, mp3, sample

AUTHOR, PLACE = "SgtKarimDesktop", (26.0, 13.0, 27.1)


def photograph(form="JPEG", size=(64, 48), orientation=6):
    """As a telephone takes it: lying down, with place, maker and a thumbnail's worth of notes."""
    image, exif, out = Image.new("RGB", size, (10, 200, 30)), Image.Exif(), io.BytesIO()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "PhoneCo", AUTHOR
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (50.0, 35.0, 10.0)})
    if form == "HEIF":
        pillow_heif.from_pillow(image).save(out, exif=exif.tobytes())
    else:
        image.save(
            out, form, exif=exif, comment=AUTHOR.encode(), icc_profile=b"profile of " + AUTHOR.encode()
        )
    return out.getvalue()


def document():
    """A page with a photograph, a note beside it, a form that was filled in, and who wrote it, said six times."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(200, 200))
    page = pdf.pages[0]
    pdf.docinfo["/Author"] = AUTHOR
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [AUTHOR]
    picture = pikepdf.Stream(pdf, photograph(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    picture.Width, picture.Height, picture.BitsPerComponent = 64, 48, 8
    picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    picture.Metadata = pdf.make_stream(AUTHOR.encode())
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(P=picture), Font=pikepdf.Dictionary(F=font)
    )
    page.Contents = pdf.make_stream(b"q 60 0 0 60 9 9 cm /P Do Q BT /F 12 Tf 9 99 Td (Findings) Tj ET")
    stamp = pdf.make_stream(b"0 0 9 9 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 9, 9], T=AUTHOR, F=4
    )
    note.AP = pikepdf.Dictionary(N=stamp)
    page.Annots = [pdf.make_indirect(note)]
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{AUTHOR}')")
    pdf.Root.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(LastModified=AUTHOR))
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_a_picture_stands_upright_and_tells_no_place():
    data = photograph()
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)[2] == PLACE
    copy = cleaned([data[:100], data[100:]], FileKind.JPEG)
    with Image.open(io.BytesIO(copy.content)) as image:
        image.load()
        assert (copy.kind, image.format, image.size) == (FileKind.JPEG, "JPEG", (48, 64))
        assert dict(image.getexif()) == {}
        assert not {"exif", "comment", "icc_profile"} & set(image.info)
        red, green, blue = image.getpixel((20, 20))
        assert (red < 40, green > 170, blue < 60) == (True, True, True)
    assert AUTHOR.encode() not in copy.content


@pytest.mark.parametrize(("kind", "form", "becomes"), [("png", "PNG", "png"), ("heic", "HEIF", "jpeg")])
def test_other_pictures(kind, form, becomes):
    made, copy = cleaner.clean(photograph(form), kind)
    assert made == becomes
    with Image.open(io.BytesIO(copy)) as image:
        assert sorted(image.size) == [48, 64]
        assert dict(image.getexif()) == {}
    assert AUTHOR.encode() not in copy


def test_a_transparent_palette_stays_transparent():
    image, out = Image.new("P", (8, 8), 1), io.BytesIO()
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.save(out, "PNG", transparency=1)
    with Image.open(io.BytesIO(cleaner.clean(out.getvalue(), "png")[1])) as copy:
        assert copy.convert("RGBA").getpixel((1, 1))[3] == 0


def test_a_large_photograph_comes_smaller_and_a_large_drawing_not_at_all(monkeypatch):
    monkeypatch.setattr(cleaner, "POINTS", 1000)
    _kind, copy = cleaner.clean(photograph(orientation=1), "jpeg")
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (32, 24)
    with pytest.raises(cleaner.Refused, match="huge"):
        cleaner.clean(photograph("PNG"), "png")


def test_a_document_keeps_its_page_and_loses_its_author():
    data = document()
    assert data.count(AUTHOR.encode()) > 5
    copy = cleaned([data], FileKind.PDF)
    assert copy.kind == FileKind.PDF
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        plain = io.BytesIO()
        pdf.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        page = pdf.pages[0]
        assert (
            b"(Findings) Tj" in page.Contents.read_bytes()
            if not isinstance(page.Contents, pikepdf.Array)
            else any(b"(Findings) Tj" in part.read_bytes() for part in page.Contents)
        )
        assert "/Info" not in pdf.trailer
        assert not {"/Metadata", "/OpenAction", "/PieceInfo", "/AcroForm"} & set(pdf.Root.keys())
        assert "/Annots" not in page
        shown = page.Resources.XObject
        assert len(shown.keys()) == 2  # the photograph, and the stamp as ink
        picture = shown.P.read_raw_bytes()
        assert dict(Image.open(io.BytesIO(picture)).getexif()) == {}
        Image.open(io.BytesIO(picture)).load()
    assert AUTHOR.encode() not in plain.getvalue()
    assert b"PhoneCo" not in plain.getvalue()


def test_a_film_keeps_its_tracks_and_loses_its_labels():
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+26.2285+050.5860/"))
    header = box(b"mvhd", struct.pack(">III", 0, 3_900_000_000, 3_900_000_001) + b"\7" * 88)
    track = box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + b"vide" + b"\0" * 12 + b"PhoneCo video\0")))
    film = box(b"ftyp", b"isom\0\0\0\1isom") + box(b"moov", header + track + place) + box(b"mdat", b"\1" * 64)
    kind, copy = cleaner.clean(film, "mp4")
    assert (kind, len(copy)) == ("mp4", len(film))
    for told in (b"+26.2285", b"PhoneCo", struct.pack(">I", 3_900_000_000)):
        assert told in film
        assert told not in copy
    assert b"\1" * 64 in copy
    assert b"vide" in copy
    with pytest.raises(cleaner.Refused, match="unclean"):  # the places of a film, among its pictures
        cleaner.clean(movie(handler=b"meta"), "mp4")


def test_sound_keeps_its_frames_and_loses_its_tags():
    tags, out = id3.ID3(), io.BytesIO(mp3())
    tags.add(id3.TPE1(encoding=3, text=AUTHOR))
    tags.save(out)
    data = out.getvalue() + b"TAG" + AUTHOR.encode().ljust(125, b"\0")
    _kind, copy = cleaner.clean(data, "mp3")
    assert copy == mp3()
    assert mutagen.File(io.BytesIO(copy)).tags is None


@pytest.mark.parametrize("kind", ["text", "pdf", "jpeg", "png", "m4a"])
def test_a_plain_file_stays_what_it_was(kind):
    made, copy = cleaner.clean(sample(kind), kind)
    assert made == kind
    assert copy
    if kind == "text":
        assert copy == sample(kind)


def test_what_cannot_be_copied_is_said(tmp_path, monkeypatch):
    with pytest.raises(NotTaken) as refused:
        cleaned([b"%PDF-1.7 nothing"], FileKind.PDF)
    assert refused.value.refusal is Refusal.UNCLEAN
    stopped = tmp_path / "stopped.py"
    # Killed on the way: no half of a copy goes out.
    stopped.write_text("MEMORY, SECONDS = 2**28, 5\nanswer = lambda data, kind: [b'ok pdf 500\\n%PDF']")
    monkeypatch.setattr("complaints.evidence.inspecting._CLEANER", Path(stopped))
    with pytest.raises(NotTaken) as refused:
        cleaned([sample("pdf")], FileKind.PDF)
    assert refused.value.refusal is Refusal.HUGE
