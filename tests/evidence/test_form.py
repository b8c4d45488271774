"""Files on the short form: taken, listed after errors, removed, sent with the case, never in the way of words."""

import errno
import html
import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import Setting
from common import tenancy
from complaints.evidence.selectors import of_case
from complaints.evidence.services import content, sweep
from complaints.models import Complaint, Evidence
from complaints.tracking import selectors as tracking
from record.models import Entry
from tests.evidence.conftest import on_disk, removers, tokens, upload
from tests.evidence.samples import archive, sample
from tests.intake.conftest import errors, output
from vault import services as vault

pytestmark = pytest.mark.django_db


def receipt(amal, answer):
    assert answer.status_code == 303, errors(answer)
    page = amal.client.get(answer.headers["Location"]).content.decode()
    return output(page, "reference"), output(page, "receipt-code"), page


def opened(code):
    """The files of a case as its complainant's key opens them."""
    found = tracking.find(code)
    with tenancy.within(found.state):
        case = Complaint.objects.get(pk=found.case)
        keys = vault.open(
            state=found.state, subject=case.pk, keyring=found.by.keyring, parts=["original", "released"]
        )
        rows = {row.pk: row for row in Evidence.objects.filter(complaint=case)}
        return [(one.told.name, b"".join(content(rows[one.id], one.told))) for one in of_case(case, keys)]


@pytest.mark.parametrize("mode", ["named", "confidential", "anonymous"])
def test_files_are_part_of_the_case(amal, root, django_capture_on_commit_callbacks, mode):
    who = "أمل تجربة" if mode != "anonymous" else ""
    form = amal.form(mode=mode, name=who, files=[upload("jpeg", "صورة القسم.jpg"), upload("text")])
    with django_capture_on_commit_callbacks(execute=True):
        answer = amal.send(form)
    reference, code, _page = receipt(amal, answer)
    assert "files" not in answer.headers["Location"]
    assert opened(code) == [("صورة القسم.jpg", sample("jpeg")), ("evidence.txt", sample("text"))]
    with tenancy.within("BH"):
        case = Complaint.objects.get(reference=reference)
        entry = Entry.objects.get(stream=case.stream, what="submit")
        kept = [f"{row.pk}" for row in Evidence.objects.order_by("number")]
        assert [one.partition(":")[0] for one in json.loads(entry.details)["files"]] == kept
        assert {row.at for row in Evidence.objects.all()} == {case.stage_since if who else entry.at}
    assert on_disk(root, "spool") == []
    assert len(on_disk(root, "kept")) == 2


def test_a_form_without_files_writes_none_of_it(amal):
    _reference, _ = amal.file()
    with tenancy.within("BH"):
        entry = Entry.objects.get(what="submit")
    assert "files" not in json.loads(entry.details)


def test_after_an_error_they_are_listed_and_sent_from_there(amal):
    first = amal.send(amal.form(narrative="", files=[upload("png", "لقطة.png")]))
    assert first.status_code == 422
    page = html.unescape(first.content.decode())
    assert "لقطة.png" in page
    (token,) = tokens(first)
    _, code, _ = receipt(amal, amal.send(amal.form(attached=[token], files=[upload("text")])))
    assert [name for name, _ in opened(code)] == ["لقطة.png", "evidence.txt"]


def test_one_is_removed_and_the_rest_stays(amal, root):
    first = amal.send(amal.form(narrative="", files=[upload("png"), upload("text")]))
    one, two = removers(first)
    form = amal.form(attached=tokens(first), remove_file=one)
    second = amal.send(form)
    assert second.status_code == 200
    assert removers(second) == [two]
    assert form["narrative"] in html.unescape(second.content.decode())
    assert on_disk(root) == [two]


def test_the_other_language_keeps_them(amal):
    answer = amal.send(amal.form(switch="en", files=[upload("pdf", "تقرير.pdf")]), "en")
    assert answer.status_code == 200
    assert "تقرير.pdf" in answer.content.decode()
    assert len(tokens(answer)) == 1


def test_what_is_refused_is_said_beside_the_field_and_nothing_else_is_lost(amal, root):
    form = amal.form("en", files=[upload("jpeg"), upload("text", "all.zip", archive()), upload("text")])
    answer = amal.send(form, "en")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_files"' in page
    assert 'id="id_files_error"' in page
    assert "all.zip\u2069 is a packed archive" in page
    assert len(tokens(answer)) == 2
    assert form["narrative"] in html.unescape(page)
    assert len(on_disk(root)) == 2
    assert not on_disk(root, "kept")


def test_the_first_button_sends_even_where_files_are_listed(amal):
    page = amal.send(amal.form(narrative="", files=[upload("png")])).content.decode()
    first = page[page.index('<form id="short"') :].split("<button", 1)[1].split(">")[0]
    assert "name=" not in first


