"""What everybody may read, and what every answer carries."""

import pytest
from django.test import Client

from accounts.actor import SYSTEM
from common import tenancy
from reporting import plan_file, plan_loading
from reporting.models import Activity, Measure
from reporting.statistics import selectors
from tests.api.conftest import NOW
from tests.reporting import attacks
from tests.reporting.conftest import PLAN


@pytest.fixture
def plan(world):
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)


def test_the_plan_and_the_reports_are_open_to_every_site(plan):
    for path in ("plan/", "reports/"):
        answer = Client().get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not answer.cookies
        assert Client().post(f"/api/v1/{path}").status_code == 405
    assert Client().get("/api/v1/plan/").json()["addressees"][0]["measures"]


def test_closed_quarters_are_told_as_they_were_frozen(world):
    with tenancy.within("BH"):
        attacks.store("BH", now=NOW)
    listed = Client().get("/api/v1/statistics/?state=bh").json()["results"]
    one = Client().get(f"/api/v1/statistics/bh/{listed[0]['slug']}/")

    assert [row["slug"] for row in listed] == ["2025-10", "2025-07", "2025-04", "2025-01"]
    assert one.json() == selectors.quarter("BH", "2025-10")
    assert one.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/api/v1/statistics/?state=eg").json() == {"results": []}
    for path in ("bh/2025-11", "bh/nothing", "eg/2025-10"):
        assert Client().get(f"/api/v1/statistics/{path}/").status_code == 404


def test_an_activity_is_entered_as_on_the_desk(plan, program):
    who, code = program("moi"), Measure.objects.first().code
    body = {
        "kind": "training",
        "title_ar": "دورة",
        "title_en": "Course",
        "start": "2026-03-01",
        "measures": [code],
    }
    entered = who.post("activities/", {**body, "partners": ["A", "B"], "participants": 4, "women": 2})
    assert entered.status_code == 201, entered.content
    assert (entered.json()["measures"], Activity.objects.get().partners) == ([code], ["A", "B"])
    told = who.post("activities/", {**body, "women": 3, "measures": ["none"]}).json()
    assert {one["pointer"] for one in told["errors"]} == {"#/women", "#/measures"}
    assert [row["title_en"] for row in who.get("activities/").json()["results"]] == ["Course"]


def test_whatever_is_asked_below_api_is_answered_with_a_problem(db):
    for path in ("/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/complaints/a%0Ab/", "/api/v1/complaints"):
        answer = Client().get(path)
        assert answer.headers["Content-Type"] == "application/problem+json", path
        assert answer.status_code in (401, 404)
    assert Client().get("/api/v1/plan/", headers={"Accept": "text/html"}).status_code == 406


def test_too_many_requests_are_told_how_long_to_wait(program, settings):
    settings.API_RATES = settings.API_RATES | {"public": 2, "guess": 2}
    answers = [Client().get("/api/v1/reports/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 61
    wrong = {"Authorization": "Bearer hrc_bh_" + "x" * 43}
    assert [Client().get("/api/v1/complaints/", headers=wrong).status_code for _ in range(3)] == [
        401,
        401,
        429,
    ]
    assert program("moi").get("complaints/").status_code == 200  # from the same address


def test_a_body_without_its_length_is_no_empty_body(program):
    who = program("moi")
    chunked = who.client.generic(
        "POST", "/api/v1/complaints/", HTTP_TRANSFER_ENCODING="chunked", headers=who.headers
    )
    assert (chunked.status_code, "Content-Length" in chunked.json()["detail"]) == (400, True)
    assert who.post("complaints/", b"").status_code == 422


def test_what_no_database_compares_is_found_nowhere(db):
    nul = "%00%00"
    for path, status in (
        (f"/api/v1/statistics/?state={nul}", 200),
        (f"/api/v1/statistics/{nul}/2026-01/", 404),
        (f"/en/statistics/?state={nul}", 200),
        (f"/en/plan/?state={nul}", 200),
        (f"/en/reports/?whose={nul}&year={nul}", 200),
        ("/en/reports/?whose=bh-x%00y", 200),
        (f"/en/rights/?state={nul}", 200),
        (f"/en/complaints/new/short/?state={nul}", 200),
    ):
        assert Client().get(path).status_code == status, path


def test_bodies_that_are_none(program):
    who = program("nhri")
    key = {"Idempotency-Key": "x" * 20}
    for body, status in (
        ("{", 400),
        ("[" * 100_000, 400),
        ("[]", 422),
        ("null", 422),
        ('"x"', 422),
        ("x" * 3_000_000, 413),
    ):
        answer = who.post("complaints/", body, **key)
        assert answer.status_code == status, (body[:20], answer.content)
    plain = who.client.post(
        "/api/v1/complaints/", b"x", content_type="text/plain", headers={**who.headers, **key}
    )
    assert plain.status_code == 415
