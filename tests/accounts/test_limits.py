"""Tries of signing in are counted; while Redis is away they are not, and nobody is locked out."""

import pytest
from django.core.cache import cache

from tests.accounts.conftest import PASSWORD, signed_in, with_app

WRONG = "wrong"


def tried(client, email, password=WRONG):
    return client.post("/en/accounts/login/", {"login": email, "password": password})


def test_the_sixth_try_of_five_minutes_is_refused_whatever_the_password(client, basil):
    for _ in range(5):
        assert "do not go together" in tried(client, basil.email).content.decode()
    refused = tried(client, basil.email, PASSWORD)
    assert refused.status_code == 200
    assert "too many tries" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_address_without_an_account_is_told_the_same(client, basil):
    known = [tried(client, basil.email) for _ in range(6)]
    cache.clear()
    unknown = [tried(client, "nobody@example.org") for _ in range(6)]
    for one, other in zip(known, unknown, strict=True):
        assert one.status_code == other.status_code
        assert one.context["form"].errors == other.context["form"].errors


def test_another_person_is_not_hindered(client, basil, world):
    for _ in range(5):
        tried(client, "nobody@example.org")
    assert signed_in(basil).get("/en/desk/").status_code == 200


def test_codes_are_counted_too(strict, client, basil):
    with_app(basil)
    tried(client, basil.email, PASSWORD)
    for _ in range(5):
        client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    page = client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    assert "too many tries" in page.content.decode()


def test_thirty_sign_ins_a_minute_from_one_place(client, basil):
    """The answer is a page of ours, in the language of the reader."""
    answers = [tried(client, f"{number}@example.org") for number in range(31)]
    assert answers[-1].status_code == 429
    assert "wait a few minutes" in answers[-1].content.decode()


@pytest.fixture
def redis_away(settings):
    """Nobody listens there."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


def test_while_redis_is_away_people_sign_in(redis_away, strict, basil, client):
    assert "do not go together" in tried(client, basil.email).content.decode()
    secret = with_app(basil)
    assert signed_in(basil, secret).get("/en/desk/").status_code == 200


def test_while_redis_is_away_a_password_is_reset(redis_away, client, basil, mailoutbox):
    client.post("/en/accounts/password/reset/", {"email": basil.email})
    assert len(mailoutbox) == 1


def test_an_absent_cache_remembers_nothing(redis_away):
    assert cache.add("key", 1) is True
    cache.set("key", 1)
    assert cache.get("key", "none") == "none"
    assert cache.delete("key") is False
