"""Every page type in a real browser: WCAG 2.2 AA by axe, and nothing lost when somebody sees it otherwise.

Large text, a narrow window, wider spacing, forced colours, no motion. One window for each language, which goes
from page to page; a page is drawn from the answer its reader would get.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.finders import find

from tests.pages.register import PAGES

pytestmark = pytest.mark.journey
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# Each page type once: the narrow window in Arabic and the wide one in English in turn, light and dark in turn.
WINDOWS = [("ar", 360, "light"), ("en", 1280, "dark"), ("ar", 360, "dark"), ("en", 1280, "light")]
SAMPLED = [
    (page, *WINDOWS[at % len(WINDOWS)])
    for at, page in enumerate(page for page in PAGES if page.is_drawn_apart)
]


class Window:
    """A browser window in which pages are put: the address bar says where, the scene what."""

    def __init__(self, chromium, **options):
        self.context = chromium.new_context(**options)
        self.page = self.context.new_page()
        self.page.route("**/*", self._answer)
        self.complaints, self.response = [], None
        self.page.on("console", lambda message: self._heard(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def put(self, response, *, width=360, scheme="light"):
        """Draw a response. The policy of the page is its own; what it asks for comes from static/ alone."""
        self.response, self.complaints[:] = response, []
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)
        self.page.goto("http://localhost:1/")
        return self.page

    def _heard(self, message):
        # Advice to developers, as to Chromium's wishes about names of fields, is no complaint.
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _answer(self, route):
        path = route.request.url.removeprefix("http://localhost:1/")
        if path.startswith("static/"):
            route.fulfill(path=find(path.removeprefix("static/")))
        elif path == "":
            headers = {
                name: value
                for name, value in self.response.headers.items()
                if name not in ("Clear-Site-Data", "Location")
            }
            # A status that is no success makes the browser say so on its console.
            route.fulfill(status=200, headers=headers, body=self.response.content)
        else:
            route.abort()


@pytest.fixture(scope="package")
def window(chromium, built):
    """One window for all pages of this test process."""
    window = Window(chromium)
    yield window
    window.context.close()


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
    const parsed = one => one.includes("ms") ? parseFloat(one) / 1000 : parseFloat(one);
    const seconds = text => Math.max(...text.split(",").map(parsed));
    const animated = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
    return seconds(style.transitionDuration) > 0.01 || animated;
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
    ("shown", "language", "width", "scheme"), SAMPLED, ids=[f"{row[0].name}-{row[1]}" for row in SAMPLED]
)
def test_a_page_can_be_read_by_everybody(scene, window, shown, language, width, scheme):
    page = window.put(shown.show(scene, language), width=width, scheme=scheme)

    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:4]) for rule in found] == []
    assert lost(page) == []
    assert styled(page, LARGE, lambda: lost(page)) == []
    assert styled(page, SPACED, lambda: lost(page)) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert lost(page) == []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="no-preference")
    assert window.complaints == []
