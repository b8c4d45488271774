"""Bahrain outside the demonstration: nobody's vault opens by itself, and nobody has one yet."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import staff
from accounts.keys import services
from tests import factories
from vault.models import KeyBox, KeyPair

PHRASES = {
    name: f"seven quiet {name} boats drift home" for name in (*factories.MINISTRY, *factories.NATIONAL)
}


@pytest.fixture
def real(world, settings):
    """The same people without the demonstration's keys."""
    KeyPair.objects.all().delete()
    KeyBox.objects.all().delete()
    settings.DEMO = False
    settings.STAFF_SECOND_FACTOR = False  # what is tested here are keys, not signing in
    settings.DEMO_VAULT_KEY = ""
    return Real(world.bh)


class Real:
    """People with passphrases."""

    def __init__(self, country):
        self.country, self.unlocks, self.clients = country, {}, {}

    def user(self, name):
        self.country.people[name].refresh_from_db()
        return self.country.people[name]

    def actor(self, name):
        """Somebody with their vault open, if they have one."""
        unlock = self.unlocks.get(name)
        return staff(self.user(name), opened=lambda: unlock)

    def closed(self, name):
        return staff(self.user(name))

    def enrol(self, *names):
        for name in names:
            self.unlocks[name] = services.enrol(
                user=self.user(name), passphrase=PHRASES[name], by=self.closed(name), now=timezone.now()
            )
        return self

    def make_keys(self, *names):
        self.enrol(*names)
        services.make_keys(by=self.actor(names[0]), now=timezone.now())
        return self

    def desk(self, name):
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self.user(name))
        return self.clients[name]

    def open(self, name, client=None):
        client = client or self.desk(name)
        return client.post("/en/desk/vault/open/", {"passphrase": PHRASES[name]})
