"""What is put on file beside texts: sealed, never changed, agreed to by two, read by whom it concerns."""

from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actor import Refused
from common import tenancy
from complaints.casework import reading, selectors
from complaints.casework.services import Given, Missing, Unmet, advance
from complaints.casework.step import Filed
from complaints.hearings import ProceedingKind
from complaints.letters import printing
from complaints.models import Approval, Evidence, Exclusion, Proceeding
from record.models import Entry
from tests import factories
from tests.evidence.test_cleaning import AUTHOR, photograph
from tests.procedure.test_safety import dump
from tests.workflow.scene import NOW
from vault import services as vault

WORDS = "The sergeant says he was on leave that day"


def put(at, name, kind="statement", **more):
    words = {"person": "Sergeant Example", "given": "spoken", "told": "yes", "statement": WORDS}
    if kind == "session":
        words = {"agenda": "The complaint", "minutes": WORDS}
    filed = Filed(kind, NOW.date(), words, **more)
    return at.move("put_on_file", name, Given(proceeding=filed))


def session(at, world, by="head", present=("nhri", "head", "nhri2"), recused=()):
    people = world.bh.people
    members = {"present": tuple(people[name].pk for name in present)}
    members["recused"] = tuple(people[name].pk for name in recused)
    put(at, by, "session", **members)
    return Proceeding.objects.filter(kind="session").latest("added_at")


def page(world, name, at, url="", country="bh"):
    client = Client()
    client.force_login(getattr(world, country).people[name])
    return client.get(f"/en/desk/{at.row().reference}/proceedings/{url}")


@pytest.mark.parametrize("kind", ProceedingKind.values)
def test_each_kind_is_sealed_and_recorded(opened, world, kind):
    at = opened("independent")
    more = {"present": (world.bh.people["nhri"].pk,)} if kind == "session" else {}
    more |= {"ends_on": date(2027, 1, 1)} if kind == "attorney" else {}
    entry = put(at, "nhri", kind, **more)
    row = Proceeding.objects.get()
    assert f'"kind":"{kind}"' in entry.details
    assert str(row.pk) in entry.details
    stolen = dump()
    for words in (WORDS, "Sergeant Example"):
        assert words not in stolen


def test_the_ministry_reads_its_own_and_nothing_of_the_independent_body(opened, world):
    at = opened("ministry")
    put(at, "nhri")
    put(at, "reviewer")
    assert page(world, "reviewer", at).content.decode().count(WORDS) == 1
    assert page(world, "nhri", at).content.decode().count(WORDS) == 2
    row = Proceeding.objects.get(institution=world.bh.nhri)
    keys = vault.open(
        state="BH", subject=at.case, keyring=world.bh.actor("supervisor").keyring, parts=["original"]
    )
    assert "original" not in keys
    assert row.part == "original"
    for name, country in (("reviewer", "eg"), ("head", "eg"), ("registry", "bh"), ("admin", "bh")):
        assert page(world, name, at, country=country).status_code in (403, 404)
    client = Client()
    client.force_login(world.bh.people["reviewer"])
    history = client.get(f"/en/desk/{at.row().reference}/").content.decode()
    assert history.count("Something was put on file") == 1


def test_the_file_on_paper_holds_what_its_reader_reads(opened, world, english):
    at = opened("ministry")
    put(at, "nhri")
    put(at, "reviewer")
    attorney = Filed("attorney", NOW.date(), {"lawyer": "Huda Example"}, ends_on=date(2027, 1, 1))
    at.move("put_on_file", "reviewer", Given(proceeding=attorney))
    for name, kinds in (("reviewer", 1), ("nhri", 2)):
        actor = world.bh.actor(name)
        with tenancy.within("BH"):
            docket = selectors.docket(actor, at.row().reference)
            file = reading.CaseFile(actor, docket, world.bh.state, NOW, "en")
            filed = printing.sheet(file, printed_by=name)["on_file"]
        assert len(filed) == kinds + 1
        assert sum((WORDS in words) for one in filed for _label, words in one["rows"]) == kinds
        assert [one for one in filed if one["is_sealed"] or one["is_damaged"]] == []
        assert any("valid until 1 January 2027" in one["about"] for one in filed)


