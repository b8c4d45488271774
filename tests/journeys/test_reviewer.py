"""A reviewer's whole day in a real browser, much of it by keyboard; a letter from a file of words to its PDF; and a
head who reviews what others decided."""

import io
import re

import pikepdf
import pytest
from django.utils import timezone

from common import tenancy
from complaints import tasks as _registered  # noqa: F401  # what is done for each topic
from complaints.casework.services import Given, advance
from complaints.models import Allegation, Letter, SavedSearch
from tests.browser import fits, violations
from tests.journeys.test_desk import _loop_in_this_thread, office  # noqa: F401  # fixtures
from tests.letters.conftest import drained
from tests.looks.conftest import fonts  # noqa: F401  # the fixture
from tests.workflow.scene import holder

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def is_clean(page):
    assert violations(page) == [], page.url
    assert fits(page), page.url


def found_on(case):
    """What a form that says what was found is filled in with."""
    with tenancy.within("BH"):
        row = Allegation.objects.get(complaint=case)
    return {
        f"finding_{row.pk}": "substantiated",
        f"standard_{row.pk}": "balance",
        f"reasons_{row.pk}": "تأخر الدواء يومين كما في السجل",
    }


def test_a_reviewers_day(office):  # noqa: F811
    office.like(("en", 1280, True))
    cases = [office.desks.file(danger=True), office.desks.file(), office.desks.file(danger=True)]
    for case in cases:
        office.desks.assign(case, "reviewer", "supervisor")
    first = cases[0]
    page = office.page("reviewer")
    page.set_default_timeout(15_000)

    # The queue: a filter behind its key, a tab that keeps it, the search kept, a glance, the file.
    page.goto(office.url())
    page.keyboard.press("f")
    page.locator(".filters [name=danger]").check()
    page.locator(".filters > button").click()
    page.locator(".views a", has_text="Mine").click()
    assert page.url.endswith("?whose=mine&danger=on")
    assert page.locator(".queue tbody tr").count() == 2
    page.get_by_role("link", name="Save this search").click()
    page.locator("[name=name]").fill("Mine, in danger")
    page.get_by_role("button", name="Save this search").click()
    with tenancy.within("BH"):
        assert SavedSearch.objects.get().filters == "whose=mine&danger=on"
    page.goto(office.url())
    with page.expect_navigation():
        page.locator(".saved a", has_text="Mine, in danger").click()
    page.keyboard.press("j")
    page.keyboard.press("v")
    page.wait_for_selector("dialog.brief[open]")
    page.locator("dialog.brief a.button").press("Enter")
    page.wait_for_url(f"**/{first.reference}/**")

    # The case: received, asked about, answered.
    for action in ("acknowledge", "admit"):
        office.act("reviewer", first, action)
    office.act("reviewer", first, "ask_complainant", message="في أي يوم كان ذلك؟")
    with tenancy.within("BH"):
        amal = holder("BH", first.pk, office.desks.codes[first.reference])
        given = Given(message="يوم الأحد")
        advance(case=first.pk, action="answer", by=amal, given=given, now=timezone.now())
    page.goto(office.url(first.reference))
    assert "يوم الأحد" in page.locator("main").inner_text()

    # Beside it: a line of the checklist, a task with a day.
    page.get_by_role("link", name="Checklist").click()
    page.locator('form[action*="/checklist/"] button[value="done"]').first.click()
    page.goto(office.url(first.reference, "tasks"))
    page.locator('[name="kind"]').select_option("call")
    page.locator('[name="due_on"]').fill("1/2/2030")
    page.get_by_role("button", name="Set the task").click()
    assert page.locator(".notice-good").count() == 1

    # A finding with its reasons is proposed, and the next case of the list comes by key.
    office.act("reviewer", first, "propose_finding", **found_on(first), reason="شهادتان وتقرير")
    page.goto(office.url(first.reference) + "?danger=on&order=oldest")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(f"/{cases[2].reference}/"))
    assert page.url.endswith("?danger=on&order=oldest")
    assert fits(page)
    assert office.again(first).stage == "investigating"
    office.act("supervisor", first, "approve_findings", message="ثبت أن الدواء تأخر يومين.")
    assert office.again(first).stage == "decided"
    assert office.troubles == []


