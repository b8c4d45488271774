"""Letters, the file on paper and the agenda are what PDF/UA wants, in both languages."""

import io
from datetime import UTC, date, datetime

import page
import pikepdf
import pytest
from django.utils import translation

from complaints.letters import rendering
from complaints.letters.content import Words
from complaints.models import Agenda, RegisterNumber
from complaints.oversight import agenda
from tests.letters.conftest import TEXT
from tests.letters.test_printing import sheet

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def letter(desk, led, write, now, language):
    made = write(led, desk.actor("reviewer"), language=language)
    number = RegisterNumber(year=2026, number=15, day=now.date())
    words = Words("مركز الشرطة\nالمنامة", "طلب الرد عن الشكوى BH-7KQ2-9XYZ", TEXT)
    return rendering.render(rendering.of_letter(made, case=led, number=number, words=words))


def file(desk, led, language):
    made, _file = sheet(desk, "reviewer", led)
    return rendering.render({**made, "language": language})


def meeting(desk, led, language):
    bh = desk.world.bh
    made = Agenda(state="BH", institution=bh.nhri, other=bh.moi, meets_on=date(2026, 11, 30))
    made.language = language
    with translation.override(language):
        subject = [translation.gettext("Complaint")]
    lines = [agenda.Line(n, led.reference, subject, "chosen", None, 0, None, False) for n in range(1, 60)]
    return agenda.drawn(made, lines, now=NOW)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_papers_are_pdf_ua(desk, led, write, now, language):
    made = {
        "letter": letter(desk, led, write, now, language),
        "file": file(desk, led, language),
        "agenda": meeting(desk, led, language),
    }
    for name, pdf in made.items():
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, (name, report.failures)
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert str(opened.Root.Lang) == language, name
