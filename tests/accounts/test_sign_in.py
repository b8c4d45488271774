"""Signing in leads staff to their desk and complainants to their list; nobody signs up without the letter."""

import pytest

from accounts.models import User


def signs_in(client, email, **more):
    page = client.post("/ar/accounts/login/", {"login": email, "password": "a-long-secret", **more})
    return page.status_code, page.headers.get("Location", "")


@pytest.fixture
def basil(world):
    user = User.objects.get(pk=world.basil.user_id)
    user.set_password("a-long-secret")
    user.save()
    return user


def test_staff_come_to_their_desk(client, basil):
    assert signs_in(client, basil.email) == (302, "/ar/desk/")
    assert client.get("/ar/desk/").status_code == 200


def test_somebody_without_an_institution_comes_to_their_list(client, world):
    User.objects.create_user("citizen@example.org", "a-long-secret")
    assert signs_in(client, "citizen@example.org") == (302, "/ar/complaints/mine/")
    assert client.get("/ar/desk/").status_code == 403


def test_a_wrong_password_is_told_politely_and_keeps_the_address(client, basil):
    page = client.post("/ar/accounts/login/", {"login": basil.email, "password": "wrong"})
    assert page.status_code == 200
    assert basil.email in page.content.decode()
    assert 'id="error-summary"' in page.content.decode()


def test_the_address_without_a_language_leads_to_one(client):
    assert client.get("/accounts/login/").headers["Location"].startswith("/ar/accounts/login/")


def test_nobody_signs_up_without_the_letter(client, world):
    page = client.post("/ar/accounts/signup/", {"email": "new@example.org", "password1": "a-long-secret-9"})
    assert page.headers["Location"] == "/ar/accounts/signup/sent/"
    assert not User.objects.filter(email="new@example.org").exists()
