"""The invented activities of the register."""

from collections import Counter
from datetime import date

from complaints.demo import activities
from tests.content.test_data import PLAN

TODAY = date(2026, 11, 21)


def some():
    return list(activities(seed=11, today=TODAY))


def test_about_forty_in_four_states_over_24_months():
    made = some()
    assert Counter(activity.state for activity in made) == {"BH": 10, "EG": 10, "MA": 10, "JO": 10}
    assert all(activity.start <= activity.end < TODAY for activity in made)
    assert min(activity.start for activity in made) > date(2024, 11, 10)


def test_they_serve_measures_of_the_plan_and_say_that_they_are_invented():
    measures = {measure["code"] for measure in PLAN["measures"]}
    for activity in some():
        assert set(activity.measures) <= measures
        assert activity.note_ar == "بيانات تجريبية"
        assert activity.title_ar
        assert activity.title_en


def test_the_nhri_confirms_disputes_and_has_not_got_round_to_some_with_reasons():
    made = some()
    assert {activity.verification for activity in made} == {"confirmed", "disputed", "not_assessed"}
    for activity in made:
        assert (
            bool(activity.reason_ar) == bool(activity.reason_en) == (activity.verification != "not_assessed")
        )


def test_the_same_seed_gives_the_same_activities():
    assert some() == some()


def test_counted_kinds_of_the_plan_are_kinds_of_activities():
    kinds = {activity.kind for seed in range(5) for activity in activities(seed=seed, today=TODAY)}
    counted = {
        kind
        for measure in PLAN["measures"]
        for indicator in measure["indicators"]
        for kind in indicator.get("counts", {}).get("kinds", [])
    }
    assert counted <= kinds
