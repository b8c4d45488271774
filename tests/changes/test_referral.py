"""Referral bodies as the state's administrator enters, changes and closes them, and where they are then seen."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import staff
from accounts.answering import ReferralBody
from accounts.changes.kinds import Unacceptable
from accounts.changes.services import propose
from accounts.settings.sections import section

CODE = "bh-bar-association"
TYPED = {
    "ar": "نقابة المحامين",
    "en": "Bar association",
    "helps_ar": "مشورة قانونية بلا مقابل.",
    "helps_en": "Legal advice without a fee.",
    "phone": "+973 17 000 000",
    "website": "https://bar.example",
    "categories": ["TOR"],
    "assistance_kinds": ["legal_aid"],
    "outside_security": True,
    "is_closed": False,
}


@pytest.fixture
def enter(world):
    def entered(code=CODE, *, source="Its leaflet", as_of="2026-02-01", **value):
        return propose(
            kind="referral_body",
            state="BH",
            target=code,
            after={"value": TYPED | value, "source": source, "as_of": as_of},
            reason="It asked to be named",
            by=staff(world.bh.people["admin"]),
            now=timezone.now(),
        )

    return entered


def test_it_is_entered_changed_and_closed(world, enter):
    assert enter().standing.value == "applied"
    row = ReferralBody.objects.of("BH").get(code=CODE)
    assert (row.name_en, row.phone, row.assistance_kinds) == (
        "Bar association",
        "+973 17 000 000",
        ["legal_aid"],
    )
    assert row.outside_security
    enter(phone="17 111 111", categories=[])
    row.refresh_from_db()
    assert (row.phone, row.categories) == ("17 111 111", [])
    change = enter(phone="", website="", is_closed=True)
    assert not ReferralBody.objects.of("BH").filter(code=CODE).exists()
    assert not change.weakens
    log = Client().get(reverse("changes"), {"state": "BH"}).content.decode()
    assert log.count("نقابة المحامين") >= 3


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("helps_en", {"helps_en": " "}),
        ("helps_ar", {"helps_ar": "ا" * 301}),
        ("phone", {"phone": "call us"}),
        ("phone", {"phone": "", "website": ""}),
        ("website", {"website": "javascript:alert(1)"}),
        ("categories", {"categories": ["XXX"]}),
        ("assistance_kinds", {"assistance_kinds": ["money"]}),
        ("source", {"source": ""}),
        ("as_of", {"as_of": ""}),
        ("en", {"code": "eg-taken"}),
        ("en", {"code": "Not a code"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(enter, field, wrong):
    names = {"name_ar": "x", "name_en": "x", "helps_ar": "x", "helps_en": "x"}
    ReferralBody.objects.create(state="EG", code="eg-taken", source="x", **names)
    with pytest.raises(Unacceptable) as refused:
        enter(**wrong)
    assert refused.value.field == field
    assert not ReferralBody.objects.of("BH").exists()


def test_it_is_seen_where_help_is_looked_for(world, enter):
    enter()
    pages = (reverse("state", args=["bh"]), reverse("rights_help") + "?state=BH")
    assert all("نقابة المحامين" in Client().get(page).content.decode() for page in pages)
    assert [body.code for body in ReferralBody.objects.of("BH").helping(categories=["TOR"])] == [CODE]
    enter(is_closed=True)
    assert not any("نقابة المحامين" in Client().get(page).content.decode() for page in pages)
    assert ReferralBody.objects.of("BH").helping(categories=["TOR"]) == []


def test_the_index_says_what_is_open_about_them(world, enter):
    found = section("referral_body")
    state = world.bh.state
    today = timezone.localdate()
    assert found.status(found.things(state, today)).shape == "not_started"
    enter()
    assert found.status(found.things(state, today)).shape == "reached"
    ReferralBody.objects.update(phone="", website="")
    assert "نقابة" in found.status(found.things(state, today)).hint
