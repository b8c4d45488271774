"""The data files: complete, sourced, and marked where something is invented."""

import re
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from accounts.answering import Service
from accounts.models import UnitKind
from common.languages import MONTHS
from complaints.vocabulary import AssistanceKind, Category

ROOT = Path(__file__).parents[2]
DEMO_STATES = {"BH", "EG", "MA", "JO"}
SERVICES = set(Service.values)


def read(path):
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


STATES = read("accounts/data/states.yaml")["states"]
INSTITUTIONS = read("accounts/data/institutions.yaml")["institutions"]
SUPERVISED = read("accounts/data/services.yaml")
GOVERNORATES = read("accounts/data/governorates.yaml")["governorates"]
REFERRAL = read("accounts/data/referral.yaml")["bodies"]
UNITS = read("accounts/data/units.yaml")["units"]
PLAN = read("reporting/data/plan-public-sources.yaml")


def test_the_22_states_of_the_league():
    codes = "AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE"
    assert " ".join(row["code"] for row in STATES) == codes


DATED = re.compile(r"\b(19|20)\d\d\b")


def is_sourced(source, as_of):
    """A source that says when it was current: by a date, or by a year among its words."""
    return bool(source) and bool((as_of and date.fromisoformat(str(as_of))) or DATED.search(source))


@pytest.mark.parametrize("row", STATES, ids=lambda row: row["code"])
def test_a_state_is_usable_and_every_fact_sourced_or_blank(row):
    ZoneInfo(row["zone"])
    assert row["months"] in MONTHS
    assert set(row["weekend"]) <= set(range(7))
    assert is_sourced(row["weekend_source"], row["weekend_as_of"]) == bool(row["weekend"])
    assert row["weekend_confirmed"] or row["weekend_note"]
    assert row["languages"]
    assert all(len(language) == 2 for language in row["languages"])
    assert is_sourced(row["emergency_source"], row["emergency_as_of"]) == bool(row["emergency_number"])
    assert not row["emergency_number"] or row["emergency_number"].isdigit()


def test_every_state_has_its_interior_ministry_and_at_most_one_national_institution():
    for state in STATES:
        own = [row for row in INSTITUTIONS if row["state"] == state["code"]]
        [interior] = [row for row in own if row["interior"]]
        assert (interior["kind"], interior["generic"]) == ("authority", True)
        assert "–" in interior["name_ar"]
        assert len([row for row in own if row["kind"] == "nhri"]) <= 1


def test_weekends_that_working_day_clocks_rely_on():
    weekends = {row["code"]: row["weekend"] for row in STATES}
    assert weekends["BH"] == weekends["EG"] == weekends["JO"] == [4, 5]
    assert weekends["MA"] == weekends["AE"] == weekends["TN"] == [5, 6]


@pytest.mark.parametrize("row", INSTITUTIONS, ids=lambda row: row["code"])
def test_an_institution_says_where_its_facts_come_from(row):
    assert row["code"].startswith(row["state"].lower() + "-")
    assert row["kind"] in {"authority", "nhri", "other_body", "prosecution", "secretariat"}
    assert row["name_ar"]
    assert row["name_en"]
    assert row["generic"] or is_sourced(row["source"], row["as_of"])
    assert row["kind"] != "authority" or not row["mandates"]
    assert set(row["mandates"]) <= SERVICES
    status = row.get("ganhri", {"status": "", "source": "", "as_of": None})
    assert status["status"] in ("", "A", "B")
    assert is_sourced(status["source"], status["as_of"]) == bool(status["status"])
    assert 1 <= row["reporting_year_start_month"] <= 12
    assert row["reporting_year_start_month"] == 1 or row["reporting_year_source"]


def test_services_are_supervised_by_authorities_of_their_state_or_by_nobody_known():
    kinds = {row["code"]: (row["state"], row["kind"]) for row in INSTITUTIONS}
    assert set(SUPERVISED["names"]) == SERVICES
    for row in SUPERVISED["authorities"]:
        assert kinds[row["authority"]] == (row["state"], "authority")
        assert is_sourced(row["source"], row["as_of"])
    assert {(row["state"], row["service"]): row["authority"] for row in SUPERVISED["authorities"]} == {
        ("MA", "prisons"): "ma-dgapr",
        ("MA", "gendarmerie"): "ma-gr",
    }


