"""A head opens a letter that others wrote, and saves a copy of a file, in a browser: asked why, told who sees it."""

import io
import os
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from complaints.letters import services
from complaints.letters.services import Card, Words
from tests import factories
from tests.evidence.test_cleaning import photograph
from tests.journeys.test_desk import _loop_in_this_thread, office  # noqa: F401  # fixtures
from tests.journeys.test_reviewer import is_clean
from tests.looks.conftest import fonts  # noqa: F401  # the fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REASON = "للنظر في شكوى من تأخر الرد قبل اجتماع الغد"
SAID = "نرجو حفظ تسجيلات الممر رقم 3."


def look(page, name, way):
    is_clean(page)
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{way[0]}-{way[1]}.png", full_page=True)


@pytest.mark.parametrize("way", [("ar", 360, True), ("en", 1280, True)], ids=str)
def test_a_letter_and_a_file_open_for_a_reason(office, way):  # noqa: F811
    office.like(way)
    sent = factories.spooled("ما رأيته.jpg", photograph(), "jpeg").token
    case = office.desks.file(mode="confidential", attachments=(sent,))
    office.desks.move(case, "assign", "head", person=office.world.bh.people["nhri"].pk)
    services.draft(
        case=case.pk,
        purpose="preservation",
        language="ar",
        card=Card("unit"),
        words=Words("مركز الشرطة", "طلب حفظ أدلة", SAID),
        by=office.desks.actor("nhri"),
        now=timezone.now(),
    )

    page = office.page("head")
    page.goto(office.url(case.reference, "letters"))
    page.locator("tbody th a").click()
    assert SAID not in page.locator("main").inner_text()
    look(page, "letter-reason", way)
    page.locator("form[action$='/read/'] button").click()
    assert page.locator("#error-summary").is_visible()
    look(page, "letter-reason-errors", way)
    page.locator("[name=reason]").fill(REASON)
    page.locator("form[action$='/read/'] button").click()
    assert SAID in page.locator("main").inner_text()
    look(page, "letter-opened", way)

    page.goto(office.url(case.reference))
    page.locator("a[href*='/files/']").first.click()
    page.locator("[name=reason]").fill(REASON)
    look(page, "file-reason", way)
    with page.expect_download() as waiting:
        page.locator("[name=copy]").click()
    with Image.open(io.BytesIO(Path(waiting.value.path()).read_bytes())) as copy:
        assert dict(copy.getexif()) == {}
    assert [one for one in office.troubles if "422" not in one] == []  # the browser notes the refused form
