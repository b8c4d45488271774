"""A clerk with a caller, from signing in to the receipt on paper, and what is left on the desk afterwards."""

import os
from pathlib import Path

import pytest

from tests.journeys.test_public import axe, look, press
from tests.journeys.test_steps import GO_ON

pytestmark = pytest.mark.journey
NARRATIVE = "أوقفوا ابني عند نقطة التفتيش قرب الميناء ولم نعرف مكانه يوماً كاملاً."
SHOTS = os.environ.get("SHOTS", "")


class Desk:
    """A clerk's browser."""

    def __init__(self, page, name):
        self.page, self.name, self.number = page, name, 0
        page.set_default_timeout(15_000)

    def at(self, slug):
        assert self.page.url.split("?")[0].endswith(f"/desk/register/{slug}"), self.page.url
        self.number += 1
        look(self.page, f"clerk-{self.name}-{self.number:02}-{slug.strip('/') or 'list'}")

    def sign_in(self, account):
        self.page.fill("[name=login]", account)
        self.page.fill("[name=password]", "demo-only")
        press(self.page, "main form button[type=submit]")

    def go_on(self, **chosen):
        for name, value in chosen.items():
            self.page.check(f"input[name={name}][value={value}]")
        press(self.page, GO_ON)


def printed(page, name):
    """The receipt as it comes out of the printer: one page."""
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible()
    assert not page.locator(".on-screen").is_visible()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    pdf = page.pdf(format="A4")
    page.emulate_media(media="screen")
    return pdf.count(b"/Type /Page\n")


@pytest.mark.parametrize(
    ("account", "width", "language", "heard"),
    [("intake", 1280, "en", "ar"), ("registry", 360, "ar", "en")],
)
def test_a_clerk_with_a_caller(browse, account, width, language, heard):
    page = browse(f"/{language}/accounts/login/", width=width)
    clerk = Desk(page, f"{account}-{language}-{width}")
    clerk.sign_in(f"{account}@bh.test")
    clerk.at("")
    press(page, "main a.button")
    clerk.at("arrival/")
    assert page.evaluate("document.activeElement.name") == "brought_by"
    page.fill("#id_received_on", "١/١١/٢٠٢٦")
    page.check(f"input[name=language][value={heard}]")
    clerk.go_on(channel="phone")
    clerk.at("known/")
    clerk.go_on(mode="named")
    page.check("input[name=source][value=family]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/concerned/")
    clerk.at("concerned/")
    clerk.go_on(relationship="parent", consent="impossible-held")
    clerk.go_on(kind="complaint")
    clerk.go_on(urgent="held")
    clerk.go_on()
    clerk.at("when/")
    page.fill("#id_since", "1/11/2026")
    clerk.go_on(how="exact")
    page.fill("#id_narrative", NARRATIVE)
    press(page, "button[name=switch]")
    press(page, "button[name=switch]")
    assert page.input_value("#id_narrative") == NARRATIVE
    clerk.at("story/")
    clerk.go_on()
    clerk.go_on(categories="DIS")
    clerk.go_on()
    clerk.go_on()
    page.fill("#id_name", "أمل تجربة")
    clerk.go_on()
    clerk.at("check/")
    if language == "en":
        axe(page)
    assert page.get_attribute(".aloud", "lang") == heard
    clerk.go_on(read_back="agreed")
    clerk.at("receipt/")
    if language == "en":
        axe(page)
    assert page.get_attribute(".paper", "lang") == heard
    assert printed(page, f"paper-{clerk.name}") == 1
    page.check("input[name=how][value=read]")
    press(page, "main form .button-row button")
    clerk.at("")
    assert NARRATIVE not in page.content()
    page.go_back()
    assert page.locator("#receipt-code").count() == 0
