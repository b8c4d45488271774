"""The rules of a state are read once, and anew as soon as any of them changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.answering import Mandate, SupervisedService
from accounts.models import Holiday, Institution, Membership, State, User, Weekend
from common import tenancy
from complaints import rulebook as rules
from complaints.intake.services import Submission, submit
from complaints.models import ClockTerm, Complaint
from complaints.rulebook import rulebook
from tests import factories
from vault.models import KeyPair
from vault.services import holders


@pytest.fixture(autouse=True)
def _nothing_known():
    rules._kept.clear()


def test_what_did_not_change_is_not_read_again(world, django_assert_num_queries):
    first = rulebook("BH")

    with django_assert_num_queries(1):
        again = rulebook("BH")

    assert again is first
    assert first.supervisors[world.bh.moi.pk] == (world.bh.people["supervisor"].pk,)
    assert rulebook("EG").state.code == "EG"


def changes(world):
    """Each a change of something that filing goes by, and what then holds."""
    moi, nhri, boss = world.bh.moi, world.bh.nhri, world.bh.people["supervisor"]
    day, monday, own = timezone.localdate(), date(2026, 11, 23), f"user:{boss.pk}"
    yield (
        lambda: State.objects.filter(pk="BH").update(grave_route="prosecution"),
        lambda: rulebook("BH").state.grave_route == "prosecution",
    )
    yield (
        lambda: Institution.objects.filter(pk=nhri.pk).update(has_duty_officer=True),
        lambda: rulebook("BH").bodies.independent("").has_duty_officer,
    )
    yield (
        lambda: Holiday.objects.create(state="BH", day=day),
        lambda: not rulebook("BH").calendar.is_working(day),
    )
    yield (
        lambda: Weekend.objects.filter(state="BH").update(days=[0]),
        lambda: not rulebook("BH").calendar.is_working(monday),
    )
    yield (
        lambda: ClockTerm.objects.create(state="BH", kind="decide", amount=3, valid_from=day),
        lambda: "decide" in rulebook("BH").terms.on(day),
    )
    yield (
        lambda: SupervisedService.objects.filter(state="BH", service="police").update(authority=None),
        lambda: rulebook("BH").bodies.supervised["police"].authority_id is None,
    )
    yield (
        lambda: KeyPair.objects.create(owner=own, epoch=2, public=bytes(32)),
        lambda: rulebook("BH").publics[own] == (2, bytes(32)),
    )
    yield (
        lambda: Membership.objects.filter(user=boss).update(until=date(2020, 1, 2)),
        lambda: rulebook("BH").supervisors[moi.pk] == (),
    )
    yield (
        lambda: Mandate.objects.filter(institution=nhri).update(is_held=False),
        lambda: rulebook("BH").bodies.independent("") is None,
    )


def test_every_change_is_seen_by_the_next_case(world):
    for change, holds in changes(world):
        assert not holds()
        change()
        assert holds()


def test_an_account_that_was_closed_gets_no_key(world):
    def file():
        sent = Submission(
            state="BH",
            mode="named",
            matter="complaint",
            narrative="مُنع من دوائه يومين.",
            language="ar",
            categories=("MED",),
            name="أمل",
        )
        filed = submit(sent=sent, key=factories.key(), now=timezone.now())
        with tenancy.within("BH"):
            return holders(Complaint.objects.get(reference=filed.reference).pk)

    boss = world.bh.people["supervisor"]
    before = file()
    User.objects.filter(pk=boss.pk).update(is_active=False)
    after = file()

    assert f"user:{boss.pk}" in before["released"]
    assert f"user:{boss.pk}" not in after["released"]


def test_another_day_has_its_own_rules(world, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    Mandate.objects.create(institution=world.bh.nhri, service="police", is_held=False, valid_from=tomorrow)
    today = rulebook("BH")
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: tomorrow)

    assert today.bodies.independent("police") is not None
    assert rulebook("BH").bodies.independent("police") is None
