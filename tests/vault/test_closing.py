"""An account is closed or a reading role taken at once: no key stays, and no case vanishes with its holder."""

import pytest
from django.utils import timezone

from accounts.keys.owners import keys_of
from accounts.models import User
from accounts.people import services
from accounts.roles import Role
from common import tenancy
from complaints.models import Departure, Docket, Notice
from complaints.tasks import notify, reading_changed
from record.models import Entry
from record.tasks import drain_one
from tests.vault.test_ministry_keys import assign, file, office, opens, second_supervisor  # noqa: F401
from vault import institutions
from vault.models import Grant, KeyBox, KeyPair, Opening


def name(real, who):
    return f"user:{real.user(who).pk}"


def close(real, who, by="supervisor"):
    services.close(person=real.user(who), reason="They left", by=real.actor(by), now=timezone.now())


def take(real, who, role, by="supervisor"):
    services.take(person=real.user(who), role=role, reason="Moved", by=real.actor(by), now=timezone.now())


def sealed(real, who):
    with tenancy.within("BH"):
        return (
            Grant.objects.filter(recipient=name(real, who)).count()
            + KeyBox.objects.filter(recipient=name(real, who)).count()
            + Opening.objects.filter(owner=name(real, who)).count()
        )


def test_closing_an_account_withdraws_every_key_at_once(office):  # noqa: F811
    case = file(office)
    assign(office, case, "reviewer")
    office.open("reviewer")
    assert sealed(office, "reviewer") > 1
    assert opens(office, "reviewer", case)
    close(office, "reviewer")
    assert sealed(office, "reviewer") == 0
    assert not KeyPair.objects.filter(owner=name(office, "reviewer")).exists()
    assert opens(office, "reviewer", case) == set()
    assert opens(office, "supervisor", case)
    assert office.desk("reviewer").get(f"/en/desk/{case.reference}/").status_code == 302
    with tenancy.within("BH"):
        told = Entry.objects.filter(what="keys_withdrawn", by=office.closed("supervisor").id)
        assert told.count() == 1


def test_the_cases_of_a_closed_account_wait_as_those_of_a_holder_who_left(office):  # noqa: F811
    case = file(office)
    assign(office, case, "reviewer")
    desk = office.desk("supervisor")
    assert "Holder has left" not in desk.get("/en/desk/").content.decode()
    close(office, "reviewer")
    queue = desk.get("/en/desk/?whose=left").content.decode()
    assert case.reference in queue
    assert "has left" in desk.get(f"/en/desk/{case.reference}/").content.decode()
    assert "Holders who have left" in desk.get("/en/desk/handover/").content.decode()
    page = f"/en/desk/handover/person/{office.user('reviewer').pk}/"
    assert desk.get(page).status_code == 200
    office.enrol("reviewer2")
    sent = {"taker": str(office.user("reviewer2").pk), "begin": "on"}
    assert desk.post(page, sent).status_code in (302, 303)
    office.open("supervisor")
    desk.post(f"{page}move/", {"carry": "on"})
    desk.post(f"{page}move/", {"finish": "on"})
    with tenancy.within("BH"):
        assert Docket.objects.get(complaint=case, institution=office.country.moi).assignee == office.user(
            "reviewer2"
        )
        assert Departure.objects.get().finished_at
    assert opens(office, "reviewer2", case)
    assert "Holders who have left" not in desk.get("/en/desk/handover/").content.decode()
    assert "Holder has left" not in desk.get("/en/desk/").content.decode()


def test_only_ones_own_institutions_leavers_are_found(office):  # noqa: F811
    case = file(office)
    assign(office, case, "reviewer")
    close(office, "reviewer")
    page = f"/en/desk/handover/person/{office.user('reviewer').pk}/"
    assert office.desk("head").get(page).status_code == 404
    assert office.desk("reviewer2").get(page).status_code == 403


def test_notices_of_a_case_whose_holder_left_reach_the_approver(office):  # noqa: F811
    case = file(office)
    assign(office, case, "reviewer")
    close(office, "reviewer")
    while drain_one(now=timezone.now()):
        pass
    with tenancy.within("BH"):
        Notice.objects.all().delete()
        entry = Entry.objects.filter(stream=case.stream).latest("pk")
        notify("BH", f"{case.pk}|add_text|{entry.pk}", timezone.now())
        told = set(Notice.objects.values_list("user__email", flat=True))
    assert office.user("reviewer").email not in told
    assert not User.objects.filter(email__in=told, is_active=False).exists()


def test_a_key_nobody_else_holds_stays_sealed_to_who_left(office):  # noqa: F811
    case = file(office)
    assign(office, case, "reviewer")
    with tenancy.within("BH"):
        Grant.objects.filter(recipient=name(office, "supervisor")).delete()
    close(office, "reviewer", by="admin")
    assert sealed(office, "reviewer") > 0
    assert not Opening.objects.filter(owner=name(office, "reviewer")).exists()


def test_a_role_that_reads_takes_its_keys_with_it(office):  # noqa: F811
    case = file(office)
    assign(office, case, "reviewer")
    take(office, "reviewer", Role.REVIEWER)
    assert office.user("reviewer").is_active
    assert sealed(office, "reviewer") == 0
    assert case.reference in office.desk("supervisor").get("/en/desk/?whose=left").content.decode()


def test_a_supervisor_who_becomes_a_reviewer_keeps_only_their_own_cases(office):  # noqa: F811
    user = second_supervisor(office)
    file(office)
    mine = file(office)
    user.memberships.create(
        role=Role.REVIEWER, since=timezone.localdate(), granted_by="a", confirmed_by="b", user=user
    )
    assign(office, mine, "supervisor2")
    take(office, "supervisor2", Role.SUPERVISOR)
    with tenancy.within("BH"):
        assert Entry.objects.filter(what="keys_withdrawn").count() == 0
    while drain_one(now=timezone.now()):
        pass
    with tenancy.within("BH"):
        left = set(Grant.objects.filter(recipient=f"user:{user.pk}").values_list("subject", flat=True))
        reading_changed("BH", str(user.pk), timezone.now())  # a second time changes nothing
    assert left == {mine.pk}


@pytest.mark.parametrize("how", ["close", "take"])
def test_a_reader_of_an_independent_body_loses_its_keys(office, how):  # noqa: F811
    owners = keys_of(office.country.nhri).values()
    if how == "close":
        close(office, "nhri", by="head")
    else:
        take(office, "nhri", Role.NHRI_REVIEWER, by="head")
    for owner in owners:
        assert name(office, "nhri") not in institutions.holders_of(owner)
        assert name(office, "head") in institutions.holders_of(owner)


def test_the_last_holder_of_a_bodys_keys_keeps_their_box(office):  # noqa: F811
    with tenancy.within("BH"):
        for owner in keys_of(office.country.nhri).values():
            institutions.leave(owner=owner, holder=name(office, "nhri"))
    close(office, "head", by="admin")
    for owner in keys_of(office.country.nhri).values():
        assert institutions.holders_of(owner) == {name(office, "head")}
