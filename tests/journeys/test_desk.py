"""A case on the desk from its arrival to the notice of its outcome, in a real browser, in both languages."""

import re

import pytest
from django.test import Client

from common import tenancy
from complaints.models import Allegation, Complaint
from tests.browser import fits
from tests.casework.conftest import NARRATIVE, Desks
from tests.looks.conftest import fonts  # noqa: F401  # the fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RELEASED = "مُنع محتجز من دوائه يومين"
WAYS = [("ar", 1280, True), ("en", 360, False)]


@pytest.fixture(scope="session", autouse=True)
def _loop_in_this_thread():
    """Playwright keeps an event loop in this thread; nothing here is asynchronous on Django's side.

    For the whole session: the database is made before a test and cloned anew after it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def office(chromium, fonts, live_server, settings, world):  # noqa: F811
    """Browsers of Bahrain's staff, each with the width, language and scripts of the journey."""
    made = Office(chromium, live_server.url, world)
    yield made
    for context in made.contexts:
        context.close()


class Office:
    """People at their desks."""

    def __init__(self, browser, address, world):
        self.browser, self.address, self.world = browser, address, world
        self.desks, self.contexts, self.pages, self.troubles = Desks(world), [], {}, []
        self.language, self.width, self.script = "en", 1280, True

    def like(self, way):
        self.language, self.width, self.script = way

    def page(self, name):
        """The browser of somebody signed in."""
        if name not in self.pages:
            context = self.context()
            client = Client()
            client.force_login(self.world.bh.people[name])
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}]
            )
            self.pages[name] = self.watched(context.new_page())
        return self.pages[name]

    def context(self):
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 800}, java_script_enabled=self.script
        )
        self.contexts.append(context)
        return context

    def watched(self, page):
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        return page

    def url(self, *parts):
        return "/".join([self.address, self.language, "desk", *parts, ""])

    def act(self, name, case, action, **typed):
        """From the case file through the action's page and back."""
        page = self.page(name)
        page.goto(self.url(case.reference))
        page.locator(f'a[href$="/{case.reference}/{action}/"]').first.click()
        for field, value in typed.items():
            control = page.locator(f'[name="{field}"]')
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        page.locator("main form button[type=submit]").click()
        assert page.url == self.url(case.reference), page.locator("main").inner_text()
        assert page.locator(".notice-good").count() == 1
        return page

    def again(self, case):
        with tenancy.within("BH"):
            return Complaint.objects.get(pk=case.pk)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{'script' if way[2] else 'plain'}")
def test_a_ministry_case_goes_from_arrival_to_the_notice(office, way):
    office.like(way)
    case = office.desks.file()
    basil = str(office.world.bh.people["reviewer"].pk)

    supervisor = office.page("supervisor")
    supervisor.goto(office.url())
    supervisor.locator(".queue .row-link").first.click()
    assert NARRATIVE in supervisor.locator("main").inner_text()
    office.act("supervisor", case, "assign", person=basil)
    office.act("reviewer", case, "acknowledge")
    office.act("reviewer", case, "admit")
    office.act("reviewer", case, "write", message="نبحث الآن ما ورد في الشكوى.")
    with tenancy.within("BH"):
        row = Allegation.objects.get(complaint=case)
    found = {f"finding_{row.pk}": "substantiated", f"standard_{row.pk}": "balance"}
    why = {f"reasons_{row.pk}": "تأخر الدواء يومين كما في السجل", "reason": "شهادتان وتقرير"}
    office.act("reviewer", case, "propose_finding", **found, **why)
    office.act("supervisor", case, "approve_findings", message="ثبت أن الدواء تأخر يومين.")
    page = office.act("reviewer", case, "notify_outcome")

    assert office.again(case).stage == "decided"
    assert office.again(case).notified_at
    assert "ثبت أن الدواء تأخر يومين." in page.locator("main").inner_text()
    assert fits(page)
    assert office.troubles == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{'script' if way[2] else 'plain'}")
