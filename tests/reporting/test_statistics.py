"""Closed quarters: when they are closed, what stands in them, that they never change, and what is made of them."""

import csv
import hashlib
import html
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as some

from accounts.actor import SYSTEM
from accounts.models import Institution, InstitutionKind, State
from common import tenancy
from complaints.models import Tally
from record.models import Entry
from reporting import scopes, services, snapshot
from reporting.models import ClosedQuarter
from reporting.periods import Period
from reporting.statistics import closing, definitions, editions, quarters, selectors, tables
from tests.reporting.conftest import LAYERS

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
WINTER, SPRING = Period(date(2026, 1, 1), date(2026, 3, 31)), Period(date(2026, 4, 1), date(2026, 6, 30))


def count(state, day, kind, value="", number=1, matter="complaint"):
    Tally.objects.create(
        state=state,
        institution=f"{state.lower()}-moi",
        day=day,
        kind=kind,
        matter=matter,
        value=value,
        count=number,
    )


def receive(state, day, women, men, category="LIB"):
    count(state, day, "received", number=women + men)
    count(state, day, "received.gender", "female", women)
    count(state, day, "received.gender", "male", men)
    count(state, day, "received.category", category, women + men)
    count(state, day, "outcome", "open", women + men)


def _counted(made):
    State.objects.get_or_create(code="XX", defaults={"name_ar": "المنطقة العربية", "name_en": "Arab region"})
    Tally.objects.all().delete()
    receive("BH", date(2026, 2, 10), 9, 20)
    receive("BH", date(2026, 5, 10), 2, 18)
    receive("BH", date(2026, 8, 10), 12, 18, category="TOR")
    count("BH", date(2026, 5, 20), "completed", "no_violation", 12)
    receive("EG", date(2026, 8, 1), 1, 2)


def _closed(made):
    assert closing.close_due(now=NOW) == 4


@pytest.fixture(scope="module")
def layers():
    return {"world": LAYERS["world"], "counted": _counted, "closed": _closed}


@pytest.fixture
def counted(world):
    """Bahrain: three quarters, the second with two women among twenty. Egypt: one quarter of three complaints."""


@pytest.fixture
def closed(counted):
    """All four closed."""


def cells(state, slug):
    return selectors.quarter(state, slug)["cells"]


# --- quarters, pure -----------------------------------------------------------------------------


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(1, 12))
def test_every_day_is_in_one_quarter_of_a_reporting_year(day, first_month):
    quarter = quarters.containing(day, first_month)

    assert quarter.start <= day <= quarter.end
    assert (quarter.start.day, quarter.months) == (1, 3)
    assert (quarter.start.month - first_month) % 3 == 0
    assert (
        quarters.containing(quarter.start, first_month)
        == quarters.containing(quarter.end, first_month)
        == quarter
    )
    assert quarters.following(quarter).start == quarter.end + timedelta(days=1)
    assert quarters.beginning(quarters.slug_of(quarter)) == quarter


@given(some.integers(2000, 2100), some.integers(1, 12))
def test_four_quarters_are_a_reporting_year(year, first_month):
    quarter = quarters.containing(date(year, first_month, 1), first_month)
    for _more in range(3):
        assert quarters.year_ended_by(quarter, first_month) is None
        quarter = quarters.following(quarter)
    whole = quarters.year_ended_by(quarter, first_month)

    assert whole.is_year
    assert whole.start == date(year, first_month, 1)


def test_a_quarter_with_a_leap_day_ends_on_it():
    assert quarters.containing(date(2028, 2, 29), 12).end == date(2028, 2, 29)
    assert quarters.containing(date(2027, 2, 28), 12).end == date(2027, 2, 28)


@pytest.mark.parametrize(
    "slug", ["", "2026", "2026-13", "2026-00", "0000-01", "2026-1", "٢٠٢٦-٠١", "9999-12", "x"]
)
def test_what_names_no_quarter_is_refused(slug):
    with pytest.raises(quarters.BadQuarter):
        quarters.beginning(slug)


def test_the_days_of_grace_end_where_the_state_is():
    # Midnight of 15 April in Baghdad is nine in the evening of the 14th in UTC.
    assert quarters.may_close(WINTER, now=datetime(2026, 4, 14, 21, tzinfo=UTC), zone="Asia/Baghdad")
    assert not quarters.may_close(WINTER, now=datetime(2026, 4, 14, 21, tzinfo=UTC), zone="UTC")
    assert not quarters.may_close(
        WINTER, now=datetime(2026, 4, 15, 0, 30, tzinfo=UTC), zone="America/New_York"
    )


