"""Every page type in a real browser: axe finds nothing, and nothing is lost when somebody sees it otherwise.

Large text, a narrow window, wider spacing, forced colours, no motion. One window for each language, which goes
from page to page; a page is drawn from the answer its reader would get.
"""

import mimetypes
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.staticfiles.finders import find

from tests.browser import AXE_AT_HAND, violations
from tests.pages.register import SEEN
from tests.pages.test_words import speaks

pytestmark = pytest.mark.journey


class Window:
    """A browser window in which pages are put: the address bar says where, the scene what."""

    def __init__(self, chromium, **options):
        self.complaints, self.response, self.drawn = [], None, []
        self.server = ThreadingHTTPServer(("localhost", 0), partial(Answers, self))
        self.address = f"http://localhost:{self.server.server_port}/"
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.context = chromium.new_context(**options)
        self.context.add_init_script(AXE_AT_HAND)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self._heard(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def put(self, response, *, width=360, scheme="light"):
        """Draw a response. The policy of the page is its own; what it asks for comes from static/ alone."""
        self.response, self.complaints[:] = response, []
        self.drawn.clear()
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)
        self.page.goto(self.address)
        assert self.drawn == [response], "the browser shows another page, which it kept"
        return self.page

    def close(self):
        self.context.close()
        self.server.shutdown()
        self.server.server_close()

    def _asked(self, url):
        if not url.startswith((self.address, "data:")):
            self.complaints.append(f"asks elsewhere: {url}")

    def _heard(self, message):
        # Advice to developers, as to Chromium's wishes about names of fields, is no complaint.
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


# What is said of one page, while every page of a window has the same address, and what is said here instead.
LEFT_OUT = (
    "Clear-Site-Data",
    "Location",
    "Content-Length",
    "Cache-Control",
    "ETag",
    "Expires",
    "Last-Modified",
)


class Answers(BaseHTTPRequestHandler):
    """What a window's page asks for: itself, and files of static/ that the browser keeps from page to page."""

    protocol_version = "HTTP/1.1"

    def __init__(self, window, *given):
        self.window = window
        super().__init__(*given)

    def do_GET(self):
        path = self.path.partition("?")[0]
        file = find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if file:
            kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
            self.give(200, {"Content-Type": kind, "Cache-Control": "max-age=3600"}, Path(file).read_bytes())
        elif path == "/":
            response = self.window.response
            headers = {name: value for name, value in response.headers.items() if name not in LEFT_OUT}
            self.window.drawn.append(response)
            # A status that is no success makes the browser say so on its console.
            self.give(200, {**headers, "Cache-Control": "no-store"}, response.content)
        else:
            self.give(404, {}, b"")

    def give(self, status, headers, body):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *given):
        """Says nothing."""


@pytest.fixture(scope="package")
def window(chromium, built):
    """One window for all pages of this test process."""
    window = Window(chromium)
    yield window
    window.close()


# What is cut off: an element that hides its overflow, with text wider or higher than itself.
CUT = """() => [...document.querySelectorAll("body *")].filter(e => {
    const style = getComputedStyle(e);
    if (e.closest(".visually-hidden, .skip-link, svg, select, input, textarea, dialog:not([open])")) return false;
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) || style.textOverflow === "ellipsis";
    if (e.clientWidth <= 1 || e.clientHeight <= 1) return false;  // said, not shown
    return hides && e.textContent.trim() && style.display !== "inline"
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
SIDEWAYS = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter(e => {
        const box = e.getBoundingClientRect();
        return (box.right > root.clientWidth + 1 || box.left < -1) && box.width && !e.closest(".table-scroll");
    });
    return [`${root.scrollWidth} > ${root.clientWidth}`, ...out.slice(-3).map(e => e.outerHTML.slice(0, 160))];
}"""
LARGE = ":root { font-size: 200% !important }"
# WCAG 1.4.12: line height 1.5, paragraphs 2, letters 0.12, words 0.16 times the size of the text.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => {
    const style = getComputedStyle(e);
    const one = text => text.includes("ms") ? parseFloat(text) / 1000 : parseFloat(text);
    const seconds = text => Math.max(...text.split(",").map(one));
    return seconds(style.transitionDuration) > 0.01
        || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
}).map(e => e.outerHTML.slice(0, 100))"""


def styled(page, css, look):
    """What `look` finds while a reader's own style applies."""
    # Put in as a reader's browser would: the page's policy forbids inline styles to the page alone.
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        css,
    )
    try:
        return look()
    finally:
        page.evaluate("document.adoptedStyleSheets = []")


def lost(page):
    """Everything that is cut off or runs out of the window."""
    return page.evaluate(SIDEWAYS) + page.evaluate(CUT)


@pytest.mark.parametrize(
    ("shown", "language", "width", "scheme"), SEEN, ids=[f"{row[0].name}-{row[1]}" for row in SEEN]
)
def test_a_page_can_be_read_by_everybody(scene, window, shown, language, width, scheme):
    answer = shown.show(scene, language)
    speaks(answer, language)
    page = window.put(answer, width=width, scheme=scheme)

    assert violations(page) == []
    assert lost(page) == []
    assert styled(page, LARGE, lambda: lost(page)) == []
    assert styled(page, SPACED, lambda: lost(page)) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert lost(page) == []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="no-preference")
    assert window.complaints == []


@pytest.mark.parametrize("words", ["Hard to read", "تصعب قراءته"])
def test_axe_finds_what_it_looks_for(chromium, words):
    page = chromium.new_page()
    page.set_content(
        '<html lang="ar"><title>شكوى</title><main><h1>شكوى</h1><img src="x">'
        f'<p style="color: #bbb">{words}</p></main>'
    )
    found = violations(page)
    page.close()

    assert found == [
        ["color-contrast", [f'<p style="color: #bbb">{words}</p>']],
        ["image-alt", ['<img src="x">']],
    ]
