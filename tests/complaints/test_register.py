"""A register is imported whole or not at all; every mistake is named by row and column."""

from datetime import UTC, datetime

import pytest

from accounts.actor import SYSTEM
from common import tenancy
from complaints import register
from complaints.models import RegisterRow, TallyDelta
from complaints.register import RegisterRefused

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
HEADER = "reference,received_on,matter,status,outcome,closed_on,categories,gender,summary"
GOOD = "R1,2018-01-05,complaint,closed,no_violation,2018-02-01,TOR;MED,female,"


@pytest.fixture(autouse=True)
def in_bahrain(world):
    """A register's rows are seen in their state alone."""
    with tenancy.within("BH"):
        yield


def bring(world, *lines, header=HEADER, dry_run=False):
    data = "\n".join([header, *lines]).encode()
    return register.import_register(data=data, institution=world.bh.nhri, by=SYSTEM, now=NOW, dry_run=dry_run)


def refused(world, *lines, header=HEADER):
    with pytest.raises(RegisterRefused) as error:
        bring(world, *lines, header=header)
    assert not RegisterRow.objects.exists()
    assert not TallyDelta.objects.exists()
    return error.value.mistakes


def test_a_good_file_is_kept_and_counted(world):
    assert bring(world, GOOD) == {"complaint": 1}
    assert RegisterRow.objects.get().categories == "TOR;MED"
    assert TallyDelta.objects.filter(kind="received.grave", state="BH", is_imported=True).count() == 1


def test_a_dry_run_changes_nothing(world):
    assert bring(world, GOOD, dry_run=True) == {"complaint": 1}
    assert not RegisterRow.objects.exists()


def test_arabic_digits_and_days_first_are_read(world):
    bring(world, "R1,٥/١/٢٠١٨,complaint,closed,no_violation,١/٢/٢٠١٨,,,")
    assert RegisterRow.objects.get().received_on.isoformat() == "2018-01-05"


def test_a_mark_at_the_beginning_and_any_order_of_columns_are_fine(world):
    bring(world, "complaint,open,2018-01-05,R1", header="\ufeffmatter,status,received_on,reference")
    assert RegisterRow.objects.get().outcome == ""


def test_what_was_imported_is_refused_by_row(world):
    bring(world, GOOD)
    with pytest.raises(RegisterRefused) as error:
        bring(world, GOOD.replace("R1", "R0"), GOOD)
    assert [(m.line, m.column) for m in error.value.mistakes] == [(3, "reference")]
    assert RegisterRow.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (GOOD.replace("2018-01-05", "yesterday"), "received_on"),
        (GOOD.replace("2018-01-05", "2030-01-05"), "received_on"),
        (GOOD.replace("2018-01-05", "0018-01-05"), "received_on"),
        (GOOD.replace("2018-02-01", "2017-02-01"), "closed_on"),
        (GOOD.replace("complaint", "grievance"), "matter"),
        (GOOD.replace("closed", "shut"), "status"),
        (GOOD.replace("closed", "open"), "outcome"),
        (GOOD.replace("no_violation", "false_claim"), "outcome"),
        (GOOD.replace("no_violation", ""), "outcome"),
        (GOOD.replace("2018-02-01", ""), "closed_on"),
        (GOOD.replace("MED", "XXX"), "categories"),
        (GOOD.replace("female", "lady"), "gender"),
        (GOOD.replace("R1", ""), "reference"),
        (GOOD.replace("R1", "R" * 61), "reference"),
        (GOOD.replace("R1", "R\u202e1"), "reference"),
        (GOOD.replace("R1", "R\x001"), "reference"),
        (GOOD + "x" * 20_001, "summary"),
    ],
)
def test_a_mistake_is_named_by_row_and_column(world, line, column):
    mistakes = refused(world, GOOD.replace("R1", "R0"), line)
    assert (3, column) in [(mistake.line, mistake.column) for mistake in mistakes]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (HEADER + ",name", "name"),
        (HEADER.replace("gender", "matter"), "matter"),
        (HEADER.replace("status", "unit"), "status"),
    ],
)
def test_the_header_is_checked(world, header, column):
    assert column in [mistake.column for mistake in refused(world, GOOD, header=header)]


def test_twenty_thousand_characters_of_summary_fit(world):
    bring(world, GOOD + "x" * 20_000)
    assert RegisterRow.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\x00", HEADER.encode(), b'"open', b"a,b\n1"])
def test_what_is_no_register_is_refused(world, data):
    with pytest.raises(RegisterRefused):
        register.import_register(data=data, institution=world.bh.nhri, by=SYSTEM, now=NOW)


def test_a_row_twice_in_one_file_is_refused(world):
    assert [(m.line, m.column) for m in refused(world, GOOD, GOOD)] == [(3, "reference")]
