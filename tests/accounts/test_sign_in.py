"""Signing in leads staff to their desk and complainants to their list; nobody signs up without the letter."""

import re

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


@pytest.mark.parametrize(
    ("weak", "english"),
    [
        ("short", "The password has fewer than 12 characters."),
        ("qwertyuiop123", "This password is on lists of common passwords."),
        ("730185926417", "The password has digits alone."),
        ("reviewer@bh.test", "The password is too much like the address or the name."),
    ],
)
def test_a_weak_new_password_is_refused_in_words_of_the_page(client, basil, weak, english):
    assert signs_in(client, basil.email)[0] == 302
    basil.email = "reviewer@bh.test"
    basil.save()
    said = {}
    for language in ("en", "ar"):
        form = {"oldpassword": "a-long-secret", "password1": weak, "password2": weak}
        page = client.post(f"/{language}/accounts/password/change/", form).content.decode()
        said[language] = re.sub(r"<[^>]+>", " ", page.split('id="error-summary"')[1].split("</ul>")[0])
    assert english in said["en"]
    assert re.search("[\u0600-\u06ff]", said["ar"])
    assert not re.search("[A-Za-z]{2}", said["ar"].split(">", 1)[1]), said["ar"]