def test_the_ministry_reads_of_a_confidential_case_what_was_released(office, way):
    office.like(way)
    case = office.desks.file(mode="confidential")
    dalia = str(office.world.bh.people["nhri"].pk)
    office.act("head", case, "assign", person=dalia)
    page = office.page("nhri")
    page.goto(office.url(case.reference))
    original = page.locator("main").inner_text()
    office.act("nhri", case, "release", text=RELEASED)

    ministry = office.page("supervisor")
    ministry.goto(office.url())
    ministry.locator("input[name=q]").fill(case.reference.lower())
    ministry.locator(".filters button").click()
    ministry.locator(".queue .row-link").first.click()
    read = ministry.locator("main").inner_text()

    assert NARRATIVE in original
    assert RELEASED in read
    assert NARRATIVE not in read
    assert fits(ministry)


@pytest.mark.parametrize("way", [("ar", 1280, False), ("en", 360, True)], ids=str)
def test_an_identity_is_read_once(office, way):
    office.like(way)
    case = office.desks.file(mode="confidential")
    office.desks.move(case, "assign", "head", person=office.world.bh.people["nhri"].pk)
    page = office.page("nhri")
    page.goto(office.url(case.reference))
    page.locator('a[href$="/open/identity/"]').click()
    page.locator("[name=reason]").fill("قصير")
    page.locator("main form button[type=submit]").click()
    refused = page.locator(".error-summary").inner_text()
    page.locator("[name=reason]").fill("لترتيب لقاء بحضور المحامي")
    page.locator("main form button[type=submit]").click()
    shown = page.locator("main").inner_text()
    page.reload()

    assert "10" in refused
    assert "أمل السالم" in shown
    assert "أمل السالم" not in page.locator("main").inner_text()


def test_a_case_is_worked_on_beside_its_file(office):
    """Without scripts, on a phone: the checklist, a task with a day, what became of a recommendation."""
    office.like(("en", 360, False))
    case = office.desks.file(mode="confidential", categories=("TOR",))
    office.desks.assign(case, "nhri", "head")
    for action, given in (("acknowledge", {}), ("admit", {}), ("release", {"text": RELEASED})):
        office.desks.move(case, action, "nhri", **given)
    with tenancy.within("BH"):
        row = Allegation.objects.get(complaint=case)
    found = {"findings": {row.pk: ("substantiated", "")}, "reason": "شهادتان"}
    office.desks.move(case, "propose_finding", "nhri", **found)
    office.desks.move(case, "approve_findings", "head", message="ثبت")

    page = office.page("nhri")
    page.goto(office.url(case.reference))
    page.get_by_role("link", name="Checklist").click()
    page.locator('form[action$="/victim_contacted/"] button[value="done"]').click()
    assert "nhri BH" in page.locator(".checklist").inner_text()
    page.goto(office.url(case.reference))
    page.locator(f'a[href$="/{case.reference}/tasks/"]').click()
    page.locator('[name="kind"]').select_option("witness")
    page.locator('[name="due_on"]').fill("1/2/2030")
    page.get_by_role("button", name="Set the task").click()
    page.goto(office.url("tasks"))
    assert case.reference in page.locator("main").inner_text()
    page.get_by_role("button", name="Done").click()
    assert "No task waits for you" in page.locator("main").inner_text()
    office.act("nhri", case, "recommend_remedy", message="أوصينا", recommendations="اعتذار مكتوب")
    ministry = office.page("supervisor")
    ministry.goto(office.url(case.reference, "recommendations"))
    ministry.get_by_role("link", name="Answer a recommendation").click()
    ministry.get_by_label("Accepted in part").check()
    ministry.locator('[name="answer"]').fill("نقبل الاعتذار شفهياً")
    ministry.locator("main form button[type=submit]").click()
    page.goto(office.url(case.reference, "recommendations"))

    assert "Accepted in part" in page.locator("main").inner_text()
    assert "نقبل الاعتذار شفهياً" in page.locator("main").inner_text()
    assert fits(page)
    assert office.troubles == []


def test_staff_sign_in_and_land_on_their_desk(office):
    office.like(("ar", 1280, True))
    case = office.desks.file()
    page = office.watched(office.context().new_page())
    page.goto(office.url())
    page.locator("[name=login]").fill("supervisor@bh.test")
    page.locator("[name=password]").fill("demo-only")
    page.locator("main button[type=submit]").first.click()

    assert page.url == office.url()
    assert case.reference in page.locator("main").inner_text()
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_keys_move_through_the_queue(office):
    office.like(("en", 1280, True))
    cases = [office.desks.file() for _ in range(2)]
    page = office.page("supervisor")
    page.goto(office.url())
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("BH-"))

    assert cases[1].reference in page.url
