"""Cases for programs: filing once, reading without words, moving without deciding, strangers."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.scopes import Scope
from common import tenancy
from complaints.casework import services as casework
from complaints.casework.services import Given
from complaints.models import Complaint, Exclusion, FilingKey, Registration, Text
from complaints.tracking import selectors as tracking
from record.models import Entry
from tests.api.conftest import NAME, NOW, WORDS, Program, brought
from tests.workflow.scene import filed

KEY = "0f8a2c1e-5b1d-4c1c-9d5e-2f6f2a7c9b11"


def count(model, state="BH"):
    with tenancy.within(state):
        return model.objects.count()


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["type"] == f"/api/docs/#problem-{code}"
    assert told["status"] == status
    assert WORDS not in answer.content.decode()
    assert NAME not in answer.content.decode()
    return told


def test_filing_is_the_clerks_use_case_and_gives_the_receipt_that_opens_it(program):
    answer = program("nhri", [Scope.INTAKE]).file(brought())
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert set(told) == {"reference", "receipt_code", "stage"}
    found = tracking.find(told["receipt_code"])
    file = tracking.file_of(found, now=timezone.now())
    assert (file.case.reference, file.texts[0].words) == (told["reference"], WORDS)
    with tenancy.within("BH"):
        row = Registration.objects.get()
        assert row.by.startswith("token:")
        assert row.by == file.case.registered_by
        said = list(Entry.objects.filter(stream=file.case.stream).values_list("what", flat=True))
    assert {"submit", "register"} <= set(said)


def test_the_same_request_again_gives_the_same_answer_and_another_body_is_refused(program):
    who = program("nhri")
    first, again = who.file(brought(), KEY), who.file(brought(), KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    problem(who.file(brought(danger=True), KEY), 422, "key_reused")
    assert (count(Complaint), count(FilingKey)) == (1, 1)
    other = program("nhri").file(brought(), KEY)  # another program's key is another key
    assert other.json()["reference"] != first.json()["reference"]
    with tenancy.within("BH"):
        FilingKey.objects.update(filed_on=timezone.now().date() - timedelta(days=2))
    told = problem(who.file(brought(), KEY), 409, "filed")
    assert told["reference"] == first.json()["reference"]
    assert "receipt_code" not in told
    for key in ("", "short", "ü" * 20):
        problem(
            who.post("complaints/", brought(), **({"Idempotency-Key": key} if key else {})), 422, "invalid"
        )


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_moment_files_one_case(world, program):
    who, answers = program("nhri"), []

    def send():
        answers.append(Program(who.headers, Client()).file(brought(), KEY))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert (count(Complaint), count(FilingKey)) == (1, 1)


WRONG = [
    ({"name": ""}, "#/name"),
    ({"mode": "anonymous"}, "#/name"),
    ({"mode": "unknown"}, "#/mode"),
    ({"categories": ["XXX"]}, "#/categories/0"),
    ({"narrative": ["x"]}, "#/narrative"),
    ({"narrative": "x" * 20_001}, "#/narrative"),
    ({"received_on": "2999-01-01"}, "#/received_on"),
    ({"read_back": "not_needed"}, "#/read_back"),
    ({"source": "own_initiative"}, "#/read_back"),
    ({"assistance_kind": "study"}, "#/assistance_kind"),
    ({"no_consent": "died"}, "#/no_consent"),
    ({"happened_until": "2026-01-01"}, "#/happened_until"),
    ({"service": "navy"}, "#/service"),
    ({"governorate": 987654}, "#/governorate"),
    ({"phone": "call me"}, "#/phone"),
    ({"people_concerned": 100_000}, "#/people_concerned"),
    ({"narrrative": "x"}, "#/narrrative"),
    ({"name": "\x00\x00"}, "#/name"),
]


def test_what_is_wrong_is_pointed_at(program):
    who = program("nhri")
    for more, pointer in WRONG:
        told = problem(who.file(brought(**more)), 422, "invalid")
        assert pointer in [one["pointer"] for one in told["errors"]], (more, told)
    assert count(Complaint) == 0


def test_sentences_are_in_the_callers_language(program):
    body = brought(name="")
    arabic, english = (program("nhri", language=one).file(body).json() for one in ("ar", "en"))
    assert [one["pointer"] for one in arabic["errors"]] == [one["pointer"] for one in english["errors"]]
    assert english["errors"][0]["detail"] == "Write your name, or choose a way without it."
    assert "اسم" in arabic["errors"][0]["detail"]


def test_a_ministrys_program_takes_no_hidden_name_that_stays_with_the_ministry(world, program):
    # Where an independent body leads, the ministry's clerk may write it down: so may its program.
    assert program("moi").file(brought(mode="confidential")).status_code == 201
    told = program("moi").file(brought(source="own_initiative", read_back="not_needed", incoming="1"))
    problem(told, 403, "forbidden")


def test_a_program_sees_facts_and_no_words(world, program):
    pk, _code = filed("BH", mode="named", categories=("FRC",), narrative=WORDS, name=NAME)
    who = program("moi", [Scope.READ])
    listed = who.get("complaints/").json()
    assert [row["categories"] for row in listed["results"]] == [["FRC"]]
    file = who.get(f"complaints/{listed['results'][0]['reference']}/")
    assert file.status_code == 200
    assert (WORDS not in file.content.decode()) and (NAME not in file.content.decode())  # noqa: PT018
    told = file.json()
    assert (told["texts"], told["locked"]) == ([], [{"part": "released", "why": "assigned"}])
    assert told["moves"] == []
    with tenancy.within("BH"):
        assert Complaint.objects.get(pk=pk).first_opened_at is None
    problem(who.get("complaints/?stage=nowhere"), 422, "invalid")
    problem(who.get("complaints/?after=x"), 422, "invalid")
    problem(who.get("complaints/?since=x"), 422, "invalid")


def test_a_case_hidden_from_one_of_the_institutions_people_is_hidden_from_its_programs(world, program):
    pk, _code = filed("BH", mode="named", categories=("FRC",))
    with tenancy.within("BH"):
        case = Complaint.objects.get(pk=pk)
        Exclusion.objects.create(
            state="BH", complaint=case, user=world.bh.people["reviewer2"], ground="unit", by="x", at=NOW
        )
    who = program("moi")
    assert who.get("complaints/").json()["results"] == []
    problem(who.get(f"complaints/{case.reference}/"), 404, "not_found")
    problem(who.post(f"complaints/{case.reference}/moves/", {"action": "acknowledge"}), 404, "not_found")
    assert len(program("nhri").get("complaints/").json()["results"]) == 1


def assigned(world):
    pk, receipt = filed("BH", mode="named", categories=("FRC",), narrative=WORDS)
    given = Given(person=world.bh.people["reviewer"].pk)
    casework.advance(
        case=pk, action="assign", by=world.bh.actor("supervisor"), given=given, now=timezone.now()
    )
    with tenancy.within("BH"):
        return Complaint.objects.get(pk=pk).reference, receipt.code


def test_a_program_carries_on_what_somebody_holds_and_decides_nothing(world, program):
    reference, _code = assigned(world)
    who = program("moi")
    path = f"complaints/{reference}/moves/"
    open_now = {move["action"]: move for move in who.get(path).json()["results"]}
    assert open_now["acknowledge"]["asks"] == []
    assert open_now["note"]["asks"][0]["name"] == "reason"
    moved = who.post(path, {"action": "acknowledge"})
    assert (moved.status_code, moved.json()["stage"]) == (200, "screening")
    problem(who.post(path, {"action": "acknowledge"}), 409, "conflict")
    problem(who.post(path, {"action": "note", "reason": WORDS}), 409, "locked")
    problem(who.post(path, {"action": "reject"}), 403, "forbidden")
    problem(who.post(path, {"action": "admit", "colour": "x"}), 422, "invalid")
    problem(who.post(path, {"action": "fly"}), 422, "invalid")
    assert who.post(path, {"action": "admit"}).json()["stage"] == "investigating"
    with tenancy.within("BH"):
        case = Complaint.objects.get(reference=reference)
        by = Entry.objects.filter(stream=case.stream, what="admit").values_list("by", flat=True)[0]
        assert by.startswith("token:")
        assert not Text.objects.filter(complaint=case, kind="note").exists()


def test_a_session_does_the_same_with_its_vault_and_its_proof_of_origin(world, person):
    reference, _code = assigned(world)
    reviewer = person("reviewer")
    told = reviewer.get(f"complaints/{reference}/").json()
    assert [one["words"] for one in told["texts"]] == [WORDS]
    path = f"complaints/{reference}/moves/"
    done = reviewer.post(path, {"action": "note", "reason": "looked at"})
    assert done.status_code == 200, done.content
    assert reviewer.post(f"complaints/{reference}/messages/", {"message": "ok"}).status_code == 201
    problem(reviewer.post(path, {"action": "acknowledge"}, **{"X-CSRFToken": "x"}), 403, "forbidden")
    problem(Program({}, Client()).get("complaints/"), 401, "unauthenticated")


def test_the_holder_of_the_code_writes_and_adds_files_through_the_institution(
    world, program, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    filing = program("nhri", [Scope.INTAKE]).file(brought(mode="confidential")).json()
    who = program("nhri", [Scope.MESSAGE, Scope.EVIDENCE])
    path, code = f"complaints/{filing['reference']}/", filing["receipt_code"]
    sent = who.post(path + "messages/", {"message": "عاد", "receipt_code": code})
    assert sent.status_code == 201, sent.content
    problem(
        who.post(path + "messages/", {"message": "x", "receipt_code": code[:-4] + "0000"}), 404, "not_found"
    )
    problem(
        who.post("complaints/BH-0000-0000/messages/", {"message": "x", "receipt_code": code}),
        404,
        "not_found",
    )
    problem(who.post(path + "messages/", {"message": "x"}), 409, "locked")
    from django.core.files.uploadedfile import SimpleUploadedFile

    def add(*files, **more):
        body = {"receipt_code": code, "files": list(files), **more}
        return who.client.post("/api/v1/" + path + "evidence/", body, headers=who.headers)

    added = add(SimpleUploadedFile("note.txt", "ما رأيت".encode()))
    assert added.status_code == 201, added.content
    problem(add(SimpleUploadedFile("x.svg", b"<svg/>")), 422, "invalid")
    problem(add(), 422, "invalid")
    problem(add(SimpleUploadedFile("note.txt", b"x"), receipt_code="x"), 404, "not_found")
    found = tracking.find(code)
    file = tracking.file_of(found, now=timezone.now())
    assert [row.told.name for row in file.files] == ["note.txt"]
    assert "عاد" in [text.words for text in file.texts]


def test_to_another_state_and_another_body_nothing_exists(world, program, person):
    reference, code = assigned(world)
    strangers = [program("moi", country="eg"), program("nhri", country="eg"), person("supervisor", "eg")]
    for who in strangers:
        problem(who.get(f"complaints/{reference}/"), 404, "not_found")
        problem(who.get(f"complaints/{reference}/moves/"), 404, "not_found")
        for path in ("moves/", "messages/"):
            problem(
                who.post(f"complaints/{reference}/{path}", {"action": "note", "message": "x"}), *missing(path)
            )
        with_code = who.post(f"complaints/{reference}/messages/", {"message": "x", "receipt_code": code})
        problem(with_code, 404, "not_found")
        assert who.get("complaints/").json()["results"] == []


def missing(path):
    return (422, "invalid") if path == "messages/" else (404, "not_found")


def test_pages_stay_where_they_are_while_cases_arrive(world, program):
    for _ in range(30):
        filed("BH", mode="named", categories=("FRC",))
    who = program("moi", [Scope.READ])
    for order in ("", "&order=newest"):
        first = who.get(f"complaints/?status=all{order}").json()
        filed("BH", mode="named", categories=("FRC",))
        second = who.get(first["next"].removeprefix("http://testserver")).json()
        seen = [row["reference"] for row in first["results"] + second["results"]]
        assert len(seen) == len(set(seen))
        assert (len(first["results"]), first["previous"]) == (25, None)
        back = who.get(second["previous"].removeprefix("http://testserver")).json()
        assert [row["reference"] for row in back["results"]][-20:] == seen[5:25]


def test_a_filter_that_does_not_exist_is_no_list_without_it(program):
    who = program("moi", [Scope.READ])
    told = who.get("complaints/?stauts=ended&order=newest&after[]=x")
    assert told.status_code == 422
    assert [one["pointer"] for one in told.json()["errors"]] == ["?after[]", "?stauts"]
    filters = "&".join(f"{name}=" for name in ("q", "status", "stage", "tag", "since", "after", "before"))
    assert who.get(f"complaints/?{filters}").status_code == 200


def test_statements_do_not_grow_with_the_cases(world, program):
    who, counts = program("moi", [Scope.READ]), []
    filed("BH", mode="named", categories=("FRC",))
    who.get("complaints/")  # the first request of a day notes it
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert who.get("complaints/").status_code == 200
        counts.append(len(seen))
        for _ in range(4):
            filed("BH", mode="named", categories=("FRC", "MED"))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