# --- closing ------------------------------------------------------------------------------------


def test_closing_twice_is_closing_once(closed):
    before = list(ClosedQuarter.objects.values_list("pk", "sha256"))

    assert closing.close_due(now=NOW) == 0
    assert closing.close(state="BH", quarter=SPRING, by=SYSTEM, now=NOW) is None
    assert list(ClosedQuarter.objects.values_list("pk", "sha256")) == before


def test_a_quarter_that_is_not_over_long_enough_waits(counted):
    assert closing.close_due(now=datetime(2026, 10, 14, 9, tzinfo=UTC)) == 2
    assert [row["slug"] for row in selectors.quarters("bh")] == ["2026-04", "2026-01"]


def test_a_closing_killed_in_the_middle_leaves_what_was_closed_and_goes_on(counted, monkeypatch):
    build, calls = snapshot.build, []

    def dies(**given):
        calls.append(given)
        return build(**given) if len(calls) != 2 else 1 / 0

    with monkeypatch.context() as patched:
        patched.setattr(snapshot, "build", dies)
        with pytest.raises(ZeroDivisionError):
            closing.close_due(now=NOW)
    assert ClosedQuarter.objects.count() == 1
    assert closing.close_due(now=NOW) == 3


def test_its_hash_is_in_the_record_and_is_that_of_its_text(closed):
    row = ClosedQuarter.objects.get(state="BH", start=SPRING.start)
    with tenancy.within("BH"):
        entry = Entry.objects.get(stream="statistics:2026-04")

    assert row.sha256 in entry.details
    assert hashlib.sha256(row.content.encode()).hexdigest() == row.sha256


def test_what_changes_later_changes_no_closed_quarter(closed):
    before = selectors.text("BH", "2026-04")
    receive("BH", date(2026, 5, 11), 30, 30)

    assert closing.close_due(now=NOW) == 0
    assert selectors.text("BH", "2026-04") == before
    rows = ClosedQuarter.objects.filter(state="BH")
    for change in (lambda: rows.update(sha256="0"), rows.delete):
        with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
            change()


def test_two_women_are_hidden_with_the_men_who_would_tell(closed):
    found = cells("BH", "2026-04")

    assert found["intake.complaint"] == 20
    assert found["intake.by_matter.complaint.by_gender.female"] is None
    assert found["intake.by_matter.complaint.by_gender.male"] is None


def test_fewer_than_five_in_all_say_nothing_more(closed):
    found = selectors.quarter("EG", "2026-07")

    assert found["cells"]["intake.complaint"] is None
    assert "intake.by_matter.complaint.by_gender" in found["withheld"]
    assert not [
        cell for cell in found["cells"] if "by_gender" in cell or cell.startswith("balance.complaint")
    ]


def test_one_quarter_carries_over_what_the_last_one_left(closed):
    assert cells("BH", "2026-01")["balance.complaint.remaining"] == 29
    assert cells("BH", "2026-04")["balance.complaint.carried_over"] == 29
    assert cells("BH", "2026-04")["balance.complaint.remaining"] == 37


def test_torture_is_counted_by_the_year_and_exactly(counted):
    receive("BH", date(2026, 11, 10), 3, 40)
    count("BH", date(2026, 11, 10), "received.category", "DTH", 2)
    closing.close_due(now=datetime(2027, 1, 20, tzinfo=UTC))

    assert not [cell for cell in cells("BH", "2026-07") if cell.endswith((".TOR", ".DTH", ".DIS"))]
    exact = {"start": "2026-01-01", "end": "2026-12-31", "DTH": 2, "DIS": 0, "TOR": 30}
    assert selectors.quarter("BH", "2026-10")["exact"] == exact
    assert selectors.quarter("BH", "2026-07")["exact"] is None
    year = selectors.year("BH", "2026-01")
    assert year["exact"] == exact
    assert year["cells"]["intake.complaint"] == {"least": 122, "most": 122}
    # Nine, twelve and two quarters that hide how many women: at most as many as there were people.
    assert year["cells"]["intake.by_matter.complaint.by_gender.female"] == {"least": 21, "most": 84}


