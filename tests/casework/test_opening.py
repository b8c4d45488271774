"""An identity opens for a recorded reason, once, within a minute, and not for everybody."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from common import tenancy
from complaints.casework import recognising
from complaints.casework.opening import Ticket
from complaints.models import Docket, Text
from record import services as record
from record.models import Entry
from tests.casework.conftest import NARRATIVE, url

REASON = "لترتيب لقاء مع مقدّمة الشكوى بحضور محاميها"


def body(answer):
    return answer.content.decode()


def entries(case, what="identity_opened"):
    with tenancy.within("BH"):
        return list(Entry.objects.filter(stream=case.stream, what=what))


def test_an_identity_opens_once(desk, protected):
    asked = desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})
    shown = desk("nhri").get(asked.headers["Location"])
    again = desk("nhri").get(asked.headers["Location"])

    assert asked.status_code == 303
    assert "أمل السالم" in body(shown)
    assert "the complainant sees it" in body(shown)
    assert "أمل السالم" not in body(again)
    assert "Why it must be opened now" in body(again)
    assert len(entries(protected)) == 1


def test_the_reason_is_kept_sealed_and_its_hash_in_the_record(desk, protected):
    desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})

    details = json.loads(entries(protected)[0].details)
    with tenancy.within("BH"):
        note = Text.objects.get(pk=details["note"])
    assert REASON not in entries(protected)[0].details
    assert details["reason"] == record.hash_of(REASON, salt=bytes(note.body))
    assert REASON in body(desk("nhri").get(url(protected)))


def test_the_entry_stands_before_anything_is_shown(desk, protected):
    desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})

    assert len(entries(protected)) == 1
    assert "The identity was opened." in body(desk("head").get(url(protected)))


def test_who_opened_two_identities_is_told_that_they_are_one_person(desk, protected, english):
    """Here the address agrees and the name does not; whoever opened one of the two alone is told nothing."""
    other = desk.file(mode="confidential", name="أمل بنت السالم")
    stranger = desk.file(mode="confidential", name="ليلى حسن", email="layla@people.test")
    told = {}
    for name, case in [("nhri", protected), ("nhri", stranger), ("head", other), ("nhri", other)]:
        if (name, case) in (("nhri", stranger), ("nhri", other)):
            desk.assign(case, "nhri", "head")
        asked = desk(name).post(url(case, "open", "identity"), {"reason": REASON})
        told[name, case] = body(desk(name).get(asked.headers["Location"]))

    last = told.pop(("nhri", other))
    assert all("The same person in other cases" not in page for page in told.values())
    assert url(protected) in last
    assert url(stranger) not in last
    assert "the same e-mail address<" in last
    assert "the same name<" not in last


def test_what_is_remembered_of_an_identity_shows_nobody_and_no_pair(desk, protected, monkeypatch):
    other = desk.file(mode="confidential")
    with tenancy.within("BH"):
        by, dockets = (
            desk.actor("nhri"),
            [
                Docket.objects.get(complaint=case, institution=desk.world.bh.nhri)
                for case in (protected, other)
            ],
        )
        people = [{"name": "أَمَل السالم", "email": "Amal@people.test", "phone": "+973 3600 0001"}]
        again = [{"name": "أمل السّالم", "email": "", "phone": "٣٦٠٠٠٠٠١"}]
        remembered = []
        keep = cache.set
        monkeypatch.setattr(
            cache, "set", lambda key, kept, timeout: remembered.append(dict(kept)) or keep(key, kept, timeout)
        )
        for docket in dockets:
            recognising.recognised(people, docket=docket, by=by, session="two")
        assert recognising.recognised(people, docket=dockets[0], by=by, session="one") == []
        assert recognising.recognised(again, docket=dockets[1], by=by, session="other") == []
        (found,) = recognising.recognised(again, docket=dockets[1], by=by, session="one")

    both = remembered[1]
    assert len(both[dockets[0].pk]) == len(both[dockets[1].pk]) == 3
    assert not both[dockets[0].pk] & both[dockets[1].pk]
    assert found.docket == dockets[0]
    assert [str(words) for words in found.agrees] == [
        str(recognising.AGREES[kind]) for kind in ("name", "phone")
    ]


@pytest.mark.parametrize("reason", ["", "قصير", " " * 40, "\u200b" * 40])
def test_a_reason_is_needed(desk, protected, reason):
    answer = desk("nhri").post(url(protected, "open", "identity"), {"reason": reason})

    assert answer.status_code == 422
    assert entries(protected) == []
    assert "أمل" not in body(desk("nhri").get(url(protected, "open", "identity")))


def test_a_ticket_belongs_to_the_session_that_asked(desk, protected):
    asked = desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})
    elsewhere = Client()
    elsewhere.force_login(desk.world.bh.people["nhri"])

    assert "أمل السالم" not in body(elsewhere.get(asked.headers["Location"]))


def test_a_ticket_runs_out(desk, protected):
    asked = desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})
    cache.clear()

    assert "أمل السالم" not in body(desk("nhri").get(asked.headers["Location"]))


def test_a_ticket_lives_a_minute(desk, protected):
    desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})
    client = cache._cache.get_client()

    [key] = client.keys("*opening:*")

    assert 50 <= client.ttl(key) <= 60


@pytest.mark.parametrize(
    ("name", "expected"), [("reviewer", 200), ("supervisor", 200), ("reviewer2", 404), ("nhri", 404)]
)
def test_who_may_open_the_identity_of_a_named_case_of_the_ministry(desk, led, name, expected):
    assert desk(name).get(url(led, "open", "identity")).status_code == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("supervisor", 404), ("reviewer", 404), ("nhri2", 404), ("nhri", 200), ("head", 200)],
)
def test_who_may_open_a_protected_identity(desk, protected, name, expected):
    desk.move(protected, "release", "nhri", text="نص متاح")

    answer = desk(name).post(url(protected, "open", "identity"), {"reason": ""})

    assert answer.status_code == (422 if expected == 200 else expected)


def test_an_anonymous_case_has_nothing_to_open(desk):
    case = desk.file(mode="anonymous")

    assert desk("head").get(url(case, "open", "identity")).status_code == 404


@pytest.mark.parametrize("part", ["released", "nothing", "identities"])
def test_other_parts_are_no_page(desk, protected, part):
    assert desk("head").get(url(protected, "open", part)).status_code == 404


def test_the_head_reads_the_original_for_a_reason(desk, protected):
    asked = desk("head").post(url(protected, "open", "original"), {"reason": REASON})
    shown = desk("head").get(asked.headers["Location"])

    assert NARRATIVE in body(shown)
    assert NARRATIVE not in body(desk("head").get(url(protected)))
    assert len(entries(protected, "original_opened")) == 1


def test_a_closed_vault_records_nothing(desk, protected, settings):
    settings.DEMO_VAULT_KEY = ""

    answer = desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})

    assert answer.status_code == 422
    assert "It could not be opened" in body(answer)
    assert REASON in body(answer)
    assert entries(protected) == []


@pytest.mark.django_db(transaction=True)
def test_the_entry_is_committed_before_leave_to_look_exists(desk, protected, monkeypatch):
    seen = []
    issue = Ticket.issue

    def watched(ticket):
        seen.append((connection.in_atomic_block, len(entries(protected))))
        issue(ticket)

    monkeypatch.setattr(Ticket, "issue", watched)
    desk("nhri").post(url(protected, "open", "identity"), {"reason": REASON})

    assert seen == [(False, 1)]
