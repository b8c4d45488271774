"""Files on the desk: who sees what of them, and the original handed out once, recorded first."""

import io

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from accounts.actor import Refused
from common import tenancy
from complaints.casework import handing
from complaints.models import Docket, Evidence
from record.models import Entry
from tests import factories
from tests.casework.conftest import url
from tests.evidence.samples import sample
from tests.evidence.test_cleaning import photograph
from vault.services import Locked

pytestmark = pytest.mark.django_db
NAMED = "ضابط المناوبة.jpg"


def spooled():
    return factories.spooled(NAMED, sample("jpeg"), "jpeg").token


@pytest.fixture
def case(desk):
    """Confidential, led by the NHRI, held there by Dalia, with a picture and a text."""
    case = desk.file(mode="confidential", attachments=(spooled(), factories.spooled().token))
    desk.assign(case, "nhri", "head")
    return case


@pytest.fixture
def named(desk):
    """Named and led by the ministry; the NHRI oversees and Dalia holds it there."""
    case = desk.file(attachments=(spooled(),))
    desk.assign(case, "reviewer", "supervisor")
    desk.assign(case, "nhri", "head")
    return case


def file_of(case):
    with tenancy.within("BH"):
        return Evidence.objects.get(complaint=case, number=1)


def address(case, *rest):
    return url(case, "files", str(file_of(case).pk), *rest)


def entries(case):
    with tenancy.within("BH"):
        return list(Entry.objects.filter(stream=case.stream, what="file_opened"))


def handed(client, case, **sent):
    answer = client.post(address(case), sent)
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


@pytest.mark.parametrize("which", ["case", "named"])
def test_who_holds_it_at_the_nhri_sees_name_size_and_checksum(request, desk, which):
    case = request.getfixturevalue(which)
    page = desk("nhri").get(url(case)).content.decode()
    for seen in (NAMED, "Picture (JPEG)", "Checksum", address(case)):
        assert seen in page


@pytest.mark.parametrize("who", ["reviewer", "supervisor"])
def test_the_ministry_sees_that_a_file_was_attached_and_no_more(desk, named, who):
    page = desk(who).get(url(named)).content.decode()
    assert "1 file was attached." in page
    assert "Picture (JPEG): 1" in page
    assert NAMED not in page
    assert str(file_of(named).pk) not in page
    assert desk(who).get(address(named)).status_code == 404
    assert desk(who).post(address(named)).status_code == 404
    assert entries(named) == []


def test_a_colleague_at_the_nhri_who_does_not_hold_it_gets_404(desk, case):
    page = desk("nhri2").get(url(case)).content.decode()
    assert NAMED not in page
    assert address(case) not in page
    assert desk("nhri2").get(address(case)).status_code == 404


@pytest.mark.parametrize(("who", "country"), [("nhri", "eg"), ("head", "eg"), ("reviewer", "bh")])
def test_to_strangers_it_does_not_exist(desk, case, who, country):
    location = handed(desk("nhri"), case)
    client = desk(who, country)
    for one in (address(case), location):
        assert client.get(one).status_code == 404
        assert client.post(address(case)).status_code == 404
    assert desk("nhri").get(location).status_code == 200  # a stranger's try has not used it up


def test_it_is_saved_once_and_never_shown(desk, case):
    location = handed(desk("nhri"), case)
    (entry,) = entries(case)
    assert entry.by == desk.actor("nhri").id
    answer = desk("nhri").get(location)
    assert b"".join(answer.streaming_content) == sample("jpeg")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.reference}-1.jpg"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Length"] == str(len(sample("jpeg")))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk("nhri").get(location).status_code == 404
    assert len(entries(case)) == 1


def test_the_ticket_is_of_one_session_and_one_minute(desk, case):
    from django.test import Client

    location = handed(desk("nhri"), case)
    other = Client()
    other.force_login(desk.world.bh.people["nhri"])
    assert other.get(location).status_code == 404
    assert desk("nhri").head(location).status_code == 405
    place = handing._place(location.rstrip("/").rpartition("/")[2], desk("nhri").session.session_key)
    assert 0 < cache._cache.get_client().ttl(cache.make_key(place)) <= 60
    cache.delete(place)
    assert desk("nhri").get(location).status_code == 404


def test_the_head_gives_a_reason_first(desk, case):
    client = desk("head")
    page = client.get(address(case)).content.decode()
    assert NAMED not in page
    assert 'name="reason"' in page
    assert client.post(address(case), {"reason": "short"}).status_code == 422
    assert entries(case) == []
    answer = client.get(handed(client, case, reason="The reviewer is ill this week"))
    assert b"".join(answer.streaming_content) == sample("jpeg")
    assert '"reason":' in entries(case)[0].details


