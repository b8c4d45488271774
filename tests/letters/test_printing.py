"""The file on paper: what its reader reads on the page, once, with a line in the record."""

import io
import json

import pikepdf
import pytest
from django.utils import timezone

from common import storage, tenancy
from complaints.casework import reading, selectors
from complaints.letters import printing, rendering
from record.models import Entry
from tests.casework.conftest import NARRATIVE, url
from tests.letters.conftest import drained


def body(answer):
    return answer.content.decode()


def printed(case):
    with tenancy.within(case.state):
        return [
            json.loads(entry.details)
            for entry in Entry.objects.filter(stream=case.stream, what="file_printed")
        ]


def sheet(desk, who, case):
    with tenancy.within("BH"):
        actor = desk.actor(who)
        file = reading.CaseFile(
            actor, selectors.docket(actor, case.reference), desk.world.bh.state, timezone.now(), "en"
        )
        return printing.sheet(file, printed_by="Basil"), file


def test_the_pages_once_and_recorded(desk, led):
    basil = desk("reviewer")
    asked = basil.get(url(led, "print"))
    assert "It stands in the record" in body(asked)
    assert printed(led) == []

    answer = basil.post(url(led, "print"), {"form": "pages"})
    assert printed(led) == [{"pdf": False}]
    page = body(basil.get(answer.headers["Location"]))
    assert NARRATIVE in page
    assert "Printed by reviewer BH, Ministry BH, on" in page
    assert "The file was printed." in page
    assert basil.get(answer.headers["Location"]).status_code == 404  # once
    other = basil.post(url(led, "print"), {"form": "pages"}).headers["Location"]
    assert desk("supervisor").get(other).status_code == 404  # for whoever asked


def test_as_a_pdf(desk, led):
    basil = desk("reviewer")
    place = basil.post(url(led, "print"), {"form": "pdf"}).headers["Location"]
    waiting = basil.get(place)
    assert "It is being made" in body(waiting)
    assert waiting.headers["Refresh"] == "2"
    assert basil.post(place).status_code == 200  # not there yet
    drained(timezone.now())
    ready = basil.get(place)
    assert "It is ready" in body(ready)
    assert "Refresh" not in ready.headers
    assert desk("supervisor").post(place).status_code == 404
    spool = storage.settings.FILES_ROOT / "spool"
    assert not any(b"%PDF" in path.read_bytes() for path in spool.iterdir())
    saved = b"".join(basil.post(place).streaming_content)
    with pikepdf.open(io.BytesIO(saved)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo.Title == f"Case file {led.reference}"
    assert basil.post(place).status_code == 404  # once
    assert printed(led) == [{"pdf": True}]


@pytest.mark.parametrize(
    ("who", "reads"), [("reviewer", True), ("reviewer2", False), ("supervisor", True), ("nhri", True)]
)
def test_paper_holds_what_the_page_holds(desk, led, who, reads):
    made, file = sheet(desk, who, led)
    page = body(desk(who).get(url(led)))
    said = json.dumps(made, ensure_ascii=False)

    assert (NARRATIVE in said) is reads is (NARRATIVE in page)
    assert made["locked"] == len(file.locked)
    assert len(made["texts"]) == len(file.tellings) == page.count('<article class="panel">')
    assert len(made["history"]) == len(file.history) == page.count('<p class="when">')
    assert "أمل السالم" not in said


def test_a_stranger_prints_nothing(desk, led, protected):
    assert desk("reviewer").get(url(protected, "print")).status_code == 404
    assert desk("reviewer").post(url(protected, "print"), {"form": "pdf"}).status_code == 404
    assert desk("reviewer", "eg").post(url(led, "print")).status_code == 404
    assert desk("registry").post(url(led, "print")).status_code == 403
    assert printed(led) == printed(protected) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_file_with_everything_becomes_pages(desk, led, language):
    made, _file = sheet(desk, "reviewer", led)
    letter = {"number": "2026/15", "direction": "Out", "day": "1 March", "what": "Reminder"}
    full = {
        **made,
        "language": language,
        "arabic_digits": True,
        "on_file": [
            {
                "title": "Medical report · 3 March 2026",
                "about": "put on file by Ministry BH",
                "rows": [("Examined by", "طبيب\nDoctor 2")],
                "is_sealed": False,
                "is_damaged": False,
            },
            {
                "title": "Hearing · 1 March 2026",
                "about": "x",
                "rows": [],
                "is_sealed": True,
                "is_damaged": False,
            },
        ],
        "files": [("صورة 12.jpg", "ab" * 32)],
        "letters": [letter],
        "texts": [*made["texts"], {**made["texts"][0], "paragraphs": None}],
    }
    pdf = rendering.render(full)
    assert pdf == rendering.render(full)
    with pikepdf.open(io.BytesIO(pdf)) as pages:
        assert pages.Root.Lang == language
