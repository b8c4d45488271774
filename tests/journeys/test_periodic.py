"""A report from the comments of both institutions to the public, in a real browser with and without scripts."""

import json
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import SYSTEM
from accounts.models import State
from common import tenancy
from reporting import plan_file, plan_loading, scopes, services
from reporting.models import Dossier
from reporting.periodic import life
from reporting.periods import Period
from tests.journeys.test_public import look
from tests.reporting import lives
from tests.reporting.conftest import PLAN

pytestmark = pytest.mark.journey
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WAYS = [("ar", 360, False), ("en", 1280, True)]


@pytest.fixture
def dossier(site, world):
    """A half-year of Bahrain that the ministry was asked about."""
    State.objects.get_or_create(
        code="XX", defaults={"name_ar": "المنطقة", "name_en": "Region", "zone": "UTC"}
    )
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    with tenancy.within("BH"):
        made = services.gather(scope=scopes.of_state("BH"), period=half, by=SYSTEM, now=NOW)
    life.open_comments(dossier=made, by=SYSTEM, now=NOW)
    return made


@pytest.mark.parametrize(("language", "width", "script"), WAYS)
def test_comments_of_both_institutions_and_a_publication(
    browse, site, world, dossier, language, width, script
):
    desk = f"/{language}/desk/reports/{dossier.pk}/"

    def signed_in(name):
        page = browse(f"/{language}/reports/", width=width, script=script)
        client = Client()
        client.force_login(world.bh.people[name])
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([cookie | {"url": site}])
        go(page, desk)
        return page

    def go(page, path):
        page.goto(site + path)

    def seen(page, name):
        look(page, f"periodic-{name}-{language}-{width}")

    def send(page, action):
        with page.expect_navigation():
            page.locator(f"form[action$='{action}'] button[type=submit]").first.click()

    ministry = signed_in("supervisor")
    seen(ministry, "ministry")
    ministry.locator("a[href$='?at=deadlines'], a[href$='?at=plan']").first.click()
    ministry.locator("textarea[name=text]").fill("Two more officers came")
    seen(ministry, "comment")
    ministry.locator("textarea[name=text]").press("Tab")
    with ministry.expect_navigation():
        ministry.keyboard.press("Enter")
    assert "Two more officers came" in ministry.content()
    send(ministry, "/pass-on/")
    assert ministry.locator("form[action$='/pass-on/']").count() == 0

    liaison = signed_in("liaison")
    liaison.locator("a[href*='?answers=']").first.click()
    liaison.locator("textarea[name=text]").fill("We saw them at work")
    send(liaison, liaison.url.rpartition("/")[2])
    liaison.locator(f"a[href$='/words/plan/{language}/']").first.click()
    liaison.locator("textarea[name=text]").fill("A memorandum is being written.\n\n- first\n- second")
    seen(liaison, "words")
    send(liaison, f"/words/plan/{language}/")
    seen(liaison, "liaison")
    go(liaison, desk + "issue/")
    seen(liaison, "issue")
    send(liaison, "/issue/")
    go(liaison, desk + "progress/")
    seen(liaison, "progress")

    lives.work(now=timezone.now())
    assert Dossier.objects.get().stage == "published"

    public = browse(f"/{language}/reports/", width=width, script=script)
    seen(public, "public-list")
    public.locator(f"a[href$='/reports/{dossier.pk}/']").click()
    seen(public, "public")
    text = public.content()
    assert "Two more officers came" in text
    assert "We saw them at work" in text
    assert public.locator("h2[id^=annex-]").count() == 2
    assert public.locator("#annexes, h2#ministry, h2#nhri").count() == 0
    assert "A memorandum is being written." in text
    files = json.loads(
        public.request.get(public.locator("a[href$='.json']").first.evaluate("a => a.href")).text()
    )
    assert files["words_sha256"] in text
    assert public.locator("a[href$='.pdf']").count() == 2