@pytest.mark.parametrize("way", [("ar", 360, False), ("en", 1280, True)], ids=str)
def test_a_letter_from_its_words_to_its_paper(office, way):  # noqa: F811
    office.like(way)
    language, _width, is_axe_run = way
    case = office.desks.file()
    office.desks.assign(case, "reviewer", "supervisor")
    looked_at = is_clean if is_axe_run else lambda page: None
    page = office.page("reviewer")
    page.goto(office.url(case.reference, "letters"))
    looked_at(page)
    page.locator(".button-row a.button").first.click()
    page.locator("[name=purpose][value=acknowledgement]").check()
    page.locator(f"[name=language][value={language}]").check()
    looked_at(page)
    page.locator("main form button[type=submit]").click()
    page.locator("[name=paragraphs][value=reprisal]").check()
    looked_at(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/edit/")
    page.locator("[name=subject]").fill("Subject 2026/77" if language == "en" else "إشعار باستلام الشكوى")
    looked_at(page)
    page.locator("main form button[type=submit]").first.click()
    looked_at(page)
    page.locator('form[action$="/send/"] button').click()
    with tenancy.within("BH"):
        letter = Letter.objects.select_related("register").get(complaint=case)
    assert letter.register.number == 1
    drained(timezone.now())
    page.goto(page.url)
    assert fits(page)
    with page.expect_download() as waiting:
        page.locator('form[action*="/files/"] button').click()
    with pikepdf.open(io.BytesIO(waiting.value.path().read_bytes())) as pdf:
        assert pdf.Root.Lang == language
        assert pdf.Root.MarkInfo.Marked

    # Whom it is addressed to reads it with the code, and saves it without scripts.
    amal = office.browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    office.contexts.append(amal)
    own = amal.new_page()
    own.goto(f"{office.address}/{language}/complaints/track/")
    own.locator("#id_code").fill(office.desks.codes[case.reference])
    own.locator("main form button").first.click()
    assert f"2026/{letter.register.number}" in re.sub(r"\d{4}/", "2026/", own.locator("main").inner_text())
    assert fits(own)
    with own.expect_download() as waiting:
        own.locator('form[action$="/track/letter/"] button').click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    assert office.troubles == []


def decided(office):  # noqa: F811
    """A case that the ministry decided and told, and what its complainant makes of it."""
    case = office.desks.file()
    office.desks.assign(case, "reviewer", "supervisor")
    with tenancy.within("BH"):
        row = Allegation.objects.get(complaint=case)
    for action, by, given in (
        ("acknowledge", "reviewer", {}),
        ("admit", "reviewer", {}),
        ("propose_finding", "reviewer", {"findings": {row.pk: ("substantiated", "")}, "reason": "شهادتان"}),
        ("approve_findings", "supervisor", {"message": "ثبت جزء مما ورد"}),
        ("notify_outcome", "reviewer", {}),
    ):
        office.desks.move(case, action, by, **given)
    return case


def test_a_head_reviews_what_others_decided(office):  # noqa: F811
    office.like(("ar", 1280, True))
    case = decided(office)
    code = office.desks.codes[case.reference]

    def followed():
        context = office.browser.new_context(
            viewport={"width": 360, "height": 800}, java_script_enabled=False
        )
        office.contexts.append(context)
        page = context.new_page()
        page.goto(f"{office.address}/en/complaints/track/")
        page.get_by_label("Secret follow-up code").fill(code)
        page.get_by_role("button", name="Follow").click()
        return page

    amal = followed()
    amal.locator("#review summary").click()
    amal.locator("#review textarea").fill("They did not ask the second witness.")
    amal.locator("#review button[type=submit]").click()
    assert office.again(case).stage == "under_review"

    # Whoever decided does not review; the head of the other body finds it in the room, reads, and decides anew.
    for name in ("supervisor", "reviewer"):
        page = office.page(name)
        page.goto(office.url(case.reference))
        assert page.locator('a[href$="/uphold/"], a[href$="/overturn/"]').count() == 0
    head = office.page("head")
    head.goto(f"{office.address}/ar/oversight/reviews/")
    head.locator(".row-link", has_text=case.reference).click()
    assert "They did not ask the second witness." in head.locator("main").inner_text()
    head.locator(f'a[href$="/{case.reference}/overturn/"]').first.click()
    head.locator("[name=choice][value=investigating]").check()
    head.locator("[name=message]").fill("يُسمع الشاهد الثاني ثم يُقرّر من جديد.")
    is_clean(head)
    head.locator("main form button[type=submit]").click()
    assert head.locator(".notice-good").count() == 1, head.locator("main").inner_text()
    assert office.again(case).stage == "investigating"

    again = followed()
    assert "ثبت جزء مما ورد" in again.locator("main").inner_text()  # what was told stays to be read
    assert "reviewed the decision and changed it" in again.locator("main").inner_text()
    assert "يُسمع الشاهد الثاني" in again.locator("main").inner_text()
    assert office.troubles == []
