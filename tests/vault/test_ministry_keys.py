"""A ministry's people outside the demonstration: keys of cases handed on, leave, and somebody who goes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actor import SYSTEM, Refused
from accounts.models import Delegation, Membership, State, User
from accounts.roles import Role
from common import tenancy
from complaints.casework import absence, granting, handover
from complaints.casework.services import Given, advance
from complaints.models import Complaint, Departure, Docket, Exclusion, Notice
from complaints.vocabulary import Part
from record.models import Entry
from tests import factories
from tests.casework.conftest import Desks
from tests.vault.conftest import PHRASES
from vault import services as vault
from vault.models import Grant, KeyPair


@pytest.fixture
def office(real):
    """Basil and his supervisor have vaults, as has the NHRI."""
    real.make_keys("head", "nhri").enrol("supervisor", "reviewer")
    return real


def file(real, mode="named"):
    return Desks(factories.World(real.country, real.country, real.country)).file(mode=mode)


def assign(real, case, to, by="supervisor"):
    given = Given(person=real.user(to).pk)
    advance(case=case.pk, action="assign", by=real.actor(by), given=given, now=timezone.now())


def opens(real, name, case):
    with tenancy.within("BH"):
        return set(
            vault.open(state="BH", subject=case.pk, keyring=real.actor(name).keyring, parts=list(Part)).keys
        )


def second_supervisor(real):
    real.country.people["supervisor2"] = user = User.objects.create_user(
        "supervisor2@bh.test", "demo-only", institution=real.country.moi, name_en="Second"
    )
    Membership.objects.create(
        user=user, role=Role.SUPERVISOR, since=timezone.localdate(), granted_by="a", confirmed_by="b"
    )
    PHRASES["supervisor2"] = "nine wooden ladders in the barn"
    real.enrol("supervisor2")
    return user


def test_a_new_supervisor_gets_what_the_other_one_holds(office):
    cases = [file(office) for _ in range(3)]
    hidden = file(office)
    secret = file(office, mode="confidential")
    user = second_supervisor(office)
    with tenancy.within("BH"):
        Exclusion.objects.create(
            state="BH", complaint=hidden, user=user, ground="hand", by="user:x", at=timezone.now()
        )
        assert granting.waiting(office.actor("supervisor")) == [(user, 6)]
    assert granting.hand_on(to=user, by=office.actor("supervisor"), now=timezone.now()) == 6
    for case in cases:
        assert opens(office, "supervisor2", case) == {Part.RELEASED, Part.IDENTITY}
    assert opens(office, "supervisor2", hidden) == set()
    assert opens(office, "supervisor2", secret) == set()
    with tenancy.within("BH"):
        assert granting.waiting(office.actor("supervisor")) == []
        assert Entry.objects.filter(what="grants_handed_on", stream="access:bh-moi").count() == 1


def test_it_goes_on_where_it_was_broken_off(office, monkeypatch):
    cases = [file(office) for _ in range(5)]
    user = second_supervisor(office)
    monkeypatch.setattr(granting, "BATCH", 3)
    real_regrant, calls = vault.regrant, []

    def breaks(**options):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real_regrant(**options)

    monkeypatch.setattr(vault, "regrant", breaks)
    with pytest.raises(KeyboardInterrupt):
        granting.hand_on(to=user, by=office.actor("supervisor"), now=timezone.now())
    with tenancy.within("BH"):
        assert Grant.objects.filter(recipient=f"user:{user.pk}").count() == 6
    assert granting.hand_on(to=user, by=office.actor("supervisor"), now=timezone.now()) == 4
    assert all(opens(office, "supervisor2", case) for case in cases)


def test_who_may_not_hand_on(office):
    file(office)
    user = second_supervisor(office)
    for name in ("reviewer", "head", "nhri"):
        with pytest.raises(Refused):
            granting.hand_on(to=user, by=office.actor(name), now=timezone.now())
    with pytest.raises(vault.Locked):
        granting.hand_on(to=user, by=office.closed("supervisor"), now=timezone.now())
    with pytest.raises(Refused):
        granting.hand_on(to=office.user("nhri"), by=office.actor("supervisor"), now=timezone.now())
    assert not Grant.objects.filter(recipient=f"user:{user.pk}").exists()


def test_a_reviewer_who_made_the_vault_late_gets_the_keys_of_assigned_cases(office):
    case, other = file(office), file(office)
    assign(office, case, "reviewer2")
    office.enrol("reviewer2")
    assert opens(office, "reviewer2", case) == set()
    page = office.desk("supervisor").get("/en/desk/handover/")
    assert "reviewer2 BH" in page.content.decode()
    url = f"/en/desk/handover/keys/{office.user('reviewer2').pk}/"
    mark = granting.holder(office.user("reviewer2"))[0]
    assert mark in office.desk("supervisor").get(url).content.decode()
    locked = office.desk("supervisor").post(url, {"mark": mark})
    assert locked.status_code == 422
    assert "Your vault is closed" in locked.content.decode()
    wrong = office.desk("supervisor").post(url, {"mark": "1", "vault_passphrase": PHRASES["supervisor"]})
    assert "changed in the meantime" in wrong.content.decode()
    assert office.desk("supervisor").post(url, {"mark": mark}).status_code == 303
    assert opens(office, "reviewer2", case) == {Part.RELEASED, Part.IDENTITY}
    assert opens(office, "reviewer2", other) == set()


# --- what was typed -------------------------------------------------------------------------------


def test_a_form_sent_with_a_closed_vault_loses_no_word(office):
    case = file(office)
    assign(office, case, "reviewer")
    desk, url = office.desk("reviewer"), f"/en/desk/{case.reference}/write/"
    assert "Your vault is closed" in desk.get(f"/en/desk/{case.reference}/").content.decode()
    words = "كلمات كُتبت على مهل\n  and went on"
    page = desk.post(url, {"message": words})
    assert page.status_code == 422
    assert words.split("\n")[0] in page.content.decode()
    assert 'name="vault_passphrase"' in page.content.decode()
    page = desk.post(url, {"message": words, "vault_passphrase": "not mine at all, sorry"})
    assert "does not open this vault" in page.content.decode()
    assert words.split("\n")[0] in page.content.decode()
    assert "not mine at all" not in page.content.decode()
    assert desk.post(url, {"message": words, "vault_passphrase": PHRASES["reviewer"]}).status_code == 303
    assert words.split("\n")[0] in desk.get(f"/en/desk/{case.reference}/").content.decode()


# --- leave ----------------------------------------------------------------------------------------


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def arrange(real, by="reviewer", user="reviewer", to="reviewer2", since=0, until=7):
    return absence.arrange(
        user=real.user(user),
        to=real.user(to),
        since=today(since),
        until=today(until),
        by=real.actor(by),
        now=timezone.now(),
    )


def test_a_colleague_stands_in_for_the_days_and_the_record_says_for_whom(office):
    office.enrol("reviewer2")
    case, hidden, own = file(office), file(office), file(office)
    for one in (case, hidden):
        assign(office, one, "reviewer")
    assign(office, own, "reviewer2")
    excluded = {
        "state": "BH",
        "user": office.user("reviewer2"),
        "ground": "hand",
        "by": "x",
        "at": timezone.now(),
    }
    with tenancy.within("BH"):
        Exclusion.objects.create(complaint=hidden, **excluded)
    made = arrange(office)
    assert opens(office, "reviewer2", case) == {Part.RELEASED, Part.IDENTITY}
    assert opens(office, "reviewer2", hidden) == set()
    desk = office.desk("reviewer2")
    assert case.reference in desk.get("/en/desk/?whose=mine").content.decode()
    assert desk.get(f"/en/desk/{hidden.reference}/").status_code == 404
    advance(case=case.pk, action="acknowledge", by=office.actor("reviewer2"), now=timezone.now())
    with tenancy.within("BH"):
        entry = Entry.objects.get(stream=case.stream, what="acknowledge")
    assert entry.by == office.actor("reviewer2").id
    assert f'"for":"user:{office.user("reviewer").pk}"' in entry.details
    assert "for reviewer BH, who was on leave" in desk.get(f"/en/desk/{case.reference}/").content.decode()
    # Assigned meanwhile to whoever is away: the keys go to both.
    later = file(office)
    assign(office, later, "reviewer")
    assert opens(office, "reviewer2", later) == opens(office, "reviewer", later) != set()
    barred = file(office)
    with tenancy.within("BH"):
        Exclusion.objects.create(complaint=barred, **excluded)
    assign(office, barred, "reviewer")
    assert opens(office, "reviewer2", barred) == set() != opens(office, "reviewer", barred)
    absence.end(absence=made, by=office.actor("supervisor"), now=timezone.now())
    assert opens(office, "reviewer2", case) == opens(office, "reviewer2", later) == set()
    assert opens(office, "reviewer2", own) == opens(office, "reviewer", case) != set()
    with pytest.raises(Refused):
        advance(case=case.pk, action="admit", by=office.actor("reviewer2"), now=timezone.now())


def test_it_ends_with_its_last_day_and_a_sweep_takes_the_keys(office):
    office.enrol("reviewer2")
    case = file(office)
    assign(office, case, "reviewer")
    arrange(office)
    assert office.actor("reviewer2").stands_for == {office.user("reviewer").pk}
    Delegation.objects.update(since=today(-9), until=today(-1))
    assert office.actor("reviewer2").stands_for == frozenset()
    with tenancy.within("BH"):
        for expected in (1, 0):
            assert absence.end_past(State.objects.get(pk="BH"), now=timezone.now()) == expected
        assert Entry.objects.get(what="absence_ended").by == SYSTEM.id
    assert opens(office, "reviewer2", case) == set()
    assert opens(office, "supervisor", case) != set()


def test_giving_the_case_to_a_third_person_takes_the_keys_from_both(office):
    office.enrol("reviewer2")
    user = User.objects.create_user("third@bh.test", "x", institution=office.country.moi)
    Membership.objects.create(user=user, role=Role.REVIEWER, since=today(), granted_by="a", confirmed_by="b")
    case = file(office)
    assign(office, case, "reviewer")
    arrange(office)
    advance(
        case=case.pk,
        action="assign",
        by=office.actor("supervisor"),
        now=timezone.now(),
        given=Given(person=user.pk),
    )
    assert opens(office, "reviewer2", case) == opens(office, "reviewer", case) == set()


def test_a_holder_who_became_a_supervisor_keeps_the_keys(office):
    office.enrol("reviewer2")
    case, user = file(office), office.user("reviewer")
    assign(office, case, "reviewer")
    Membership.objects.create(
        user=user, role=Role.SUPERVISOR, since=today(), granted_by="a", confirmed_by="b"
    )
    assign(office, case, "reviewer2")
    assert opens(office, "reviewer", case) == opens(office, "reviewer2", case) != set()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"since": -1}, "past"),
        ({"since": 3, "until": 2}, "order"),
        ({"until": 200}, "long"),
        ({"to": "reviewer"}, "same"),
        ({"to": "nhri"}, "same"),
        ({"to": "registry"}, "role"),
        ({"to": "supervisor"}, "role"),
    ],
)
def test_what_cannot_be_arranged_is_told(office, options, why):
    with pytest.raises(absence.NotPossible) as refused:
        arrange(office, **options)
    assert refused.value.why == why
    assert not Delegation.objects.exists()


def test_nobody_stands_in_twice_or_while_away(office):
    arrange(office)
    for options in (
        {"to": "reviewer2"},
        {"user": "reviewer2", "to": "reviewer"},
    ):
        with pytest.raises(absence.NotPossible):
            arrange(office, by="supervisor", **options)
    with pytest.raises(Refused):
        arrange(office, by="reviewer2", since=20, until=22)
    with pytest.raises(Refused):
        arrange(office, by="nhri", since=20, until=22)


def test_keys_go_along_only_from_an_open_vault_and_the_page_keeps_what_was_typed(office):
    office.enrol("reviewer2")
    case = file(office)
    assign(office, case, "reviewer")
    fields = {
        "user": str(office.user("reviewer").pk),
        "to": str(office.user("reviewer2").pk),
        "since": today(1).isoformat(),
        "until": today(9).isoformat(),
    }
    desk = office.desk("reviewer")
    page = desk.post("/en/desk/handover/leave/", fields)
    assert page.status_code == 422
    assert fields["until"] in page.content.decode()
    assert not Delegation.objects.exists()
    done = desk.post("/en/desk/handover/leave/", fields | {"vault_passphrase": PHRASES["reviewer"]})
    assert done.status_code == 303
    assert opens(office, "reviewer2", case) == {Part.RELEASED, Part.IDENTITY}
    number = Delegation.objects.get().pk
    assert office.desk("nhri").post(f"/en/desk/handover/leave/{number}/end/").status_code == 404
    assert desk.post(f"/en/desk/handover/leave/{number}/end/").status_code == 303
    assert Delegation.objects.get().ended_by == office.actor("reviewer").id


def test_at_the_nhri_a_colleague_reads_with_the_institutions_key(office):
    office.enrol("nhri2")
    from accounts.keys import selectors, services

    people = selectors.holders(office.country.nhri, office.actor("head"))
    mark = next(one.mark for one in people if one.user == office.user("nhri2"))
    services.hand_on(to=office.user("nhri2"), mark=mark, by=office.actor("head"), now=timezone.now())
    case = file(office, mode="confidential")
    assign(office, case, "nhri", by="head")
    desk = office.desk("nhri2")
    office.open("nhri2")
    assert (
        "open only to whoever the case is assigned to"
        in desk.get(f"/en/desk/{case.reference}/").content.decode()
    )
    arrange(office, by="nhri", user="nhri", to="nhri2")
    assert "السوق القديم" in desk.get(f"/en/desk/{case.reference}/").content.decode()


# --- somebody goes --------------------------------------------------------------------------------


def depart(real, by="supervisor", user="reviewer", taker="reviewer2"):
    return handover.begin(
        user=real.user(user),
        taker=real.user(taker) if taker else None,
        ended_taker=None,
        by=real.actor(by),
        now=timezone.now(),
    )


def held_by(real, name):
    with tenancy.within("BH"):
        return set(Docket.objects.filter(assignee=real.user(name)).values_list("complaint_id", flat=True))


def test_staff_leave_and_their_cases_do_not_vanish(office, monkeypatch):
    office.enrol("reviewer2")
    cases = [file(office) for _ in range(7)]
    for case in cases:
        assign(office, case, "reviewer")
    hidden, wanted = cases[3], file(office)
    with tenancy.within("BH"):
        Exclusion.objects.create(
            state="BH",
            complaint=hidden,
            user=office.user("reviewer2"),
            ground="hand",
            by="x",
            at=timezone.now(),
        )
        Docket.objects.filter(complaint=wanted, institution=office.country.moi).update(
            wanted_by=office.user("reviewer")
        )
        Notice.objects.create(
            state="BH",
            complaint=cases[0],
            user=office.user("reviewer"),
            what="write",
            cause="77",
            at=timezone.now(),
        )
        held = handover.holdings(office.user("reviewer"))
        assert (held.open_cases, held.asked_for, held.only_theirs) == (7, 1, 0)
        assert handover.excluded_from(office.user("reviewer"), office.user("reviewer2")) == 1
    departure = depart(office)
    with pytest.raises(handover.NotPossible):
        depart(office)
    with pytest.raises(handover.NotPossible):
        handover.finish(departure=departure, by=office.actor("supervisor"), now=timezone.now())
    # The server dies in the middle of the second batch: what was moved stays, the rest is still theirs.
    monkeypatch.setattr(handover, "BATCH", 3)
    real_move, calls = handover._move, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return real_move(*args)

    monkeypatch.setattr(handover, "_move", dies)
    with pytest.raises(KeyboardInterrupt):
        handover.carry_on(departure=departure, by=office.actor("supervisor"), now=timezone.now())
    everything = {case.pk for case in cases}
    with tenancy.within("BH"):
        moved = set(Entry.objects.filter(what="handed_over").values_list("stream", flat=True))
    assert len(moved) == 3
    assert (
        len(held_by(office, "reviewer")) + len(held_by(office, "reviewer2")) + (hidden.stream in moved) >= 7
    )
    assert User.objects.get(pk=office.user("reviewer").pk).is_active
    monkeypatch.setattr(handover, "_move", real_move)
    assert handover.carry_on(departure=departure, by=office.actor("supervisor"), now=timezone.now()) == 0
    assert held_by(office, "reviewer") == set()
    assert held_by(office, "reviewer2") == everything - {hidden.pk}
    with tenancy.within("BH"):
        assert Entry.objects.filter(what="handed_over").count() == 8  # one a case, none twice
        assert Docket.objects.filter(assignee=None, complaint=hidden, institution=office.country.moi).exists()
        assert Notice.objects.get(cause="77").user == office.user("reviewer2")
    for case in cases:
        expected = set() if case == hidden else {Part.RELEASED, Part.IDENTITY}
        assert opens(office, "reviewer2", case) == expected
    handover.finish(departure=departure, by=office.actor("supervisor"), now=timezone.now())
    handover.finish(departure=departure, by=office.actor("supervisor"), now=timezone.now())  # twice is once
    gone = office.user("reviewer")
    assert not gone.is_active
    assert not Membership.objects.on(today()).filter(user=gone).exists()
    assert not KeyPair.objects.filter(owner=f"user:{gone.pk}").exists()
    with tenancy.within("BH"):
        assert not Grant.objects.filter(recipient=f"user:{gone.pk}").exists()
        assert Departure.objects.get().moved == 8
        assert Complaint.objects.count() == 8
        assert Entry.objects.filter(what="departure_finished").count() == 1
    for case in cases:
        assert opens(office, "supervisor", case)


def test_keys_nobody_else_holds_stay_sealed_and_are_told_before(office):
    """The only supervisor goes without having handed keys on: an account ends, a key is not destroyed."""
    case = file(office)
    departure = depart(office, by="admin", user="supervisor", taker=None)
    page = office.desk("admin").get(f"/en/desk/handover/person/{office.user('supervisor').pk}/move/")
    assert "keys are held by nobody else here" in page.content.decode()
    handover.finish(departure=departure, by=office.actor("admin"), now=timezone.now())
    assert not office.user("supervisor").is_active
    with tenancy.within("BH"):
        name = f"user:{office.user('supervisor').pk}"
        assert Grant.objects.filter(recipient=name, subject=case.pk).count() == 2
        assert KeyPair.objects.filter(owner=name).exists()


def test_who_goes_from_the_nhri_leaves_a_new_epoch_due(office):
    office.enrol("nhri2")
    departure = depart(office, by="head", user="nhri", taker=None)
    handover.finish(departure=departure, by=office.actor("head"), now=timezone.now())
    # The last but one holder: the head holds both keys, so the other's boxes go and a new epoch is due.
    due = KeyPair.objects.filter(owner__startswith="institution", is_due=True)
    assert due.count() == 2
    office.open("head")
    assert "A new epoch is due" in office.desk("head").get("/en/desk/vault/").content.decode()


def test_handing_over_by_pages(office):
    office.enrol("reviewer2")
    case = file(office)
    assign(office, case, "reviewer")
    person, desk = office.user("reviewer").pk, office.desk("supervisor")
    url = f"/en/desk/handover/person/{person}/"
    fields = {"taker": str(office.user("reviewer2").pk), "ended_taker": ""}
    assert "What they hold" in desk.get(url).content.decode()
    preview = desk.post(url, fields)
    assert preview.status_code == 200
    assert "Open cases go to reviewer2 BH" in preview.content.decode()
    assert held_by(office, "reviewer") == {case.pk}
    assert desk.post(url, fields | {"begin": "on"})["Location"].endswith("/move/")
    assert "still to move: 1" in desk.get(url + "move/").content.decode()
    assert "reviewer BH" in desk.get("/en/desk/handover/").content.decode()
    desk.post(url + "move/", {"carry": "on"})
    assert held_by(office, "reviewer2") == {case.pk}
    assert desk.post(url + "move/", {"finish": "on"}).status_code == 303
    assert not office.user("reviewer").is_active
    # Moved without a vault: the keys wait on the supervisor's page.
    assert opens(office, "reviewer2", case) == set()
    assert "reviewer2 BH" in desk.get("/en/desk/handover/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("reviewer2", 403), ("registry", 403), ("head", 404), ("nhri", 403), ("liaison", 403), ("admin", 200)],
)
def test_whose_door_it_is(office, name, status):
    person = office.user("reviewer").pk
    for path in (f"handover/person/{person}/", f"handover/person/{person}/move/"):
        answer = office.desk(name).get(f"/en/desk/{path}", follow=True)
        assert answer.status_code == status
    own = office.desk("supervisor").get(f"/en/desk/handover/person/{office.user('supervisor').pk}/")
    assert own.status_code == 403
