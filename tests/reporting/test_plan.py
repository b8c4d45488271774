"""The plan's file: what it changes is shown first, loading twice changes nothing, mistakes have a place."""

from datetime import date

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.actor import SYSTEM
from reporting import dictionary, indicators, plan_file, plan_loading, progress
from reporting.models import Indicator, Measure, Plan, Reading
from reporting.nodes import FileRefused
from tests.reporting.conftest import NOW, PLAN


def load(data, **options):
    return plan_loading.load(plan_file.parse(data), by=SYSTEM, now=NOW, **options)


@pytest.fixture
def data():
    return yaml.safe_load(PLAN.read_text())


def test_the_shipped_plan_has_twelve_measures_and_invents_nothing(plan):
    assert Measure.objects.count() == 12
    assert not Indicator.objects.exclude(baseline=None, target=None).exists()
    assert not Plan.objects.get().is_official


def test_loading_twice_changes_nothing(plan, data):
    assert load(data) == []


def test_a_dry_run_tells_and_changes_nothing(plan, data):
    data["measures"][0]["title_en"] = "Another title"
    lines = load(data, dry_run=True)
    assert [line for line in lines if line.startswith("~ measure 1: title_en:")]
    assert Measure.objects.get(code="1").title_en != "Another title"


def test_what_left_the_file_leaves_the_plan(plan, data):
    gone = data["measures"].pop()
    assert f"- measure {gone['code']}" in load(data)
    assert not Measure.objects.filter(code=gone["code"]).exists()


@pytest.fixture
def reading(plan):
    return Reading.objects.create(
        state="BH",
        indicator=Indicator.objects.get(code="12.O.1"),
        start=date(2025, 1, 1),
        end=date(2025, 12, 31),
        value=40,
        evidence="Letter 12",
        entered_by="user:x",
        entered_at=NOW,
    )


def test_an_indicator_with_readings_stays(reading, data):
    data["measures"].pop()
    with pytest.raises(FileRefused, match=r"12\.O\.1"):
        load(data)


def test_what_has_readings_by_hand_is_not_counted_from_then_on_in_the_same_version(reading, data):
    row = next(one for m in data["measures"] for one in m["indicators"] if one["code"] == "12.O.1")
    row |= {"source": "computed", "function": "decided_in_time"}
    with pytest.raises(FileRefused, match=r"12\.O\.1"):
        load(data)
    load(
        data | {"plan": data["plan"] | {"version": "2"}}
    )  # readings stay under the version they were made under
    assert reading.indicator.plan.version != progress.current_plan().version == "2"
    row["code"] = "12.O.2"  # one that nobody read
    data["measures"][11]["indicators"].append({**row, "code": "12.O.1", "source": "manual", "function": ""})
    load(data)
    assert Indicator.objects.get(code="12.O.2").function == "decided_in_time"


def test_every_named_function_is_in_the_dictionary_and_every_indicator_a_suggestion(plan):
    named = set(Indicator.objects.exclude(function="").values_list("function", flat=True))
    assert {"remedies_verified", "recommendations_verified_of_accepted"} <= named
    assert all(dictionary.of(f"plan.{name}") for name in (*indicators.COMPUTED, "activities", "manual"))
    assert set(Indicator.objects.values_list("label", flat=True)) == {"proposed_by_this_site"}


def test_a_new_version_leaves_readings_where_they_are(reading, data):
    data["plan"]["version"] = "2026-01-01"
    load(data)
    assert Plan.objects.count() == 2
    assert Plan.objects.get(is_current=True).version == "2026-01-01"
    assert Reading.objects.get().indicator.plan.version == "2025-09-12"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda d: d["measures"][2]["indicators"][0].pop("title_ar"), "measures[2].indicators[0].title_ar"),
        (lambda d: d["measures"][2]["indicators"][1].update(function="magic"), "measures[2].indicators[1]"),
        (
            lambda d: d["measures"][0]["indicators"][0].update(adds_up=True),
            "measures[0].indicators[0].adds_up",
        ),
        (lambda d: d["measures"][0].update(addressee="mars"), "measures[0].addressee"),
        (lambda d: d["measures"][1].update(code="1"), "measures[1].code"),
        (lambda d: d["plan"].update(status="official"), "plan.status"),
        (lambda d: d["plan"].update(starts_on="soon"), "plan.starts_on"),
        (lambda d: d.update(surprise=1), "surprise"),
        (lambda d: d.update(measures="none"), "measures"),
        (
            lambda d: d["measures"][0]["indicators"][0].update(target="ten"),
            "measures[0].indicators[0].target",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(data, spoil, place):
    spoil(data)
    with pytest.raises(FileRefused) as refused:
        plan_file.parse(data)
    assert any(mistake.startswith(place) for mistake in refused.value.mistakes)


def test_the_same_file_is_loaded_as_another_version(plan):
    call_command("load_plan", str(PLAN), as_version="2026-1")
    assert progress.current_plan().version == "2026-1"
    assert Plan.objects.count() == 2
    for wrong in ("", " ", "x" * 41):
        with pytest.raises(CommandError, match="1 to 40 characters"):
            call_command("load_plan", str(PLAN), f"--as-version={wrong}")


@pytest.mark.parametrize("content", [b"", b"[]", b"plan: [", b"\xff\xfe", b"plan: 1"])
def test_what_is_no_plan_is_refused_in_words(ombudsman, tmp_path, content):
    file = tmp_path / "plan.yaml"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_plan", str(file))
    assert not Plan.objects.exists()
