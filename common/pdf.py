"""HTML to a tagged PDF/UA-1, from what is given alone: no network, no files but the packaged typeface.

Only tasks and commands call this: WeasyPrint is heavy, and is imported when first used.
"""

import functools
import gc
import importlib.util
import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import pgettext

TYPEFACE = "fontpkg_ibm_plex_sans_arabic"
WEIGHTS = {400: "Regular", 600: "SemiBold"}


_OPEN = re.compile(rb"<([0-9a-f]{4})> <>")


class NotAllowed(ValueError):
    """The page asked for something outside it."""


@functools.cache
def typeface() -> dict[str, bytes]:
    """The fonts of a page by their address, `asset:400.ttf`."""
    spec = importlib.util.find_spec(TYPEFACE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The typeface is not installed: pip install fontpkg-ibm-plex-sans-arabic")
    files = Path(spec.submodule_search_locations[0]) / "files"
    return {f"asset:{weight}.ttf": _file(files, name) for weight, name in WEIGHTS.items()}


def _file(folder: Path, name: str) -> bytes:
    return (folder / f"IBMPlexSansArabic-{name}.ttf").read_bytes()


FACES = "\n".join(
    f'@font-face {{ font-family: "Portal"; font-weight: {weight}; src: url("asset:{weight}.ttf"); }}'
    for weight in WEIGHTS
)


def prepare() -> None:
    """Load what a rendering needs, so that processes forked afterwards share it."""
    _lay_lines_out_once()
    typeface()
    _ligatures()


def furniture() -> dict[str, str]:
    """What the margins of a page say, in the language of now. A style sheet can't be translated by itself."""
    return {"page": pgettext("page x of y", "page"), "of": pgettext("page x of y", "of")}


def render(*, html: str, css: str, assets: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a page. The same `html` and `css` give the same bytes.

    `assets` maps addresses that begin with `asset:` to their bytes; everything else but `data:` is refused.
    Creation dates come from the page's own `<meta name="dcterms.created">`. The file has no identifier of its own:
    with one, all of it is written twice, once for a hash within it. Whoever needs one takes the SHA-256 of the file.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    _lay_lines_out_once()
    fetcher = _fetcher({**typeface(), **(assets or {})})
    fonts = FontConfiguration()
    with _uninterrupted():
        sheet = CSS(string=f"{FACES}\n{css}", font_config=fonts, url_fetcher=fetcher, base_url="asset:")
        page = HTML(string=html, url_fetcher=fetcher, base_url="asset:")
        written: bytes = page.write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            finisher=_complete_text,
        )
    return written


@functools.cache
def _lay_lines_out_once() -> None:
    """Spare every line of a right-to-left block its second layout, a sixth of the time of an Arabic report.

    WeasyPrint lays a line out again until it stands where it began. To the right it compares the left edge of the
    line with its right edge (`get_next_linebox`), so that it does all of them twice, the second time with the same
    result. Here the edge it asks for is told. Beside something that floats it finds the place as before.
    """
    from weasyprint.formatting_structure.boxes import LineBox
    from weasyprint.layout import inline

    place = inline.avoid_collisions

    def left_edge(context: Any, box: Any, block: Any, outer: bool = True) -> tuple[float, float, float]:
        right, top, width = found = place(context, box, block, outer)
        if context.excluded_shapes or block.style["direction"] == "ltr" or not isinstance(box, LineBox):
            return found  # type: ignore[no-any-return]
        left = right - box.width
        # The edges are compared exactly: where rounding forbids that, the line is laid out twice.
        near = (left, math.nextafter(left, math.inf), math.nextafter(left, -math.inf))
        fits = next((edge for edge in near if edge + box.width == right), right)
        return fits, top, width

    inline.avoid_collisions = left_edge


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Without garbage collection: a layout makes millions of objects that all live to its end.

    Looking through them again and again takes a fifth of the time (measured); they are collected afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _complete_text(_document: object, pdf: Any) -> None:
    """Say which letters a ligature stands for where WeasyPrint left it open.

    A ligature first met under vowel marks gets no letters at all, which PDF/UA refuses. The typeface knows
    them: its ligatures carry the code of a presentation form, which Unicode resolves into letters.
    """
    for written in pdf.objects:
        parts = getattr(written, "stream", None)
        if isinstance(parts, list) and b"begincmap" in parts:
            written.stream = [
                _OPEN.sub(_letters, part) if isinstance(part, bytes) else part for part in parts
            ]


def _letters(line: "re.Match[bytes]") -> bytes:
    letters = _ligatures().get(int(line[1], 16), "\u00a0")
    return b"<%s> <%s>" % (line[1], letters.encode("utf-16-be").hex().encode())


@functools.cache
def _ligatures() -> dict[int, str]:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(typeface()["asset:400.ttf"]), lazy=True)
    codes: dict[int, str] = font.getBestCmap()
    return {font.getGlyphID(name): unicodedata.normalize("NFKC", chr(code)) for code, name in codes.items()}


def _fetcher(assets: Mapping[str, bytes]) -> "object":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Packaged(URLFetcher):
        """Gives what was packaged and what stands in the page itself."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> object:
            if url in assets:
                return URLFetcherResponse(url, assets[url], {"Content-Type": "font/ttf"})
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise NotAllowed("a page may use only what is packaged with it")

    return Packaged(allowed_protocols=("data",), allow_redirects=False)
