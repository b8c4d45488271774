"""A letter of a case that somebody does not hold opens to them for a recorded reason, and for a while."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.actor import Refused
from common import tenancy
from complaints import tasks as _registered  # noqa: F401  # what is done for each topic
from complaints.letters import handing, looking, services
from complaints.letters.services import Card, Words
from complaints.models import Text
from tests.casework.conftest import url
from tests.letters.conftest import drained, letters
from tests.letters.test_letters import body, entries, papers

REASON = "للنظر في شكوى من تأخر الرد قبل اجتماع الغد"
ADDRESSEE = "مركز الشرطة"


@pytest.fixture
def theirs(desk, protected, write):
    """A letter that the case's holder wrote, in a case whose head reads its original for a reason."""
    return write(protected, desk.actor("nhri"))


def test_the_head_opens_one_letter_for_a_reason(desk, protected, theirs, write, now):
    other = write(protected, desk.actor("nhri"), text="كتاب ثانٍ")
    place, head = url(protected, "letters", str(theirs.pk)), desk("head")
    services.send(letter=theirs, by=desk.actor("nhri"), now=now)
    drained(timezone.now())
    [paper] = papers(protected, "made")

    closed = body(head.get(place))
    assert ADDRESSEE not in closed
    assert "Why it must be opened now" in closed
    assert f"{paper.pk}" not in closed
    assert head.post(f"{place}files/{paper.pk}/").status_code == 404
    for short in ("", "قصير", " " * 40):
        answer = head.post(place + "read/", {"reason": short})
        assert answer.status_code == 422
        assert 'href="#' in body(answer)  # the summary leads to the field
    assert entries(protected, "letter_read") == []

    assert head.post(place + "read/", {"reason": REASON}).headers["Location"] == place
    opened = body(head.get(place))
    assert ADDRESSEE in opened
    assert "stays open to you for fifteen minutes" in opened
    assert ADDRESSEE in body(head.get(place))  # not once, but for a while
    assert head.post(f"{place}files/{paper.pk}/").status_code == 303
    assert head.post(place + "read/", {"reason": REASON}).status_code == 303  # it is open: nothing is added
    assert ADDRESSEE not in body(head.get(url(protected, "letters", str(other.pk))))  # that one alone

    [entry] = entries(protected, "letter_read")
    told = json.loads(entry.details)
    assert (entry.by, told["letter"]) == (desk.actor("head").id, str(theirs.pk))
    assert REASON not in entry.details
    with tenancy.within("BH"):
        assert Text.objects.get(pk=told["note"]).kind == "note"
    assert "A letter was opened for a recorded reason." in body(head.get(url(protected)))
    tracked = Client().post("/en/complaints/track/", {"code": desk.codes[protected.reference]})
    text = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", body(tracked)))
    assert (
        text.count("A letter about your case was opened by: NHRI head of complaints,") == 2
    )  # told, and listed
    assert ">Letter<" in body(desk("auditor").get("/en/audit/"))


def test_it_is_open_in_that_session_and_for_a_quarter_of_an_hour(desk, protected, theirs):
    place = url(protected, "letters", str(theirs.pk))
    desk("head").post(place + "read/", {"reason": REASON})
    elsewhere = Client()
    elsewhere.force_login(desk.world.bh.people["head"])
    assert ADDRESSEE not in body(elsewhere.get(place))
    client = cache._cache.get_client()
    [key] = client.keys("*opening:*")
    assert 14 * 60 < client.ttl(key) <= 15 * 60
    cache.delete(key.decode().split(":", 2)[2])
    assert ADDRESSEE not in body(desk("head").get(place))


