"""Figures nobody here made up must come out exactly, in JSON and in both PDFs."""

import json
import re
import subprocess

import page
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.actor import SYSTEM
from common import tenancy
from common.languages import digits
from reporting import companions, scopes, snapshot
from tests.reporting.conftest import NOW
from tests.reporting.test_services import YEAR

EXPECTED = {
    "complaint": {"no_violation": 169, "referred_prosecution": 120, "outside_jurisdiction": 17, "open": 28},
    "assistance": {"settled": 746, "open": 14},
}


def make(folder, language, *whose, edition="internal"):
    target = folder / f"{language}-{edition}.pdf"
    call_command(
        "make_report",
        *whose,
        "--start=2017-05-01",
        "--end=2018-04-30",
        f"--language={language}",
        f"--edition={edition}",
        f"--output={target}",
    )
    return target


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return digits(done.stdout.decode(), arabic=False)


def figures(scope, *, edition="internal"):
    """The JSON beside a report, without its pages."""
    with tenancy.within(scope.state):
        made = snapshot.take(scope=scope, edition=edition, period=YEAR, by=SYSTEM, now=NOW)
    return json.loads(companions.as_json(snapshot.companion(made)))


@pytest.mark.parametrize("whose", ["BH", "bh-ombudsman"])
def test_json_says_what_was_published(imported, whose):
    made = figures(scopes.named(whose))
    assert made["intake"]["total"] == 1094
    assert (made["intake"]["complaint"], made["intake"]["assistance"]) == (334, 760)
    assert made["outcomes"]["complaint"] == EXPECTED["complaint"]
    assert made["outcomes"]["assistance"] == EXPECTED["assistance"]
    assert made["balance"]["complaint"]["remaining"] == 28
    assert len(made["snapshot_sha256"]) == 64


@pytest.mark.parametrize(("language", "edition"), [("ar", "internal"), ("en", "public")])
def test_pages_say_what_was_published(imported, tmp_path, language, edition):
    pdf = make(tmp_path, language, "--state=BH", edition=edition)
    text = text_of(pdf)
    numbers = set(re.findall(r"\d+", text.replace("٬", "").replace(",", "")))
    assert {"334", "760", "120", "169", "17", "28", "746", "14"} <= numbers
    report = page.validate_pdf(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report.failures
    if language == "ar":
        words = set(re.findall(r"[A-Za-z]{2,}", text))
        # The fingerprints are hexadecimal, and SHA is their name; forms of files have Latin names.
        assert {word for word in words if not re.fullmatch("[a-f]+|SHA|CSV|JSON|XLSX", word)} == set()


def test_the_same_snapshot_gives_the_same_bytes_and_no_data_is_never_zero(imported, tmp_path):
    (tmp_path / "again").mkdir()
    first = make(tmp_path, "en", "--state=EG")
    again = make(tmp_path / "again", "en", "--state=EG")
    for ending in (".pdf", ".json", ".xlsx", ".csv"):
        assert first.with_suffix(ending).read_bytes() == again.with_suffix(ending).read_bytes()
    assert json.loads(first.with_suffix(".json").read_text())["intake"]["total"] is None
    assert "No data were received" in text_of(first)


def test_the_region_shows_who_did_not_report(imported):
    made = figures(scopes.REGIONAL)
    assert made["scope"] == "region"
    assert made["states"]["BH"]["total"] == 1094
    assert made["states"]["EG"] == {"reported": False, "complaint": None, "assistance": None, "total": None}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--state=QQ", "--start=2017-05-01", "--end=2018-04-30"],
        ["--institution=nobody", "--start=2017-05-01", "--end=2018-04-30"],
        ["--state=BH", "--start=2018-05-01", "--end=2018-04-30"],
        ["--state=BH", "--start=0001-05-01", "--end=2018-04-30"],
        ["--state=BH", "--start=yesterday", "--end=2018-04-30"],
        ["--start=2017-05-01", "--end=2018-04-30"],
        ["--state=BH", "--regional", "--start=2017-05-01", "--end=2018-04-30"],
    ],
)
def test_wrong_arguments_are_refused_in_words(imported, tmp_path, arguments):
    with pytest.raises(CommandError):
        call_command("make_report", *arguments, f"--output={tmp_path / 'x.pdf'}")
    assert list(tmp_path.iterdir()) == []
