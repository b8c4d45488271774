"""With the keyboard alone: a complaint through all its pages, and the desk's queue."""

import pytest
from django.test import Client

from tests.casework.conftest import Desks
from tests.journeys.test_public import NARRATIVE
from tests.pages.test_otherwise import RING

pytestmark = pytest.mark.journey
FOCUSED = "document.activeElement"
# Stops in the order of Tab, against their order on the page.
ORDER = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(e => e.tabIndex > 0).map(e => e.outerHTML.slice(0, 100))"""


def tab_to(page, selector, limit=60):
    """Tab until something has focus, each stop with a ring one can see; fails where it is never reached."""
    for _stop in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED} === document.body"):
            continue  # out of the page, and in again
        assert page.evaluate(RING) >= 3, page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)")
        if page.evaluate(f"s => {FOCUSED}.matches(s)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


def press_key(page, key="Enter"):
    with page.expect_navigation():
        page.keyboard.press(key)


def choose(page, name, value):
    """Arrow keys go through the radios of a group from wherever Tab entered it."""
    tab_to(page, f"input[name={name}]")
    for _choice in range(12):
        if page.evaluate(f"v => {FOCUSED}.value === v", value):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name}={value} was not reached")


def go_on(page):
    tab_to(page, "#step .button-row .button:not(.button-quiet)")
    press_key(page)


def slug(page):
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def test_a_complaint_is_filed_by_keyboard(browse):
    page = browse("/ar/complaints/new/before/?state=BH", width=1280)
    page.set_default_timeout(8000)
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.matches('.skip-link')")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#main'")  # a link within the page is followed a moment later
    go_on(page)
    # Nothing chosen: the summary has the focus, and its link leads to the field.
    go_on(page)
    assert page.evaluate(f"{FOCUSED}.id") == "error-summary"
    tab_to(page, "#error-summary a")
    page.keyboard.press("Enter")
    page.wait_for_function(f"({FOCUSED}.name || {FOCUSED}.querySelector('[name]')?.name) === 'mode'")
    page.reload()
    tab_to(page, "a.exit")
    answers = {
        "known": lambda: choose(page, "mode", "confidential"),
        "whom": lambda: (choose(page, "source", "individual"), choose(page, "gender", "female")),
        "matter": lambda: choose(page, "kind", "complaint"),
        "when": lambda: choose(page, "how", "unknown"),
        "story": lambda: (tab_to(page, "#id_narrative"), page.keyboard.insert_text(NARRATIVE)),
        "about": lambda: (tab_to(page, "input[value=LIB]"), page.keyboard.press("Space")),
        "contact": lambda: (tab_to(page, "#id_name"), page.keyboard.insert_text("أمل تجربة")),
        "where": lambda: (tab_to(page, "#id_service"), page.keyboard.press("ArrowDown")),
    }
    for _page in range(16):
        at = slug(page)
        if at == "receipt":
            break
        assert page.evaluate(ORDER) == [], "an order of its own, apart from that of reading"
        answers.get(at, lambda: None)()
        go_on(page)
        assert slug(page) != at, page.inner_text("main")[:300]
    assert page.locator("#receipt-code").count() == 1
    tab_to(page, "main form button")
    press_key(page)
    assert page.context.cookies() == []


def test_the_queue_is_walked_by_keyboard(browse, site, world):
    """j and k go from row to row, and Enter opens."""
    for _case in range(2):
        Desks(world).file(mode="named")
    client = Client()
    client.force_login(world.bh.people["supervisor"])
    page = browse("/en/", width=1280)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    page.goto(f"{site}/en/desk/")
    page.keyboard.press("j")
    first = page.evaluate(f"{FOCUSED}.textContent.trim()")
    assert page.evaluate(f"{FOCUSED}.matches('.row-link')")
    assert page.evaluate(RING) >= 3
    page.keyboard.press("j")
    assert page.evaluate(f"{FOCUSED}.textContent.trim()") != first
    page.keyboard.press("k")
    assert page.evaluate(f"{FOCUSED}.textContent.trim()") == first
    press_key(page)
    assert first in page.inner_text("h1")
    assert page.evaluate(ORDER) == []
    tab_to(page, "[data-opens=shortcuts]", limit=150)  # whoever knows no shortcut finds the list of them
    page.keyboard.press("Enter")
    page.wait_for_selector("#shortcuts", state="visible")
