"""The form on paper: it asks what the screen asks, everybody can read it, no web process lays it out."""

import io
import re

import page as pdf_checks
import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from common import pdf
from complaints.guidance import printed


@pytest.fixture(scope="module")
def made():
    return {language: printed.render(language) for language in ("ar", "en")}


@pytest.fixture
def served(settings, tmp_path, made):
    settings.PRINTED_ROOT = tmp_path
    for language, content in made.items():
        (tmp_path / f"form-{language}.pdf").write_bytes(content)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_paper_asks_every_question_of_the_screen_in_its_order(language):
    with translation.override(language):
        screen = [
            (bound.name, str(bound.label))
            for form in printed.asked()
            for bound in form
            if not bound.is_hidden
        ]
        paper = [(one.name, one.label or one.boxes[0].label) for one in printed.questions()]

    assert paper == screen
    assert len(paper) >= 9


def test_each_question_leaves_room_for_its_answer():
    for question in printed.questions():
        assert bool(question.boxes) != bool(question.lines), question.name
    by_name = {one.name: one for one in printed.questions()}
    assert len(by_name["categories"].boxes) == 22
    assert sum(map(len, by_name["categories"].columns)) == 22
    assert by_name["narrative"].lines > 15
    assert "20,000" not in by_name["narrative"].hint


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_tagged_as_pdf_ua_wants_it(made, language):
    report = pdf_checks.validate_pdf_bytes(made[language], profile=pdf_checks.ValidationProfile.PDF_UA_1)

    assert report.failures == []
    assert pdf_checks.is_pdf_compliant_bytes(made[language], profile=pdf_checks.ValidationProfile.PDF_UA_1)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_a4_in_its_language(made, language):
    with pikepdf.open(io.BytesIO(made[language])) as file:
        assert str(file.Root.Lang) == language
        assert 3 <= len(file.pages) <= 6
        for sheet in file.pages:
            assert [round(float(side)) for side in sheet.mediabox] == [0, 0, 595, 842]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_handed_out_without_laying_it_out(served, made, monkeypatch, language):
    monkeypatch.setattr(pdf, "render", lambda **words: 1 / 0)

    answer = Client().get(f"/{language}/complaints/new/form.pdf")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == made[language]
    assert re.search(rf'filename="form-{language}.pdf"', answer.headers["Content-Disposition"])


def test_where_it_was_not_made_there_is_no_such_page(settings, tmp_path):
    settings.PRINTED_ROOT = tmp_path

    assert Client().get("/ar/complaints/new/form.pdf").status_code == 404


def test_the_command_makes_it_in_every_language(settings, tmp_path, capsys, monkeypatch, made):
    monkeypatch.setattr(printed, "render", lambda language: made[language])
    settings.PRINTED_ROOT = tmp_path / "new"

    call_command("build_forms")

    assert {file.name for file in settings.PRINTED_ROOT.iterdir()} == {"form-ar.pdf", "form-en.pdf"}
    assert "form-ar.pdf" in capsys.readouterr().out
