"""The regional administrator opens a state in a browser, and a complaint is filed there."""

import os

import pytest

from accounts.models import State
from common import tenancy
from complaints.models import Complaint
from tests.browser import fits
from tests.states.test_opening import region, staff_it, tunisia  # noqa: F401  # fixtures

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("SHOTS", "")  # a folder, to look at the pages


def look(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def signed_in(browse, user, path, **options):
    page = browse(f"/en/accounts/login/?next={path}", **options)
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", "demo-only")
    page.click("main form button[type=submit]")
    return page


def test_a_state_is_opened_and_receives_a_complaint(browse, region, tunisia):  # noqa: F811
    page = signed_in(browse, region, "/en/desk/settings/states/", width=1280)
    page.click("main >> text=Tunisia")
    look(page, "opening-missing")
    for day in ("Saturday", "Sunday"):
        page.get_by_label(day, exact=True).check()
    page.fill("[name=weekend_source]", "Letter of the ministry, 2 Nov 2026")
    page.check("[name=grave_route][value=none]")
    page.check("[name=mandate_tn-hchr][value=police]")
    page.fill("[name=source]", "Letter of the committee, 3 Nov 2026")
    page.click("main form:last-of-type button:has-text('Preview')")
    look(page, "opening-preview")
    page.click("text=Set the state up")
    assert "is set up" in page.inner_text("main")
    staff_it(tunisia)
    page.reload()
    look(page, "opening-ready")
    page.fill("[name=reason]", "Everything is there")
    page.click("text=Begin to receive complaints")
    assert State.objects.get(pk="TN").is_open

    form = browse("/en/complaints/new/short/", script=False)
    form.select_option("[name=state]", "TN")
    form.check("[name=mode][value=anonymous]")
    form.check("[name=matter][value=complaint]")
    form.fill("[name=narrative]", "They hit him at the station.")
    form.click("main form button[type=submit] >> nth=0")
    assert form.locator("#receipt-code").count() == 1, form.inner_text("main")
    with tenancy.within("TN"):
        assert Complaint.objects.get().docket_set.get(standing="lead").institution.code == "tn-hchr"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_public_pages_of_states_work_without_script(browse, world, tunisia, width):  # noqa: F811
    for language in ("ar", "en"):
        index = browse(f"/{language}/states/", width=width, script=False)
        look(index, f"states-{language}-{width}")
        index.click(f"main a[href='/{language}/states/bh/']")
        look(index, f"state-{language}-{width}")
        assert fits(index)
        assert index.locator("h1").count() == 1
