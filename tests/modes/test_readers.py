"""What is promised before sending, what is computed afterwards, and what keys really open: the same three times."""

import itertools

import pytest

from accounts.actor import Refused, staff
from common import tenancy
from complaints import readers, sealing
from complaints.bodies import bodies_of
from complaints.casework import opening, selectors
from complaints.casework.services import Given, advance
from complaints.intake.services import NotReceived, route_of
from complaints.intake.submission import Submission
from complaints.models import Complaint, Docket, Text
from complaints.routing import Access, Lead
from complaints.vocabulary import Part
from tests.workflow.scene import NOW, filed, holder
from vault import services as vault

MODES = ("named", "confidential", "anonymous")
CATEGORIES = ((), ("MED",), ("TOR",), ("REP",), ("CHD", "FRC"), ("MIG",))
FACTS = (
    {},
    {"danger": True},
    {"independent_only": True},
    {"circumstances": ("injury",), "held": True},
    {"circumstances": ("sexual_violence",)},
)


def promised(route, mode):
    """Who may open what of a fresh case, by institution's part and permission, as the page before sending says."""
    ministry_reads = route.lead in (Lead.AUTHORITY, Lead.PANEL) and route.authority_access is Access.NOW
    nhri_has_it = Lead.INDEPENDENT in (route.lead, route.overseer)
    part = Part.RELEASED if ministry_reads else Part.ORIGINAL
    allowed = set()
    if ministry_reads:
        allowed.add(("moi", "supervisor", Part.RELEASED))
        if mode == "named":
            allowed.add(("moi", "supervisor", Part.IDENTITY))
    if nhri_has_it:
        allowed.add(("nhri", "nhri_head", part))
        if mode != "anonymous":
            allowed.add(("nhri", "nhri_head", Part.IDENTITY))
        if ministry_reads:
            allowed.add(("nhri", "nhri_reviewer", Part.RELEASED))
    return allowed


def computed(case):
    return {
        (one.institution.code.partition("-")[2], one.role.value, one.part)
        for one in readers.readers_of(case, on=NOW.date())
    }


def opens(actor, case):
    """What somebody's keys and pages open together, tried and not looked up."""
    docket = selectors.docket(actor, case.reference)
    keys = sealing.open_case(case, actor.keyring)
    doors = (
        selectors.readable(actor, docket) | selectors.readable_with_reason(actor, docket) if docket else ()
    )
    there = readers.parts_there(case)
    return {part for part in there if part in doors and _opens(keys, part, case)}


def _opens(keys, part, case):
    if part == Part.IDENTITY:
        return part in keys
    texts = [text for text in Text.objects.filter(complaint=case) if sealing.part_of(text, case) == part]
    return any(keys.opens(text) for text in texts)


@pytest.mark.parametrize("state", ["BH", "ZZ"])
def test_the_promise_before_sending_is_what_the_grants_allow(world, state):
    country, tried, cells = getattr(world, state.lower()), 0, 0
    actors = [staff(user) for user in country.people.values()] + [world.carim, world.eg.actor("head")]
    for mode, categories, facts in itertools.product(MODES, CATEGORIES, FACTS):
        named = {} if mode != "anonymous" else {"name": "", "email": ""}
        told = {"mode": mode, "categories": categories, **facts, **named}
        with tenancy.within(state):
            sent = Submission(state=state, matter="complaint", narrative="x", language="en", **told)
            route = route_of(sent, bodies_of(state), country.state.grave_route)
            try:
                pk, _ = filed(state, **told)
            except NotReceived:
                assert route.refusal or route.lead is None
                continue
            case = Complaint.objects.get(pk=pk)
            wanted = promised(route, mode)
            assert computed(case) == wanted, (told, route.rule)
            tried += 1
            for actor in actors if tried % 6 == 1 else ():
                who = (actor.institution.code.partition("-")[2], *sorted(actor.roles))
                mine = actor.state == state
                expected = {part for body, role, part in wanted if mine and (body, role) == who}
                assert opens(actor, case) == expected, (told, actor.user_id)
                cells += 1
    assert (tried, cells) >= ((60, 150) if state == "BH" else (5, 10)), (tried, cells)


def stories(world):
    """Confidential cases at every turn that touched the ministry."""
    head, supervisor = world.bh.actor("head"), world.bh.actor("supervisor")

    def do(case, action, by, **given):
        advance(case=case, action=action, by=by, now=NOW, given=Given(**given))

    for number in range(8):
        named = number in (2, 3, 6)
        pk, done = filed(mode="named" if named else "confidential")
        amal = holder("BH", pk, done.code)
        if named:
            if number == 3:
                do(pk, "assign", supervisor, person=world.bh.people["reviewer"].pk)
            do(pk, "change_mode", amal, mode="confidential")
        if number in (1, 3, 4, 5):
            do(pk, "release", head, text="No names")
        if number in (1, 3):
            do(pk, "assign", supervisor, person=world.bh.people["reviewer"].pk)
        if number == 4:
            do(pk, "recategorise", head, categories=("TOR",), reason="Beaten")
        if number == 5:
            do(pk, "change_mode", amal, mode="named")
            do(pk, "change_mode", amal, mode="confidential")
        if number == 6:
            do(pk, "release", head, text="No names either")
        if number == 7:
            do(pk, "assign", head, person=world.bh.people["nhri"].pk)
        yield Complaint.objects.get(pk=pk)


def test_no_ministry_account_opens_a_confidential_identity_by_any_path(world, client):
    attempts, opened = 0, 0
    accounts = [
        world.bh.people[name] for name in ("registry", "reviewer", "reviewer2", "supervisor", "admin")
    ]
    accounts.append(world.eg.people["supervisor"])
    with tenancy.within("BH"):
        cases = list(stories(world))
    for user in accounts:
        actor = staff(user)
        client.force_login(user)
        for case in cases:
            with tenancy.within("BH"):
                assert case.mode == "confidential"
                docket = (
                    Docket.objects.filter(complaint=case).select_related("complaint", "institution").first()
                )
                doors = selectors.readable(actor, docket) | selectors.readable_with_reason(actor, docket)
                opened += Part.IDENTITY in doors
                every = sealing.Opened(case, _every_key(case, actor))
                for number in range(1, 9):  # each key the name may ever have had
                    opened += sealing.compartment(Part.IDENTITY, number) in every.keys
                    attempts += 1
                opened += not _refused(docket, actor)
                opened += any(
                    one.person == user.pk and one.part == Part.IDENTITY
                    for one in readers.readers_of(case, on=NOW.date())
                )
                attempts += 3
            base = f"/en/desk/{case.reference}"
            path = f"{base}/open/identity/"
            for answer in (client.get(path), client.post(path, {"reason": "I want to know who it was"})):
                opened += answer.status_code not in (403, 404)
                attempts += 1
            page = client.get(f"{base}/").content.decode()
            opened += "Amal" in page or "amal@" in page
            attempts += 1
    assert attempts >= 500
    assert opened == 0


def _every_key(case, actor):
    """Whatever the vault gives this actor of any key the case ever had."""
    names = [sealing.compartment(part, number) for part in Part for number in range(1, 9)]
    return dict(vault.open(state="BH", subject=case.pk, keyring=actor.keyring, parts=names).keys)


def _refused(docket, actor):
    try:
        opening.look(docket=docket, part=Part.IDENTITY, by=actor).key(Part.IDENTITY)
    except (Refused, vault.Locked):
        return True
    return False
