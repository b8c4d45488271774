"""Notices by kind, and the mail that says only how much waits."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import letters
from complaints import tasks as _registered  # noqa: F401  # what is done for each topic
from complaints.casework import digest, noticeboard
from complaints.casework.history import HISTORY
from complaints.models import DigestChoice, Notice
from record import tasks as outbox
from record.models import Outbox

SUNDAY = datetime.fromisoformat(
    "2026-11-29T08:30:00+03:00"
)  # a working day in Bahrain, the first of its week


def drain(now=None):
    while outbox.drain_one(now=now or timezone.now()):
        pass


@pytest.fixture
def told(room, desk):
    """Basil was told of two cases, twice: that they came, and that they are his."""
    cases = [desk.file(), desk.file()]
    for case in cases:
        desk.assign(case, "reviewer", "supervisor")
    drain()
    return cases


def test_notices_are_filtered_paged_and_marked_both_ways(room, desk, told):
    client = desk("reviewer")
    page = client.get("/en/desk/notices/").content.decode()
    assert page.count("Mark as read") == 4
    assert "Who holds what" in page
    assert told[0].reference not in client.get("/en/desk/notices/?kind=deadline").content.decode()
    assert client.get("/en/desk/notices/?kind=assignment").content.decode().count("Mark as read") == 2
    with room.within():
        notice = Notice.objects.filter(user=room.world.bh.people["reviewer"]).first()
    client.post("/en/desk/notices/read/", {"notice": notice.pk})
    unread = client.get("/en/desk/notices/?unread=on").content.decode()
    assert unread.count("Mark as read") == 3
    client.post("/en/desk/notices/read/", {"notice": notice.pk, "unread": "on"})
    assert client.get("/en/desk/notices/?unread=on").content.decode().count("Mark as read") == 4
    # Nobody marks everything as unread by mistake, and nobody another's.
    client.post("/en/desk/notices/read/")
    client.post("/en/desk/notices/read/", {"unread": "on"})
    desk("reviewer2").post("/en/desk/notices/read/", {"notice": notice.pk, "unread": "on"})
    with room.within():
        assert not Notice.objects.filter(user=room.world.bh.people["reviewer"], read_at=None).exists()


def test_every_step_that_tells_has_a_kind_that_exists():
    kinds = frozenset().union(*noticeboard.KINDS.values())
    assert kinds - set(HISTORY) == set()
    assert set(noticeboard.KINDS) | {"", "work"} == set(noticeboard.LABELS)


def test_nobody_gets_mail_unasked_and_each_chooses_for_themselves(room, desk, told):
    with room.within():
        assert digest.ask(room.world.bh.state, now=SUNDAY) == 0
    answer = desk("reviewer").post("/en/desk/notices/mail/", {"cadence": "daily"})
    assert answer.status_code == 303
    assert 'value="daily" checked' in desk("reviewer").get("/en/desk/notices/mail/").content.decode()
    assert desk("reviewer").post("/en/desk/notices/mail/", {"cadence": "hourly"}).status_code == 422
    assert desk("liaison").get("/en/desk/notices/mail/").status_code == 403
    desk("reviewer").post("/en/desk/notices/mail/", {"cadence": ""})
    with room.within():
        assert not DigestChoice.objects.exists()


def choose(desk, name, cadence):
    digest.choose(cadence=cadence, by=desk.actor(name), now=SUNDAY)


def test_it_leaves_once_a_day_and_says_only_counts(room, desk, told):
    choose(desk, "reviewer", "daily")
    with room.within():
        for minutes in (0, 5, 10):
            digest.ask(room.world.bh.state, now=SUNDAY + timedelta(minutes=minutes))
    drain(SUNDAY + timedelta(hours=1))
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert letter.to == ["reviewer@bh.test"]
    assert "4 unread notices." in letter.body
    assert "2 open files are yours." in letter.body
    assert "late." not in letter.body
    words = f"{letter.subject}\n{letter.body}"
    assert not re.search(r"BH-|[A-Z]{2}-[0-9A-Z]{4}", words)
    assert all(case.reference not in words for case in told)
    assert re.search(r"[\u0621-\u064a]{3}", letter.body)
    # The same digest sent twice is one letter to a mailbox; the next day's is another.
    assert digest._message_id("x|daily|2026-11-29") == digest._message_id("x|daily|2026-11-29")
    with room.within():
        digest.ask(room.world.bh.state, now=SUNDAY + timedelta(days=1))
    drain(SUNDAY + timedelta(days=1, hours=1))
    assert len(mail.outbox) == 2
    assert mail.outbox[1].extra_headers["Message-ID"] != letter.extra_headers["Message-ID"]


def test_weekly_comes_on_the_first_working_day_and_never_at_night_or_on_days_of_rest(room, desk, told):
    choose(desk, "reviewer", "weekly")
    state = room.world.bh.state
    with room.within():
        assert digest.ask(state, now=SUNDAY.replace(hour=5)) == 0
        assert digest.ask(state, now=SUNDAY - timedelta(days=1)) == 0  # a Saturday
        for days in range(5):  # Sunday to Thursday: asked each day, and one letter
            digest.ask(state, now=SUNDAY + timedelta(days=days))
    assert Outbox.objects.filter(topic="digest").count() == 1
    with room.within():
        digest.ask(state, now=SUNDAY + timedelta(days=7))
    assert Outbox.objects.filter(topic="digest").count() == 2


def test_nothing_leaves_when_nothing_waits_or_whoever_asked_is_gone(room, desk, told):
    choose(desk, "reviewer2", "daily")
    choose(desk, "reviewer", "daily")
    with room.within():
        digest.ask(room.world.bh.state, now=SUNDAY)
        type(room.world.bh.people["reviewer"]).objects.filter(email="reviewer@bh.test").update(
            is_active=False
        )
    drain(SUNDAY + timedelta(hours=1))
    assert mail.outbox == []


def test_a_digest_that_could_not_be_sent_is_no_news_two_days_later(room, desk, told):
    choose(desk, "reviewer", "daily")
    with room.within():
        subject = f"{room.world.bh.people['reviewer'].pk}|daily|2026-11-29"
        digest.deliver("BH", subject, now=SUNDAY + timedelta(days=2))
        assert mail.outbox == []
        digest.deliver("BH", subject, now=SUNDAY + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_a_supervisor_reads_how_many_proposals_wait(desk):
    case = desk.file()
    desk.assign(case, "reviewer", "supervisor")
    desk.move(case, "acknowledge", "reviewer")
    desk.move(
        case, "propose_rejection", "reviewer", rejection="outside_jurisdiction", reason="ليس من اختصاصنا"
    )
    from common import tenancy

    with tenancy.within("BH"):
        assert digest.waiting(desk.actor("supervisor"), now=timezone.now())["approvals"] == 1


@pytest.mark.parametrize("count", [1, 2, 3, 11, 100])
def test_numbers_agree_in_both_languages(count):
    body = letters.compose("digest", to="x@example.org", counts={"unread": count, "late": count}).body
    assert ("1 unread notice." in body) is (count == 1)
    assert (f"{count} unread notices." in body) is (count > 1)
