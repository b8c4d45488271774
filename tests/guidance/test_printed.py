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
from complaints.guidance import paper, printed
from complaints.intake.steps import table


@pytest.fixture(scope="module")
def made():
    return {language: printed.render(language) for language in ("ar", "en")}


@pytest.fixture
def served(settings, tmp_path, made):
    settings.PRINTED_ROOT = tmp_path
    for language, content in made.items():
        (tmp_path / f"form-{language}.pdf").write_bytes(content)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_paper_asks_every_question_of_the_nine_pages_in_their_words(language):
    with translation.override(language):
        on_paper = {
            (part.slug, one.name): one.label or one.boxes[0].label
            for part in printed.sections()
            for one in part.questions
        }
        for screen in table.SCREENS:
            for name, field in screen.form.base_fields.items():
                if screen.slug in paper.NOT_ON_PAPER or (screen.slug, name) in paper.ASKED_BEFORE:
                    continue
                assert on_paper[screen.slug, name] == str(field.label), (screen.slug, name)

    assert {"name-0", "details-0"} <= {name for slug, name in on_paper if slug == "people"}
    assert len(on_paper) > 25


def test_what_paper_leaves_out_exists_and_has_its_reason():
    screens = {screen.slug: screen.form.base_fields for screen in table.SCREENS}

    assert paper.NOT_ON_PAPER.keys() <= screens.keys()
    assert all(name in screens[slug] for slug, name in paper.ASKED_BEFORE)


def test_each_question_leaves_room_for_its_answer():
    asked = {(part.slug, one.name): one for part in printed.sections() for one in part.questions}

    for where, question in asked.items():
        assert bool(question.boxes) != bool(question.lines), where
    assert len(asked["about", "categories"].boxes) == 22
    assert asked["story", "narrative"].lines > 15
    assert "20,000" not in asked["story", "narrative"].hint


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_tagged_as_pdf_ua_wants_it(made, language):
    report = pdf_checks.validate_pdf_bytes(made[language], profile=pdf_checks.ValidationProfile.PDF_UA_1)

    assert report.failures == []
    assert pdf_checks.is_pdf_compliant_bytes(made[language], profile=pdf_checks.ValidationProfile.PDF_UA_1)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_a4_in_its_language(made, language):
    with pikepdf.open(io.BytesIO(made[language])) as file:
        assert str(file.Root.Lang) == language
        assert 6 <= len(file.pages) <= 10
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
