"""Whom a case is referred to: listed bodies that help with such matters, or another one by name."""

import pytest

from accounts.answering import ReferralBody
from tests.casework.test_acting import screened, url  # noqa: F401

ASK = {"message": "نحيلها إلى جهة مختصة", "consent": "on"}


@pytest.fixture
def helper(world):
    return ReferralBody.objects.create(
        state="BH",
        code="bh-helper",
        name_ar="جهة العون",
        name_en="Helper",
        helps_ar="ا",
        helps_en="a",
        source="x 2026",
    )


def test_a_listed_body_is_offered_and_named(desk, screened, helper):  # noqa: F811
    page = desk("supervisor").get(url(screened, "refer"))
    assert "جهة العون" in page.content.decode() or "Helper" in page.content.decode()
    answer = desk("supervisor").post(url(screened, "refer"), ASK | {"listed": "bh-helper"})
    assert answer.status_code == 302 or answer.status_code == 303
    assert desk.get(screened.reference).referred_to == "جهة العون"


def test_without_any_name_it_is_not_referred(desk, screened, helper):  # noqa: F811
    answer = desk("supervisor").post(url(screened, "refer"), ASK)
    assert answer.status_code == 422
    assert desk.get(screened.reference).referred_to == ""
    assert desk("supervisor").post(url(screened, "refer"), ASK | {"listed": "bh-none"}).status_code == 422
