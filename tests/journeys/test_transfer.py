"""A complaint goes to another state, in real browsers: proposed, agreed to without scripts, sent, found there."""

import pytest
from django.test import Client

from common import tenancy
from complaints.models import Complaint
from tests.workflow.scene import filed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browse, site):
    """The page of somebody signed in."""

    def open_desk(user, path):
        page = browse("/en/", width=1280)
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
        )
        page.goto(site + path)
        return page

    return open_desk


def test_from_the_proposal_to_the_other_desk(world, browse, desk, site):
    _case, done = filed()
    file = f"/en/desk/{done.reference}/"
    supervisor = desk(world.bh.people["supervisor"], f"{file}propose_transfer/")
    supervisor.get_by_label("National institution of another state").select_option("here:eg-nhri")
    supervisor.get_by_label("Message").fill("It happened at the airport in Cairo.")
    supervisor.get_by_role("button", name="Propose a transfer to another state").click()
    assert "Done" in supervisor.inner_text("main")

    amal = browse("/en/complaints/track/", script=False)
    amal.get_by_label("Secret follow-up code").fill(done.code)
    amal.get_by_role("button", name="Follow").click()
    assert "National Institution EG" in amal.inner_text("#transfer")
    amal.get_by_label("Yes, with my name and contact").check()
    amal.locator("#transfer").get_by_role("button").click()
    assert "what goes along was sealed" in amal.inner_text("main")

    supervisor.goto(f"{site}{file}transfer/")
    supervisor.get_by_label("Reasons").fill("Agreed by the complainant")
    supervisor.get_by_role("button", name="Send the case to the other state").click()
    with tenancy.within("EG"):
        new = Complaint.objects.get()

    head = desk(world.eg.people["head"], "/en/desk/transfers/")
    head.get_by_role("link", name=new.reference).click()
    assert "It came from another state’s institution" in head.inner_text("main")

    again = browse("/ar/complaints/track/", script=False)
    again.locator("#id_code").fill(done.code)
    again.locator("main form button").click()
    assert new.reference in again.inner_text("h1")
    for page in (supervisor, amal, head, again):
        assert page.complaints == []
