"""The page of whoever assigns: workload, approvals, exclusions."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.casework.services import Missing, Unmet
from complaints.casework.team import workload
from complaints.models import Docket, Exclusion
from record.models import Entry

PAGES = ("", "approvals/", "asked/", "exclusions/", "nobody/")


def get(client, path="", status=200):
    answer = client.get(f"/en/desk/team/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def held(room, desk):
    """Basil holds three cases, one of them late and old; a fourth is nobody's."""
    cases = [desk.file() for _ in range(4)]
    for case in cases[:3]:
        desk.assign(case, "reviewer", "supervisor")
    with room.within():
        old = timezone.now() - timedelta(days=100)
        Docket.objects.filter(complaint=cases[0]).update(sort_due=old, since=old)
    return cases


def test_the_team_is_for_whoever_assigns(desk):
    for path in PAGES:
        for name in ("reviewer", "nhri", "registry", "liaison", "auditor", "admin"):
            get(desk(name), path, 403)
        for name in ("supervisor", "head"):
            get(desk(name), path)


def test_workload_is_counted_by_person_age_and_lateness(room, held, world):
    with room.within():
        nobody, basil, *rest = workload.loads(world.bh.actor("supervisor"), now=timezone.now())
    assert (nobody.person, nobody.open) == (None, 1)
    assert basil.person == world.bh.people["reviewer"]
    assert (basil.open, basil.late) == (3, 1)
    assert basil.ages == {"month": 2, "quarter": 0, "year": 1, "older": 0}
    assert [load.open for load in rest] == [0]  # the other reviewer, who may hold cases and holds none


def test_numbers_lead_to_their_cases(desk, held, world):
    basil = world.bh.people["reviewer"].pk
    page = get(desk("supervisor"))
    assert f"/team/{basil}/?late=on" in page
    late = get(desk("supervisor"), f"{basil}/?late=on")
    assert [case.reference in late for case in held] == [True, False, False, False]
    aged = get(desk("supervisor"), f"{basil}/?age=month")
    assert [case.reference in aged for case in held] == [False, True, True, False]
    assert held[3].reference in get(desk("supervisor"), "nobody/")
    get(desk("supervisor"), f"{world.bh.people['nhri'].pk}/", 404)
    get(desk("supervisor", country="eg"), f"{basil}/", 404)


def test_the_page_costs_as_much_however_many_people_and_cases(desk, held, world):
    client = desk("supervisor")
    get(client)
    with CaptureQueriesContext(connection) as few:
        get(client)
    for _ in range(3):
        desk.assign(desk.file(), "reviewer2", "supervisor")
    with CaptureQueriesContext(connection) as more:
        get(client)
    assert len(more) == len(few)
    assert len(more) <= 20, len(more)


def test_proposals_wait_until_somebody_else_decides(room, desk):
    case = room.released()
    with room.within():
        row = case.allegation_set.get()
    assert case.reference not in get(desk("head"), "approvals/")
    desk.move(case, "propose_finding", "nhri", findings={row.pk: ("no_violation", "")}, reason="سبب كافٍ هنا")
    page = get(desk("head"), "approvals/")
    assert f"/en/desk/{case.reference}/approve_findings/" in page
    assert "nhri BH" in page
    assert re.search(r'team/approvals/">1<', get(desk("head")))
    assert case.reference not in get(desk("supervisor"), "approvals/")  # the ministry does not lead it
    desk.move(case, "approve_findings", "head", message="لم تقع مخالفة")
    assert case.reference not in get(desk("head"), "approvals/")


def test_a_proposed_rejection_waits_as_well(desk):
    case = desk.file()
    desk.assign(case, "reviewer", "supervisor")
    desk.move(case, "acknowledge", "reviewer")
    desk.move(
        case, "propose_rejection", "reviewer", rejection="outside_jurisdiction", reason="ليس من اختصاصنا"
    )
    assert f"/en/desk/{case.reference}/reject/" in get(desk("supervisor"), "approvals/")


