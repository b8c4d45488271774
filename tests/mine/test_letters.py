"""Letters that say only that there is news: when they leave, what they never say, what stops them."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.conf import settings as installed
from django.core import mail
from django.test import Client
from django.utils import timezone

from common import tenancy
from complaints import notices, workflow
from complaints import tasks as _registered  # noqa: F401  # what is done for each topic
from complaints.casework import services as casework
from complaints.casework.services import Given
from complaints.models import NoticeAddress
from complaints.tracking.history import _EITHER, SENTENCES
from complaints.vocabulary import Category
from record import tasks
from record.models import Entry, Outbox
from tests.mine.conftest import case_of, file, text
from tests.workflow.scene import NOW

PLACE = "amal.alsur@example.org"
TRACK = "/en/complaints/track/"


@pytest.fixture
def wanted(world):
    """A complaint whose filer wants letters."""
    reference, code = file(notice_email=PLACE, name="Amal Peculiar", narrative="Words that nobody mails")
    drain()
    return case_of(reference), code


def drain(now=NOW):
    while tasks.drain_one(now=now):
        pass


def move(case, action, by, now=NOW, **given):
    casework.advance(case=case.pk, action=action, by=by, now=now, given=Given(**given))


def assigned(case, world):
    basil, supervisor = world.bh.actor("reviewer"), world.bh.actor("supervisor")
    move(case, "assign", supervisor, person=basil.user_id)
    return basil


def letters():
    return [letter for letter in mail.outbox if letter.to == [PLACE]]


def test_a_step_of_others_is_told_once_and_says_nothing(wanted, world):
    case, code = wanted
    basil = assigned(case, world)
    drain()
    assert letters() == [], "filing is one's own act, and who works on it is nobody's news"
    move(case, "acknowledge", basil)
    drain()
    drain(NOW + timedelta(hours=3))
    [letter] = letters()
    assert "There is news on the page you follow. This letter says nothing more on purpose." in letter.body
    assert "هناك جديد" in letter.body
    whole = letter.message().as_bytes() + f"{letter.subject}{letter.body}".encode()
    planted = [
        case.reference,
        code,
        code.replace("-", ""),
        str(case.pk),
        "Peculiar",
        "Words that nobody",
        "acknowledge",
        "http",
        "complaint",
        "شكوى",
        "شكاوى",
        "BH",
        "وزارة",
        "Ministry",
        *(str(category.label) for category in Category),
        *(person.name_ar for person in world.bh.people.values()),
    ]
    assert [word for word in planted if word.encode() in whole] == []


def test_letters_of_one_hour_are_one(wanted, world):
    case, _ = wanted
    basil = assigned(case, world)
    move(case, "acknowledge", basil)
    drain()
    for minutes in (5, 20, 50):
        at = NOW + timedelta(minutes=minutes)
        move(case, "write", basil, now=at, message="One more thing")
        drain(at)
    assert len(letters()) == 1
    drain(NOW + timedelta(minutes=59))
    assert len(letters()) == 1
    drain(NOW + timedelta(hours=1))
    assert len(letters()) == 2, "what happened meanwhile is told by one letter"
    drain(NOW + timedelta(hours=9))
    assert len(letters()) == 2
    assert len({letter.extra_headers["Message-ID"] for letter in letters()}) == 2


def test_ones_own_acts_and_reprisals_are_never_told(wanted, world):
    _case, code = wanted
    for slug in ("write", "reprisal"):
        page = Client().post(TRACK, {"code": code}).content.decode()
        form = {name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("token", "seen")}
        assert (
            Client().post(f"{TRACK}{slug}/", {**form, "message": "They came to my house"}).status_code == 200
        )
    drain(timezone.now() + timedelta(days=1))
    assert not Outbox.objects.filter(done_at=None).exists()
    assert letters() == []
    assert not Outbox.objects.filter(topic="letter").exists()


@pytest.mark.parametrize("more", [{"categories": ("REP",)}, {"mode": "anonymous"}])
def test_no_letters_in_matters_of_reprisal_or_without_a_name(world, more):
    reference, code = file(notice_email=PLACE, **more)
    case = case_of(reference)
    with tenancy.within("BH"):
        entry = Entry.objects.create(state="BH", stream=case.stream, what="write", by=world.dalia.id, at=NOW)
        notices.announce(case=case, cause=entry, now=NOW)
        notices.deliver(case=case, cause=entry, now=NOW)
    drain()
    assert letters() == []
    page = text(Client().post(TRACK, {"code": code}))
    assert "No letters are sent about" in page
    form = {"code": code, "address": "other@example.org"}
    assert Client().post(f"{TRACK}letters/", form).status_code == 409


def test_a_dead_mail_server_is_asked_again_and_blocks_nobody(wanted, world, settings):
    case, _ = wanted
    basil = assigned(case, world)
    drain()
    move(case, "acknowledge", basil)
    alive = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    drain()
    row = Outbox.objects.get(topic="letter")
    assert (row.done_at, row.attempts, row.failure) == (None, 1, "ConnectionRefusedError")
    assert not Outbox.objects.filter(topic="notify", done_at=None).exists(), "staff were told"
    settings.EMAIL_BACKEND = alive
    drain(row.available_at)
    assert len(letters()) == 1


def test_a_letter_sent_twice_is_the_same_letter(wanted, world, monkeypatch):
    """The mail server took it, and the worker died before saying so."""
    case, _ = wanted
    basil = assigned(case, world)
    drain()
    move(case, "acknowledge", basil)
    assert tasks.drain_one(now=NOW), "staff are told, and the letter is asked for"
    with monkeypatch.context() as patched:
        patched.setattr("record.tasks._check_now", lambda: 1 / 0)
        drain()
        assert len(letters()) == 1
    drain(NOW + timedelta(hours=2))
    first, second = (letter.message()["Message-ID"] for letter in letters())
    assert first == second
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", first)


@pytest.mark.parametrize(("code", "attempts"), [(550, 0), (450, 1)])
def test_an_address_that_does_not_exist_is_not_asked_for_ever(wanted, world, monkeypatch, code, attempts):
    case, _ = wanted
    basil = assigned(case, world)
    drain()
    move(case, "acknowledge", basil)

    def refuse(self, **kwargs):
        raise smtplib.SMTPRecipientsRefused({PLACE: (code, b"unknown")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    drain()
    assert Outbox.objects.get(topic="letter").attempts == attempts


def test_without_the_broker_the_letter_waits_in_the_database(wanted, world, monkeypatch):
    case, _ = wanted
    basil = assigned(case, world)
    monkeypatch.setattr("record.tasks.drain.apply_async", lambda **options: 1 / 0)
    move(case, "acknowledge", basil)
    drain()
    assert len(letters()) == 1


def test_an_address_is_kept_changed_and_removed_on_the_page(world):
    reference, code = file()
    page = text(Client().post(TRACK, {"code": code}))
    assert "This site can read this address" in page
    bad = Client().post(f"{TRACK}letters/", {"code": code, "address": "nonsense"})
    assert bad.status_code == 422
    Client().post(f"{TRACK}letters/", {"code": code, "address": "other@example.org"})
    kept = Client().post(f"{TRACK}letters/", {"code": code, "address": PLACE})
    assert "The address was kept" in text(kept)
    assert PLACE not in kept.content.decode(), "whoever has the code is not told the address"
    with tenancy.within("BH"):
        assert notices.address_of(case_of(reference)) == PLACE
        assert PLACE.encode() not in bytes(NoticeAddress.objects.get().box)
    gone = Client().post(f"{TRACK}letters/", {"code": code, "end": "yes"})
    assert "The address was removed" in text(gone)
    assert "You ended the letters" in text(gone)
    with tenancy.within("BH"):
        assert not NoticeAddress.objects.exists()
    assert Client().post(f"{TRACK}letters/", {"code": "guess", "end": "yes"}).status_code == 200
    assert Client().get(f"{TRACK}letters/").status_code == 302


def test_a_letter_on_its_way_stops_when_the_address_is_removed(wanted, world):
    case, code = wanted
    basil = assigned(case, world)
    move(case, "acknowledge", basil)
    Client().post(f"{TRACK}letters/", {"code": code, "end": "yes"})
    drain()
    assert letters() == []


def test_every_told_step_is_one_the_complainant_can_read_about():
    known = set(SENTENCES) | set(_EITHER)
    assert notices.TOLD - known == set()
    assert notices.TOLD - set(workflow.ACTIONS) - {"remind", "letter_sent"} == set()
    assert not {what for what in notices.TOLD if "reprisal" in what or "safety" in what}


def test_the_sender_names_no_part_of_this_site():
    assert "complaint" not in installed.DEFAULT_FROM_EMAIL
