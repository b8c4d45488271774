"""Agendas of joint meetings: no words, no case the authority does not hold, and a file made without keys."""

import subprocess
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import State
from common import pdf
from complaints import tasks as _registered  # noqa: F401  # what is done for each topic
from complaints.models import Agenda, AgendaLine, Docket, Recommendation
from complaints.oversight import agenda
from record import tasks as outbox
from record.models import Entry
from tests.oversight.conftest import QUESTION, TEXT
from tests.oversight.test_room import get

NEW = "/en/oversight/agenda/new/"


def send(client, **more):
    return client.post(NEW, {"meets_on": "30/11/2026", **more})


def agenda_of(room):
    with room.within():
        return Agenda.objects.defer("pdf").get()


def test_chosen_lines_stand_on_it_without_words(room, desk):
    case, asked = room.asked(days=80)
    remedied = room.remedied()
    other = room.released()
    with room.within():
        owed = Recommendation.objects.get(complaint=remedied)
    form = get(desk("nhri"), "agenda/new/")
    assert f'value="{asked.pk}" id="question-1" checked' in form
    answer = send(
        desk("nhri"), questions=[asked.pk], remedies=[owed.pk], references=f" {other.reference.lower()}،"
    )
    made = agenda_of(room)
    assert answer["Location"] == f"/en/oversight/agenda/{made.pk}/"
    assert made.meets_on == date(2026, 11, 30)
    page = get(desk("head"), f"agenda/{made.pk}/")
    assert all(one.reference in page for one in (case, remedied, other))
    assert QUESTION not in page
    assert TEXT not in page
    with room.within():
        assert Entry.objects.filter(what="agenda_made", stream=f"agenda:{made.pk}").count() == 1


def test_a_case_the_authority_does_not_hold_cannot_stand_on_it(room, desk):
    hidden = desk.file(mode="confidential")
    answer = send(desk("nhri"), references=hidden.reference)
    assert answer.status_code == 422
    assert "No case that both sides hold" in answer.content.decode()
    nothing = send(desk("nhri"))
    assert nothing.status_code == 422
    assert "Choose at least one" in nothing.content.decode()
    assert send(desk("nhri"), meets_on="tomorrow", references=hidden.reference).status_code == 422
    with room.within():
        assert not Agenda.objects.exists()


@pytest.fixture
def filed(room, desk):
    case, asked = room.asked(days=80)
    second, also = room.asked(days=60)
    send(desk("nhri"), questions=[asked.pk, also.pk])
    return agenda_of(room), case, second


def test_its_file_is_made_by_a_worker_and_names_references_alone(room, desk, filed, tmp_path):
    made, case, second = filed
    address = f"/en/oversight/agenda/{made.pk}/"
    assert desk("nhri").get(address + "agenda.pdf").status_code == 404
    desk("nhri").post(address + "file/")
    while outbox.drain_one(now=timezone.now()):
        pass
    answer = desk("nhri").get(address + "agenda.pdf")
    assert answer["Content-Type"] == "application/pdf"
    (tmp_path / "agenda.pdf").write_bytes(answer.content)
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "agenda.pdf", "-"], capture_output=True, check=True
    )
    words = done.stdout.decode()
    assert case.reference in words
    assert second.reference in words
    assert "Denial of" in words
    assert "أمل" not in words
    assert "page 1 of 1" in words


def test_its_pages_are_counted_in_words(room, filed, monkeypatch):
    """With the digits of the state, and in the order of the language."""
    made, _case, _second = filed
    sheets = []
    monkeypatch.setattr(pdf, "render", lambda *, html, css: sheets.append(css))
    for language, arabic, counted in (
        ("en", True, "counter(page)"),
        ("ar", True, "counter(page, arabic-indic)"),
    ):
        made.language = language
        with room.within():
            State.objects.filter(pk="BH").update(arabic_digits=arabic)
            agenda.drawn(made, [], now=timezone.now())
        assert counted in sheets[-1]
        assert ("rtl" in sheets[-1].split("@bottom-center")[1].split("}")[0]) is (language == "ar")


def test_what_the_authority_lost_since_is_on_no_paper(room, desk, filed, world):
    made, case, _second = filed
    address = f"/en/oversight/agenda/{made.pk}/"
    desk("nhri").post(address + "file/")
    while outbox.drain_one(now=timezone.now()):
        pass
    with room.within():
        Docket.objects.filter(complaint=case, institution=world.bh.moi).delete()
    assert case.reference not in get(desk("nhri"), f"agenda/{made.pk}/")
    assert desk("nhri").get(address + "agenda.pdf").status_code == 404  # it still names the case
    desk("nhri").post(address + "file/")
    while outbox.drain_one(now=timezone.now()):
        pass
    with room.within():
        assert AgendaLine.objects.count() == 1
    assert desk("nhri").get(address + "agenda.pdf").status_code == 200


def test_whoever_is_excluded_from_a_case_does_not_get_the_file(room, desk, filed):
    made, case, _ = filed
    address = f"/en/oversight/agenda/{made.pk}/"
    desk("nhri").post(address + "file/")
    while outbox.drain_one(now=timezone.now()):
        pass
    room.exclude(case, "nhri2")
    assert case.reference not in get(desk("nhri2"), f"agenda/{made.pk}/")
    assert desk("nhri2").get(address + "agenda.pdf").status_code == 404
    assert desk("nhri").get(address + "agenda.pdf").status_code == 200


def test_nobody_else_makes_or_reads_one(room, desk, filed):
    made = filed[0]
    for name in ("supervisor", "reviewer", "auditor", "liaison"):
        assert send(desk(name)).status_code == 403
        for rest in ("", "agenda.pdf"):
            assert desk(name).get(f"/en/oversight/agenda/{made.pk}/{rest}").status_code == 403
    egypt = desk("nhri", country="eg")
    assert egypt.get(f"/en/oversight/agenda/{made.pk}/").status_code == 404
    assert egypt.post(f"/en/oversight/agenda/{made.pk}/file/").status_code == 404