def test_what_was_typed_outlives_the_leave_to_read_and_the_vault(desk, protected, theirs, settings):
    place, head = url(protected, "letters", str(theirs.pk)), desk("head")
    head.post(place + "read/", {"reason": REASON})
    typed = {"correspondent": "hospital", "to": ADDRESSEE, "subject": "طلب سجل", "text": "كُتب في عشرين دقيقة"}
    assert ADDRESSEE in body(head.get(place + "edit/"))
    cache.clear()
    assert ADDRESSEE not in body(head.get(place + "edit/"))

    assert head.post(place + "edit/", typed | {"subject": ""}).status_code == 422
    assert head.post(place + "edit/", typed).headers["Location"] == place
    assert typed["text"] in body(desk("nhri").get(place))
    assert entries(protected, "letter_read")[1:] == []

    settings.DEMO_VAULT_KEY = ""
    answer = desk("nhri").post(place + "edit/", typed | {"text": "وفي أثناء ذلك أُغلقت الخزانة"})
    assert answer.status_code == 422
    assert "وفي أثناء ذلك أُغلقت الخزانة" in body(answer)


def test_what_one_wrote_or_was_sent_asks_for_no_reason(desk, protected, led, write, now):
    """The cells of the table: who reads which letter at once, for a reason, or not at all."""
    dalia, head, basil = desk.actor("nhri"), desk.actor("head"), desk.actor("reviewer")
    arrived = services.receive(
        case=protected.pk,
        card=Card("hospital"),
        words=Words(ADDRESSEE, "تقرير", ""),
        language="ar",
        arrived_on=now.date(),
        by=dalia,
        now=now,
    ).letter
    cells = {
        "the holder's": (write(protected, dalia), {"nhri": "open", "head": "asks", "nhri2": "closed"}),
        "the head's own": (write(protected, head), {"nhri": "open", "head": "open", "nhri2": "closed"}),
        "one that came in": (arrived, {"nhri": "open", "head": "open", "nhri2": "closed"}),
        "a ministry's": (write(led, basil), {"reviewer": "open", "supervisor": "open", "head": "none"}),
    }
    for name, (letter, readers) in cells.items():
        case = led if name == "a ministry's" else protected
        for who, expected in readers.items():
            answer = desk(who).get(url(case, "letters", str(letter.pk)))
            assert answer.status_code == (404 if expected == "none" else 200), (name, who)
            assert (ADDRESSEE in body(answer)) is (expected == "open"), (name, who)
            assert ("Why it must be opened" in body(answer)) is (expected == "asks"), (name, who)


def test_whoever_may_not_read_it_gives_no_reason_either(desk, protected, theirs, settings):
    place = url(protected, "letters", str(theirs.pk))
    for who, status in {"nhri2": 403, "reviewer": 404, "auditor": 403, "nhri": 303}.items():
        assert desk(who).post(place + "read/", {"reason": REASON}).status_code == status, who
    given = {"session": "s", "now": timezone.now()}
    for who in ("nhri2", "reviewer"):
        with pytest.raises(Refused):
            looking.ask(letter=theirs, by=desk.actor(who), reason=REASON, **given)
    with pytest.raises(Refused):
        looking.ask(letter=theirs, by=desk.actor("head"), reason="قصير", **given)
    assert entries(protected, "letter_read") == []

    settings.DEMO_VAULT_KEY = ""
    answer = desk("head").post(place + "read/", {"reason": REASON})
    assert answer.status_code == 422
    assert "It could not be opened" in body(answer)
    assert entries(protected, "letter_read") == []


def test_no_file_leaves_before_a_reason(desk, protected, theirs, now):
    head = desk.actor("head")
    services.send(letter=theirs, by=desk.actor("nhri"), now=now)
    drained(timezone.now())
    [paper] = papers(protected, "made")
    asked = {"letter": letters(protected)[0], "by": head, "session": "s", "now": now + timedelta(seconds=1)}
    with pytest.raises(Refused):
        handing.ask(paper=paper.pk, **asked)
    looking.ask(reason=REASON, **asked)
    assert handing.ask(paper=paper.pk, **asked)
    with pytest.raises(Refused):
        handing.ask(paper=paper.pk, **(asked | {"session": "another"}))
