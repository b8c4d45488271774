"""A supervisor's handover in a real browser: a reviewer goes, a colleague has the cases and reads them, and whoever
went finds the door closed."""

import pytest

from accounts.models import Membership
from common import tenancy
from complaints.models import Docket
from record.models import Entry
from tests.casework.conftest import NARRATIVE
from tests.journeys.test_desk import _loop_in_this_thread, office  # noqa: F401  # fixtures
from tests.journeys.test_reviewer import is_clean
from tests.looks.conftest import fonts  # noqa: F401  # the fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_reviewer_goes_and_a_colleague_takes_over(office):  # noqa: F811
    office.like(("ar", 360, True))
    basil, taker = (office.world.bh.people[name] for name in ("reviewer", "reviewer2"))
    cases = [office.desks.file() for _case in range(2)]
    for case in cases:
        office.desks.assign(case, "reviewer", "supervisor")
    gone = office.page("reviewer")
    gone.goto(office.url(cases[0].reference))
    assert NARRATIVE in gone.locator("main").inner_text()

    page = office.page("supervisor")
    page.goto(office.url("handover"))
    page.locator(f'a[href$="/handover/person/{basil.pk}/"]').click()
    page.locator("[name=taker]").select_option(str(taker.pk))
    assert page.locator("[name=begin]").count() == 0  # looked at first
    page.locator("main form .button").first.click()
    assert taker.name_ar in page.locator(".notice").first.inner_text()
    is_clean(page)
    page.locator("[name=begin]").click()
    page.locator("[name=carry]").click()
    is_clean(page)
    page.locator("[name=finish]").click()
    assert page.locator(".notice-good").count() == 1, page.locator("main").inner_text()

    with tenancy.within("BH"):
        held = Docket.objects.filter(complaint__in=[case.pk for case in cases], institution=basil.institution)
        assert {row.assignee_id for row in held} == {taker.pk}
        assert Entry.objects.filter(what="handed_over").count() == 2  # each case has its own
    assert not Membership.objects.filter(user=basil, until=None).exists()
    theirs = office.page("reviewer2")
    theirs.goto(office.url() + "?whose=mine")
    assert theirs.locator(".queue tbody tr").count() == 2
    theirs.locator(".queue .row-link").first.click()
    assert NARRATIVE in theirs.locator("main").inner_text()
    gone.goto(office.url(cases[0].reference))
    assert "/accounts/login/" in gone.url
    assert office.troubles == []
