"""A person with a small phone attaches files; the independent body's reviewer saves one."""

import re

import pytest

from tests.evidence.samples import archive, mp3, sample
from tests.journeys.test_public import NARRATIVE, axe, look, press

pytestmark = pytest.mark.journey
SEND = "form button.button:not(.visually-hidden):not(.button-quiet)"
PHOTO = {"name": "صورة القسم 12.jpg", "mimeType": "image/jpeg", "buffer": sample("jpeg")}


def attach(page, *more):
    files = [{"name": name, "mimeType": "", "buffer": content} for name, content in more]
    page.set_input_files("#id_files", [PHOTO, *files])


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_attach_follow_add_and_open(browse, site, world, language, width):
    def seen(page, name):
        look(page, f"files-{name}-{language}-{width}")

    page = browse(f"/{language}/complaints/new/short/?state=BH", width=width, script=False)
    page.fill("#id_narrative", NARRATIVE)
    page.check("input[name=mode][value=confidential]")
    page.check("input[name=matter][value=complaint]")
    page.check("input[name=categories][value=MED]")
    attach(page, ("all.zip", archive()), ("statement.txt", sample("text")))
    press(page, SEND)
    assert page.locator(".file-list li").count() == 2
    seen(page, "1-error")
    press(page, ".file-list li:last-child button")
    assert page.locator(".file-list li").count() == 1
    assert page.input_value("#id_narrative").strip() == NARRATIVE
    press(page, f"main {SEND}")
    code = re.sub(r"\s", "", page.inner_text("#receipt-code"))
    reference = re.sub(r"\s", "", page.inner_text("#reference"))
    page.goto(f"{site}/{language}/complaints/track/")
    page.fill("#id_code", code)
    press(page, "main form button")
    seen(page, "2-case")
    press(page, "form[action$='/track/evidence/'] button")
    page.set_input_files("#id_files", {"name": "تسجيل.mp3", "mimeType": "", "buffer": mp3()})
    page.fill("#id_message", "تسجيل من غرفة الانتظار")
    seen(page, "3-add")
    press(page, "form[enctype] button.button:not(.visually-hidden)")
    assert page.locator(".file-list li").count() == 2
    seen(page, "4-added")
    _desk(browse, site, world, reference, language, width, seen)


def _desk(browse, site, world, reference, language, width, seen):
    for who in ("head", "nhri"):
        desk = browse(f"/{language}/accounts/login/", width=width)
        desk.fill("#id_login", f"{who}@bh.test")
        desk.fill("#id_password", "demo-only")
        press(desk, "main form button[type=submit]")
        if who == "head":
            desk.goto(f"{site}/{language}/desk/{reference}/assign/")
            person = desk.locator("[name=person]").first
            chosen = str(world.bh.people["nhri"].pk)
            if person.evaluate("one => one.tagName") == "SELECT":
                person.select_option(chosen)
            else:
                desk.check(f"[name=person][value='{chosen}']")
            press(desk, "main form button.button")
        desk.goto(f"{site}/{language}/desk/{reference}/")
        seen(desk, f"5-file-{who}")
        if language == "ar":
            axe(desk)
        press(desk, "a[href*='/files/']")
        seen(desk, f"6-open-{who}")
        if language == "ar":
            axe(desk)
    page = desk.url
    for button, is_original in (("[name=copy]", False), (".button-quiet", True)):
        desk.goto(page)
        with desk.expect_download() as saved:
            desk.locator(f"main form button{button}").click()
        assert saved.value.suggested_filename == f"{reference}-1.jpg"
        assert (saved.value.path().read_bytes() == sample("jpeg")) is is_original
