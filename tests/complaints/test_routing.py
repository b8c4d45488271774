"""Every permutation of the decisive facts against two reviewable tables.

nature_expected.csv says what a case's own facts make of it; routing_expected.csv says who answers then. `*`
stands for every value, `a|b` for either. The tests prove that each table covers every permutation once.
"""

import csv
from collections import defaultdict
from itertools import cycle, product
from pathlib import Path

import pytest

from complaints import routing
from complaints.routing import Access, Facts, Lead, Nature, route
from complaints.vocabulary import GRAVE, Category, Matter, Mode

HERE = Path(__file__).parent
YES_NO = ("yes", "no")
MATTERS = ("complaint", "assistance")
SUBJECTS = ("security_work", "directorate_handling", "nhri_handling")

OF_THE_CASE = {
    "matter": MATTERS,
    "subject": SUBJECTS,
    "screened": YES_NO,
    "category": ("none", "LIB", "TOR", "DIS", "DTH", "GBV", "REP", "COE", "MIG", "CHD", "FRC"),
    "serious_injury": YES_NO,
    "in_custody": YES_NO,
    "danger": YES_NO,
    "imminent_removal": YES_NO,
    "child_victim": YES_NO,
    "violence": YES_NO,
}
DECISIVE = {
    "place": ("here", "elsewhere"),
    "subject": SUBJECTS,
    "outside_security": YES_NO,
    "has_independent": YES_NO,
    "grave_route": ("another_body", "prosecution", "none"),
    "prosecution_consent": YES_NO,
    "matter": MATTERS,
    "mode": ("named", "confidential", "anonymous"),
    "independent_only": YES_NO,
    "nature": ("grave", "protected", "uncategorised", "ordinary"),
}
# Only a complaint about security work waits for a category.
IMPOSSIBLE = {("assistance", subject, "uncategorised") for subject in SUBJECTS} | {
    ("complaint", subject, "uncategorised") for subject in SUBJECTS[1:]
}


def possible(permutation):
    return (permutation["matter"], permutation["subject"], permutation["nature"]) not in IMPOSSIBLE


def permutations(facts):
    return [dict(zip(facts, values, strict=True)) for values in product(*facts.values())]


def expectations(name, facts):
    """Each permutation with the rows that speak of it."""
    with (HERE / name).open(newline="") as file:
        rows = list(csv.DictReader(file))
    said = defaultdict(list)
    for row in rows:
        for field, values in facts.items():
            cell = row[field].split("|")
            assert row[field] == "*" or set(cell) <= set(values), (field, row)
        choices = [facts[field] if row[field] == "*" else row[field].split("|") for field in facts]
        for values in product(*choices):
            said[values].append(row)
    return rows, said


NATURES, NATURE_OF = expectations("nature_expected.csv", OF_THE_CASE)
ROUTES, ROUTE_OF = expectations("routing_expected.csv", DECISIVE)


def raw(permutation):
    """The case's own facts as `Facts` takes them."""
    flags = {name: permutation[name] == "yes" for name, values in OF_THE_CASE.items() if values == YES_NO}
    category = permutation["category"]
    return flags | {
        "matter": permutation["matter"],
        "subject": permutation["subject"],
        "categories": frozenset() if category == "none" else frozenset({category}),
    }


def test_the_table_of_natures_speaks_of_every_permutation_exactly_once():
    wrong = [p for p in product(*OF_THE_CASE.values()) if len(NATURE_OF[p]) != 1]
    assert not wrong
    assert len(NATURE_OF) == len(permutations(OF_THE_CASE))


def test_the_table_of_routes_speaks_of_every_possible_permutation_exactly_once():
    for permutation in permutations(DECISIVE):
        if possible(permutation):
            assert len(ROUTE_OF[tuple(permutation.values())]) == 1, permutation


@pytest.mark.parametrize("table", [NATURES, ROUTES])
def test_no_row_says_the_same_as_another(table):
    rows = [tuple(row.values()) for row in table]
    assert len(rows) == len(set(rows))


def test_every_case_has_the_nature_expected():
    for permutation in permutations(OF_THE_CASE):
        [row] = NATURE_OF[tuple(permutation.values())]
        assert routing.nature(Facts(**raw(permutation))) == row["nature"], permutation


def test_every_permutation_is_routed_as_expected():
    cases = defaultdict(list)
    for permutation in permutations(OF_THE_CASE):
        [row] = NATURE_OF[tuple(permutation.values())]
        cases[permutation["matter"], permutation["subject"], row["nature"]].append(raw(permutation))
    # Each permutation with several of the cases of its nature; over all of them every case has its turn.
    turns = {key: cycle(found) for key, found in cases.items()}
    assert set(turns) == set(product(MATTERS, SUBJECTS, DECISIVE["nature"])) - IMPOSSIBLE
    for permutation in filter(possible, permutations(DECISIVE)):
        [row] = ROUTE_OF[tuple(permutation.values())]
        turn = turns[permutation["matter"], permutation["subject"], permutation["nature"]]
        for _ in range(20):
            check(permutation, next(turn), row)