def test_cases_asked_for_lead_to_assigning_them(desk):
    case = desk.file()
    desk("reviewer").post(f"/en/desk/{case.reference}/ask/")
    assert f"/en/desk/{case.reference}/assign/" in get(desk("supervisor"), "asked/")


# --- exclusions ---------------------------------------------------------------------------------


def test_exclusions_are_listed_added_and_lifted(room, desk, world):
    case = desk.file()
    basil = world.bh.people["reviewer"]
    to_step = desk("supervisor").get("/en/desk/team/exclusions/new/", {"reference": case.reference.lower()})
    assert to_step["Location"] == f"/en/desk/{case.reference}/exclude/"
    desk.move(case, "exclude", "supervisor", person=basil.pk, reason="قرابة بعيدة")
    page = get(desk("supervisor"), "exclusions/")
    assert basil.name_en in page
    assert f"/en/desk/{case.reference}/lift_exclusion/" in page
    form = desk("supervisor").get(f"/en/desk/{case.reference}/lift_exclusion/").content.decode()
    assert str(basil.pk) in form
    sent = {"person": basil.pk, "reason": "زال السبب منذ شهر"}
    answer = desk("supervisor").post(f"/en/desk/{case.reference}/lift_exclusion/", sent)
    assert answer.status_code == 303
    assert desk("reviewer").get(f"/en/desk/{case.reference}/").status_code == 200
    with room.within():
        assert not Exclusion.objects.exists()
        assert Entry.objects.filter(what="lift_exclusion", stream=case.stream).count() == 1


def test_a_ministry_lifts_nothing_that_the_independent_body_decided(room, desk, world):
    case = desk.file()
    basil = world.bh.people["reviewer"]
    desk.move(case, "exclude", "head", person=basil.pk, reason="قرابة بعيدة")
    page = get(desk("supervisor"), "exclusions/")
    assert "lift_exclusion" not in page
    assert world.bh.people["head"].name_en not in page  # the other side's people have no names here
    with pytest.raises(Unmet):
        desk.move(case, "lift_exclusion", "supervisor", person=basil.pk, reason="سبب ما هنا")
    desk.move(case, "lift_exclusion", "head", person=basil.pk, reason="زال السبب منذ شهر")
    with room.within():
        assert not Exclusion.objects.exists()


def test_an_exclusion_by_unit_stays_while_the_person_is_in_line(room, desk, world):
    from accounts.models import Unit, User
    from complaints import exclusions
    from complaints.models import Allegation

    case = desk.file()
    unit = Unit.objects.create(
        code="bh-h", state="BH", service="police", path="bh-h", name_ar="م", name_en="H"
    )
    basil = world.bh.people["reviewer"]
    User.objects.filter(pk=basil.pk).update(unit=unit)
    with room.within():
        Allegation.objects.filter(complaint=case).update(unit=unit)
        exclusions.of_case(case, [unit.pk], now=timezone.now())
    with pytest.raises(Unmet):
        desk.move(case, "lift_exclusion", "head", person=basil.pk, reason="سبب ما هنا")
    User.objects.filter(pk=basil.pk).update(unit=None)
    with pytest.raises(Missing):
        desk.move(case, "lift_exclusion", "head", person=world.bh.people["reviewer2"].pk, reason="سبب ما هنا")
    desk.move(case, "lift_exclusion", "head", person=basil.pk, reason="نُقل إلى عمل آخر")
    with room.within():
        assert not Exclusion.objects.exists()


def test_of_a_case_one_is_excluded_from_the_list_says_nothing(room, desk, world):
    case = desk.file()
    desk.move(case, "exclude", "head", person=world.bh.people["supervisor"].pk, reason="قرابة بعيدة")
    assert case.reference not in get(desk("supervisor"), "exclusions/")
    assert case.reference in get(desk("head"), "exclusions/")