@pytest.mark.parametrize("row", REFERRAL, ids=lambda row: row["code"])
def test_a_referral_body_is_sourced(row):
    assert row["code"].startswith(row["state"].lower() + "-")
    assert is_sourced(row["source"], row["as_of"])
    assert set(row["categories"]) <= set(Category.values)
    assert set(row["assistance_kinds"]) <= set(AssistanceKind.values)
    assert row["helps_ar"]
    assert row["helps_en"]


def test_the_institutions_of_the_contract():
    codes = {row["code"] for row in INSTITUTIONS}
    named = {
        "bh-moi",
        "bh-nihr",
        "bh-ombudsman",
        "eg-moi",
        "eg-nchr",
        "ma-moi",
        "ma-cndh",
        "jo-moi",
        "jo-nchr",
    }
    assert named | {"xx-secretariat"} <= codes
    assert len(codes) == len(INSTITUTIONS)
    months = {row["code"]: row["reporting_year_start_month"] for row in INSTITUTIONS}
    assert (months["bh-ombudsman"], months["eg-nchr"]) == (5, 7)


def test_units_form_a_tree_of_marked_inventions():
    by_code = {row["code"]: row for row in UNITS}
    governorates = {row["code"] for rows in GOVERNORATES.values() for row in rows}
    for row in UNITS:
        assert row["kind"] in UnitKind.values
        if row["parent"]:
            parent = by_code[row["parent"]]
            assert (parent["state"], parent["service"]) == (row["state"], row["service"])
            assert row["invented"]
            assert "تجريبية" in row["name_ar"]
            assert "demo" in row["name_en"]
        else:
            assert row["kind"] == "service"
        assert not row["governorate"] or row["governorate"] in governorates
        assert len(row["code"]) <= 40


def test_governorates_of_all_22_states():
    counts = {state: len(rows) for state, rows in GOVERNORATES.items()}
    assert set(counts) == {row["code"] for row in STATES}
    assert (counts["BH"], counts["EG"], counts["MA"], counts["JO"]) == (4, 27, 12, 12)
    assert (counts["TN"], counts["SA"], counts["AE"], counts["YE"], counts["PS"]) == (24, 13, 7, 22, 16)
    for state, rows in GOVERNORATES.items():
        assert len({row["code"] for row in rows}) == len(rows)
        assert all(row["code"].startswith(f"{state}-") and len(row["code"]) <= 8 for row in rows)
        assert all(re.search("[\u0621-\u064a]", row["name_ar"]) and row["name_en"] for row in rows)


def test_the_plan_is_the_twelve_measures_and_claims_nothing_more():
    assert [measure["code"] for measure in PLAN["measures"]] == [str(number) for number in range(1, 13)]
    assert PLAN["plan"]["phases"] == []
    assert "وليست نص الخطة المرحلية" in PLAN["plan"]["title_ar"]
    assert "not the text of the phased plan" in PLAN["plan"]["title_en"]
    text = (ROOT / "reporting/data/plan-public-sources.yaml").read_text("utf-8")
    assert "baseline:" not in text
    assert "target:" not in text


def test_each_indicator_is_proposed_here_and_knows_its_source():
    addressees = {row["code"]: row for row in PLAN["addressees"]}
    codes, functions = [], set()
    for measure in PLAN["measures"]:
        assert measure["source"].startswith(("Okaz, 12 Sep 2025", "KUNA, 18 Dec 2024"))
        assert measure["scores_states"] == addressees[measure["addressee"]]["scores_states"]
        for indicator in measure["indicators"]:
            codes.append(indicator["code"])
            assert indicator["label"] == "proposed_by_this_site"
            assert indicator["code"].split(".")[0] == measure["code"]
            assert (indicator["source"] == "activities") == ("counts" in indicator)
            assert (indicator["source"] == "computed") == bool(indicator["function"])
            functions |= {indicator["function"]} - {""}
    assert len(codes) == len(set(codes)) == 39
    assert functions == {
        "acknowledged_in_time",
        "decided_in_time",
        "complaints_received",
        "nhri_questions_answered_in_20_days",
        "recommendations_verified_of_accepted",
        "remedies_verified",
        "users_who_found_it_clear",
    }
