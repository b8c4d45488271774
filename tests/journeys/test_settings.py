"""A clock is lengthened: proposed by the administrator, signed at the national institution, read by everybody."""

import pytest
from django.utils import timezone

from complaints.models import ClockTerm
from tests.browser import fits, violations
from tests.journeys.test_desk import office  # noqa: F401  # the fixture
from tests.looks.conftest import fonts  # noqa: F401  # the fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def press(page, step):
    page.locator(f'main button[name=step][value="{step}"]').first.click()


@pytest.mark.parametrize("way", [("ar", 360, False), ("en", 1280, True)], ids=str)
def test_a_longer_clock_is_proposed_signed_and_published(office, way):  # noqa: F811
    office.like(way)
    admin = office.page("admin")
    admin.goto(office.url("settings"))
    admin.locator('a[href$="/settings/clock/"]').click()
    admin.locator('a[href$="/settings/clock/decide/"]').click()
    admin.locator("[name=amount]").fill("١٢٠")
    admin.locator("[name=reason]").fill("قرار الوزير رقم ٤")
    press(admin, "preview")
    previewed = admin.locator("main").inner_text()
    fine = fits(admin)
    press(admin, "make")
    kept = ClockTerm.objects.exists()

    head = office.page("head")
    head.goto(office.url())
    head.locator('a[href$="/desk/signatures/"]').click()
    head.locator('main a[href*="/signatures/"]').first.click()
    press(head, "sign")

    public = office.watched(office.context().new_page())
    public.goto(f"{office.address}/{office.language}/changes/?state=BH")
    read = public.locator("main").inner_text()

    assert "120" in previewed
    assert not kept
    assert ClockTerm.objects.get().amount == 120
    assert "قرار الوزير رقم ٤" in read
    assert "admin" not in read
    assert fine
    assert fits(head)
    assert fits(public)
    assert office.troubles == []


def test_axe_finds_nothing_on_the_settings(office):  # noqa: F811
    office.like(("ar", 360, True))
    admin = office.page("admin")
    year = str(timezone.now().year + 1)
    for path in ("settings", "settings/clock", "settings/weekend", f"settings/holidays/{year}", "signatures"):
        admin.goto(office.url(path))
        assert violations(admin) == [], path
        assert fits(admin), path