def test_quarters_follow_the_reporting_year_of_the_national_institution(counted):
    Institution.objects.filter(state="BH", kind=InstitutionKind.NHRI).update(reporting_year_start=5)
    closing.close_due(now=NOW)

    assert [row["slug"] for row in selectors.quarters("BH")] == ["2026-05", "2026-02"]
    assert selectors.region("2026-07")["states"]["BH"]["period"] == {
        "start": "2026-05-01",
        "end": "2026-07-31",
    }


# --- longer figures -----------------------------------------------------------------------------


def edition(scope, period, edition="public"):
    return snapshot.build(scope=scope, edition=edition, period=period, today=NOW.date())


def test_a_public_edition_adds_up_closed_quarters_and_nothing_else(closed):
    receive("BH", date(2026, 5, 11), 30, 30)  # after the closing
    half = edition(scopes.of_state("BH"), Period(WINTER.start, SPRING.end))

    assert half["intake"]["complaint"] == 49
    assert half["intake"]["by_matter"]["complaint"]["by_gender"] == {"female": None, "male": None}
    assert half["balance"]["complaint"]["carried_over"] == 0
    assert half["balance"]["complaint"]["remaining"] == 37
    assert "intake.by_matter.complaint.by_gender.female" in half["suppressed"]
    assert (
        edition(scopes.of_state("BH"), Period(WINTER.start, SPRING.end), "internal")["intake"]["complaint"]
        == 109
    )


def test_months_are_internal_and_quarters_as_they_were_published(closed):
    half = Period(WINTER.start, SPRING.end)
    bahrain = scopes.of_state("BH")
    inside, outside = edition(bahrain, half, "internal")["months"], edition(bahrain, half)

    received = [month["complaint"]["received"] for month in inside]
    assert received == [None, 29, 0, 0, 20, 0], (
        "before the first complaint there are no data, which is not zero"
    )
    assert [month["complaint"]["completed"] for month in inside] == [None, 0, 0, 0, 12, 0]
    assert [month["start"] for month in inside][:2] == ["2026-01-01", "2026-02-01"]
    for row, slug in zip(outside["months"], ("2026-01", "2026-04"), strict=True):
        published = cells("BH", slug)
        for matter in tables.MATTERS:
            assert row[matter]["received"] == published[f"intake.{matter}"]
            assert row[matter]["completed"] == published[f"balance.{matter}.completed"]
    assert outside["months"][1]["end"] == "2026-06-30"
    region = edition(scopes.REGIONAL, half)
    assert region["months"][0]["complaint"]["received"] == 29
    assert edition(bahrain, WINTER)["months"] == []
    assert edition(bahrain, half.year_before())["months"] == [], "no quarter was closed: nothing is safe"


def test_what_one_state_hides_no_row_of_the_region_tells(counted):
    receive("EG", date(2026, 2, 3), 1, 1)
    closing.close_due(now=NOW)
    region = edition(scopes.REGIONAL, Period(WINTER.start, SPRING.end))

    assert cells("EG", "2026-01")["intake.complaint"] is None
    assert region["months"][0]["complaint"]["received"] is None
    assert "months.0.complaint.received" in region["suppressed"]
    assert region["months"][1]["complaint"]["received"] == 20


def test_the_region_tells_no_more_than_its_states(closed):
    summer = edition(scopes.REGIONAL, Period(date(2026, 7, 1), date(2026, 9, 30)))

    assert summer["states"]["BH"]["complaint"] == 30
    assert summer["states"]["EG"]["complaint"] is None
    assert summer["intake"]["complaint"] is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 2, 1), date(2026, 6, 30), "whole quarters"),
        (date(2026, 1, 1), date(2026, 5, 31), "whole quarters"),
        (date(2025, 7, 1), date(2026, 3, 31), "whole quarters"),
    ],
)
def test_a_public_edition_that_cuts_a_quarter_is_refused(closed, english, start, end, words):
    with pytest.raises(services.NotPossible, match=words):
        ask(scopes.of_state("BH"), Period(start, end))


def test_one_institution_has_no_public_edition_of_what_its_state_publishes(closed, english):
    body = Institution.objects.filter(state="BH", kind=InstitutionKind.NHRI).first()
    with pytest.raises(services.NotPossible, match="by state"):
        ask(scopes.of_institution(body.code), SPRING)


