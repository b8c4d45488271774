"""Many reports in one command: what is there is left alone, a kill leaves whole ones, a second run goes on."""

import hashlib
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from common import tenancy
from reporting import batch, companions
from reporting.models import Report, ReportFile

YEAR = ("--start=2017-05-01", "--end=2018-04-30", "--workers=1", "--scopes", "BH", "EG")


def run(*options):
    out = io.StringIO()
    call_command("make_reports", *YEAR, *options, stdout=out)
    return out.getvalue().splitlines()


def test_every_state_in_both_languages_with_progress(imported, quick):
    said = run()
    assert said[-1] == "4 made, 4 in all"
    assert [line.split()[0] for line in said[:-1]] == ["1/4", "2/4", "3/4", "4/4"]
    found = set(Report.objects.values_list("snapshot__scope", "language", "edition"))
    assert found == {(state, language, "public") for state in ("BH", "EG") for language in ("ar", "en")}
    with tenancy.within("BH"):
        assert ReportFile.objects.filter(report__snapshot__scope="BH").count() == 8


def test_a_second_run_goes_on_where_the_first_was_killed(imported, quick, monkeypatch):
    with monkeypatch.context() as killed:
        calls = iter(range(3))

        def as_csv(content, *, language):
            if next(calls) == 2:
                raise KeyboardInterrupt
            return b""

        killed.setattr(companions, "as_csv", as_csv)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert Report.objects.filter(rendered_at__isnull=False).count() == 2
    with tenancy.within("BH"):
        before = set(ReportFile.objects.values_list("pk", "sha256"))
    assert len(before) == 8
    said = run()
    assert said[-1] == "2 made, 4 in all"
    with tenancy.within("BH"):
        assert set(ReportFile.objects.values_list("pk", "sha256")) == before


def test_files_and_the_list_of_their_fingerprints_are_written(imported, quick, tmp_path):
    run("--scopes", "BH", "region", "--languages", "en", f"--output={tmp_path}")
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
    assert sorted(sums) == sorted(path.name for path in tmp_path.iterdir() if path.name != "SHA256SUMS")
    assert len(sums) == 8
    for name, digest in sums.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    "options",
    [["--scopes", "QQ"], ["--output=/nowhere/at/all"], ["--start=2019-01-01"], ["--end=2999-01-01"]],
)
def test_wrong_arguments_are_refused_in_words(imported, options):
    with pytest.raises(CommandError):
        run(*options)


def test_the_region_is_no_state(imported):
    assert {"BH", "EG"} < set(batch.every_state())
    assert "XX" not in batch.every_state()
