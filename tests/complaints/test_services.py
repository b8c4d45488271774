"""Place → service → authority → mandate: every state with every service against a reviewable table, and in time."""

import csv
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from accounts import reference
from accounts.answering import Mandate, Service, SupervisedService
from accounts.keys.selectors import has_keys
from accounts.models import Institution
from complaints import routing, sealing
from complaints.bodies import bodies_in, bodies_of
from complaints.routing import Facts, GraveRoute, Lead
from tests import factories
from vault import services as vault

UNKNOWN = "unknown"
SERVICES = (UNKNOWN, *Service.values)


def table():
    with (Path(__file__).parent / "services_expected.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            services = SERVICES if row["service"] == "*" else row["service"].split("|")
            for state, service in product(row["state"].split("|"), services):
                yield (state, service), row | {"authority": row["authority"].format(state=state.lower())}


def test_the_table_speaks_of_every_state_and_service_exactly_once():
    keys = [key for key, _ in table()]
    states = [row["code"] for row in reference.read("states")["states"]]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(product(states, SERVICES))


def rule(bodies, service, **facts):
    asked = Facts(
        state="BH",
        has_independent=bodies.independent(service) is not None,
        grave_route=bodies.grave_route(GraveRoute.NONE, service),
        **facts,
    )
    return routing.route(asked).rule


@pytest.mark.django_db
def test_every_state_and_service_is_answered_as_expected(django_assert_num_queries):
    reference.load()
    states = {state for (state, _), _ in table()}
    with django_assert_num_queries(4):
        found = {state: bodies.as_mandated() for state, bodies in bodies_in(states).items()}
    for (state, named), row in table():
        bodies, service = found[state], "" if named == UNKNOWN else named
        independent, other = bodies.independent(service), bodies.other_body(service)
        answer = {
            "authority": bodies.authority(service).code,
            "independent": independent.code if independent else "",
            "other_body": other.code if other else "",
            "ordinary": rule(bodies, service, categories=frozenset({"CON"})),
            "grave": rule(bodies, service, categories=frozenset({"TOR"})),
            "confidential": rule(bodies, service, categories=frozenset({"CON"}), mode="confidential"),
        }
        assert answer == {name: row[name] for name in answer}, (state, named)


@pytest.fixture
def ombudsman(db):
    """A state without an NHRI that sends grave cases to an ombudsman for prisons."""
    country = factories.country("ZZ", nhri=False, grave_route="another_body")
    body = factories.institution("ZZ", "other_body", "ombudsman", "ديوان", "Ombudsman", mandates=["prisons"])
    factories.enrol_institution(body)
    return country, body


def test_whoever_has_no_keys_yet_receives_nothing(world):
    nhri = factories.institution("ZZ", "nhri", "nhri", "المؤسسة", "Institution", mandates=["police"])
    vault.enrol_institution(owner=sealing.content_key(nhri), holders=[])
    bodies = bodies_of("ZZ")
    assert bodies.independent("police") is None  # names could not be sealed to it yet
    assert bodies.as_mandated().independent("police") == nhri
    assert not has_keys(nhri)
    vault.enrol_institution(owner=sealing.identity_key(nhri), holders=[])
    assert bodies_of("ZZ").independent("police") == nhri
    prosecution = factories.institution("ZZ", "prosecution", "pp", "النيابة", "Prosecution")
    assert bodies_of("ZZ").grave_route("prosecution", "police") == "none"
    vault.enrol_institution(owner=sealing.content_key(prosecution), holders=[])
    assert bodies_of("ZZ").of(Lead.PROSECUTION, "police") == prosecution


def test_another_body_takes_what_its_mandate_says_and_nothing_else(ombudsman):
    _, body = ombudsman
    bodies = bodies_of("ZZ")
    assert bodies.of(Lead.OTHER_BODY, "prisons") == body
    assert bodies.grave_route("another_body", "prisons") == "another_body"
    assert bodies.of(Lead.OTHER_BODY, "police") is None
    assert bodies.grave_route("another_body", "police") == "none"
    assert bodies.grave_route("prosecution", "prisons") == "none"  # there is none


def test_a_mandate_holds_from_its_day_and_ends_on_one(world):
    nhri, today = world.bh.nhri, timezone.localdate()
    Mandate.objects.create(
        institution=nhri, service="police", valid_from=today + timedelta(days=3), is_held=False
    )
    Mandate.objects.create(institution=nhri, service="customs", valid_from=today + timedelta(days=3))
    assert bodies_of("BH").independent("police") == nhri
    assert bodies_of("BH").independent("customs") is None
    later = bodies_in(["BH"], on=today + timedelta(days=3))["BH"]
    assert later.independent("police") is None
    assert later.independent("customs") == nhri


def test_a_service_passes_to_another_authority_from_a_day_on(world):
    justice = Institution.objects.create(
        code="bh-justice", state="BH", kind="authority", name_ar="العدل", name_en="Justice"
    )
    today = timezone.localdate()
    SupervisedService.objects.create(
        state="BH", service="prisons", authority=justice, valid_from=today, name_ar="س", name_en="Prisons"
    )
    assert bodies_of("BH").authority("prisons") == justice
    assert bodies_of("BH").authority("police") == world.bh.moi
    assert bodies_of("BH").authority("") == world.bh.moi
    assert bodies_in(["BH"], on=date(2020, 1, 1))["BH"].authority("prisons") == world.bh.moi
