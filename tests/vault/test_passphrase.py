"""A vault's passphrase: what it must be, how it opens, what of it is kept."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.keys import services, strength, unlocking, words
from tests.vault.conftest import PHRASES
from vault import passphrases, people, unlocked
from vault.models import KeyPair, Opening


def test_a_key_pair_is_kept_with_its_parameters_and_no_passphrase(real):
    real.enrol("nhri")
    row = KeyPair.objects.get(owner=real.actor("nhri").id)
    assert (row.kdf_suite, row.kdf_passes, row.kdf_memory) == (1, 1, 64)
    assert len(bytes(row.kdf_salt)) == 16
    assert bytes(row.wrapped)[:1] == b"\x01"
    assert len(real.actor("nhri").keyring.keys) == 1
    assert real.closed("nhri").keyring.keys == {}


@pytest.mark.parametrize(
    "typed",
    [
        "  Seven quiet NHRI boats drift   home ",
        "seven quiet nhri boats drift home",
    ],
)
def test_keyboards_differ_and_the_passphrase_is_the_same(real, typed):
    real.enrol("nhri")
    assert people.unlock_key(owner=real.actor("nhri").id, passphrase=typed) == real.unlocks["nhri"]


def test_arabic_digits_and_presentation_forms_are_the_same():
    assert passphrases.normal("غيمة ٢٠٢٦  ﻻ") == passphrases.normal("غيمة 2026 لا")


@pytest.mark.parametrize(
    ("passphrase", "because"),
    [
        ("short words", "at least 16"),
        ("aaaa aaaa aaaa aaaa aaaa", "again and again"),
        ("river river river stones", "again and again"),
        ("demo-only demo-only-longer", ""),
        ("the pass word of basil 7", "sign-in password"),
        ("ThePassWordOfBasil7", "sign-in password"),
        ("thepasswordofbasil7 2026!", "sign-in password"),
        ("reviewer at bh dot test", "resembles"),
        ("reviewer@bh.test2026", "resembles"),
    ],
)
def test_a_weak_passphrase_is_told_why(real, english, passphrase, because):
    user = real.user("reviewer")
    user.set_password("thepasswordofbasil7")
    user.save()
    if not because:
        strength.check(passphrase, user=user)
        return
    with pytest.raises(ValidationError) as refused:
        strength.check(passphrase, user=user)
    assert because in str(refused.value).lower()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_suggested_words_pass_the_rule(real, language):
    assert len(words.words(language)) == len(set(words.words(language))) > 350
    seen = {words.suggestion(language) for _ in range(20)}
    assert len(seen) == 20
    for suggestion in seen:
        assert len(suggestion.split()) == 5
        if len(passphrases.normal(suggestion)) >= strength.SHORTEST:
            strength.check(suggestion, user=real.user("nhri"))


# --- opening, in browsers ------------------------------------------------------------------------


def test_opening_goes_back_to_where_one_was_and_closes_by_itself(real, monkeypatch):
    real.enrol("nhri")
    desk = real.desk("nhri")
    answer = desk.post("/en/desk/vault/open/", {"passphrase": PHRASES["nhri"], "next": "/en/desk/notices/"})
    assert (answer.status_code, answer["Location"]) == (303, "/en/desk/notices/")
    cookie = answer.cookies["vault"]
    assert cookie["httponly"]
    assert cookie["max-age"] == 900
    assert "Your vault is open" in desk.get("/en/desk/vault/").content.decode()
    token, session = cookie.value, desk.session.session_key
    place = {"token": token, "owner": real.actor("nhri").id, "session": session}
    now = timezone.now()
    assert unlocked.held(**place, now=now) == real.unlocks["nhri"]
    assert unlocked.held(**place, now=now + unlocking.LASTS) is None
    assert unlocked.held(**{**place, "session": "another"}, now=now) is None
    other = ("B" if token[0] == "A" else "A") + token[1:]
    assert unlocked.held(**{**place, "token": other}, now=now) is None
    assert unlocked.held(**{**place, "owner": "user:other"}, now=now) is None
    stored = bytes(Opening.objects.get().box)
    assert real.unlocks["nhri"] not in stored


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_opening_leads_nowhere_else(real, next_url):
    real.enrol("nhri")
    answer = real.desk("nhri").post("/en/desk/vault/open/", {"passphrase": PHRASES["nhri"], "next": next_url})
    assert answer["Location"] == "/en/desk/vault/"


def test_two_browsers_are_opened_each_for_itself(real):
    real.enrol("nhri")
    first, second = real.desk("nhri"), Client()
    second.force_login(real.user("nhri"))
    real.open("nhri")
    assert "Your vault is open" in first.get("/en/desk/vault/").content.decode()
    assert "Open the vault" in second.get("/en/desk/vault/").content.decode()
    second.cookies["vault"] = first.cookies["vault"].value  # a stolen cookie without the session
    assert "Open the vault" in second.get("/en/desk/vault/").content.decode()
    real.open("nhri", second)
    assert "Your vault is open" in second.get("/en/desk/vault/").content.decode()
    first.post("/en/desk/vault/close/")
    for browser in (first, second):
        assert "Your vault is open<" not in browser.get("/en/desk/vault/").content.decode()
    assert not Opening.objects.exists()


def test_lost_rows_and_wrong_cookies_are_a_closed_vault(real):
    real.enrol("nhri")
    desk = real.desk("nhri")
    real.open("nhri")
    Opening.objects.all().delete()
    assert desk.get("/en/desk/vault/").status_code == 200
    for wrong in ("", "x", "é" * 10, "A" * 43, "=" * 400):
        desk.cookies["vault"] = wrong
        page = desk.get("/en/desk/vault/")
        assert page.status_code == 200
        assert "Open the vault" in page.content.decode()


def test_wrong_passphrases_are_counted_and_politely_refused(real):
    from django.core.cache import cache

    real.enrol("nhri")
    desk = real.desk("nhri")
    for _ in range(unlocking.TRIES):
        answer = desk.post("/en/desk/vault/open/", {"passphrase": "something else entirely"})
        assert answer.status_code == 422
        assert "does not open this vault" in answer.content.decode()
        assert "something else entirely" not in answer.content.decode()
    answer = desk.post("/en/desk/vault/open/", {"passphrase": PHRASES["nhri"]})
    assert "quarter of an hour" in answer.content.decode()
    cache.clear()
    assert real.open("nhri").status_code == 303


def test_without_redis_the_vault_opens_all_the_same(real, settings):
    real.enrol("nhri")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    wrong = real.desk("nhri").post("/en/desk/vault/open/", {"passphrase": "something else entirely"})
    assert wrong.status_code == 422
    assert real.open("nhri").status_code == 303


def test_another_passphrase_for_the_same_key_closes_other_browsers(real):
    real.enrol("nhri")
    first, second = real.desk("nhri"), Client()
    second.force_login(real.user("nhri"))
    real.open("nhri", second)
    private = next(iter(real.actor("nhri").keyring.keys.values()))
    new = "twelve green lanterns over water"
    answer = first.post(
        "/en/desk/vault/passphrase/", {"old": PHRASES["nhri"], "passphrase": new, "again": new}
    )
    assert answer.status_code == 303
    assert "Open the vault" in second.get("/en/desk/vault/").content.decode()
    assert "Your vault is open" in first.get("/en/desk/vault/").content.decode()
    with pytest.raises(people.WrongPassphrase):
        people.unlock_key(owner=real.actor("nhri").id, passphrase=PHRASES["nhri"])
    real.unlocks["nhri"] = people.unlock_key(owner=real.actor("nhri").id, passphrase=new)
    assert next(iter(real.actor("nhri").keyring.keys.values())) == private


def test_enrolling_is_a_page_and_happens_once(real):
    desk = real.desk("head")
    assert "Make your vault" in desk.get("/en/desk/vault/").content.decode()
    page = desk.get("/ar/desk/vault/enrol/")
    assert page.status_code == 200
    wrong = desk.post(
        "/en/desk/vault/enrol/", {"passphrase": PHRASES["head"], "again": "other words of mine"}
    )
    assert wrong.status_code == 422
    assert PHRASES["head"] not in wrong.content.decode()
    assert not KeyPair.objects.exists()
    done = desk.post("/en/desk/vault/enrol/", {"passphrase": PHRASES["head"], "again": PHRASES["head"]})
    assert done.status_code == 303
    assert "Your vault is open" in desk.get("/en/desk/vault/").content.decode()
    before = bytes(KeyPair.objects.get().public)
    desk.post("/en/desk/vault/enrol/", {"passphrase": PHRASES["nhri"], "again": PHRASES["nhri"]})
    assert bytes(KeyPair.objects.get().public) == before
    with pytest.raises(people.Enrolled):
        services.enrol(
            user=real.user("head"), passphrase=PHRASES["nhri"], by=real.closed("head"), now=timezone.now()
        )


def test_an_administrator_needs_no_vault_and_gets_none(real):
    desk = real.desk("admin")
    assert "No vault is needed" in desk.get("/en/desk/vault/").content.decode()
    desk.post("/en/desk/vault/enrol/", {"passphrase": PHRASES["admin"], "again": PHRASES["admin"]})
    assert not KeyPair.objects.exists()


def test_starting_over_takes_the_password_and_loses_what_was_sealed(real):
    real.make_keys("head", "nhri")
    desk, new = real.desk("nhri"), "twelve green lanterns over water"
    fields = {"password": "wrong", "passphrase": new, "again": new, "understood": "on"}
    assert desk.post("/en/desk/vault/again/", fields).status_code == 422
    assert len(real.actor("nhri").keyring.keys) == 3
    assert desk.post("/en/desk/vault/again/", fields | {"password": "demo-only"}).status_code == 303
    assert real.actor("nhri").keyring.keys == {}
    row = KeyPair.objects.get(owner=real.actor("nhri").id)
    assert row.epoch == 2
    real.unlocks["nhri"] = people.unlock_key(owner=row.owner, passphrase=new)
    assert len(real.actor("nhri").keyring.keys) == 1
