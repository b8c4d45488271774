"""A family's custody inquiry on a small phone, without JavaScript, in both languages."""

import pytest

from tests.journeys.test_public import axe, look, press

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_ask_follow_and_end_the_search(browse, site, language, width):
    page = browse(f"/{language}/custody/?state=BH", width=width, script=width > 360)
    if width > 360:  # axe needs a page with scripts
        axe(page)
    look(page, f"custody-form-{language}-{width}")
    press(page, "#custody .button-row button")
    assert page.locator("#error-summary a").count() >= 5
    look(page, f"custody-errors-{language}-{width}")
    page.fill("#id_sought", "حمدان المفقود")
    page.fill("#id_when", "مساء أمس")
    page.fill("#id_where", "قرب السوق القديم")
    page.check("input[name=may_tell][value=yes]")
    page.check("input[name=source][value=family]")
    page.check("input[name=mode][value=anonymous]")
    press(page, "#custody .button-row button")
    code = "".join(page.inner_text("#receipt-code").split())
    look(page, f"custody-receipt-{language}-{width}")
    press(page, "main form button")
    page.fill("#id_code", code)
    press(page, "main form button[type=submit]")
    assert page.get_attribute("main", "data-stage") == "received"
    if width > 360:  # axe needs a page with scripts
        axe(page)
    look(page, f"custody-followed-{language}-{width}")
    press(page, "form[action$='/found/'] button")
    press(page, "main form button[name=confirm], main form button.button")
    assert page.get_attribute("main", "data-stage") == "closed"
    look(page, f"custody-closed-{language}-{width}")
