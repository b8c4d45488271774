"""The demo accounts of the contract: who they are, that they can sign in, that nobody granted themselves a role."""

import pytest
from django.contrib.auth.hashers import check_password

from accounts import demo, reference
from accounts.actor import staff
from accounts.models import Institution, Membership, State, Unit, User, Weekend
from accounts.roles import Permission, Role
from config.launcher.demo import OTHERS, ROLES, STATES

pytestmark = pytest.mark.django_db


def test_the_accounts_are_those_that_the_welcome_names(land):
    named = {f"{role}@{state}.demo" for state in STATES for role in ROLES} | set(OTHERS)

    assert set(land) == named


def test_everybody_signs_in_with_the_one_password(land):
    assert all(check_password("demo-only", user.password) for user in list(land.values())[:1])
    assert len({user.password for user in land.values()}) == 1


def test_whoever_complains_comes_to_a_list_that_the_password_opens(land, client):
    citizen = {"login": "citizen@people.demo", "password": "demo-only"}
    answer = client.post("/ar/accounts/login/", citizen)
    assert answer.headers["Location"] == "/ar/complaints/mine/"
    assert "mine/open/" in client.get("/ar/complaints/mine/").content.decode()
    client.post("/ar/complaints/mine/open/", {"password": "demo-only"})
    assert "mine/add/" in client.get("/ar/complaints/mine/").content.decode()


def test_names_say_that_they_are_invented(land):
    for user in land.values():
        assert user.name_ar.endswith("(تجريبي)")
        assert user.name_en.endswith("(demo)")


def test_two_people_granted_every_role(land):
    assert Membership.objects.count() == len(land) - 1  # the complainant has none
    assert all(row.granted_by != row.confirmed_by for row in Membership.objects.all())


def test_the_vaults_of_the_nhri_open_its_keys(land):
    owners = {owner for owner, _epoch in staff(land["nhri@bh.demo"]).keyring.keys}

    assert owners == {
        f"user:{land['nhri@bh.demo'].pk}",
        "institution:bh-nihr:content",
        "institution:bh-nihr:identity",
    }


def test_an_auditor_or_clerk_holds_no_key_of_the_institution(land):
    for account in ("auditor@bh.demo", "liaison@bh.demo", "intake@bh.demo"):
        assert len(staff(land[account]).keyring.keys) == 1


def test_the_ministry_holds_no_key_of_the_nhri(land):
    assert len(staff(land["supervisor@bh.demo"]).keyring.keys) == 1
    assert not staff(land["supervisor@bh.demo"]).may(Permission.READ_ORIGINAL)


def test_the_secretariat_belongs_to_the_region(land):
    analyst = staff(land["analyst@region.demo"])

    assert analyst.state == "XX"
    assert analyst.roles == {Role.ANALYST}


def test_loading_again_changes_nothing(land, now):
    before = list(User.objects.order_by("pk").values_list("pk", "email", "password"))

    demo.load(today=now.date())
    loaded = reference.load()

    assert list(User.objects.order_by("pk").values_list("pk", "email", "password")) == before
    assert not any(row.new for row in loaded)


def test_people_are_refused_where_there_is_no_demonstration(settings, db, now):
    settings.DEMO = False

    with pytest.raises(demo.NotADemo):
        demo.load(today=now.date())


def test_22_states_and_the_region_with_their_weekends(land):
    assert State.objects.count() == 23
    assert set(State.objects.filter(is_open=True).values_list("code", flat=True)) == set(demo.STATES)
    assert Weekend.objects.get(state="BH").days == [4, 5]
    assert not Weekend.objects.get(state="DJ").is_confirmed
    assert not Weekend.objects.filter(state="SO").exists()  # not known: whoever opens it says so


def test_units_know_the_line_above_them(land):
    market = Unit.objects.get(code="bh-police-market")

    assert market.path == "bh-police.bh-police-second.bh-police-market"
    assert market.in_line_with(Unit.objects.get(code="bh-police"))


def test_an_administrators_changes_stay_unless_asked(land):
    Institution.objects.filter(code="bh-moi").update(name_en="Changed here")

    reference.load()
    assert Institution.objects.get(code="bh-moi").name_en == "Changed here"

    reference.load(renew=True)
    assert Institution.objects.get(code="bh-moi").name_en != "Changed here"
    assert State.objects.get(code="BH").is_open
