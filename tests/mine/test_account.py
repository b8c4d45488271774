"""An account of a complainant: opened by a letter, its password changed, replaced, the account deleted."""

import json
import re

import pytest
from django.core import mail
from django.test import Client

from accounts.citizens import links, services
from accounts.models import User
from common import tenancy
from complaints.models import Claim
from record.models import Entry
from tests.mine.conftest import ADDRESS, PASSWORD, add, case_of, file, opened, shown, text
from tests.workflow.scene import NOW
from vault.models import KeyPair

SIGN_UP = "/en/accounts/signup/"


def ask(client, email):
    return client.post(SIGN_UP, {"email": email})


def link():
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def test_an_account_is_opened_by_the_letter_and_not_before(client, world):
    page = client.get(SIGN_UP)
    assert "always suffices" in text(page)
    assert "leaves a trace" in text(page)
    answer = ask(client, "New@Example.org")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/accounts/signup/sent/")
    assert not User.objects.filter(email__iexact="new@example.org").exists()
    address = link()
    assert client.get(address).status_code == 200
    done = client.post(address, {"password": PASSWORD, "again": PASSWORD})
    assert (done.status_code, done.headers["Location"]) == (303, "/en/complaints/mine/")
    user = User.objects.get(email="new@example.org")
    assert (user.institution, user.last_login) == (None, None)
    assert (user.date_joined.hour, user.date_joined.minute) == (0, 0)
    assert KeyPair.objects.get(owner=f"user:{user.pk}").kdf_suite
    assert "Nothing is on your list" in shown(client)
    assert Client().get(address).status_code == 410


def test_an_address_with_an_account_gets_the_same_pages_and_a_letter_that_says_so(client, amal, world):
    staff = world.bh.people["reviewer"].email
    pages = [ask(client, email) for email in ("nobody@example.org", ADDRESS, staff)]
    assert len({(page.status_code, page.headers["Location"], page.content) for page in pages}) == 1
    assert [letter.to for letter in mail.outbox] == [["nobody@example.org"], [ADDRESS], [staff]]
    assert "has one already" in mail.outbox[1].body
    assert "http" not in mail.outbox[1].body
    assert client.get(pages[0].headers["Location"]).status_code == 200


