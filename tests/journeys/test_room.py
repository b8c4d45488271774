"""A head’s morning: what the authority owes, an agenda; and a supervisor’s late cases. In a real browser."""

import re
from datetime import timedelta

import pytest

from complaints.models import Complaint
from complaints.vocabulary import Stage
from tests.casework.conftest import Desks
from tests.journeys.test_staff import as_staff, is_clean
from tests.oversight.conftest import Room

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WAYS = [("ar", 360), ("en", 1280)]


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_from_the_silence_board_to_the_agenda(browse, site, world, language, width):
    room = Room(Desks(world))
    case, _asked = room.asked(days=80)
    other, _also = room.asked(days=60)
    head = as_staff(browse, site, world.bh.people["head"], f"/{language}/oversight/", width=width)
    is_clean(head)
    head.click(f"a[href='/{language}/oversight/silence/']")
    is_clean(head)
    head.click(f"a[href='/{language}/desk/{case.reference}/proceed_on_silence/']")
    head.fill("[name=reason]", "انقضت أربعون يوماً من دون ردّ")
    head.locator("main form button[type=submit]").last.click()
    head.wait_for_url(f"**/{language}/desk/{case.reference}/")
    with room.within():
        assert Complaint.objects.get(pk=case.pk).stage == Stage.INVESTIGATING

    head.goto(f"{site}/{language}/oversight/silence/")
    assert case.reference not in head.content()
    head.goto(f"{site}/{language}/oversight/agenda/new/")
    is_clean(head)
    head.fill("[name=meets_on]", "30/11/2026")
    assert head.locator("[name=questions]").first.is_checked()  # very late: offered as chosen
    head.locator("main form button[type=submit]").click()
    head.wait_for_url(re.compile(rf"/{language}/oversight/agenda/[0-9a-f-]{{36}}/$"))
    is_clean(head)
    assert other.reference in head.content()


def test_from_a_number_to_its_cases(browse, site, world):
    room = Room(Desks(world))
    case = room.desk.file(now=None)
    room.desk.assign(case, "reviewer", "supervisor")
    from complaints.models import Docket

    with room.within():
        row = Docket.objects.get(complaint=case, institution=world.bh.moi)
        row.sort_due -= timedelta(days=90)
        row.save()
    page = as_staff(browse, site, world.bh.people["supervisor"], "/ar/desk/team/", width=360)
    is_clean(page)
    page.locator("a.is-late").click()
    is_clean(page)
    assert case.reference in page.content()
