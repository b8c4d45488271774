"""The data files: complete, sourced, and marked where something is invented."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from common.languages import MONTHS

ROOT = Path(__file__).parents[2]
DEMO_STATES = {"BH", "EG", "MA", "JO"}
SERVICES = {"police", "prisons", "gendarmerie", "border_guard", "customs", "intelligence"}


def read(path):
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


STATES = read("accounts/data/states.yaml")["states"]
INSTITUTIONS = read("accounts/data/institutions.yaml")["institutions"]
UNITS = read("accounts/data/units.yaml")
PLAN = read("reporting/data/plan-public-sources.yaml")


def test_the_22_states_of_the_league():
    codes = "AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE"
    assert " ".join(row["code"] for row in STATES) == codes


@pytest.mark.parametrize("row", STATES, ids=lambda row: row["code"])
def test_a_state_is_usable_and_sourced(row):
    ZoneInfo(row["zone"])
    assert row["months"] in MONTHS
    assert set(row["weekend"]) <= set(range(7))
    assert row["weekend"]
    assert row["weekend_source"]
    assert row["weekend_confirmed"] or row["weekend_note"]
    assert all(len(language) == 2 for language in row["languages"])
    assert bool(row["emergency_number"]) == bool(row["emergency_source"])
    for key in ("weekend_as_of", "emergency_as_of"):
        assert row[key] is None or date.fromisoformat(str(row[key]))


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
    assert row["source"]
    assert set(row["mandates"]) | set(row["services"]) <= SERVICES
    assert row["ganhri"]["status"] in ("", "A", "B")
    assert bool(row["ganhri"]["status"]) == bool(row["ganhri"]["source"])
    assert 1 <= row["reporting_year_start_month"] <= 12
    assert row["reporting_year_start_month"] == 1 or row["reporting_year_source"]


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
    by_code = {row["code"]: row for row in UNITS["units"]}
    governorates = {row["code"] for rows in UNITS["governorates"].values() for row in rows}
    institutions = {row["code"] for row in INSTITUTIONS}
    for row in UNITS["units"]:
        if row["parent"]:
            parent = by_code[row["parent"]]
            assert (parent["state"], parent["service"]) == (row["state"], row["service"])
            assert row["invented"]
            assert "تجريبية" in row["name_ar"]
            assert "demo" in row["name_en"]
        else:
            assert row["authority"] in institutions
        assert not row["governorate"] or row["governorate"] in governorates
        assert len(row["code"]) <= 40


def test_governorates_of_the_demo_states():
    counts = {state: len(rows) for state, rows in UNITS["governorates"].items()}
    assert counts == {"BH": 4, "EG": 27, "MA": 12, "JO": 12}


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
    assert len(codes) == len(set(codes)) == 38
    assert functions == {
        "acknowledged_in_time",
        "decided_in_time",
        "complaints_received",
        "nhri_questions_answered_in_20_days",
    }
