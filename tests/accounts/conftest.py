"""People with passwords, apps and clocks that the tests can move."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from accounts import presence
from accounts.models import User

PASSWORD = "a-long-secret-of-mine"


@pytest.fixture(autouse=True)
def _tries_counted_from_none():
    """Each test comes from the same address; its Redis is the tests' own."""
    cache.clear()


@pytest.fixture
def strict(settings):
    """As in earnest: second factor and confirmations asked, though vaults open by themselves."""
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def basil(world):
    """Reviewer at Bahrain's ministry, with a password."""
    return with_password(world.bh.people["reviewer"])


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return User.objects.get(pk=user.pk)


def code_of(secret, step=0):
    """The six digits an app shows, `step` half minutes from now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + step))


def signed_in(user, secret="", client=None):
    """A browser that went through the sign-in page, with the second step where there is one."""
    client = client or Client()
    page = client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    if secret:
        assert page.headers["Location"].startswith("/en/accounts/2fa/authenticate/")
        page = client.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert page.status_code == 302, page.content.decode()
    return client


def with_app(user):
    """The secret of an app that somebody set up before."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def rewind(client, *, idle=0, whole=0, confirmed=0):
    """Let seconds pass: since the last activity, since signing in, since the last confirmation."""
    session = client.session
    session[presence.SEEN] -= max(idle, 0)
    session[presence.SINCE] -= max(whole, idle)
    for record in session.get("account_authentication_methods", []):
        record["at"] -= max(idle, confirmed)
    session.save()