def test_too_large_too_many_and_nothing_at_all(amal, settings, monkeypatch):
    from complaints.evidence import kinds

    small = kinds.Limits(file=1000, files=2, case=1500)
    monkeypatch.setattr("complaints.evidence.choosing.limits_of", lambda state: small)
    monkeypatch.setattr("complaints.evidence.uploads.most", lambda: small)
    big = upload("text", "big.txt", b"a" * 1001)
    answer = amal.send(amal.form("en", files=[big]), "en")
    assert "larger than" in errors(answer)
    many = [upload("text", f"{number}.txt", b"a" * 10) for number in range(5)]
    answer = amal.send(amal.form("en", files=many), "en")
    assert errors(answer).count("No more files fit") == 1
    assert len(tokens(answer)) == 2
    heavy = [upload("text", f"{number}.txt", b"a" * 900) for number in range(2)]
    assert "together the files are too large" in errors(amal.send(amal.form("en", files=heavy), "en"))
    assert "is empty" in errors(amal.send(amal.form("en", files=[upload("text", "no.txt", b"")]), "en"))


def test_a_state_may_take_larger_files_than_ship_and_says_so(amal):
    value = {"megabytes": 26, "files": 3, "case_megabytes": 60}
    Setting.objects.create(state="BH", name="file_limits", valid_from="2026-01-01", value=value)
    large = upload("text", "large.txt", b"a" * 25_500_000)
    answer = amal.send(amal.form("en", narrative="", files=[large]), "en")
    page = html.unescape(answer.content.decode())
    assert len(tokens(answer)) == 1
    assert "up to 3, each of at most 26 MB, and 60 MB together" in page
    four = [upload("text", f"{number}.txt", b"a") for number in range(4)]
    assert "No more files fit" in errors(amal.send(amal.form("en", files=four), "en"))


@pytest.mark.parametrize("fault", ["little room", "no room while it is written", "no room when it is kept"])
def test_a_full_disk_never_stops_words(amal, root, monkeypatch, fault):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    form = amal.form(files=[upload("jpeg")])
    if fault == "little room":
        monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=100, free=9))
    else:
        monkeypatch.setattr("os.write" if "written" in fault else "os.link", full)
    answer = amal.send(form)
    reference, _, page = receipt(amal, answer)
    assert "files=later" in answer.headers["Location"]
    assert 'class="notice notice-attention"' in page
    assert not on_disk(root, "kept")
    with tenancy.within("BH"):
        assert Complaint.objects.get(reference=reference)
        assert not Evidence.objects.exists()


def test_a_repeated_form_files_once_with_its_files_once(amal, root, django_capture_on_commit_callbacks):
    first = amal.send(amal.form(narrative="", files=[upload("png")]))
    form = amal.form(attached=tokens(first))
    with django_capture_on_commit_callbacks(execute=True):
        one = receipt(amal, amal.send(form))
    assert receipt(amal, amal.send(form))[:2] == one[:2]
    with tenancy.within("BH"):
        assert Evidence.objects.count() == 1


def test_a_file_is_sent_with_one_case_only(amal, django_capture_on_commit_callbacks):
    token = tokens(amal.send(amal.form(narrative="", files=[upload("png")])))
    with django_capture_on_commit_callbacks(execute=True):
        receipt(amal, amal.send(amal.form(attached=token)))
    again = amal.send(amal.form("en", narrative="شكوى أخرى", attached=token), "en")
    assert "waits here no more" in errors(again)
    assert tokens(again) == []


def test_two_forms_at_one_moment(amal):
    """The first one's commit has not taken the file from the spool yet."""
    token = tokens(amal.send(amal.form(narrative="", files=[upload("png")])))
    receipt(amal, amal.send(amal.form(attached=token)))  # on_commit does not run in this test
    again = amal.send(amal.form(narrative="شكوى أخرى", attached=token))
    assert again.status_code == 422
    with tenancy.within("BH"):
        assert Evidence.objects.count() == Complaint.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "%00", "AQ" * 300])
def test_a_made_up_token_is_no_file(amal, token):
    answer = amal.send(amal.form(attached=[token]))
    assert answer.status_code == 422
    assert tokens(answer) == []


def test_a_field_of_another_name_leaves_nothing(amal, root):
    assert amal.send(amal.form(other=upload("jpeg"))).status_code == 303
    assert on_disk(root) == []


def test_what_nobody_sends_is_swept_away(amal, root):
    token = tokens(amal.send(amal.form(narrative="", files=[upload("png"), upload("text")])))
    receipt(amal, amal.send(amal.form(attached=token[:1])))
    now = timezone.now()
    assert sweep(states=["BH", "EG"], now=now) == 0
    assert sweep(states=["BH", "EG"], now=now + timedelta(hours=26)) == 1
    assert len(on_disk(root, "kept")) == 1
    assert on_disk(root, "spool") == []


def test_elsewhere_nothing_sent_is_laid_down(amal, root, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("a temporary file in clear")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", forbidden)
    big = upload("text", "big.txt", b"a" * 3_000_000)
    assert amal.client.post("/ar/complaints/track/", {"code": "x", "files": big}).status_code == 200
    assert on_disk(root) == []
