"""A supervisor's morning with the queue in a real browser: filters, a glance, many at once, the way along a list."""

import csv
from pathlib import Path

import pytest

from common import tenancy
from complaints.models import Docket
from tests.browser import fits, violations
from tests.journeys.test_desk import _loop_in_this_thread, office  # noqa: F401  # fixtures
from tests.looks.conftest import fonts  # noqa: F401  # the fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("way", [("ar", 1280, True), ("en", 360, False)], ids=str)
def test_a_morning_with_the_queue(office, way, tmp_path):  # noqa: F811
    office.like(way)
    cases = [office.desks.file(danger=n < 2) for n in range(3)]
    page = office.page("supervisor")
    page.set_default_timeout(15_000)
    page.goto(office.url() + "?danger=on")
    assert page.locator(".queue tbody tr").count() == 2

    # Two cases are chosen, looked at, and assigned.
    for box in page.locator(".choose input").all():
        box.check()
    page.locator("[name=act]").select_option("assign")
    page.locator("[name=person]").select_option(str(office.world.bh.people["reviewer"].pk))
    page.locator(".chosen button").first.click()
    assert fits(page)
    page.locator("main form [name=go]").click()
    assert page.locator(".notice-good").count() == 1
    assert page.url.endswith("?danger=on")
    with tenancy.within("BH"):
        assert Docket.objects.filter(assignee__email="reviewer@bh.test").count() == 2

    # A chip takes its filter away; the list leads from case to case.
    page.locator(".chips a.chip").click()
    assert page.locator(".queue tbody tr").count() == 3
    page.goto(office.url() + "?danger=on&order=oldest")
    page.locator(".queue .row-link").first.click()
    page.locator(".next-case").click()
    assert page.url.endswith(f"/desk/{cases[1].reference}/?danger=on&order=oldest")
    page.locator(".beside .back").click()

    # A search is kept, and an export leaves.
    page.locator(".chips > a").last.click()
    page.locator("[name=name]").fill("خطر")
    page.locator("main form .button").first.click()
    page.goto(office.url())
    assert page.locator(".saved a").first.inner_text() == "خطر"
    page.locator(".chosen button").last.click()
    assert page.locator("[name=kind]").count() == 2, page.url + page.locator("main").inner_text()
    page.locator("[name=kind][value=csv]").check()
    with page.expect_download() as waiting:
        page.locator("main form .button").first.click()
    waiting.value.save_as(tmp_path / "queue.csv")
    rows = list(csv.reader(Path(tmp_path / "queue.csv").read_text("utf-8-sig").splitlines()))
    assert {row[0] for row in rows[1:]} == {case.reference for case in cases}
    assert office.troubles == []


def test_keys_lead_through_the_day(office):  # noqa: F811
    office.like(("ar", 1280, True))
    cases = [office.desks.file() for _ in range(2)]
    page = office.page("supervisor")
    page.goto(office.url())
    page.keyboard.press("j")
    page.keyboard.press("v")
    page.wait_for_selector("dialog.brief[open]")
    assert cases[0].reference in page.locator("dialog.brief").inner_text()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.row-link')")  # once the dialog has closed
    page.keyboard.press("x")
    assert page.locator(".choose input").first.is_checked()
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.name") == "act"
    page.goto(office.url(cases[0].reference))
    page.keyboard.press("n")
    page.wait_for_url(f"**/{cases[1].reference}/")
    page.keyboard.press("t")
    page.wait_for_url("**/tags/")
    for path in ((), ("tags",), ("searches",), ("export",), (cases[0].reference, "brief")):
        page.goto(office.url(*path) + ("?danger=on" if path == ("searches",) else ""))
        assert fits(page), path
    assert office.troubles == []
