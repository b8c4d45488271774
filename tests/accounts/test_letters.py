"""Letters about accounts: both languages in one, nothing of anybody's in them."""

import inspect
import re

import pytest
from django.core import mail
from django.test import Client

from accounts import letters
from accounts.adapter import LETTERS
from accounts.roles import Role
from complaints.vocabulary import Category
from tests.accounts.conftest import code_of, signed_in

WITH_LINK = ("invitation", "password_reset", "account_confirm", "own_password_reset")
LINK = "https://example.org/ar/accounts/x/"


@pytest.mark.parametrize("code", letters.CODES)
def test_a_letter_has_both_languages_and_no_word_of_anybodys(code, world):
    letter = letters.compose(code, to="somebody@example.org", link=LINK)
    words = f"{letter.subject}\n{letter.body}"
    assert re.search(r"[\u0621-\u064a]{3}", letter.subject)
    assert re.search(r"[A-Za-z]{3}", letter.subject)
    assert "\n" not in letter.subject
    assert (LINK in letter.body) is (code in WITH_LINK)
    forbidden = [
        *(role.label for role in Role),
        *(str(category.label) for category in Category),
        *(person.name_ar for person in world.bh.people.values()),
        *(person.email for person in world.bh.people.values()),
        *(place.name_ar for place in (world.bh.moi, world.bh.nhri)),
        "وزارة",
        "Ministry",
    ]
    assert [word for word in forbidden if str(word) in words] == []
    assert not re.search(r"\b[A-Z]{2}-[0-9A-Z]{4,}", words)  # a case's reference
    assert "{" not in words


def test_a_letter_has_no_place_for_other_words():
    """Whatever a caller knows of a case, there is nowhere to put it."""
    assert set(inspect.signature(letters.compose).parameters) == {"code", "to", "link", "counts"}
    with pytest.raises(KeyError):
        letters.compose("case_closed", to="x@example.org")


def test_every_letter_of_allauth_is_one_of_ours():
    assert set(LETTERS.values()) <= set(letters.CODES)


def test_a_forgotten_password_is_replaced_by_the_link(client, basil):
    client.post("/ar/accounts/password/reset/", {"email": basil.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    done = client.post(
        form.request["PATH_INFO"], {"password1": "safina-fi-al-layl", "password2": "safina-fi-al-layl"}
    )
    assert done.status_code == 302
    basil.refresh_from_db()
    assert basil.check_password("safina-fi-al-layl")
    assert [letter.subject for letter in mail.outbox][1].startswith("تغيّرت كلمة المرور")
    used = Client().get(link, follow=True)
    assert "accounts/password/reset/" in used.content.decode()
    assert "form method" not in used.content.decode()


def test_an_unknown_address_gets_no_letter_and_the_same_page(client, basil):
    pages = [
        client.post("/en/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("nobody@example.org", basil.email)
    ]
    unknown, known = [page.redirect_chain for page in pages]
    assert unknown == known
    assert [letter.to for letter in mail.outbox] == [[basil.email]]


def test_a_new_second_step_is_told_without_address_and_browser(strict, basil):
    client = signed_in(basil)
    address = "/en/accounts/2fa/totp/activate/"
    secret = client.get(address).context["form"].secret
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(address, {"code": code_of(secret)}, headers={"user-agent": "Peculiar/1.0"})
    assert mail.outbox[0].to == [basil.email]
    assert "127.0.0.1" not in mail.outbox[0].body
    assert "Peculiar" not in mail.outbox[0].body


def test_a_broken_mail_server_stops_nobody(client, basil, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = client.post("/en/accounts/password/reset/", {"email": basil.email})
    assert page.status_code == 302
