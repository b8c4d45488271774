"""The rules of a state are read once, and anew as soon as any of them changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.answering import Mandate, SupervisedService
from accounts.models import Holiday, Institution, Membership, State, User, Weekend
from common import tenancy
from complaints import rulebook as rules
from complaints.models import ClockTerm
from complaints.rulebook import rulebook
from tests.casework.conftest import Desks
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


MONDAY = date(2026, 11, 23)
CHANGES = {
    "a state": (
        lambda bh: State.objects.filter(pk="BH").update(grave_route="prosecution"),
        lambda book, bh: book.state.grave_route == "prosecution",
    ),
    "an institution": (
        lambda bh: Institution.objects.filter(pk=bh.nhri.pk).update(name_en="Renamed"),
        lambda book, bh: book.bodies.independent("police").name_en == "Renamed",
    ),
    "a holiday": (
        lambda bh: Holiday.objects.create(state="BH", day=MONDAY + timedelta(days=1)),
        lambda book, bh: not book.calendar.is_working(MONDAY + timedelta(days=1)),
    ),
    "a weekend": (
        lambda bh: Weekend.objects.filter(state="BH").update(days=[0]),
        lambda book, bh: not book.calendar.is_working(MONDAY),
    ),
    "a term": (
        lambda bh: ClockTerm.objects.create(
            state="BH", kind="decide", amount=3, valid_from=timezone.localdate()
        ),
        lambda book, bh: "decide" in book.terms.on(timezone.localdate()),
    ),
    "a service": (
        lambda bh: SupervisedService.objects.filter(state="BH").update(is_active=False),
        lambda book, bh: not book.bodies.supervised,
    ),
    "a key": (
        lambda bh: KeyPair.objects.create(owner=boss_of(bh), epoch=2, public=bytes(32)),
        lambda book, bh: book.publics[boss_of(bh)] == (2, bytes(32)),
    ),
    "a role": (
        lambda bh: Membership.objects.filter(user=bh.people["supervisor"]).delete(),
        lambda book, bh: book.supervisors[bh.moi.pk] == (),
    ),
    "a mandate": (
        lambda bh: Mandate.objects.filter(institution=bh.nhri).update(is_held=False),
        lambda book, bh: book.bodies.independent("police") is None,
    ),
}


def boss_of(bh):
    return f"user:{bh.people['supervisor'].pk}"


def test_every_change_is_seen_by_the_next_case(world):
    seen = {}
    for name, (change, holds) in CHANGES.items():
        before = holds(rulebook("BH"), world.bh)
        change(world.bh)
        seen[name] = (before, holds(rulebook("BH"), world.bh))

    assert seen == dict.fromkeys(CHANGES, (False, True))


def test_an_account_that_was_closed_gets_no_key(world):
    def file():
        case = Desks(world).file()
        with tenancy.within("BH"):
            return holders(case.pk)

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
