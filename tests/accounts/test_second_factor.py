"""Staff outside the demonstration need a second factor; its secrets are sealed; the last one stays."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.factors import Adapter
from common import tokens
from tests.accounts.conftest import PASSWORD, code_of, rewind, signed_in, with_app, with_password

SETUP = "/en/accounts/2fa/"
ACTIVATE = "/en/accounts/2fa/totp/activate/"


def activate(client):
    """Set up an app by the page; returns its secret."""
    secret = client.get(ACTIVATE).context["form"].secret
    done = client.post(ACTIVATE, {"code": code_of(secret)})
    assert done.status_code == 302, done.context["form"].errors
    return secret


def test_without_a_second_factor_only_the_pages_to_set_one_up_open(strict, basil):
    client = signed_in(basil)
    for address in ("/en/desk/", "/en/desk/notices/", "/en/desk/activities/", "/en/accounts/carry-on/"):
        page = client.get(address)
        assert (page.status_code, page.headers["Location"].partition("?")[0]) == (303, SETUP), address
    assert "a second step before the desk opens" in client.get("/en/desk/", follow=True).content.decode()
    assert client.get(ACTIVATE).status_code == 200
    assert client.get("/en/accounts/2fa/webauthn/add/").status_code == 200


def test_the_desk_opens_once_one_is_set_up_and_asks_for_it_the_next_time(strict, basil):
    client = signed_in(basil)
    secret = activate(client)
    assert client.get("/en/desk/").status_code == 200

    again = signed_in(basil, secret)
    assert again.get("/en/desk/").status_code == 200


def test_the_password_alone_opens_nothing(strict, basil, client):
    with_app(basil)
    client.post("/en/accounts/login/", {"login": basil.email, "password": PASSWORD})
    assert client.get("/en/desk/").headers["Location"].startswith("/en/accounts/login/")
    wrong = client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "The code is not right" in wrong.content.decode()


def test_a_session_older_than_the_factor_has_to_prove_it(strict, basil):
    """Whoever stole a password and a session before must not go on in it, nor add a key of their own."""
    early = signed_in(basil)
    with_app(basil)
    assert early.get("/en/desk/").headers["Location"].startswith("/en/accounts/2fa/reauthenticate/")
    rewind(early, confirmed=301)
    added = early.get("/en/accounts/2fa/webauthn/add/")
    assert added.headers["Location"].startswith("/en/accounts/2fa/reauthenticate/")
    by_password = early.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    assert by_password.headers["Location"].startswith("/en/accounts/2fa/reauthenticate/")


def test_the_demonstration_asks_for_none(world):
    client = signed_in(with_password(world.bh.people["reviewer"]))
    assert client.get("/en/desk/").status_code == 200


def test_a_complainants_account_may_do_without(strict, world):
    from accounts.models import User

    citizen = with_password(User.objects.create_user("citizen@example.org", PASSWORD))
    client = signed_in(citizen)
    assert client.get("/en/").status_code == 200


def test_no_secret_stands_in_the_database(strict, basil):
    client = signed_in(basil)
    waiting = client.get(ACTIVATE).context["form"].secret
    sessions = [row.get_decoded() for row in Session.objects.all()]
    assert waiting not in json.dumps(sessions)
    assert any("mfa.totp.secret" in session for session in sessions)

    done = client.post(ACTIVATE, {"code": code_of(waiting)})
    assert done.status_code == 302
    codes = client.get("/en/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    rows = {row.type: row.data for row in Authenticator.objects.filter(user=basil)}
    assert waiting not in json.dumps(rows)
    assert Adapter().decrypt(rows["totp"]["secret"]) == waiting
    assert len(bytes.fromhex(Adapter().decrypt(rows["recovery_codes"]["seed"]))) == 40


def test_secrets_open_after_the_servers_key_was_changed(settings, basil):
    sealed = Adapter().encrypt("ABC")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert Adapter().decrypt(sealed) == "ABC"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(tokens.NoToken):
        Adapter().decrypt(sealed)


def test_a_recovery_code_signs_in_once(strict, basil):
    client = signed_in(basil)
    activate(client)
    code = client.get("/en/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    for expected in (302, 200):
        browser = type(client)()
        browser.post("/en/accounts/login/", {"login": basil.email, "password": PASSWORD})
        used = browser.post("/en/accounts/2fa/authenticate/", {"code": code})
        assert used.status_code == expected


def test_a_code_works_once(strict, basil, client):
    secret = with_app(basil)
    code = code_of(secret)
    for expected in (302, 200):
        browser = type(client)()
        browser.post("/en/accounts/login/", {"login": basil.email, "password": PASSWORD})
        assert browser.post("/en/accounts/2fa/authenticate/", {"code": code}).status_code == expected


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_the_last_one_is_not_removed(strict, basil, kind):
    client = signed_in(basil)
    activate(client)
    key = Authenticator.objects.create(user=basil, type="webauthn", data={"name": "Key 1", "credential": {}})
    doomed = Authenticator.objects.filter(user=basil, type=kind)
    address = {
        "totp": reverse("mfa_deactivate_totp"),
        "webauthn": reverse("mfa_remove_webauthn", args=[key.pk]),
    }[kind]
    other = Authenticator.objects.filter(user=basil).exclude(type__in=[kind, "recovery_codes"])
    other.delete()

    page = client.post(address.replace("/ar/", "/en/"), follow=True)

    assert "only second step" in page.content.decode()
    assert doomed.exists()


def test_one_of_two_is_removed(strict, basil):
    client = signed_in(basil)
    activate(client)
    Authenticator.objects.create(user=basil, type="webauthn", data={"name": "Key 1", "credential": {}})
    assert client.post("/en/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=basil, type="totp").exists()


def test_addresses_without_a_language_lead_to_one(client):
    assert client.get("/accounts/2fa/").headers["Location"].startswith("/ar/accounts/2fa/")


def test_what_is_not_offered_does_not_exist(client, basil):
    client = signed_in(basil)
    for address in ("email/", "confirm-email/", "login/code/confirm/"):
        assert client.get(f"/en/accounts/{address}").status_code == 404, address


def test_every_desk_page_stands_behind_the_door():
    """A page below the desk that forgets the door would forget idle limit and second factor too."""
    from django.urls import get_resolver

    def walk(resolver, before=""):
        for pattern in resolver.url_patterns:
            path = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, path)
            else:
                yield path, pattern.callback

    def is_guarded(view):
        while view is not None:
            if getattr(view, "is_staff_door", False):
                return True
            view = getattr(view, "__wrapped__", None)
        return False

    desk = {
        path: view
        for path, view in walk(get_resolver())
        if path.partition("/")[2].startswith(("desk/", "oversight/", "audit/"))
    }
    assert len(desk) > 20
    assert [path for path, view in desk.items() if not is_guarded(view)] == []
