"""Changing how one is known on a small phone, and what the desk shows beside a case."""

import pytest

from common import tenancy
from complaints import tasks
from complaints.casework.services import Given, advance
from tests.journeys.test_public import look, press
from tests.workflow.scene import NOW, filed

pytestmark = pytest.mark.journey


def follow(page, code):
    page.fill("#id_code", code)
    press(page, "main form button[type=submit]")


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_from_a_name_to_none(browse, site, world, language, width):
    with tenancy.within("BH"):
        _, done = filed(categories=("MED",))
    page = browse(f"/{language}/complaints/track/", width=width, script=False)

    def seen(name):
        look(page, f"modes-{name}-{language}-{width}")

    follow(page, done.code)
    seen("1-case")
    press(page, "form[action$='/track/mode/'] button")
    seen("2-choose")
    page.check("input[name=mode][value=anonymous]")
    press(page, "form[action$='/track/mode/'] button")
    seen("3-preview")
    press(page, "form:has(input[name=confirm]) button")
    seen("4-done")
    assert page.locator("main [role=status]").count() == 1
    press(page, "form[action$='/track/mode/'] button")
    page.check("input[name=mode][value=named]")
    press(page, "form[action$='/track/mode/'] button")
    press(page, "form:has(input[name=confirm]) button")
    assert page.locator("#error-summary a").count() == 1
    seen("5-name-missing")
    page.fill("#id_name", "أمل تجربة")
    press(page, "form:has(input[name=confirm]) button")
    assert page.locator("main [role=status]").count() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_request_becomes_a_complaint(browse, site, world, language):
    with tenancy.within("BH"):
        case, done = filed(matter="assistance", assistance_kind="medical_visit")
        person = world.bh.people["reviewer"].pk
        for action, by, given in (
            ("assign", "supervisor", Given(person=person)),
            ("accept", "reviewer", Given()),
        ):
            advance(case=case, action=action, by=world.bh.actor(by), now=NOW, given=given)
        tasks.ask_safety(world.bh.state, now=NOW.replace(year=2026, month=12))
    page = browse(f"/{language}/complaints/track/", script=False)
    follow(page, done.code)
    look(page, f"modes-6-request-{language}")
    press(page, "form[action$='/track/complaint/'] button")
    page.check("input[name=categories][value=TOR]")
    page.fill("#id_reason", "ضربوه هناك.")
    look(page, f"modes-7-convert-{language}")
    press(page, "form:has(input[name=confirm]) button")
    look(page, f"modes-8-complaint-{language}")
    press(page, "form[action$='/track/earlier/'] button")
    assert page.get_attribute("main", "data-stage") == "closed"
    look(page, f"modes-9-earlier-{language}")
