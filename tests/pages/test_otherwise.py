"""Colours forced by the reader's system, and paper."""

import pytest

from tests.pages.register import PAGES
from tests.pages.test_seen import Window

pytestmark = pytest.mark.journey
BY_NAME = {page.name: page for page in PAGES}
# Whoever forces colours sees edges, not grounds: what has none is gone.
EDGELESS = """selector => [...document.querySelectorAll(selector)].filter(e => {
    const style = getComputedStyle(e);
    const sides = ["Top", "Right", "Bottom", "Left"];
    return e.getBoundingClientRect().width && !sides.some(side =>
        parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none");
}).map(e => e.outerHTML.slice(0, 120))"""
# Radios and checkboxes are drawn by the system itself, in its own colours.
EDGED = (
    ".button, .chip, .choices:not(.choices-plain) > .choice, .exit, select, "
    "input:not([type=radio], [type=checkbox])"
)
RING = """() => { const e = document.activeElement, own = getComputedStyle(e), after = getComputedStyle(e, "::after");
    const box = e.closest(".choice");  // drawn around the whole choice, where there is one
    const all = [own, after, ...(box ? [getComputedStyle(box)] : [])];
    return Math.max(...all.map(s => s.outlineStyle === "none" ? 0 : parseFloat(s.outlineWidth))); }"""


@pytest.fixture
def forced(chromium, scene):
    """A window of somebody whose system forces its colours."""
    window = Window(chromium, forced_colors="active")
    yield window
    window.close()


@pytest.mark.parametrize("name", ["design", "queue", "step-known", "receipt"])
def test_forced_colours_leave_edges_shapes_and_focus(forced, scene, name):
    page = forced.put(BY_NAME[name].show(scene, "ar"), width=1280)

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(EDGELESS, EDGED) == []
    for _stop in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) >= 3, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    shapes = page.locator(".chip svg, .status svg")
    assert all(shapes.nth(at).is_visible() for at in range(min(shapes.count(), 5)))


def test_the_receipt_is_printed_alone(chromium, scene):
    """Reference and code on paper, without the frame of the site; nothing white on white."""
    window = Window(chromium)
    page = window.put(BY_NAME["receipt"].show(scene, "ar"), scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    assert page.locator("#reference").is_visible()
    assert page.locator("#receipt-code").is_visible()
    for left_out in (".site-header", ".site-footer", ".skip-link", "main form button"):
        assert not page.locator(left_out).first.is_visible(), left_out
    colour = "e => getComputedStyle(e).color"
    assert page.locator("#receipt-code").evaluate(colour) != "rgb(255, 255, 255)"
    window.close()
