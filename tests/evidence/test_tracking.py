"""Adding files with the code: at every stage, page after page, and told to whom it concerns."""

import html
import json
import re

import pytest

from common import tenancy
from complaints.models import Complaint, Docket, Evidence, Notice, Text
from complaints.tasks import notify
from complaints.vocabulary import ENDED, Stage
from record.models import Entry, Outbox
from tests.evidence.conftest import removers, tokens, upload
from tests.evidence.samples import archive

pytestmark = pytest.mark.django_db
ADDRESS = "/{}/complaints/track/evidence/"


class Follower:
    """Somebody on the page that follows their case."""

    def __init__(self, amal, **typed):
        self.amal = amal
        self.reference, self.code = amal.file(**typed)

    def page(self, language="en", **sent):
        return self.amal.client.post(ADDRESS.format(language), sent)

    def hidden(self, language="en"):
        page = self.page(language, code=self.code).content.decode()
        found = {name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("token", "seen")}
        return {**found, "confirm": "yes"}

    def add(self, *files, language="en", **more):
        return self.page(
            language, **self.hidden(language), **({"files": list(files)} if files else {}), **more
        )


@pytest.fixture
def follower(amal):
    return Follower(amal)


def put(reference, stage):
    with tenancy.within("BH"):
        case = Complaint.objects.get(reference=reference)
        Complaint.objects.filter(pk=case.pk).update(stage=stage)
        Docket.objects.filter(complaint=case).update(stage=stage, is_open=stage not in ENDED)
    return case


@pytest.mark.parametrize("stage", list(Stage))
def test_at_every_stage(follower, stage):
    case = put(follower.reference, stage)
    offered = follower.amal.follow(follower.code, "en").content.decode()
    assert 'action="/en/complaints/track/evidence/"' in offered
    answer = follower.add(upload("jpeg", "cell.jpg"), message="Cell 4, on Monday")
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    assert f'data-stage="{stage}"' in page
    for seen in ("Your files were sent.", "cell.jpg", "Cell 4, on Monday", "You added files."):
        assert seen in page
    with tenancy.within("BH"):
        row = Evidence.objects.get(complaint=case)
        entry = Entry.objects.get(stream=case.stream, what="add_evidence")
        kept = json.loads(entry.details)["files"]
        assert [one.partition(":")[0] for one in kept] == [str(row.pk)]
        assert Complaint.objects.get(pk=case.pk).stage == stage


def test_words_are_not_needed_files_are(follower):
    assert follower.add(upload("text")).status_code == 200
    answer = follower.add(message="Only words")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose at least one file." in page
    assert "Only words" in page
    with tenancy.within("BH"):
        assert not Text.objects.filter(kind="from_complainant").exists()


def test_after_an_error_everything_is_still_there(follower):
    answer = follower.add(
        upload("pdf", "good.pdf"), upload("text", "bad.zip", archive()), message="See page 2"
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "good.pdf" in page
    assert "See page 2" in page
    (one,) = removers(answer)
    removed = follower.page(
        **follower.hidden(), attached=tokens(answer), remove_file=one, message="See page 2"
    )
    assert removed.status_code == 200
    assert tokens(removed) == []
    assert "See page 2" in removed.content.decode()


def test_the_other_language_keeps_files_and_words(follower):
    answer = follower.page(
        "ar", **follower.hidden(), switch="ar", files=[upload("png", "لقطة.png")], message="كلمات"
    )
    page = answer.content.decode()
    assert 'lang="ar"' in page
    assert "لقطة.png" in page
    assert "كلمات" in page


def test_when_the_code_ran_out_files_and_words_wait_for_it(follower):
    hidden = follower.hidden() | {"token": "too old"}
    asked = follower.page(**hidden, files=[upload("png", "photo.png")], message="Words")
    (token,) = tokens(asked)
    page = follower.page(code=follower.code, attached=token, message="Words", seen=hidden["seen"])
    assert "photo.png" in page.content.decode()
    assert "Words" in page.content.decode()
    assert tokens(page)


def test_every_wrong_code_gives_the_same_page(follower):
    wrong = [follower.page(code=code).content for code in ("", "x", "0" * 28, follower.code[:-1])]
    assert len(set(wrong)) == 1


def test_a_form_sent_twice_adds_once(follower, django_capture_on_commit_callbacks):
    form = {
        **follower.hidden(),
        "attached": tokens(follower.add(upload("png"), upload("text", "a.zip", b"x"))),
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert follower.page(**form).status_code == 200
    assert follower.page(**form).status_code in (409, 422)
    with tenancy.within("BH"):
        assert Evidence.objects.count() == 1


def test_a_case_takes_ten_files_altogether(follower):
    with_nine = [upload("text", f"{number}.txt") for number in range(9)]
    assert follower.add(*with_nine).status_code == 200
    answer = follower.add(upload("text", "ten.txt"), upload("text", "eleven.txt"))
    assert answer.status_code == 422
    assert len(tokens(answer)) == 1
    assert "No more files fit" in answer.content.decode()


def test_an_anonymous_case_keeps_the_day_alone(amal):
    follower = Follower(amal, mode="anonymous", name="")
    follower.add(upload("text"))
    with tenancy.within("BH"):
        at = Evidence.objects.get().at
        assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


@pytest.mark.parametrize(("mode", "told"), [("named", {"moi", "nhri"}), ("confidential", {"nhri"})])
def test_the_lead_and_the_independent_body_are_told(amal, now, mode, told):
    follower = Follower(amal, mode=mode, categories=["MED"])
    follower.add(upload("text"))
    with tenancy.within("BH"):
        subject = Outbox.objects.get(topic="notify", subject__contains="add_evidence").subject
        notify("BH", subject, now)
        codes = {notice.user.institution.code for notice in Notice.objects.filter(what="add_evidence")}
    assert codes == {f"bh-{short}" for short in told}


def test_the_way_in_is_by_form_alone(follower):
    assert follower.amal.client.get(ADDRESS.format("en")).status_code == 302
    foreign = follower.amal.client.post(
        ADDRESS.format("en"), {"code": follower.code}, headers={"Origin": "https://elsewhere.example"}
    )
    assert foreign.status_code == 403
