"""Twelve hours, fifteen idle minutes, five minutes before what is dangerous; and no word lost on the way."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.people import services as people
from tests.accounts.conftest import PASSWORD, code_of, rewind, signed_in, with_app, with_password

WORDS = "كلمات كُتبت على مهل ولا يجوز أن تضيع"
MINUTES, HOURS = 60, 3600


@pytest.fixture
def munir(world):
    """Supervisor of Bahrain's ministry, with a password."""
    return with_password(world.bh.people["supervisor"])


@pytest.fixture
def removal(world):
    """The address of a form with words in it, and its fields."""
    person = world.bh.people["reviewer"]
    return f"/en/desk/settings/people/{person.pk}/roles/reviewer/remove/", {"reason": WORDS}


def holds(person, role):
    return person.memberships.on(datetime.now(UTC).date()).filter(role=role).exists()


def test_fourteen_minutes_are_not_idle(munir):
    client = signed_in(munir)
    rewind(client, idle=14 * MINUTES)
    assert client.get("/en/desk/").status_code == 200
    rewind(client, idle=14 * MINUTES)
    assert client.get("/en/desk/").status_code == 200  # the page before counted as activity


def test_fifteen_are(munir):
    client = signed_in(munir)
    rewind(client, idle=15 * MINUTES)
    asked = client.get("/en/desk/?whose=late")
    assert asked.headers["Location"] == "/en/accounts/reauthenticate/?next=%2Fen%2Fdesk%2F%3Fwhose%3Dlate"
    assert client.get("/en/desk/").status_code == 303  # asking again is no activity

    back = client.post("/en/accounts/reauthenticate/", {"password": PASSWORD, "next": "/en/desk/?whose=late"})

    assert back.headers["Location"] == "/en/desk/?whose=late"
    assert client.get("/en/desk/").status_code == 200


def test_a_wrong_password_goes_on_asking(munir):
    client = signed_in(munir)
    rewind(client, idle=16 * MINUTES)
    assert client.post("/en/accounts/reauthenticate/", {"password": "no"}).status_code == 200
    assert client.get("/en/desk/").status_code == 303


def test_public_pages_stay_open_to_an_idle_session(munir):
    client = signed_in(munir)
    rewind(client, idle=16 * MINUTES)
    assert client.get("/en/").status_code == 200