def test_minutes_are_agreed_to_by_two_who_were_there(opened, world):
    at = opened("independent")
    row = session(at, world)
    agree = Given(session=row.pk)
    with pytest.raises(Unmet):  # who wrote them
        at.move("approve_minutes", "head", agree)
    at.move("approve_minutes", "nhri", agree)
    with pytest.raises(Unmet):  # once each
        at.move("approve_minutes", "nhri", agree)
    shown = page(world, "nhri2", at)
    text = shown.content.decode()
    assert "1 member must still agree." in text
    assert WORDS in text  # a member reads the session they sat in, though the case is not assigned to them
    client = Client()
    client.force_login(world.bh.people["nhri2"])
    url = f"/en/desk/{at.row().reference}/proceedings/{row.pk}/agree/"
    assert client.post(url).status_code == 303
    assert "agreed to by two members" in page(world, "nhri", at).content.decode()
    assert Approval.objects.count() == 2


def test_whoever_was_not_there_or_is_recused_does_not_agree(opened, world):
    at = opened("independent")
    with pytest.raises(Missing):
        session(at, world, present=("nhri", "nhri2"), recused=("nhri2",))
    with pytest.raises(Missing):
        session(at, world, present=())
    row = session(at, world, present=("nhri",), recused=("nhri2",))
    for actor in (world.bh.actor("nhri2"), world.bh.actor("supervisor"), world.eg.actor("head")):
        with pytest.raises((Refused, Proceeding.DoesNotExist, Exception)) as refused:
            advance(case=at.case, action="approve_minutes", by=actor, now=NOW, given=Given(session=row.pk))
        assert type(refused.value).__name__ in ("Refused", "DoesNotExist")
    Exclusion.objects.create(
        state="BH",
        complaint_id=at.case,
        user=world.bh.people["nhri"],
        ground="hand",
        by="user:x",
        at=NOW,
    )
    with pytest.raises(Refused):  # excluded since
        at.move("approve_minutes", "nhri", Given(session=row.pk))


def test_a_correction_takes_the_place_and_the_first_one_stays(opened, world):
    at = opened("independent")
    first = session(at, world)
    at.move("approve_minutes", "nhri", Given(session=first.pk))
    more = {"present": tuple(world.bh.people[name].pk for name in ("nhri", "nhri2"))}
    put(at, "head", "session", replaces=first.pk, **more)
    second = Proceeding.objects.get(replaces=first.pk)
    with pytest.raises(Unmet):
        at.move("approve_minutes", "nhri", Given(session=first.pk))
    at.move("approve_minutes", "nhri", Given(session=second.pk))
    for replaces, kind in ((first.pk, "session"), (second.pk, "hearing"), (UUID(int=1), "session")):
        with pytest.raises(Missing):
            put(at, "head", kind, replaces=replaces, **(more if kind == "session" else {}))
    text = page(world, "nhri", at).content.decode()
    assert "corrected: another one took its place" in text


def test_who_has_no_part_puts_nothing_on_file(opened):
    at = opened("ministry")
    for name in ("amal", "another", "recused", "recused_nhri", "admin", "registry", "system"):
        with pytest.raises(Refused):
            put(at, name)
    assert not Proceeding.objects.exists()


def test_another_states_context_shows_no_row_and_takes_none(opened):
    at = opened("independent")
    put(at, "nhri")
    with tenancy.within("EG"):
        assert not Proceeding.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Proceeding.objects.create(
                state="BH",
                complaint_id=at.case,
                kind="hearing",
                institution=at.world.bh.nhri,
                part="original",
                body=b"",
                held_on=NOW.date(),
                added_at=NOW,
                added_by="user:x",
            )


FORMS = {
    "statement": {"person": "رقيب", "given": "written", "told": "yes", "statement": WORDS},
    "hearing": {"place": "المكتب", "heard": "شاهد", "record": WORDS, "read_back": "yes"},
    "attorney": {"lawyer": "كمال", "scope": ["follow"], "consents": "on", "ends_on": "2099-01-01"},
    "medical": {
        "examiner": "د. سناء",
        "place": "المستشفى",
        "consent": "yes",
        "private": "no",
        "restrained": "no",
        "alleged": WORDS,
        "consistency": "typical",
        "conclusion": "كدمات",
    },
}