def test_the_complainant_reads_that_it_was_opened(desk, amal, client):
    from tests.evidence.conftest import upload

    reference, code = amal.file(mode="confidential", files=[upload("jpeg")])
    case = desk.get(reference)
    desk.assign(case, "nhri", "head")
    handed(desk("nhri"), case)
    page = amal.follow(code, "en").content.decode()
    assert "A file you sent was opened by: NHRI complaints reviewer, National Institution BH." in page


def test_the_ministry_is_not_told_of_the_opening(desk, named):
    handed(desk("nhri"), named)
    assert "A file was opened." not in desk("reviewer").get(url(named)).content.decode()
    assert "A file was opened." in desk("nhri").get(url(named)).content.decode()


def test_with_a_closed_vault_it_is_listed_locked(desk, case, settings):
    location = handed(desk("nhri"), case)
    before = entries(case)
    settings.DEMO_VAULT_KEY = ""
    page = desk("nhri").get(url(case)).content.decode()
    assert "The files are locked" in page
    assert NAMED not in page
    answer = desk("nhri").post(address(case))
    assert answer.status_code == 422
    assert "Nothing was recorded." in answer.content.decode()
    locked = desk("nhri").get(location)
    assert not locked.streaming
    assert NAMED not in locked.content.decode()
    assert entries(case) == before


@pytest.mark.parametrize("harm", ["changed", "lost", "row"])
def test_a_damaged_file_is_not_handed_out(desk, case, root, harm):
    location, row = handed(desk("nhri"), case), file_of(case)
    path = root / "kept" / row.name[:2] / row.name
    if harm == "lost":
        path.unlink()
        (root / "spool" / row.name).unlink()
    elif harm == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    else:
        with tenancy.within("BH"):
            Evidence.objects.filter(pk=row.pk).update(sealed=b"\x01" + bytes(4200))
    answer = desk("nhri").get(location)
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()


def test_the_service_itself_refuses(desk, named, now):
    with tenancy.within("BH"):
        dockets = {
            row.institution.code: row for row in Docket.objects.select_related("institution", "complaint")
        }
    file = file_of(named).pk
    for who, code in (("reviewer", "bh-moi"), ("supervisor", "bh-moi"), ("nhri2", "bh-nhri")):
        with pytest.raises(Refused), tenancy.within("BH"):
            handing.ask(
                docket=dockets[code],
                file=file,
                by=desk.actor(who),
                reason="long enough",
                session="s",
                now=now,
            )
    assert entries(named) == []


def test_without_keys_the_service_is_locked(desk, case, settings):
    settings.DEMO_VAULT_KEY = ""
    with tenancy.within("BH"):
        docket = Docket.objects.select_related("institution", "complaint").get(complaint=case)
        with pytest.raises(Locked):
            handing.ask(
                docket=docket,
                file=file_of(case).pk,
                by=desk.actor("nhri"),
                reason="",
                session="s",
                now=timezone.now(),
            )


def test_a_copy_tells_nothing_of_its_making(desk):
    """Beside the file as it was sent, which may be evidence: the same picture without place and author."""
    sent = factories.spooled(NAMED, photograph(), "jpeg").token
    case = desk.file(mode="confidential", attachments=(sent,))
    desk.assign(case, "nhri", "head")
    page = desk("nhri").get(address(case)).content.decode()
    assert "Save a copy without traces" in page
    assert "Save it as it was sent" in page

    location = handed(desk("nhri"), case, copy="1")
    assert desk("nhri").get(location.removesuffix("copy/")).status_code == 404  # leave for the copy alone
    copy = b"".join(desk("nhri").get(location).streaming_content)
    with Image.open(io.BytesIO(copy)) as image:
        assert dict(image.getexif()) == {}
    assert desk("nhri").get(location).status_code == 404  # once
    assert b"".join(desk("nhri").get(handed(desk("nhri"), case)).streaming_content) == photograph()
    assert ['"copy":true' in entry.details.replace(" ", "") for entry in entries(case)] == [True, False]


def test_a_file_that_cannot_be_copied_is_told(desk):
    sent = factories.spooled("broken.pdf", b"%PDF-1.7 nothing", "pdf").token
    case = desk.file(mode="confidential", attachments=(sent,))
    desk.assign(case, "nhri", "head")
    answer = desk("nhri").get(handed(desk("nhri"), case, copy="1"))
    assert answer.status_code == 422
    assert "It can be saved as it was sent." in answer.content.decode()
