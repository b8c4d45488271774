"""Outside the demonstration, in a real browser: vaults, the institution's keys, and their recovery by two officers."""

import os
from pathlib import Path

import pytest
from django.test import Client

from tests.casework.conftest import NARRATIVE, Desks
from tests.looks.conftest import fonts  # noqa: F401  # the fixture
from vault.models import KeyBox, KeyPair

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHRASE = "seven quiet {} boats drift home"
NEW = "nothing but the early morning air"


@pytest.fixture
def office(chromium, fonts, live_server, settings, world):  # noqa: F811
    settings.DEMO, settings.STAFF_SECOND_FACTOR = False, False
    settings.DEMO_VAULT_KEY = ""
    KeyPair.objects.all().delete()
    KeyBox.objects.all().delete()
    made = Office(chromium, live_server.url, world)
    yield made
    for page in made.pages.values():
        page.context.close()


class Office:
    """Browsers without scripts: every page of the vault works in them."""

    def __init__(self, browser, address, world):
        self.browser, self.address, self.world, self.pages = browser, address, world, {}

    def page(self, name, width=1280, language="en"):
        if name not in self.pages:
            context = self.browser.new_context(
                viewport={"width": width, "height": 900}, java_script_enabled=False
            )
            client = Client()
            client.force_login(self.world.bh.people[name])
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
            context.add_cookies([cookie])
            self.pages[name] = context.new_page()
        return self.pages[name]

    def go(self, name, path, language="en"):
        page = self.page(name)
        page.goto(f"{self.address}/{language}/desk/{path}")
        return page

    def enrol(self, name, phrase=None):
        page = self.go(name, "vault/")
        page.click("text=Make your vault")
        page.fill("#id_passphrase", phrase or PHRASE.format(name))
        page.fill("#id_again", phrase or PHRASE.format(name))
        page.click("main button[type=submit]")
        assert "Your vault is open" in page.inner_text("main")
        return page

    def look(self, name, path, label):
        """A picture of a page in both languages and widths, where somebody asked for pictures."""
        folder = os.environ.get("PICTURES")
        if not folder:
            return
        page = self.page(name)
        here = page.url
        for language in os.environ.get("PICTURES_IN", "ar en").split():
            page.goto(f"{self.address}/{language}/desk/{path}")
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=str(Path(folder) / f"{label}-{language}-{width}.png"), full_page=True)
        page.goto(here)


def test_two_people_make_the_keys_a_case_is_read_and_two_officers_recover_them(office):
    office.look("head", "vault/", "none")
    office.look("head", "vault/enrol/", "enrol")
    office.enrol("head")
    page = office.go("head", "vault/institution/")
    assert "A second person is missing" in page.inner_text("main")
    office.enrol("nhri")
    office.look("head", "vault/institution/", "make")
    page = office.go("head", "vault/institution/")
    page.click("text=Make the keys")
    assert "The keys of your institution are made" in page.inner_text("main")
    office.look("head", "vault/", "made")

    case = Desks(office.world).file(mode="confidential")
    desks = Desks(office.world)
    page = office.go("head", f"{case.reference}/assign/")
    page.select_option("#id_person", str(office.world.bh.people["nhri"].pk))
    page.click("main button[type=submit]")
    page = office.go("nhri", f"{case.reference}/")
    assert NARRATIVE in page.inner_text("main")

    for name in ("liaison", "auditor", "intake"):
        office.enrol(name)
    office.look("head", "vault/officers/", "officers")
    page = office.go("head", "vault/officers/")
    for label in ("liaison BH", "auditor BH", "intake BH"):
        page.check(f"text={label}")
    page.click("main button[type=submit]")
    assert "Any two of the three" in page.inner_text("main")

    # Both readers forget their passphrases.
    for name in ("head", "nhri"):
        page = office.go(name, "vault/again/")
        page.fill("#id_password", "demo-only")
        page.fill("#id_passphrase", NEW)
        page.fill("#id_again", NEW)
        page.check("#id_understood")
        page.click("main button[type=submit]")
    page = office.go("nhri", f"{case.reference}/")
    assert NARRATIVE not in page.inner_text("main")
    assert "holds no key to this text" in page.inner_text("main")

    office.look("auditor", "vault/recovery/", "recovery")
    page = office.go("auditor", "vault/recovery/")
    page.click(".panel:has-text('nhri BH') >> text=Open my half")
    page = office.go("intake", "vault/recovery/")
    page.click("text=Complete the recovery")
    assert "open to your colleague again" in page.inner_text("main")
    page = office.go("nhri", f"{case.reference}/")
    assert NARRATIVE in page.inner_text("main")

    page = office.go("nhri", "vault/")
    page.click("text=Close the vault now")
    office.look("nhri", "vault/", "closed")
    page = office.go("nhri", f"{case.reference}/")
    assert NARRATIVE not in page.inner_text("main")
    office.look("nhri", f"{case.reference}/", "case")
    page.click(".locked >> text=Open the vault")
    page.fill("#id_passphrase", NEW)
    page.click("main button[type=submit]")
    assert page.url.endswith(f"/{case.reference}/")
    assert NARRATIVE in page.inner_text("main")
    # The reviewer hands the head the key of texts, and that of identities: no head holds it now.
    head = office.world.bh.people["head"].pk
    office.look("nhri", f"vault/hand/{head}/", "hand")
    office.look("nhri", "vault/epoch/", "epoch")
    page = office.go("nhri", f"vault/hand/{head}/")
    page.click("main button[type=submit]")
    assert "were handed on" in page.inner_text("main")
    # What the ministry's people see of leave and leaving.
    office.enrol("supervisor")
    mine = desks.file()
    for name in ("reviewer", "reviewer2"):
        office.enrol(name)
    office.look("supervisor", "handover/", "handover")
    office.look("supervisor", "handover/leave/", "leave")
    person = office.world.bh.people["reviewer"].pk
    office.look("supervisor", f"handover/person/{person}/", "depart")
    office.look("supervisor", f"handover/keys/{person}/", "keys")
    # A form that meets a closed vault is sent again with the passphrase, and every word is still there.
    page = office.go("supervisor", "vault/")
    page.click("text=Close the vault now")
    page = office.go("supervisor", f"{mine.reference}/note/")
    page.fill("textarea", "Words typed\nwith care")
    page.click("main form button[type=submit]")
    assert page.input_value("textarea") == "Words typed\nwith care"
    if os.environ.get("PICTURES"):
        page.screenshot(path=os.environ["PICTURES"] + "/locked-form.png", full_page=True)
    page.fill("#vault_passphrase", PHRASE.format("supervisor"))
    page.click("main form button[type=submit]")
    assert "with care" in page.inner_text("main")