def check(permutation, case, row):
    flags = ("outside_security", "has_independent", "prosecution_consent", "independent_only")
    facts = Facts(
        **case,
        **{name: permutation[name] == "yes" for name in flags},
        mode=permutation["mode"],
        grave_route=permutation["grave_route"],
        state="BH",
        place_state="BH" if permutation["place"] == "here" else "SA",
        second_state="QA",
    )
    found = route(facts)
    answer = (found.rule, found.lead or "", found.overseer or "", found.authority_access, found.refusal or "")
    assert answer == tuple(
        row[name] for name in ("rule", "lead", "overseer", "authority_access", "refusal")
    ), facts
    assert found.accepted is (row["refusal"] == "")
    assert found.grave is (permutation["nature"] == "grave")
    assert found.linked_copy_for == ("QA" if found.accepted else None)
    assert (permutation["mode"] in found.offered_modes) or not found.accepted


def test_every_rule_is_reached_and_has_one_id():
    ids = [rule.id for rule in routing.RULES]
    assert len(ids) == len(set(ids))
    assert set(ids) == {row["rule"] for row in ROUTES} | {rule for *_, rule, _, _ in SOUGHT}


# has an independent body, the ministry may be told, mode → rule, lead, when the ministry may read
SOUGHT = [
    (True, True, "named", "5a", Lead.INDEPENDENT, Access.NOW),
    (True, True, "confidential", "5a", Lead.INDEPENDENT, Access.NOW),
    (True, True, "anonymous", "5a", Lead.INDEPENDENT, Access.NOW),
    (True, False, "named", "5a", Lead.INDEPENDENT, Access.AFTER_CONSENT_AND_RELEASE),
    (True, False, "confidential", "5a", Lead.INDEPENDENT, Access.AFTER_CONSENT_AND_RELEASE),
    (True, False, "anonymous", "5a", Lead.INDEPENDENT, Access.AFTER_CONSENT_AND_RELEASE),
    (False, True, "named", "5b", Lead.AUTHORITY, Access.NOW),
    (False, True, "anonymous", "5b", Lead.AUTHORITY, Access.NOW),
    (False, True, "confidential", "2-mode", None, Access.NEVER),
    (False, False, "named", "5-telling", None, Access.NEVER),
    (False, False, "anonymous", "5-telling", None, Access.NEVER),
]


@pytest.mark.parametrize(("independent", "may_tell", "mode", "rule", "lead", "access"), SOUGHT)
@pytest.mark.parametrize("danger", [True, False])
@pytest.mark.parametrize("grave_route", ["none", "prosecution", "another_body"])
def test_whoever_is_sought_is_asked_for(independent, may_tell, mode, rule, lead, access, danger, grave_route):
    facts = Facts(
        matter=Matter.CUSTODY,
        has_independent=independent,
        may_tell=may_tell,
        mode=mode,
        in_custody=True,
        danger=danger,
        grave_route=grave_route,
    )
    found = route(facts)
    assert (found.rule, found.lead, found.authority_access) == (rule, lead, access)


@pytest.mark.parametrize("category", Category.values)
@pytest.mark.parametrize("mode", Mode.values)
def test_a_grave_category_never_reaches_the_authority_unreleased(category, mode):
    found = route(Facts(categories=frozenset({category, "LIB"}), mode=mode))
    if category in GRAVE:
        assert found.grave
        assert found.lead == Lead.INDEPENDENT
        assert not found.authority_may_read(released=False, consented=True)
    if found.authority_access == Access.NOW:
        assert category not in GRAVE | {"REP", "COE"}


def test_one_grave_category_among_others_is_enough():
    for grave in GRAVE:
        everything = frozenset(set(Category.values) - GRAVE | {grave})
        assert routing.nature(Facts(categories=everything)) == Nature.GRAVE


def test_screening_an_uncategorised_complaint_to_something_light_opens_it_to_the_directorate():
    before = route(Facts())
    after = route(Facts(categories=frozenset({"INA"}), screened=True))
    assert (before.rule, after.rule) == ("3a", "3e")
    assert not before.authority_may_read(released=False, consented=False)
    assert after.authority_may_read(released=False, consented=False)


def test_a_new_grave_category_takes_the_access_away_again():
    after = route(Facts(categories=frozenset({"INA", "TOR"}), screened=True))
    assert not after.authority_may_read(released=False, consented=False)
    assert not after.authority_may_read(released=True, consented=False)
    assert after.authority_may_read(released=True, consented=True)


def test_released_confidential_text_needs_no_second_consent_and_a_handling_complaint_is_never_read():
    assert route(Facts(mode=Mode.CONFIDENTIAL)).authority_may_read(released=True, consented=False)
    about_them = route(Facts(subject=routing.Subject.DIRECTORATE_HANDLING))
    assert not about_them.authority_may_read(released=True, consented=True)


def test_a_name_is_never_promised_to_be_kept_where_nobody_could():
    assert routing.offered_modes(has_independent=True) == tuple(Mode)
    assert routing.offered_modes(has_independent=False) == (Mode.NAMED, Mode.ANONYMOUS)
    assert Mode.CONFIDENTIAL not in routing.offered_modes(has_independent=True, subject="nhri_handling")


def test_a_second_state_gets_a_linked_copy_unless_it_is_the_same():
    assert route(Facts(state="JO", second_state="EG")).linked_copy_for == "EG"
    assert route(Facts(state="JO", second_state="JO")).linked_copy_for is None
    assert route(Facts(state="JO", place_state="JO", matter=Matter.ASSISTANCE)).rule == "3d"


def test_an_unknown_category_is_a_mistake():
    with pytest.raises(ValueError, match="ZZZ"):
        Facts(categories=frozenset({"ZZZ"}))
