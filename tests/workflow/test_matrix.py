"""Role × case × what: the table of roles in docs/domain.md, transcribed by hand into matrix.csv.

A cell reads queue row, released text, original text, identity (y yes, n no, r with a recorded reason), then the
parts played in the workflow; `-` is a case that does not exist for them.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from accounts.actor import Refused, staff
from accounts.models import InstitutionKind
from accounts.roles import Role
from common import tenancy
from complaints.casework import selectors
from complaints.casework.queue.finding import Search
from complaints.casework.queue.narrowing import Wanted
from complaints.casework.services import Given, advance, allowed
from complaints.models import Complaint, Docket, Exclusion
from complaints.vocabulary import Part, Stage
from tests import factories
from tests.workflow.declared import ACTIONS, LETTERS, TABLE
from tests.workflow.scene import NOW, filed, trial
from vault import services as vault

STAGES = (Stage.SCREENING, Stage.INVESTIGATING, Stage.DECIDED, Stage.WITHDRAWN)
MINISTRY = ("registry", "reviewer", "supervisor", "admin")


def matrix():
    with (Path(__file__).parent / "matrix.csv").open() as file:
        for row in csv.DictReader(file):
            role = row.pop("role")
            for name, cell in row.items():
                yield role, name, cell


@dataclass
class Seen:
    """One case as the test holds it, whoever may see it."""

    case: Complaint
    dockets: list


@pytest.fixture
def actors(world):
    secretariat = factories.institution(
        "XX", InstitutionKind.SECRETARIAT, "secretariat", "الأمانة", "Secretariat"
    )
    people = dict(world.bh.people)
    people["analyst"] = factories.person("analyst", secretariat, Role.ANALYST)
    people["region"] = factories.person("region", secretariat, Role.REGIONAL_ADMINISTRATOR)
    return {name: staff(user) for name, user in people.items()}


@pytest.fixture
def cases(world):
    """Each column's case."""
    with tenancy.within("BH"):
        made = {
            "named_assigned": case(world.bh, "named", reviewer=True, nhri=True),
            "named_unassigned": case(world.bh, "named"),
            "confidential": case(world.bh, "confidential"),
            "confidential_assigned": case(world.bh, "confidential", nhri=True),
            "released": case(world.bh, "confidential", release=True),
            "released_assigned": case(world.bh, "confidential", release=True, reviewer=True, nhri=True),
            "grave": case(world.bh, "named", categories=("TOR",), nhri=True),
            "excluded": case(world.bh, "named", reviewer=True, nhri=True),
        }
        for user in world.bh.people.values():
            exclude(made["excluded"].case, user)
    with tenancy.within("EG"):
        made["elsewhere"] = case(world.eg, "named", reviewer=True, nhri=True)
    return made


def case(country, mode, *, categories=("FRC",), release=False, reviewer=False, nhri=False):
    pk, _ = filed(country.state.code, mode=mode, categories=categories)
    steps = [
        (release, "release", "head", Given(text="No names")),
        (reviewer, "assign", "supervisor", Given(person=country.people["reviewer"].pk)),
        (nhri, "assign", "head", Given(person=country.people["nhri"].pk)),
    ]
    for wanted, action, name, given in steps:
        if wanted:
            advance(case=pk, action=action, by=country.actor(name), now=NOW, given=given)
    dockets = list(Docket.objects.filter(complaint=pk).select_related("institution"))
    return Seen(Complaint.objects.get(pk=pk), dockets)


def exclude(case, user):
    Exclusion.objects.create(state=case.state, complaint=case, user=user, ground="hand", by="user:x", at=NOW)
    vault.revoke(subject=case.pk, recipients=[f"user:{user.pk}"])


def seen(actor, reference):
    """The four letters of a cell, as the selectors have it."""
    docket = selectors.docket(actor, reference)
    queue = Search(actor, Wanted(words=reference, status="all"), NOW).page().rows
    if docket is None:
        assert not queue
        return "-"
    at_once, with_reason = selectors.readable(actor, docket), selectors.readable_with_reason(actor, docket)
    letters = [
        "y" if part in at_once else "r" if part in with_reason else "n"
        for part in (Part.RELEASED, Part.ORIGINAL, Part.IDENTITY)
    ]
    return ("y" if [row.pk for row in queue] == [docket.pk] else "n") + "".join(letters)


def test_who_sees_what(actors, cases):
    cells = 0
    for role, name, cell in matrix():
        with tenancy.within("BH"):
            assert seen(actors[role], cases[name].case.reference) == cell.split()[0], (role, name)
        cells += 4
    assert cells >= 390


def test_the_keys_of_the_ministry_say_the_same(actors, cases):
    """For the ministry a refusal is no matter of the page alone: it has no key."""
    for role, name, cell in matrix():
        if role not in MINISTRY:
            continue
        letters = cell.split()[0].ljust(4, "n") if cell != "-" else "nnnn"
        with tenancy.within("BH"):
            opened = vault.open(
                state="BH", subject=cases[name].case.pk, keyring=actors[role].keyring, parts=list(Part)
            )
        for part, letter in zip((Part.RELEASED, Part.ORIGINAL, Part.IDENTITY), letters[1:], strict=True):
            assert (part in opened) == (letter != "n"), (role, name, part)


def test_who_does_what(actors, cases):
    cells = 0
    for role, name, cell in matrix():
        plays = {LETTERS[letter] for letter in ([*cell.split(), ""])[1]}
        for stage in STAGES:
            held = cases[name]
            held.case.stage = stage
            with tenancy.within("BH"):
                found = {row.action for row in allowed(case=held.case, by=actors[role], dockets=held.dockets)}
            for action in ACTIONS:
                who = TABLE.get(("complaint", stage, action), (frozenset(),))[0]
                expected = bool(who & plays)
                assert (action in found) is expected, (role, name, stage, action)
                cells += 1
    assert cells >= 20_000


def test_what_is_not_offered_is_refused(actors, cases):
    """The services refuse it too, whatever the page showed."""
    tried = 0
    for role, name, cell in matrix():
        if cell != "-":
            continue
        with tenancy.within("BH"), trial():
            for action in ("note", "write", "assign", "exclude"):
                given = Given(reason="x", message="x", person=actors["reviewer"].user_id)
                with pytest.raises((Refused, Complaint.DoesNotExist)):
                    advance(case=cases[name].case.pk, action=action, by=actors[role], now=NOW, given=given)
                tried += 1
    assert tried > 200