def test_the_statistics_come_before_the_report(counted, english):
    with pytest.raises(services.NotPossible, match="come first"):
        ask(
            scopes.of_state("BH"),
            Period(date(2026, 7, 1), date(2026, 9, 30)),
            now=datetime(2026, 10, 2, tzinfo=UTC),
        )
    ask(scopes.of_state("BH"), SPRING)
    assert ClosedQuarter.objects.filter(state="BH", start=SPRING.start).exists()


def ask(scope, period, now=NOW):
    return services.ask(scope=scope, edition="public", period=period, language="ar", by=SYSTEM, now=now)


def test_before_the_first_quarter_nothing_is_settled(closed):
    assert (
        editions.refusal(
            state="BH", institution="", period=Period(date(2017, 5, 1), date(2018, 4, 30)), now=NOW
        )
        == ""
    )


# --- pages --------------------------------------------------------------------------------------

ADDRESSES = (
    "statistics/",
    "statistics/data/",
    "statistics/bh/2026-04/",
    "statistics/region/2026-07/",
)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_reads_them_and_their_browser_may_keep_them(
    closed, client, language, address, django_assert_max_num_queries
):
    client.get(f"/{language}/{address}")
    with django_assert_max_num_queries(6):
        shown = client.get(f"/{language}/{address}")

    assert shown.status_code == 200
    assert "public" in shown["Cache-Control"]
    again = client.get(f"/{language}/{address}", headers={"if-none-match": shown["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "address", ["bh/2026-05/", "bh/x/", "xx/2026-04/", "zz/2026-04/", "bh/2026-04/year/", "region/2026-13/"]
)
def test_what_is_not_closed_is_not_found(closed, client, address):
    assert client.get(f"/en/statistics/{address}").status_code == 404


def test_who_did_not_report_is_told_so_and_is_no_zero(closed, client):
    page = client.get("/en/statistics/region/2026-04/").content.decode()

    row = page[page.index("Egypt") :].partition("</tr>")[0]
    assert "did not report" in row
    assert "0" not in row.partition("did not report")[2]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_files_hold_what_the_page_shows_and_their_hash_stands_beside(closed, client, language):
    page = client.get(f"/{language}/statistics/bh/2026-04/").content.decode()
    bodies = {}
    for kind in ("json", "csv", "xlsx"):
        answer = client.get(f"/{language}/statistics/bh/2026-04/bh-2026-04.{kind}")
        bodies[kind] = answer.content
        assert hashlib.sha256(answer.content).hexdigest() in page
    rows = list(csv.reader(io.StringIO(bodies["csv"].decode("utf-8-sig"))))
    known = json.loads(bodies["json"])["cells"]
    assert bodies["csv"].startswith("\ufeff".encode())
    assert {row[5]: row[3] for row in rows[1:] if row[5]} == {
        cell: "…" if count is None else str(count) for cell, count in known.items() if tables.table_of(cell)
    }


def test_the_dictionary_is_read_on_its_page_and_as_files(db, client):
    page = client.get("/en/statistics/data/").content.decode()
    rows = list(
        csv.reader(io.StringIO(client.get("/en/statistics/data/definitions.csv").content.decode("utf-8-sig")))
    )
    both = json.loads(client.get("/ar/statistics/data/definitions.json").content)["definitions"]
    assert [row[0] for row in rows[1:]] == [one["path"] for one in both]
    for row, one in zip(rows[1:], both, strict=True):
        assert row[1:4] == [one["en"][key] for key in ("title", "meaning", "unit")]
        assert all(one["ar"][key] for key in ("title", "meaning", "unit", "source"))
        assert html.escape(row[1]) in page
        assert html.escape(row[2]) in page
    assert len(both) > 60
    quarterly = {row["path"]: row["is_quarterly"] for row in definitions.figures()}
    assert quarterly["balance.*.*"]
    assert quarterly["outcomes.flow.findings.*"]
    assert not quarterly["grave.route.*"], "how many grave cases a quarter had is told nowhere"
    assert page.count("in reports alone") == list(quarterly.values()).count(False)
    assert client.get("/en/statistics/data/definitions.pdf").status_code == 404


@pytest.mark.parametrize("name", ["bh-2026-04.pdf", "eg-2026-04.csv", "x.json"])
def test_no_other_file_is_there(closed, client, name):
    assert client.get(f"/ar/statistics/bh/2026-04/{name}").status_code == 404
