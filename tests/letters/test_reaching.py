"""Letters to the complainant: read and saved with the code alone, told of by a notice that says nothing."""

import io
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from PIL import Image

from common import tenancy
from complaints import tasks as _registered  # noqa: F401  # what is done for each topic
from complaints.letters import services
from complaints.models import LetterFile
from tests import factories
from tests.casework.conftest import url
from tests.evidence.test_cleaning import AUTHOR, photograph
from tests.letters.conftest import TEXT, drained, letters

TRACK = "/en/complaints/track/"
PLACE = "amal.alsur@example.org"


@pytest.fixture
def followed(desk, now):
    """A confidential case of the NHRI's reviewer, whose complainant wants notices, and its code."""
    case = desk.file(mode="confidential", notice_email=PLACE)
    desk.assign(case, "nhri", "head")
    drained(now)
    return case, desk.codes[case.reference]


def page(code):
    return Client().post(TRACK, {"code": code}).content.decode()


def saved(code, letter):
    return Client().post(f"{TRACK}letter/", {"code": code, "letter": str(letter)})


def test_it_is_read_with_the_code_and_saved(desk, followed, write, now):
    case, code = followed
    dalia, to_amal = desk.actor("nhri"), {"purpose": "acknowledgement", "correspondent": "complainant"}
    draft = write(case, dalia, **to_amal)
    draft_page = desk("nhri").get(url(case, "letters", str(draft.pk))).content.decode()
    assert "The complainant reads it here" in draft_page
    assert url(case, "acknowledge") in draft_page  # the step that says the same
    assert "طلب الرد" not in page(code)  # a draft is nobody's
    other = write(case, dalia, text="رسالة إلى غير المشتكية")
    services.send(letter=other, by=dalia, now=now)
    services.send(letter=draft, by=dalia, now=now)

    text = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page(code)))
    assert TEXT.split("\n")[0].split(" ")[0] in text
    assert "2026/77" in text
    assert "رسالة إلى غير المشتكية" not in text
    assert text.count("sent you a letter") == 1
    assert saved(code, draft.pk).status_code == 409  # no worker has put it on paper yet
    drained(timezone.now())
    assert [one.to for one in mail.outbox] == [[PLACE]]
    assert case.reference not in str(mail.outbox[0].message())

    out = saved(code, draft.pk)
    assert out.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(out.streaming_content).startswith(b"%PDF")
    scan = factories.spooled("signed.jpg", photograph(), "jpeg")
    services.add_scan(letter=draft, token=scan.token, by=dalia, now=timezone.now())
    assert "Save the signed letter" in page(code)
    out = saved(code, draft.pk)
    assert out.headers["Content-Disposition"].endswith('.jpg"')
    copy = b"".join(out.streaming_content)
    assert len(copy) == int(out.headers["Content-Length"])
    with Image.open(io.BytesIO(copy)) as image:
        assert dict(image.getexif()) == {}  # no place, no maker
    assert AUTHOR.encode() not in copy

    with tenancy.within(
        "BH"
    ):  # a scan of earlier days, of which no copy can be made: the letter as it was written
        LetterFile.objects.filter(letter=draft.pk, what="scan").update(kind="pdf")
    assert b"".join(saved(code, draft.pk).streaming_content).startswith(b"%PDF")


def test_a_code_opens_letters_of_its_own_case_alone(desk, followed, write, now):
    case, code = followed
    dalia = desk.actor("nhri")
    mine = write(case, dalia, purpose="hearing", correspondent="complainant")
    theirs = write(case, dalia)
    for letter in (mine, theirs):
        services.send(letter=letter, by=dalia, now=now)
    drained(timezone.now())
    stranger = desk.codes[desk.file().reference]
    for asked, letter in ((code, theirs.pk), (stranger, mine.pk), (code, "x"), (code, "")):
        assert saved(asked, letter).status_code == 409
    wrong = saved("WRONG", mine.pk)
    assert wrong.content == saved("OTHER", theirs.pk).content
    assert b'name="code"' in wrong.content
    assert Client().get(f"{TRACK}letter/").headers["Location"] == TRACK


def test_no_letter_tells_the_outcome_before_its_notice(desk, led, write, now):
    basil = desk.actor("reviewer")
    early = write(led, basil, purpose="outcome", correspondent="complainant")
    place = url(led, "letters", str(early.pk))
    answer = desk("reviewer").post(place + "send/")
    assert answer.status_code == 422
    assert "The outcome is told first" in answer.content.decode()
    assert [row.status for row in letters(led)] == ["draft"]
    led.notified_at = now
    with services.tenancy.within("BH"):
        led.save(update_fields=["notified_at"])
    assert desk("reviewer").post(place + "send/").status_code == 303