@pytest.mark.parametrize("kind", FORMS)
def test_the_forms_take_what_is_written(opened, world, kind):
    at = opened("independent")
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.bh.people["nhri"])
    url = f"/en/desk/{at.row().reference}/proceedings/{kind}/add/"
    token = client.get(url).context["csrf_token"]
    sent = {**FORMS[kind], "held_on": "١٤/٣/٢٠٢٦", "csrfmiddlewaretoken": str(token)}
    empty = client.post(url, {"csrfmiddlewaretoken": str(token)})
    assert empty.status_code == 422
    assert "Write the day." in empty.content.decode()
    assert client.post(url, {**sent, "csrfmiddlewaretoken": "x"}).status_code == 403
    scan = SimpleUploadedFile("scan.txt", b"Power of attorney", content_type="text/plain")
    answer = client.post(url, {**sent, "files": scan})
    assert answer.status_code == 303, answer.content.decode()
    row = Proceeding.objects.get()
    assert row.held_on == date(2026, 3, 14)
    assert Evidence.objects.get(complaint=at.case) == row.file
    assert Entry.objects.filter(what="put_on_file").count() == 1
    shown = client.get(f"/en/desk/{at.row().reference}/proceedings/").content.decode()
    assert "Open the file" in shown
    assert ("valid until" in shown) is (kind == "attorney")


def test_a_scan_on_file_leaves_as_a_clean_copy_alone(opened, world):
    at = opened("independent")
    client = Client()
    client.force_login(world.bh.people["nhri"])
    desk = f"/en/desk/{at.row().reference}/"
    sent = {**FORMS["medical"], "held_on": "2026-03-14"}
    broken = factories.spooled("report.pdf", b"%PDF-1.7 nothing", "pdf").token
    refused = client.post(f"{desk}proceedings/medical/add/", {**sent, "attached": broken})
    assert refused.status_code == 422
    assert "cannot be freed of what it tells" in refused.content.decode()
    scan = factories.spooled("report.jpg", photograph(), "jpeg").token
    assert client.post(f"{desk}proceedings/medical/add/", {**sent, "attached": scan}).status_code == 303

    row = Evidence.objects.get(complaint=at.case)
    page = client.get(f"{desk}files/{row.pk}/").content.decode()
    assert "the scan itself stays sealed" in page
    assert "Save it as it was sent" not in page
    out = client.post(f"{desk}files/{row.pk}/").headers["Location"]  # whatever the form says
    assert out.endswith("/copy/")
    copy = b"".join(client.get(out).streaming_content)
    assert AUTHOR.encode() in photograph()
    assert AUTHOR.encode() not in copy
    assert copy.startswith(b"\xff\xd8")


def test_what_contradicts_itself_is_said(opened, world):
    at = opened("independent")
    client = Client()
    client.force_login(world.bh.people["nhri"])
    url = f"/en/desk/{at.row().reference}/proceedings/"
    me = str(world.bh.people["nhri"].pk)
    both = {"held_on": "2026-03-14", "agenda": "1", "minutes": "1", "present": [me], "recused": [me]}
    assert (
        "Whoever is recused is not present as well."
        in client.post(url + "session/add/", both).content.decode()
    )
    ended = {**FORMS["attorney"], "held_on": "2026-03-14", "ends_on": "2026-03-01"}
    assert "It cannot end before it was issued." in client.post(url + "attorney/add/", ended).content.decode()
    silent = {**FORMS["attorney"], "held_on": "2026-03-14"}
    del silent["consents"]
    assert (
        "Without the lawyer’s agreement nothing is sent"
        in client.post(url + "attorney/add/", silent).content.decode()
    )
    assert client.get(url + "wedding/add/").status_code == 404
    assert client.get(url + "hearing/add/?replaces=x").status_code == 404


def test_a_closed_vault_shows_the_locked_form_and_keeps_what_was_typed(opened, world, settings):
    at = opened("independent")
    put(at, "nhri")
    settings.DEMO_VAULT_KEY = ""
    client = Client()
    client.force_login(world.bh.people["nhri"])
    url = f"/en/desk/{at.row().reference}/proceedings/"
    assert "Some of it is locked" in client.get(url).content.decode()
    answer = client.post(url + "hearing/add/", {**FORMS["hearing"], "held_on": "2026-03-14"})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert Proceeding.objects.count() == 1


def test_the_page_asks_as_often_for_one_as_for_many(opened, world):
    at = opened("independent")
    client = Client()
    client.force_login(world.bh.people["nhri"])
    url, asked = f"/en/desk/{at.row().reference}/proceedings/", []
    for more in (1, 5):
        for _ in range(more):
            put(at, "nhri")
            session(at, world)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).content.decode().count(WORDS) == Proceeding.objects.count()
        asked.append(len(queries))
    assert asked[0] == asked[1]
