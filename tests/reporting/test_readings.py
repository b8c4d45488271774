"""Readings by hand: evidence, corrections that keep what stood, both sides of a dispute, nobody else's state."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actor import Refused
from common import tenancy
from record.models import Entry
from reporting import missing, plan_page, progress, readings
from reporting.figures import Figures
from reporting.models import Indicator, Plan, Reading
from reporting.periods import Period
from reporting.scopes import Scope, of_state
from tests import factories
from tests.reporting.conftest import NOW

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
PERIOD = "2025-01-01_2025-12-31"


def enter(world, code, value, *, who="supervisor", evidence="Letter 12", period=None, **more):
    indicator = Indicator.objects.get(plan__is_current=True, code=code)
    return readings.enter(
        indicator=indicator,
        period=period or YEAR,
        value=Decimal(value),
        evidence=evidence,
        by=world.bh.actor(who),
        now=NOW,
        **more,
    )


def dispute(world, row, *, value="25", reason="The lists count people twice"):
    return readings.verify(
        reading=row.pk,
        verdict="disputed",
        value=Decimal(value),
        reason=reason,
        by=world.bh.actor("liaison"),
        now=NOW,
    )


def test_a_disputed_value_keeps_both_sides_and_a_correction_keeps_all_of_it(plan, world):
    row = dispute(world, enter(world, "12.O.1", "40"))
    readings.answer(reading=row.pk, text="We are checking", by=world.bh.actor("supervisor"), now=NOW)
    both = plan_page.dispute_of(Reading.objects.get())
    assert (both.entered, both.theirs, both.reason, both.answer) == (
        "40%",
        "25%",
        "The lists count people twice",
        "We are checking",
    )
    enter(world, "12.O.1", "30", why="Counted again")
    row = Reading.objects.get()
    assert (row.value, readings.verdict_of(row)) == (30, "not_assessed")
    old = row.earlier.get()
    assert (old.value, old.verdict, old.their_value, old.answer, old.why) == (
        40,
        "disputed",
        25,
        "We are checking",
        "Counted again",
    )
    with tenancy.within("BH"):
        what = Entry.objects.filter(stream=f"reading:{row.pk}").order_by("pk").values_list("what", flat=True)
        assert list(what) == ["reading_entered", "reading_disputed", "reading_answered", "reading_corrected"]


def test_four_quarters_are_a_year_where_the_indicator_says_so(plan, world):
    quarters = YEAR.parts(3)
    for code in ("7.O.1", "12.O.1"):
        for place, quarter in enumerate(quarters[:3]):
            enter(world, code, str(10 + place), period=quarter)
    assert row_of("7.O.1")["value"] is None, "three quarters are no year"
    last = enter(world, "7.O.1", "13", period=quarters[3], evidence="Letter 13")
    enter(world, "12.O.1", "13", period=quarters[3])
    assert (row_of("7.O.1")["value"], row_of("7.O.1")["made_of"]) == (46, 4)
    assert row_of("12.O.1")["value"] is None, "shares are never added up"
    assert row_of("7.O.1")["verification"] == "not_assessed"
    dispute(world, last, value="3")
    disputed = row_of("7.O.1")
    assert (disputed["verification"], disputed["dispute"]["value"]) == ("disputed", 36)
    assert disputed["dispute"]["evidence"] == "Letter 12 | Letter 13"
    assert "7.O.1" not in {one.code for one in missing.missing("BH", YEAR).unread}
    enter(world, "7.O.1", "44")
    assert (row_of("7.O.1")["value"], row_of("7.O.1")["made_of"]) == (44, None), "the year itself comes first"


def row_of(code):
    scope = of_state("BH")
    asked = progress.Asked(scope, YEAR, Figures(scope, YEAR), Figures(scope, YEAR.previous()))
    return next(row for row in progress.rows(Plan.objects.get(), asked) if row["indicator"] == code)


def test_who_may_do_what(plan, world):
    row = enter(world, "12.O.1", "40")
    for who in ("liaison", "reviewer", "admin", "nhri", "auditor"):
        with pytest.raises(Refused):
            enter(world, "12.S.1", "1", who=who)
    with pytest.raises(Refused):
        enter(world, "12.O.1", "50", who="head", why="x")  # the ministry's to correct; the NHRI disputes
    for other in (world.bh.actor("supervisor"), world.bh.actor("head"), world.eg.actor("liaison")):
        with pytest.raises(Refused):
            readings.verify(reading=row.pk, verdict="confirmed", value=None, reason="", by=other, now=NOW)
    with pytest.raises(Refused):
        readings.answer(reading=row.pk, text="x", by=world.bh.actor("supervisor"), now=NOW)  # nobody disputed
    own = enter(world, "4.S.1", "1", who="head")
    assert not readings.may_verify(own, world.bh.actor("liaison")), "not what the same body entered"
    dispute(world, row)
    with pytest.raises(Refused):
        readings.answer(reading=row.pk, text="x", by=world.eg.actor("supervisor"), now=NOW)


@pytest.mark.parametrize(
    ("code", "value"), [("12.O.1", "101"), ("12.S.1", "2"), ("2.S.1", "1.5"), ("2.S.1", "-1")]
)
def test_a_value_its_unit_does_not_have(plan, world, code, value):
    with pytest.raises(ValueError, match="unit"):
        enter(world, code, value)


def test_what_is_counted_or_asked_of_others_is_not_entered(plan, world):
    for code in ("3.P.1", "12.P.1", "8.O.1"):
        with pytest.raises(readings.NotReadable):
            enter(world, code, "1")


def paper_of(row):
    with tenancy.within("BH"):
        return row.documents.get()


def test_a_value_with_a_document_through_the_pages(plan, world, client, english):
    client.force_login(world.bh.people["supervisor"])
    url = reverse("reading_enter", args=["12.O.1"]) + f"?period={PERIOD}"
    for value in ("", "many", "101", "1.2345"):
        assert client.post(url, {"value": value, "evidence": "x"}).status_code == 422
    paper = factories.spooled("minutes.pdf", b"%PDF-1.4 minutes", "pdf")
    sent = client.post(url, {"value": "٤٠٫٥", "evidence": "كتاب 12", "attached": paper.token})
    row = Reading.objects.get()
    assert (sent.status_code, row.value) == (303, Decimal("40.5"))
    assert paper_of(row).body == b"%PDF-1.4 minutes"
    assert client.post(url, {"value": "41", "evidence": "كتاب 12"}).status_code == 422, (
        "a correction says why"
    )
    assert client.post(url, {"value": "41", "evidence": "كتاب 12", "why": "خطأ"}).status_code == 303
    client.force_login(world.bh.people["liaison"])
    verify = reverse("reading_verify", args=[row.pk])
    assert client.post(verify, {"verdict": "disputed", "value": "20"}).status_code == 422
    assert client.post(verify, {"verdict": "disputed", "value": "20", "reason": "Not so"}).status_code == 303
    client.force_login(world.bh.people["supervisor"])
    assert client.post(reverse("reading_answer", args=[row.pk]), {"words": "It is so"}).status_code == 303
    shown = client.get(f"/en/desk/readings/?period={PERIOD}").content.decode()
    public = client.get("/en/plan/?state=BH").content.decode()
    for words in ("41%", "20%", "Not so", "It is so"):
        assert words in shown, words
        assert words in public, words
    assert "Not so" not in client.get("/en/plan/?state=EG").content.decode()


def test_another_states_reading_and_its_papers_do_not_exist(plan, world, client):
    paper = factories.spooled("minutes.pdf", b"%PDF-1.4 minutes", "pdf")
    row = enter(world, "12.O.1", "40", tokens=[paper.token])
    document = paper_of(row)
    for who in ("supervisor", "head", "liaison"):
        client.force_login(world.eg.people[who])
        for name in ("reading", "reading_verify", "reading_answer"):
            assert client.get(reverse(name, args=[row.pk])).status_code in (403, 404)
        assert client.get(reverse("document", args=[document.pk])).status_code == 404
        assert client.post(reverse("document_withdraw", args=[document.pk])).status_code in (403, 404)
    client.force_login(world.bh.people["liaison"])
    assert client.get(reverse("document", args=[document.pk])).content == b"%PDF-1.4 minutes"
    with tenancy.within("BH"):
        document.refresh_from_db()
    assert document.withdrawn_at is None


def test_the_public_page_says_no_data_and_ranks_nobody(plan, world, client, django_assert_max_num_queries):
    enter(world, "12.O.1", "40")
    with django_assert_max_num_queries(80):
        shown = client.get("/en/plan/?state=BH").content.decode()
    assert "40%" in shown
    assert "No data were received" in shown
    assert "proposed by this site" in shown
    assert 'class="status status-reached"' not in shown, "no status colour without an official plan"
    asked = plan_page.addressees(Plan.objects.get(), Scope("EG", "EG"), today=NOW.date())
    values = [one.value for row in asked if not row.is_region for _m, found in row.measures for one in found]
    assert set(values) == {""}
    assert of_state("EG").state == "EG"
