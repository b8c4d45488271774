"""Every role × every page about staff, and what the pages do and show."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from accounts.changes.models import Change
from accounts.models import Unit, User
from accounts.people import selectors, services
from accounts.roles import Role
from record.models import Outbox
from tests import factories
from tests.people.conftest import NOW

NOBODY = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
BASE = "/en/desk/settings/people/"
KEEPERS = "supervisor admin head admin2 regional stranger"  # a stranger keeps the staff of another state
READERS = f"{KEEPERS} auditor"
# Who looks after, and who may know of, somebody at the ministry and somebody at the NHRI.
OF_MINISTRY, SEES_MINISTRY = "supervisor admin admin2", "supervisor admin admin2 auditor"
OF_NHRI, SEES_NHRI = "head admin admin2", "head admin admin2 auditor"

# name, arguments, method → who is let in (200, 303 or 422); everybody else: 403 without such a page at all,
# 404 where it is about somebody they do not look after.
TABLE = [
    ("people", (), "get", READERS),
    ("invitations", (), "get", READERS),
    ("people_waiting", (), "get", READERS),
    ("people_history", (), "get", READERS),
    ("invite", (), "get", KEEPERS),
    ("invite", (), "post", KEEPERS),
    ("person", ("ministry",), "get", SEES_MINISTRY),
    ("person", ("nhri",), "get", SEES_NHRI),
    ("role_propose", ("ministry",), "get", OF_MINISTRY),
    ("role_propose", ("nhri",), "post", OF_NHRI),
    ("role_remove", ("ministry", "reviewer"), "get", OF_MINISTRY),
    ("role_remove", ("nhri", "nhri_reviewer"), "post", OF_NHRI),
    ("person_account", ("ministry", "close"), "get", OF_MINISTRY),
    ("person_account", ("nhri", "renew"), "post", OF_NHRI),
    ("person_account", ("ministry", "reopen"), "get", OF_MINISTRY),
    ("person_unit", ("ministry",), "get", OF_MINISTRY),
    ("person_unit", ("ministry",), "post", OF_MINISTRY),
    ("invitation_send", ("invitation",), "post", OF_MINISTRY),
    ("invitation_revoke", ("invitation",), "post", OF_MINISTRY),
    ("people_sign", ("change",), "post", OF_MINISTRY),
    ("people_refuse", ("change",), "post", OF_MINISTRY),
    ("people_withdraw", ("change",), "post", OF_MINISTRY),
]


@pytest.fixture
def objects(office):
    """A reviewer of each institution, an invitation and a proposal of the ministry's supervisor."""
    by = office.actor("supervisor")
    made = services.invite(email="x@bh.org", at=office.at["ministry"], roles=[Role.CLERK], by=by, now=NOW)
    change = services.give(person=office.people["registry"], role=Role.REVIEWER, reason="سبب", by=by, now=NOW)
    return {
        "ministry": office.people["reviewer"].pk,
        "nhri": office.people["nhri"].pk,
        "invitation": made.invitation.pk,
        "change": change.pk,
    }


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{'-'.join(row[1])}-{row[2]}")
def test_each_page_opens_to_those_of_the_table_alone(office, objects, row):
    name, arguments, method, let_in = row
    address = reverse(name, args=[objects.get(one, one) for one in arguments]).replace("/ar/", "/en/", 1)
    for who, user in office.people.items():
        client = Client()
        client.force_login(user)
        # Without its fields a form comes back with 422, so that no cell changes what the next one finds.
        answer = getattr(client, method)(address)
        if who in let_in.split():
            assert answer.status_code in (200, 303, 422), (who, address, answer.status_code)
        else:
            assert answer.status_code == (404 if arguments and who in READERS.split() else 403) or (
                who == "auditor" and answer.status_code == 403
            ), (who, address, answer.status_code)
    assert getattr(Client(), method)(address).status_code == 302


def test_the_table_has_every_page():
    def walk(resolver, before=""):
        for pattern in resolver.url_patterns:
            path = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, path)
            elif "desk/settings/people/" in path:
                yield pattern.name

    assert set(walk(get_resolver())) == {row[0] for row in TABLE}


def as_(office, name):
    client = Client()
    client.force_login(office.people[name])
    return client


def test_a_ministry_reads_nothing_of_the_nhris_staff(office, objects):
    dalia = office.people["nhri"]
    services.give(person=dalia, role=Role.LIAISON, reason="سرّ المؤسسة", by=office.actor("head"), now=NOW)
    services.invite(
        email="y@bh.org", at=office.at["nhri"], roles=[Role.CLERK], by=office.actor("head"), now=NOW
    )
    for page in ("", "invitations/", "waiting/", "history/"):
        words = as_(office, "supervisor").get(BASE + page).content.decode()
        for secret in (dalia.name_en, dalia.name_ar, "سرّ المؤسسة", "y@bh.org"):
            assert secret not in words, page
        assert "y@bh.org" in words or dalia.name_en not in words
    assert dalia.name_en in as_(office, "head").get(BASE).content.decode()


