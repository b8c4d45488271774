"""Patterns: from how many on, compared with what, seen by whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import InstitutionKind, Unit
from accounts.roles import Role
from complaints import tasks
from complaints.models import Allegation, Complaint, Pattern, PatternRun
from complaints.oversight import patterns
from tests import factories
from tests.oversight.test_room import get


@pytest.fixture
def counted(room, desk, world):
    """One case of torture and five of medical care at one station now; two of the latter long ago."""
    unit = Unit.objects.create(
        code="bh-harbour",
        state="BH",
        service="police",
        path="bh-harbour",
        name_ar="مركز المرفأ",
        name_en="Harbour station",
    )
    now = timezone.now()
    made = []
    for days, category in [
        (3, "TOR"),
        *((days, "MED") for days in (5, 6, 7, 8, 9)),
        (300, "MED"),
        (700, "MED"),
    ]:
        case = desk.file(categories=(category,), mode="confidential")
        with room.within():
            Complaint.objects.filter(pk=case.pk).update(filed_on=(now - timedelta(days=days)).date())
            Allegation.objects.filter(complaint=case).update(unit=unit)
        made.append(case)
    with room.within():
        assert patterns.count_all(world.bh.state, now=now) == 1
        assert patterns.count_all(world.bh.state, now=now) == 0  # once a day
    return made


def rows(room, dimension):
    with room.within():
        found = Pattern.objects.filter(dimension=dimension)
        return {(row.value, row.category): (row.count, row.before) for row in found}


def test_grave_ones_stand_from_the_first_others_from_five(room, counted):
    assert rows(room, "category") == {("TOR", "TOR"): (1, 0), ("MED", "MED"): (5, 2)}
    unit = str(Unit.objects.get(code="bh-harbour").pk)
    assert rows(room, "unit") == {(unit, ""): (6, 2), (unit, "TOR"): (1, 0), (unit, "MED"): (5, 2)}


def test_four_of_another_kind_do_not_stand(room, desk, counted, world):
    with room.within():
        Complaint.objects.filter(pk=counted[5].pk).update(
            filed_on=timezone.now().date() - timedelta(days=200)
        )
        patterns.count(world.bh.nhri, now=timezone.now())
    assert ("MED", "MED") not in rows(room, "category")
    assert ("TOR", "TOR") in rows(room, "category")


def test_the_page_says_what_was_expected_and_how_unlikely_it_is(desk, counted):
    page = get(desk("nhri"), "patterns/?by=category")
    assert "Denial of medical care" in page
    assert "so many or more would come in about one of" in page
    assert "more than chance explains" in page
    assert "Przyborowski" in page
    with_unit = get(desk("nhri"), "patterns/")
    assert "Harbour station" in with_unit
    assert "Harbour station" in get(desk("nhri"))


def test_behind_a_number_stand_its_cases_for_whom_they_exist(room, desk, counted):
    room.exclude(counted[1], "nhri2")
    with room.within():
        pk = Pattern.objects.get(dimension="unit", category="MED").pk
    page = get(desk("nhri"), f"patterns/{pk}/")
    assert all(case.reference in page for case in counted[1:6])
    assert counted[0].reference not in page
    assert counted[6].reference not in page
    assert counted[1].reference not in get(desk("nhri2"), f"patterns/{pk}/")


def test_nobody_but_the_national_institution_sees_them(room, desk, counted, world):
    with room.within():
        pk = Pattern.objects.first().pk
    for name in ("reviewer", "supervisor", "liaison", "auditor", "admin"):
        get(desk(name), "patterns/", 403)
        get(desk(name), f"patterns/{pk}/", 403)
    body = factories.institution(
        "BH", InstitutionKind.OTHER_BODY, "ombudsman", "ديوان", "Ombudsman", ["police"]
    )
    world.bh.people["ombud"] = factories.person("ombud", body, Role.NHRI_REVIEWER)
    get(desk("ombud"), "patterns/", 404)
    get(desk("ombud"), f"patterns/{pk}/", 404)
    assert "more than chance explains" not in get(desk("ombud"))
    egyptian = desk("nhri", country="eg").get(f"/en/oversight/patterns/{pk}/")
    assert egyptian.status_code == 404


def test_a_short_past_is_not_compared(room, desk, world):
    for _ in range(5):
        desk.file(categories=("MED",), mode="confidential")
    with room.within():
        old = timezone.now().date() - timedelta(days=2)
        Complaint.objects.update(filed_on=old)
        run = patterns.count(world.bh.nhri, now=timezone.now())
        assert Pattern.objects.get(dimension="category").tail == 1
    assert (run.complaints, run.before) == (5, 0)
    assert "too short a past" in get(desk("nhri"), "patterns/?by=category")


def test_it_is_counted_by_the_daily_round(room, desk, world):
    desk.file(mode="confidential")
    tasks.daily()
    with room.within():
        assert PatternRun.objects.count() == 1
