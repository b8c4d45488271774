"""Whether a ministry's staff learn, from what their pages show or no longer show, of the complainant's safety answers
or of exclusions that are none of their affair: by name, role by role, step by step."""

import re
from difflib import unified_diff

import pytest
from django.test import Client

from accounts.roles import PERMISSIONS, Permission, Role
from complaints.casework import offering, reading, selectors, services
from complaints.casework.services import Given
from complaints.models import Docket, SafetyTelling
from tests.factories import MINISTRY, NATIONAL
from tests.procedure.test_safety import asked, ring
from tests.workflow.scene import NOW, Scene, filed, holder

TELLS = {"follow_up_safety", "lift_exclusion", "answer_safety"}
PAGES = {
    "supervisor": ("", "team/", "team/exclusions/", "safety/", "notices/"),
    "reviewer": ("", "notices/"),
}
CASE_PAGES = {
    "supervisor": (
        "",
        "readers/",
        "checklist/",
        "tasks/",
        "letters/",
        "exclude/",
        "lift_exclusion/",
        "assign/",
    ),
    "reviewer": ("", "readers/", "related/", "proceedings/", "note/"),
}
"""Whatever else there is shows these again; whom it is no business of at all is asked for the case file alone."""
ONCE = re.compile(r'name="(?:csrfmiddlewaretoken|once|begun)" value="[^"]*"')


@pytest.fixture
def clients(world):
    """Everybody of Bahrain's ministry, signed in."""
    found = {}
    for name in MINISTRY:
        found[name] = Client()
        found[name].force_login(world.bh.people[name])
    return found


def unreleased(_opened, world):
    """A case that the NHRI keeps to itself."""
    case, done = filed(mode="confidential", now=NOW)
    actors = {"amal": holder("BH", case, done.code), "head": world.bh.actor("head")}
    at = Scene(world, case, done.code, actors, {}, "")
    at.move("assign", "head", Given(person=world.bh.people["nhri"].pk))
    return at


KINDS = {
    "led by the ministry": lambda opened, _world: opened("ministry"),
    "led by the NHRI": unreleased,
    "shared": lambda opened, _world: opened("independent"),  # which released a text to the ministry
}


def opened_by(world, case, name):
    """The case file as somebody has it, with the moves allowed them; nothing for whom the case does not exist."""
    actor = world.bh.actor(name)
    docket = selectors.docket(actor, case.reference)
    if docket is None:
        return None, []
    file = reading.CaseFile(actor, docket, world.bh.state, NOW, "en")
    return file, services.allowed(case=case, by=actor, dockets=file.dockets, is_seen=True)


def offered(world, case, name):
    """The steps that the case file offers somebody, by name; None to whom the case does not exist."""
    file, moves = opened_by(world, case, name)
    return [move.action for move in offering.offered(moves, file)] if file else None


def next_of(world, case, name):
    """The step that offers itself to somebody as what comes next."""
    file, moves = opened_by(world, case, name)
    step = offering.next_of(offering.onwards(offering.offered(moves, file), file), file)
    return step and step.action


def pages(client, case, name):
    """What somebody gets at addresses of the case and of the desk, to the letter."""
    paths = [f"{case.reference}/{page}" for page in CASE_PAGES.get(name, ("",))]
    answers = {path: client.get(f"/en/desk/{path}") for path in (*paths, *PAGES.get(name, ()))}
    return {
        path: (answer.status_code, answer.headers.get("Location", ""), ONCE.sub("", answer.content.decode()))
        for path, answer in answers.items()
    }


def same(before, after):
    """Page by page; the first line that differs is told."""
    for name, shown in after.items():
        for path, answer in shown.items():
            was, told = before[name][path], f"{path} as {name} sees it"
            assert answer[:2] == was[:2], told
            assert not [*unified_diff(was[2].splitlines(), answer[2].splitlines(), lineterm="", n=0)], told


def tell(at):
    """Of harm, by answering and by a report; nobody has followed it up."""
    asked(at)
    at.move("answer_safety", "amal", Given(safety="harmed", message="They waited at the school"))
    at.move("report_reprisal", "amal", Given(message="Again today"))
    ring()


@pytest.mark.parametrize("kind", KINDS)
def test_no_role_of_a_ministry_tells_a_told_case_from_an_untold_one(opened, world, clients, kind):
    at = KINDS[kind](opened, world)
    case = at.row()
    ring()  # what was done so far
    for client in clients.values():  # that a file was opened is told on its own page, once
        client.get(f"/en/desk/{case.reference}/")
    steps = {name: offered(world, case, name) for name in clients}
    shown = {name: pages(client, case, name) for name, client in clients.items()}
    assert (steps["reviewer"] is None) == (kind == "led by the NHRI")
    assert steps["registry"] is steps["admin"] is None
    assert not TELLS & {step for held in steps.values() for step in held or ()}

    tell(at)
    assert next_of(world, case, "nhri") == "follow_up_safety"
    assert {name: offered(world, case, name) for name in clients} == steps, "of safety"
    at.move("exclude", "head", Given(person=world.bh.people["nhri2"].pk, reason="A cousin of hers"))
    ring()
    assert "lift_exclusion" in offered(world, case, "head")
    assert {name: offered(world, case, name) for name in clients} == steps, "of an exclusion"
    same(shown, {name: pages(client, case, name) for name, client in clients.items()})


def test_an_exclusion_is_offered_to_be_lifted_to_whoever_may_lift_it(opened, world, clients):
    """The ministry's own, by hand, by its supervisor; what others decided about its people is not for it to lift."""
    at, people = opened("ministry"), world.bh.people
    before = {name: offered(world, at.row(), name) for name in clients}
    at.move("exclude", "head", Given(person=people["reviewer2"].pk, reason="Serves in the unit"))
    after = {name: offered(world, at.row(), name) for name in clients}
    assert after["reviewer2"] is None
    assert {**after, "reviewer2": []} == {**before, "reviewer2": []}
    at.move("lift_exclusion", "head", Given(person=people["reviewer2"].pk, reason="No longer"))
    at.move("exclude", "supervisor", Given(person=people["reviewer2"].pk, reason="A neighbour"))
    assert "lift_exclusion" in offered(world, at.row(), "supervisor")
    assert offered(world, at.row(), "reviewer") == before["reviewer"]


def test_a_panel_inside_a_ministry_is_told_nothing_that_it_could_follow_up(opened, world):
    """The independent body has the case no more; what was told to it while it had waits for nobody here."""
    at = opened("ministry")
    tell(at)
    Docket.objects.filter(complaint=at.case, institution=world.bh.nhri).delete()
    assert SafetyTelling.objects.filter(complaint=at.case, followed_at=None).exists()
    steps = offered(world, at.row(), "supervisor")
    assert "exclude" in steps
    assert not TELLS & set(steps)


def test_only_roles_of_an_independent_body_may_know_of_safety():
    """The table itself: whoever gains this permission is told, so a ministry's role must not."""
    knowing = {role for role, allows in PERMISSIONS.items() if Permission.INDEPENDENT in allows}
    assert knowing == {Role.NHRI_REVIEWER, Role.NHRI_HEAD}
    assert not knowing & set(MINISTRY.values())
    assert knowing <= set(NATIONAL.values())