def test_nobody_is_flooded_with_letters(client, world):
    pages = [ask(client, "nobody@example.org") for _ in range(5)]
    assert {page.status_code for page in pages} == {303}
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    "token", ["x", "a" * 60, links.make("a@example.org", now=NOW)], ids=["short", "long", "old"]
)
def test_a_link_that_is_wrong_or_old_opens_nothing(client, world, token):
    assert client.get(f"{SIGN_UP}{token}/").status_code == 404
    assert client.post(f"{SIGN_UP}{token}/", {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert not User.objects.filter(email="a@example.org").exists()


@pytest.mark.parametrize(
    ("password", "again"),
    [("short", "short"), (PASSWORD, "another"), ("", ""), ("new@example.org", "new@example.org")],
)
def test_a_weak_or_mistyped_password_is_refused(client, world, password, again):
    ask(client, "new@example.org")
    answer = client.post(link(), {"password": password, "again": again})
    assert answer.status_code == 422
    assert answer.content.decode().count('id="error-summary"') == 1
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_dead_mail_server_is_said(client, amal, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    pages = [ask(client, email) for email in ("nobody@example.org", ADDRESS)]
    assert {page.status_code for page in pages} == {422}
    assert "try again later" in text(pages[0])


def test_signing_in_leads_to_the_list_and_leaves_no_minute(amal):
    client = Client()
    answer = client.post("/ar/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/complaints/mine/")
    amal.refresh_from_db()
    assert amal.last_login is None


def test_a_second_step_is_offered_and_never_required(amal, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = opened(amal)
    assert client.get("/en/complaints/mine/").status_code == 200
    assert client.get("/en/accounts/2fa/").status_code == 200


def test_changing_the_password_keeps_the_list(amal):
    client = opened(amal)
    reference, code = file()
    add(client, code)
    answer = client.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "qamar-fawq-al-bahr", "password2": "qamar-fawq-al-bahr"},
    )
    assert answer.status_code == 302, text(answer)
    assert reference not in shown(client), "every browser is closed"
    assert client.post("/en/complaints/mine/open/", {"password": PASSWORD}).status_code == 422
    amal.refresh_from_db()
    assert reference in shown(opened(amal, "qamar-fawq-al-bahr"))


def test_a_forgotten_password_empties_the_list_and_says_so_before_and_after(amal):
    client = opened(amal)
    reference, code = file()
    add(client, code)
    visitor = Client()
    assert "begins empty" in text(visitor.get("/en/accounts/password/reset/"))
    visitor.post("/en/accounts/password/reset/", {"email": ADDRESS})
    assert "begins empty" in mail.outbox[0].body
    assert "vault" not in mail.outbox[0].body
    form = visitor.get(link(), follow=True)
    assert "is emptied by this" in text(form)
    done = visitor.post(
        form.request["PATH_INFO"],
        {"password1": "qamar-fawq-al-bahr", "password2": "qamar-fawq-al-bahr"},
        follow=True,
    )
    assert "is empty now" in text(done)
    assert not Claim.objects.exists()
    amal.refresh_from_db()
    again = opened(amal, "qamar-fawq-al-bahr")
    assert reference not in shown(again)
    add(again, code)
    assert reference in shown(again)


def test_the_password_of_staff_has_nothing_to_do_with_their_vault(world, client):
    """allauth's pages serve both; a reviewer's key pair must not be made anew by them."""
    basil = world.bh.people["reviewer"]
    before = bytes(KeyPair.objects.get(owner=f"user:{basil.pk}").wrapped)
    client.post("/en/accounts/password/reset/", {"email": basil.email})
    form = client.get(link(), follow=True)
    chosen = {"password1": "qamar-fawq-al-bahr", "password2": "qamar-fawq-al-bahr"}
    client.post(form.request["PATH_INFO"], chosen)
    assert bytes(KeyPair.objects.get(owner=f"user:{basil.pk}").wrapped) == before


def test_deleting_shows_what_goes_and_is_done_at_once(own, amal):
    reference, code = file()
    add(own, code)
    page = text(own.get("/en/complaints/mine/account/delete/"))
    assert "Your list with 1 line" in page
    assert "opens with the code from its receipt" in page
    refused = own.post("/en/complaints/mine/account/delete/", {"password": "wrong"})
    assert refused.status_code == 422
    assert User.objects.filter(pk=amal.pk).exists()
    done = own.post("/en/complaints/mine/account/delete/", {"password": PASSWORD})
    assert "The account is deleted" in text(done)
    assert not User.objects.filter(pk=amal.pk).exists()
    assert not Claim.objects.exists()
    assert not KeyPair.objects.filter(owner=f"user:{amal.pk}").exists()
    assert own.get("/en/complaints/mine/").status_code == 302
    assert case_of(reference)
    with tenancy.within(services.NOWHERE):
        entry = Entry.objects.get(stream=services.STREAM)
    told = f"{entry.by} {entry.details}"
    assert str(amal.pk) not in told
    assert ADDRESS not in told
    assert entry.at.hour == 0


def test_ten_wrong_passwords_do_not_delete(own, amal):
    for _ in range(10):
        own.post("/en/complaints/mine/account/delete/", {"password": "wrong"})
    answer = own.post("/en/complaints/mine/account/delete/", {"password": PASSWORD})
    assert answer.status_code == 422
    assert User.objects.filter(pk=amal.pk).exists()


def test_the_copy_has_the_references_and_no_code(own):
    reference, code = file()
    add(own, code, label="قضية أخي")
    answer = own.post("/en/complaints/mine/account/data/")
    held = json.loads(answer.content)
    assert held["address"] == ADDRESS
    assert held["complaints"] == [{"reference": reference, "name": "قضية أخي", "stage": "Received"}]
    assert code not in answer.content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
