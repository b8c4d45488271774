"""Role × action for every address of the desk that takes a form: doors.csv, held against docs/domain.md.

`y`: the door opens to this role; what else is asked behind it, and the test that proves it, stands in the last two
columns. Steps of the procedure go through one address (`case_act`): tests/workflow/matrix.csv has them by case.
"""

import csv
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.roles import Role, permissions_of
from tests import factories

FILE = Path(__file__).parent / "doors.csv"
ROOT = Path(__file__).parents[2]
ROLES = {
    **{name: frozenset({role}) for name, role in (factories.MINISTRY | factories.NATIONAL).items()},
    "analyst": frozenset({Role.ANALYST}),
    "region": frozenset({Role.REGIONAL_ADMINISTRATOR}),
}
GIVEN = {
    "ReferenceConverter": "BH-7KQ2-9XYZ",
    "UUIDConverter": str(uuid.UUID(int=1)),
    "IntConverter": 1,
    "SlugConverter": "note",
    "StringConverter": "x",
}


def named(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern)
        elif pattern.name:
            yield pattern


def takes_forms():
    """Name → view and address, of every page of complaints that staff alone enter and that does not refuse a POST."""
    found = {}
    for pattern in named(get_resolver()):
        view = pattern.callback
        if not getattr(view, "is_staff_door", False) or not view.__module__.startswith("complaints."):
            continue
        kinds = pattern.pattern.converters.items()
        given = {name: GIVEN[type(one).__name__] for name, one in kinds}
        address = reverse(pattern.name, kwargs=given)
        if Client().post(address).status_code != 405:
            found[pattern.name] = (view, address)
    return found


def rows():
    with FILE.open() as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def test_every_form_of_the_desk_stands_in_the_matrix():
    assert set(rows()) == set(takes_forms())
    assert len(rows()) > 30


def test_a_door_opens_to_the_roles_of_the_matrix():
    matrix = rows()
    for name, (view, _address) in takes_forms().items():
        for role, held in ROLES.items():
            opens = bool(view.permissions & permissions_of(held))
            assert opens is (matrix[name][role] == "y"), (name, role)


def test_what_is_asked_behind_a_door_is_tested_somewhere():
    for name, row in rows().items():
        assert len(row["further"]) > 10, name
        for path in row["tests"].split():
            assert (ROOT / path).is_file(), (name, path)
        assert row["tests"], name


@pytest.mark.django_db
def test_a_closed_door_refuses(world):
    """One of those to whom it is closed, at each address in turn."""
    people, clients, tried = world.bh.people, {}, 0
    matrix = rows()
    for place, (name, (_view, address)) in enumerate(sorted(takes_forms().items())):
        closed = [role for role in people if matrix[name][role] == "n"]
        if not closed:
            continue
        who = closed[place % len(closed)]
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(people[who])
        assert clients[who].post(address).status_code == 403, (name, who)
        tried += 1
    assert tried > 30
