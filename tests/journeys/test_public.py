"""From the first page to a withdrawn complaint, as somebody with a small phone does it."""

import os
from pathlib import Path

import pytest

from tests.browser import fits, violations

pytestmark = pytest.mark.journey
NARRATIVE = "أوقفني عناصر دورية مساء أمس قرب السوق القديم دون إبداء سبب.\nطلبت محامياً ولم يُسمح لي."
SHOTS = os.environ.get("SHOTS", "")


def look(page, name):
    """Nothing wider than the screen, nothing on the console; a picture where somebody wants one."""
    assert fits(page), f"{name} scrolls sideways"
    refused = [text for text in page.complaints if "422" not in text]
    assert not refused, refused
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def axe(page):
    assert violations(page) == [], page.url


def press(page, selector):
    page.locator(selector).first.click()


@pytest.mark.parametrize(
    ("language", "script", "width"), [("ar", False, 360), ("ar", True, 360), ("en", True, 1280)]
)
def test_file_follow_write_withdraw(browse, site, language, script, width):
    def seen(name):
        look(page, f"{name}-{language}-{width}{'' if script else '-noscript'}")

    page = browse(f"/{language}/", width=width, script=script)
    seen("01-home")
    press(page, f"main a[href='/{language}/complaints/new/']")
    page.select_option("#readers_state", "BH")
    press(page, "main form button[type=submit]")
    seen("02-start")
    press(page, "main a.button[href*='short']")
    page.check("input[name=mode][value=confidential]")
    page.fill("#id_narrative", NARRATIVE)
    seen("03-form")
    press(page, "#short .button-row button")
    assert page.locator("#error-summary a").count() == 1, "matter is missing"
    assert page.input_value("#id_narrative") == NARRATIVE
    seen("04-errors")
    page.check("input[name=matter][value=complaint]")
    page.check("input[name=categories][value=LIB]")
    page.fill("#id_name", "أمل تجربة")
    press(page, "#short button[name=switch]")
    other = "en" if language == "ar" else "ar"
    assert page.get_attribute("html", "lang") == other
    assert page.input_value("#id_narrative") == NARRATIVE
    assert page.input_value("#id_name") == "أمل تجربة"
    press(page, "#short button[name=switch]")
    press(page, "#short .button-row button")
    code = "".join(page.inner_text("#receipt-code").split())
    reference = page.inner_text("#reference").strip()
    assert page.url == f"{site}/{language}/complaints/new/receipt/"
    seen("05-receipt")
    press(page, "main form button")
    assert page.context.cookies() == []
    page.fill("#id_code", code.lower())
    seen("06-code")
    press(page, "main form button")
    assert page.get_attribute("main", "data-stage") == "received"
    assert reference in page.inner_text("h1")
    press(page, "details#write summary")
    page.fill("#write_message", "تذكّرت رقم الدورية.")
    press(page, "details#write button")
    assert page.locator("section.message").count() >= 1
    seen("07-case")
    press(page, "form[action$='withdraw/'] button")
    seen("08-withdraw")
    press(page, "main form button")
    assert page.get_attribute("main", "data-stage") == "withdrawn"
    seen("09-withdrawn")
    assert {address.split("/")[2] for address in page.asked} == {site.split("/")[2]}
    assert not [address for address in page.asked if code in address.upper()]
    assert page.context.cookies() == []


def test_quick_exit_leaves_no_cookie(browse):
    page = browse("/ar/complaints/new/short/?state=BH")
    page.check("input[name=mode][value=anonymous]")
    page.check("input[name=matter][value=complaint]")
    page.fill("#id_narrative", NARRATIVE)
    press(page, "#short .button-row button")
    assert page.locator("#receipt-code").count() == 1
    press(page, "a.exit")
    page.wait_for_url("**/exit/")
    assert page.context.cookies() == []


def test_enter_sends_the_form_and_never_changes_the_language(browse):
    page = browse("/ar/complaints/new/short/")
    page.fill("#id_name", "أمل")
    page.press("#id_name", "Enter")
    assert page.get_attribute("html", "lang") == "ar"
    assert page.locator("#error-summary").count() == 1
