"""The one browser of a test process, for Playwright allows a single one in a thread, and axe in its pages."""

import functools
import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The address bar nobody sees prepares its suggestions, a page of Chromium's own, for every window: two thirds of
    # what a window costs. The last such switch counts, so it repeats what Playwright's says for us.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AimEnabled,PreconnectToSearch,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,ThirdPartyStoragePartitioning",
    # No page lives long enough to win back what making its scripts faster costs.
    "--js-flags=--no-opt --no-maglev",
]


@pytest.fixture(scope="session")
def chromium():
    if not shutil.which(CHROMIUM):
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing, and the pages must be looked at here")
        pytest.skip(f"NOT TESTED: {CHROMIUM} is missing, so nobody looked at the pages")
    from playwright.sync_api import Locator, Page, sync_playwright

    # Beside Playwright's loop Django has other connections in this thread than before, but a process that is forked
    # from here has no loop: it would share with us those that were open.
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        for kind in (Page, Locator):
            patch.setattr(kind, "click", ends_on_a_whole_page(kind.click))
            patch.setattr(kind, "press", ends_on_a_whole_page(kind.press))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def ends_on_a_whole_page(act):
    """A click that ends when the page it leads to is there: Playwright's own ends where that page begins, and on a
    busy machine the next look would fall on an empty document, where nothing is ever wrong."""

    @functools.wraps(act)
    def whole(self, *given, **options):
        done = act(self, *given, **options)
        getattr(self, "page", self).wait_for_load_state()
        return done

    return whole


def fits(page):
    """Nothing in the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# Only what is broken comes back: the list of all that is well is larger than the page. Style sheets need not be
# fetched a second time, for a rule that does not run. Axe takes joined letters for the ligatures of an icon font and
# looks away from them: for as long as it looks, Arabic letters are Latin ones, or no contrast of theirs is measured.
BROKEN = """async options => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), arabic = [];
    for (let text; text = walker.nextNode();)
        if (/[\\u0600-\\u06ff]/.test(text.data)) arabic.push([text, text.data]);
    const latin = letter => String.fromCharCode(97 + letter.charCodeAt(0) % 26);  // names that differ stay apart
    for (const [text, said] of arabic) text.data = said.replace(/[\\u0600-\\u06ff]/g, latin);
    const how = {resultTypes: ["violations"], preload: {assets: ["media"]}, elementRef: true};
    const found = await axe.run({...how, ...options});
    for (const [text, said] of arabic) text.data = said;
    return found.violations.map(
        rule => [rule.id, rule.nodes.map(node => node.element.outerHTML.slice(0, 160)).slice(0, 4)]);
}"""
AXE = Axe().axe_script
# For a window of many pages: sent to the browser once, and there only read until a page is looked at.
AXE_AT_HAND = f"window.bringAxe = () => {{ {AXE} }};"
BRING = "() => { window.bringAxe?.(); return 'axe' in window; }"


def violations(page, **options):
    """What axe finds wrong in a page: each rule with the first elements that break it."""
    if not page.evaluate(BRING):
        page.evaluate(AXE)
    return page.evaluate(BROKEN, options)