def test_a_role_is_proposed_and_signed_on_the_pages(office):
    person = office.newcomer("ministry")
    proposing, signing = as_(office, "supervisor"), as_(office, "admin")
    asked = proposing.post(f"{BASE}{person.pk}/roles/new/", {"role": "reviewer", "reason": "سبب"})
    assert asked.status_code == 303
    change = Change.objects.get()
    own = proposing.get(f"{BASE}waiting/").content.decode()
    assert "Take it back" in own
    assert "/sign/" not in own
    assert "/sign/" in signing.get(f"{BASE}waiting/").content.decode()
    assert "/sign/" not in as_(office, "auditor").get(f"{BASE}waiting/").content.decode()

    refused = proposing.post(f"{BASE}waiting/{change.pk}/sign/", follow=True)
    assert "somebody else" in refused.content.decode()
    assert not person.memberships.exists()
    signing.post(f"{BASE}waiting/{change.pk}/sign/")

    assert person.memberships.get().role == "reviewer"
    assert "سبب" in as_(office, "auditor").get(f"{BASE}history/").content.decode()
    again = signing.post(f"{BASE}waiting/{change.pk}/sign/", follow=True)
    assert "in the meantime" in again.content.decode()


def test_a_refusal_needs_a_reason_and_shows_it(office, objects):
    client = as_(office, "admin")
    assert (
        "Say why" in client.post(f"{BASE}waiting/{objects['change']}/refuse/", follow=True).content.decode()
    )
    client.post(f"{BASE}waiting/{objects['change']}/refuse/", {"reason": "ليس الآن"})
    assert "ليس الآن" in as_(office, "supervisor").get(f"{BASE}history/").content.decode()


def test_proposing_twice_is_told(office, objects):
    page = as_(office, "admin").post(
        f"{BASE}{office.people['registry'].pk}/roles/new/", {"role": "reviewer", "reason": "سبب آخر"}
    )
    assert page.status_code == 422
    assert "waits for its second signature" in page.content.decode()
    assert "سبب آخر" in page.content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "س" * 2001])
def test_a_reason_is_asked_and_has_an_end(office, reason):
    person = office.people["reviewer"]
    page = as_(office, "supervisor").post(f"{BASE}{person.pk}/close/", {"reason": reason})
    assert page.status_code == 422
    assert User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("what", ["close", "reopen", "renew"])
def test_nobody_acts_on_their_own_account(office, what):
    admin = office.people["admin"]
    assert as_(office, "admin").get(f"{BASE}{admin.pk}/{what}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [f"{NOBODY}/", "nonsense/", f"{NOBODY}/explode/", f"waiting/{NOBODY}/sign/", "?after=x", "history/?after=x",
     "invitations/?before=-1", "invitations/?before=99999999999999999"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found_and_nothing_breaks(office, address):
    client = as_(office, "admin")
    assert client.get(BASE + address).status_code in (200, 404, 405)
    assert client.post(BASE + address).status_code in (404, 405)


def test_the_list_goes_on_page_by_page_without_losing_anybody(office):
    for number in range(30):
        factories.person(f"many{number:02}", office.at["ministry"], Role.CLERK)
    by, seen, after = office.actor("supervisor"), [], None
    for _ in range(9):
        found = selectors.people(by, after=after)
        seen += [row.pk for row in found.rows]
        after = found.after
        if after is None:
            break
    everybody = User.objects.get_queryset().filter(institution=office.at["ministry"])
    assert len(seen) == len(set(seen)) == everybody.count() > 30


def test_statements_do_not_grow_with_the_list(office):
    def statements(page):
        client = as_(office, "admin")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(BASE + page).status_code == 200
        return len(caught)

    pages = ("", "invitations/", "history/")
    few = [statements(page) for page in pages]
    by = office.actor("supervisor")
    for number in range(12):
        person = factories.person(f"many{number:02}", office.at["ministry"], Role.CLERK)
        services.give(person=person, role=Role.REVIEWER, reason="سبب", by=by, now=NOW)
        moment = datetime.now(UTC) - timedelta(minutes=number)
        services.invite(
            email=f"{number}@bh.org", at=office.at["ministry"], roles=[Role.CLERK], by=by, now=moment
        )
    many = [statements(page) for page in pages]
    assert max(b - a for a, b in zip(few, many, strict=True)) <= 3, (few, many)
    assert max(many) <= 12


def test_somebody_elses_unit_is_set(office, client):
    unit = Unit.objects.create(
        code="bh-police", state="BH", service="police", path="bh-police", name_ar="الشرطة", name_en="Police"
    )
    supervisor, reviewer = office.people["supervisor"], office.people["reviewer"]
    client.force_login(supervisor)
    url = reverse("person_unit", args=[reviewer.pk])
    assert client.post(url, {"unit": "bh-police"}).status_code == 303
    assert User.objects.get(pk=reviewer.pk).unit == unit
    assert Outbox.objects.filter(topic="units_changed", subject=str(reviewer.pk)).exists()
    assert "Police" in client.get(f"{BASE}{reviewer.pk}/").content.decode()
    assert client.post(reverse("person_unit", args=[supervisor.pk]), {"unit": ""}).status_code == 404
    Unit.objects.update(closed_on=NOW.date())
    assert client.post(url, {"unit": "bh-police"}).status_code == 422
    client.force_login(office.people["admin"])
    nhri = reverse("person_unit", args=[office.people["head"].pk])
    assert client.get(nhri).status_code == 404


def test_one_place_of_the_navigation_is_where_one_stands(office):
    client = Client()
    client.force_login(office.people["admin"])
    page = client.get(f"{BASE}waiting/").content.decode()
    navigation = page.split('<nav class="desk-nav"')[1].split("</nav>")[0]
    assert navigation.count("aria-current") == 1
