"""An account from the letter to its deletion, without JavaScript, as somebody with a small phone does it."""

import itertools
import os
import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache

from tests.browser import fits, violations
from tests.mine.conftest import PASSWORD, file

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("SHOTS", "")
NARRATIVE = "أوقفني عناصر دورية مساء أمس قرب السوق القديم دون إبداء سبب."


@pytest.fixture
def person(browse, site):
    return lambda language, width: Person(browse, site, language, width)


class Person:
    """One browser without scripts, looked at on every page."""

    def __init__(self, browse, site, language, width):
        self.site, self.language, self.width = site, language, width
        self.page = browse(f"/{language}/accounts/signup/", width=width, script=False)
        # Axe is a script: a second page of the same browser that runs them looks at what this one shows.
        self.eyes = self.page.context.browser.new_context(viewport={"width": width, "height": 800})
        self.judge = self.eyes.new_page()
        self.turns = itertools.cycle([language == "ar", language != "ar"])

    def look(self, name):
        assert fits(self.page), f"{name} scrolls sideways"
        # Two walk, in two languages: what one leaves out the other looks at.
        if next(self.turns):
            assert violations(self._same()) == [], name
        if SHOTS:
            file = Path(SHOTS) / f"{name}-{self.language}-{self.width}.png"
            self.page.screenshot(path=file, full_page=True)

    def _same(self):
        """The page as it stands, with its own style sheets, where axe may run."""
        self.judge.goto(f"{self.site}/{self.language}/exit/")
        self.judge.set_content(
            re.sub("<head>", f'<head><base href="{self.page.url}">', self.page.content(), count=1)
        )
        return self.judge

    def press(self, selector):
        self.page.locator(selector).first.click()

    def go(self, path):
        self.page.goto(f"{self.site}/{self.language}/{path}")


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_open_keep_follow_and_delete(person, language, width):
    cache.clear()
    amal = person(language, width)
    page = amal.page
    amal.look("50-sign-up")
    page.fill("#id_email", "amal@example.org")
    amal.press("main form button[type=submit]")
    amal.look("51-asked")
    page.goto(re.search(r"http\S+", mail.outbox[-1].body)[0])
    page.fill("#id_password", "short")
    page.fill("#id_again", "short")
    amal.press("main form button[type=submit]")
    amal.look("52-weak")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    amal.press("main form button[type=submit]")
    assert page.url == f"{amal.site}/{language}/complaints/mine/"
    amal.look("53-empty")

    # Filing while signed in: one press keeps the receipt.
    amal.go("complaints/new/short/")
    page.select_option("#id_state", "BH")
    page.check("input[name=mode][value=named]")
    page.check("input[name=matter][value=complaint]")
    page.fill("#id_narrative", NARRATIVE)
    page.check("input[name=categories][value=LIB]")
    page.fill("#id_name", "أمل تجربة")
    amal.press("#short .button-row button:not([name=switch])")
    reference = page.inner_text("#reference").strip()
    amal.look("54-receipt")
    amal.press("main button[name=keep]")
    amal.look("55-kept")

    # An earlier complaint without a name: a wrong code, then the warning.
    earlier, code = file(mode="anonymous")
    amal.go("complaints/mine/")
    page.fill("#id_code", "guess")
    amal.press("form[action$='/mine/add/'] button")
    amal.look("56-wrong-code")
    page.fill("#id_code", code)
    page.fill("#id_label", "قضية أخي")
    amal.press("form[action$='/mine/add/'] button")
    amal.look("57-warning")
    amal.press("main form button[type=submit]")
    listed = page.inner_text("main")
    assert reference in listed
    assert earlier in listed
    assert "قضية أخي" in listed
    amal.look("58-list")
    amal.press(f"section:has-text('{reference}') form[action$='/track/'] button")
    assert page.get_attribute("main", "data-stage") == "received"
    page.locator("details#letters summary").click()
    page.fill("#letters_address", "letters@example.org")
    amal.press("details#letters button")
    page.locator("details#letters summary").click()
    amal.look("59-letters")

    amal.go("complaints/mine/")
    amal.press("form[action$='/mine/close/'] button")
    amal.look("60-closed")
    page.fill("#id_password", "wrong")
    amal.press("main form button[type=submit]")
    amal.look("61-wrong-password")
    page.fill("#id_password", PASSWORD)
    amal.press("main form button[type=submit]")
    amal.go("complaints/mine/account/")
    amal.look("62-account")
    amal.press("a[href$='/account/delete/']")
    amal.look("63-delete")
    page.fill("#id_password", PASSWORD)
    amal.press("main form button[type=submit]")
    amal.look("64-deleted")
    amal.go("complaints/mine/")
    assert "/accounts/login/" in page.url
    amal.look("65-sign-in")
    for path in ("accounts/password/reset/", "accounts/signup/nonsense/"):
        amal.go(path)
        amal.look("66-" + path.split("/")[1])
    amal.eyes.close()
