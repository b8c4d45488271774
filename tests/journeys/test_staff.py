"""From the letter of an invitation to the desk: account, passkey, second signature, idle, back; in a real browser."""

import re

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts import presence
from accounts.models import User
from tests.browser import fits, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "jamal-al-bahr-layla"
WAYS = [("ar", 360), ("en", 1280)]
PEOPLE = "desk/settings/people/"


def as_staff(browse, site, user, path, **options):
    """The browser of somebody who signed in before and proved it."""
    page = browse("/en/exit/", **options)
    client = Client()
    client.force_login(user)
    session = client.session
    record = {"method": "mfa", "at": session[presence.SEEN]}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    page.context.add_cookies([cookie])
    page.goto(site + path)
    return page


def with_passkey(page):
    """A device that keeps passkeys and confirms by itself that its owner is there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def is_clean(page):
    assert violations(page) == []
    assert fits(page)


def idle(page):
    """Sixteen minutes pass in this browser's session."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    row = Session.objects.get(pk=key)
    store = row.get_session_store_class()(key)
    store[presence.SEEN] -= 16 * 60
    for record in store["account_authentication_methods"]:
        record["at"] -= 16 * 60
    store.save()


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_from_the_letter_to_the_desk_and_back_after_a_pause(browse, site, world, settings, language, width):
    looks_right = is_clean if language == "en" else lambda page: fits(page) or pytest.fail(page.url)
    settings.STAFF_SECOND_FACTOR = settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    head = as_staff(
        browse, site, world.bh.people["supervisor"], f"/{language}/{PEOPLE}invitations/new/", width=width
    )
    looks_right(head)
    head.fill("[name=email]", "layla@example.org")
    head.check("[name=roles][value=reviewer]")
    head.locator("main form button[type=submit]").click()
    head.wait_for_url(f"**/{PEOPLE}invitations/")
    looks_right(head)
    link = re.search(r"/ar/accounts/invitation/\S+", mail.outbox[0].body)[0]

    page = browse(link.replace("/ar/", f"/{language}/"), width=width)
    with_passkey(page)
    looks_right(page)
    page.fill("[name=name_ar]", "ليلى")
    page.fill("[name=name_en]", "Layla")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.check(f"[name=language][value={language}]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/{language}/accounts/2fa/")
    looks_right(page)
    page.locator("a[href$='webauthn/add/']").click()
    looks_right(page)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/recovery-codes/")
    looks_right(page)
    assert page.locator("#recovery-codes .code").count() == 10

    boss = as_staff(browse, site, world.bh.people["admin"], f"/{language}/{PEOPLE}waiting/", width=width)
    looks_right(boss)
    boss.locator("form[action$='/sign/'] button").click()
    assert User.objects.get(email="layla@example.org").memberships.get().role == "reviewer"

    page.goto(f"{site}/{language}/desk/")
    assert page.locator("h1").count() == 1
    assert "/desk/" in page.url
    idle(page)
    page.goto(f"{site}/{language}/desk/notices/")
    page.wait_for_url("**/reauthenticate/**")
    looks_right(page)
    page.locator("form[data-key] button[type=submit]").click()
    page.wait_for_url(f"**/{language}/desk/notices/")
    assert [line for line in page.complaints if "Failed to load resource" not in line] == []


def test_a_second_sign_in_asks_for_the_passkey(browse, site, world, settings):
    settings.STAFF_SECOND_FACTOR = settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    user = world.bh.people["reviewer"]
    user.set_password(PASSWORD)
    user.save()
    page = browse("/en/accounts/login/")
    with_passkey(page)

    def sign_in():
        page.goto(f"{site}/en/accounts/login/")
        page.fill("[name=login]", user.email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")

    sign_in()
    page.wait_for_url("**/en/accounts/2fa/**")
    page.goto(f"{site}/en/accounts/2fa/webauthn/add/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()

    sign_in()
    page.wait_for_url("**/2fa/authenticate/")
    is_clean(page)
    page.locator("form[data-key] button[type=submit]").click()
    page.wait_for_url("**/en/desk/")