def test_twelve_hours_end_the_session_however_busy(munir):
    client = signed_in(munir)
    rewind(client, whole=12 * HOURS)
    assert client.get("/en/desk/").headers["Location"].startswith("/en/accounts/login/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("limit", ["idle", "whole"])
def test_a_form_sent_too_late_is_carried_on_with_every_word(munir, removal, world, limit):
    address, words = removal
    client = signed_in(munir)
    rewind(client, **{limit: 12 * HOURS})

    asked = client.post(address, words)
    login = {"login": munir.email, "password": PASSWORD, "next": "/en/accounts/carry-on/"}
    back = client.post(asked.headers["Location"].partition("?")[0], login)

    assert back.headers["Location"] == "/en/accounts/carry-on/"
    page = client.get("/en/accounts/carry-on/")
    assert WORDS in page.content.decode()
    assert f'action="{address}"' in page.content.decode()
    person = world.bh.people["reviewer"]
    assert holds(person, "reviewer")  # nothing was done unasked
    sent = client.post(address, dict(page.context["kept"].fields))
    assert sent.status_code == 303
    assert not holds(person, "reviewer")
    assert client.get("/en/accounts/carry-on/").status_code == 302  # sent, so it is kept no longer


def test_kept_words_are_no_ones_elses(munir, removal, world):
    """Neither the database nor the next person at the same browser reads them."""
    address, words = removal
    client = signed_in(munir)
    rewind(client, whole=12 * HOURS)
    client.post(address, words)
    assert all(WORDS not in str(row.get_decoded()) for row in Session.objects.all())

    other = with_password(world.bh.people["admin"])
    signed_in(other, client=client)

    assert client.get("/en/accounts/carry-on/").status_code == 302


def test_without_the_browsers_half_nothing_opens(munir, removal):
    address, words = removal
    client = signed_in(munir)
    rewind(client, idle=16 * MINUTES)
    client.post(address, words)
    del client.cookies["kept"]
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/en/accounts/carry-on/").status_code == 302


def test_passwords_are_never_kept(munir, rf):
    from accounts import keeping

    request = rf.post("/en/desk/", {"passphrase": "secret", "password": "x", "note": "a note"})
    request.user, request.session = munir, {}
    answer = keeping.ask(request, "/en/accounts/login/")
    request.COOKIES = {"kept": answer.cookies["kept"].value}
    assert keeping.opened(request).fields == [("note", "a note")]


def test_a_page_of_another_site_plants_nothing(munir, removal):
    """What is kept would be offered for sending later: it must have come from here."""
    address, words = removal
    client = Client(enforce_csrf_checks=True)
    client.force_login(munir)
    rewind(client, idle=16 * MINUTES)
    assert client.post(address, words).status_code == 403
    assert "kept" not in client.session


def test_sign_out_everywhere_ends_the_other_browser_too(munir):
    one, other = signed_in(munir), signed_in(munir)
    assert one.post("/en/accounts/sign-out-everywhere/").headers["Location"] == "/en/accounts/login/"
    for browser in (one, other):
        assert browser.get("/en/desk/").headers["Location"].startswith("/en/accounts/login/")
    assert signed_in(munir).get("/en/desk/").status_code == 200


def test_a_closed_account_is_out_at_once(munir, world):
    client = signed_in(munir)
    people.close(person=munir, reason="left", by=world.bh.actor("admin"), now=datetime.now(UTC))
    assert client.get("/en/desk/").headers["Location"].startswith("/en/accounts/login/")
    again = Client().post("/en/accounts/login/", {"login": munir.email, "password": PASSWORD})
    assert again.headers.get("Location") == "/en/accounts/inactive/"


# --- step-up ----------------------------------------------------------------------------------------


@pytest.fixture
def released(world):
    """A confidential case at the NHRI, held by its head's reviewer."""
    from common import tenancy
    from tests.workflow.test_matrix import case

    with tenancy.within("BH"):
        return case(world.bh, "confidential", nhri=True).case.reference


@pytest.mark.parametrize("page", ["open/identity", "release"])
def test_what_is_dangerous_wants_a_confirmation_of_the_last_five_minutes(strict, world, released, page):
    dalia = with_password(world.bh.people["nhri"])
    secret = with_app(dalia)
    client = signed_in(dalia, secret)
    address = f"/en/desk/{released}/{page}/"
    assert client.get(address).status_code == 200

    rewind(client, confirmed=5 * MINUTES)

    for answer in (client.get(address), client.post(address, {"reason": WORDS, "text": WORDS})):
        assert answer.headers["Location"].startswith("/en/accounts/2fa/reauthenticate/")
    assert client.get(f"/en/desk/{released}/").status_code == 200  # the case itself stays open

    back = client.post(
        "/en/accounts/2fa/reauthenticate/", {"code": code_of(secret, 1), "next": "/en/accounts/carry-on/"}
    )
    assert back.headers["Location"] == "/en/accounts/carry-on/"
    assert WORDS in client.get("/en/accounts/carry-on/").content.decode()
    assert client.get(address).status_code == 200


def test_other_steps_want_none(strict, world, released):
    dalia = with_password(world.bh.people["nhri"])
    client = signed_in(dalia, with_app(dalia))
    rewind(client, confirmed=10 * MINUTES)
    assert client.get(f"/en/desk/{released}/note/").status_code == 200


def test_the_demonstration_wants_none(world, released):
    dalia = with_password(world.bh.people["nhri"])
    client = signed_in(dalia)
    rewind(client, confirmed=14 * MINUTES)
    assert client.get(f"/en/desk/{released}/open/identity/").status_code == 200
