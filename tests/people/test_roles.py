"""Two people give a role, one takes it; the table of who may is written out by hand."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actor import Refused
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.people import rules, services
from accounts.roles import Role
from common import tenancy
from record.models import Entry
from record.verification import verify
from tests.people.conftest import NOW

# role given, where → who may propose it · who may sign it (but never both with one hand).
GIVERS = {
    ("clerk", "ministry"): ("supervisor admin admin2", "supervisor admin"),
    ("reviewer", "ministry"): ("supervisor admin admin2", "supervisor admin"),
    ("supervisor", "ministry"): ("supervisor admin admin2", "supervisor admin"),
    ("administrator", "ministry"): ("admin admin2", "admin admin2"),
    ("clerk", "nhri"): ("head admin admin2", "head admin2"),
    ("nhri_reviewer", "nhri"): ("head admin admin2", "head admin2"),
    ("nhri_head", "nhri"): ("head admin admin2", "head admin2"),
    ("liaison", "nhri"): ("head admin admin2", "head admin2"),
    ("auditor", "nhri"): ("head admin admin2", "head admin2"),
    ("administrator", "nhri"): ("admin admin2", "admin admin2"),
    # Nobody there keeps staff, so an administrator of an independent body stands in; the ministry's never.
    ("nhri_head", "ombudsman"): ("admin admin2", "admin2"),
    ("nhri_reviewer", "ombudsman"): ("admin admin2", "admin2"),
    ("analyst", "region"): ("regional", "regional"),
    ("regional_administrator", "region"): ("regional", "regional"),
}
NEVER = [
    ("nhri_reviewer", "ministry"),
    ("nhri_head", "ministry"),
    ("auditor", "ministry"),
    ("reviewer", "nhri"),
    ("supervisor", "nhri"),
    ("analyst", "nhri"),
    ("regional_administrator", "ministry"),
    ("administrator", "region"),
    ("supervisor", "ombudsman"),
]


def test_every_role_is_proposed_and_signed_by_those_of_the_table_alone(office):
    cells = 0
    for (role, at), (proposers, signers) in GIVERS.items():
        person = office.newcomer(at)
        for name in office.people:
            actor = office.actor(name)
            mine = (name in proposers.split(), name in signers.split())
            assert rules.may_propose(actor, Role(role), office.at[at]) is mine[0], (name, role, at, "propose")
            assert rules.may_confirm(actor, Role(role), person) is mine[1], (name, role, at, "sign")
            cells += 2
    assert cells >= 500


@pytest.mark.parametrize(("role", "at"), NEVER)
def test_a_role_that_an_institution_does_not_have_is_nobodys_to_give(office, role, at):
    person = office.newcomer(at)
    for name in list(office.people):
        with pytest.raises(Refused):
            services.give(person=person, role=Role(role), reason="x", by=office.actor(name), now=NOW)


def proposed(office, person, role="reviewer", by="supervisor"):
    return services.give(person=person, role=Role(role), reason="سبب", by=office.actor(by), now=NOW)


def holds(person, role):
    return person.memberships.on(NOW.date()).filter(role=role).exists()


def test_a_role_is_held_once_a_second_person_signs(office):
    person = office.newcomer("ministry")
    change = proposed(office, person)
    assert not holds(person, "reviewer")

    changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)

    held = person.memberships.get()
    assert (held.granted_by, held.confirmed_by) == (office.actor("supervisor").id, office.actor("admin").id)


def test_nobody_signs_what_they_proposed(office):
    change = proposed(office, office.newcomer("ministry"))
    with pytest.raises(Refused):
        changes.confirm(change=change.pk, by=office.actor("supervisor"), now=NOW)


def test_nobody_signs_for_themselves(office):
    admin = office.people["admin"]
    change = proposed(office, admin, "supervisor")
    with pytest.raises(Refused):
        changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)


@pytest.mark.parametrize("name", ["head", "nhri", "admin2", "auditor", "reviewer", "regional", "stranger"])
def test_the_ministrys_roles_are_signed_inside_the_ministry(office, name):
    change = proposed(office, office.newcomer("ministry"))
    with pytest.raises(Refused):
        changes.confirm(change=change.pk, by=office.actor(name), now=NOW)


def test_the_ministry_cannot_fill_the_nhris_desks(office):
    person = office.newcomer("nhri")
    change = proposed(office, person, "nhri_head", by="admin")
    for name in ("supervisor", "reviewer", "registry"):
        with pytest.raises(Refused):
            changes.confirm(change=change.pk, by=office.actor(name), now=NOW)
    changes.confirm(change=change.pk, by=office.actor("head"), now=NOW)
    assert holds(person, "nhri_head")


def test_the_database_refuses_one_hand_for_both(office):
    person = office.newcomer("ministry")
    change = proposed(office, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(change).objects.filter(pk=change.pk).update(
            confirmed_by=change.proposed_by, confirmed_at=NOW, applied_by="x", applied_at=NOW
        )


def test_one_person_takes_a_role_at_once(office):
    person = office.people["reviewer"]
    services.take(person=person, role=Role.REVIEWER, reason="سبب", by=office.actor("supervisor"), now=NOW)
    assert not holds(person, "reviewer")


def test_a_role_taken_is_given_again_by_two(office):
    person = office.people["reviewer"]
    services.take(person=person, role=Role.REVIEWER, reason="سبب", by=office.actor("supervisor"), now=NOW)
    change = proposed(office, person)
    assert not holds(person, "reviewer")
    changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)
    assert holds(person, "reviewer")


@pytest.mark.parametrize("name", ["reviewer", "head", "nhri", "auditor", "analyst", "stranger", "roleless"])
def test_others_take_nothing(office, name):
    with pytest.raises(Refused):
        services.take(
            person=office.people["reviewer2"],
            role=Role.REVIEWER,
            reason="سبب",
            by=office.actor(name),
            now=NOW,
        )


def test_an_auditor_holds_no_other_role(office):
    auditor = office.people["auditor"]
    with pytest.raises(Unacceptable):
        proposed(office, auditor, "nhri_reviewer", by="head")
    reviewer = office.people["nhri"]
    with pytest.raises(Unacceptable):
        proposed(office, reviewer, "auditor", by="head")


def test_one_person_closes_an_account_and_two_open_it(office):
    person = office.people["reviewer"]
    services.close(person=person, reason="سبب", by=office.actor("supervisor"), now=NOW)
    person.refresh_from_db()
    assert not person.is_active
    assert not person.memberships.on(NOW.date()).exists()

    change = services.reopen(person=person, reason="سبب", by=office.actor("supervisor"), now=NOW)
    person.refresh_from_db()
    assert not person.is_active
    changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)
    person.refresh_from_db()
    assert person.is_active
    assert not person.memberships.on(NOW.date()).exists()


def test_a_closed_account_is_given_no_role(office):
    person = office.people["reviewer"]
    services.close(person=person, reason="سبب", by=office.actor("supervisor"), now=NOW)
    person.refresh_from_db()
    with pytest.raises(Unacceptable):
        proposed(office, person, "clerk")


def test_a_proposal_overtaken_by_closing_gives_nothing(office):
    person = office.newcomer("ministry")
    change = proposed(office, person)
    services.close(person=person, reason="سبب", by=office.actor("admin"), now=NOW)
    with pytest.raises((changes.Ended, changes.Stale, Unacceptable)):
        changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)
    assert not person.memberships.exists()


def test_nobody_closes_their_own(office):
    with pytest.raises(Refused):
        services.close(person=office.people["admin"], reason="x", by=office.actor("admin"), now=NOW)


def test_a_lost_second_step_is_renewed_by_two(office):
    from allauth.mfa.models import Authenticator

    person = office.people["reviewer"]
    Authenticator.objects.create(user=person, type="totp", data={})
    client = Client()
    client.force_login(person)
    change = services.renew(person=person, reason="سبب", by=office.actor("supervisor"), now=NOW)
    assert Authenticator.objects.filter(user=person).exists()
    changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/en/desk/").headers["Location"].startswith("/en/accounts/login/")


def test_everything_stands_in_the_chain_without_names(office):
    person = office.newcomer("ministry")
    change = proposed(office, person)
    changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)
    services.close(person=person, reason="سبب خاص", by=office.actor("admin"), now=NOW)
    with tenancy.within("BH"):
        entries = list(Entry.objects.filter(stream="settings:BH").order_by("seq"))
    told = [entry.what for entry in entries]
    assert told == ["change_proposed", "change_confirmed", "change_made", "change_proposed", "change_made"]
    words = json.dumps([entry.details for entry in entries], ensure_ascii=False)
    for secret in (person.email, person.name_ar, "سبب"):
        assert secret not in words
    assert verify(state="BH").breaks == ()


def test_the_public_log_says_nothing_of_people(office):
    proposed(office, office.newcomer("ministry"))
    page = Client().get("/en/changes/").content.decode()
    assert "reviewer" not in page.lower()
