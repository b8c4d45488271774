"""Inquiries after somebody who is held: what is open to them, what makes no sense for them, and their day."""

from datetime import timedelta

import pytest

from accounts.answering import SupervisedService
from accounts.models import State, User
from complaints import clocks, sealing, tasks, workflow
from complaints.casework.queue.finding import Search
from complaints.casework.queue.narrowing import Wanted
from complaints.casework.services import Given, Unmet, allowed
from complaints.casework.step import Place
from complaints.models import Clock, Docket
from complaints.vocabulary import OPEN, Part
from complaints.workflow import NotInTable
from record.models import Entry
from tests import factories
from tests.workflow.scene import NOW

HOUR = timedelta(hours=1)
OF_COMPLAINTS = {
    *("recategorise", "merge", "refer", "transfer", "offer_settlement", "settle", "preserve_evidence"),
    *("ask_examination", "propose_rejection", "propose_finding", "release_to_court", "reject"),
}


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_nothing_of_an_examination_is_offered(stage):
    offered = {row.action for row in workflow.moves_from(stage, "custody")}
    assert not offered & OF_COMPLAINTS
    assert {"assign", "change_mode", "correct_place", "note", "write"} <= offered


def test_the_desk_offers_what_finds_somebody(opened):
    at = opened("ministry", "custody")
    dockets = list(Docket.objects.filter(complaint=at.case).select_related("institution"))
    offered = {row.action for row in allowed(case=at.row(), by=at.actors["nhri"], dockets=dockets)}
    assert "report_whereabouts" in offered
    assert not offered & OF_COMPLAINTS


@pytest.mark.parametrize("action", ["recategorise", "transfer", "preserve_evidence", "merge"])
def test_what_is_not_in_the_table_is_refused(opened, action):
    at = opened("ministry", "custody")
    with pytest.raises(NotInTable):
        at.move(action, "nhri", Given(reason="No sense", categories=("TOR",)))


def test_it_is_withdrawn_only_once_somebody_independent_asked_whoever_is_held(opened):
    at = opened("ministry", "custody")
    with pytest.raises(Unmet):
        at.move("withdraw", "amal")
    with pytest.raises(Unmet):
        at.move("confirm_withdrawal", "nhri")
    at.move("ask_withdrawal", "amal")
    assert at.row().stage == "received"
    assert Clock.objects.filter(complaint=at.case, kind="custody", ended_at=None).exists()
    at.move("confirm_withdrawal", "nhri")
    assert at.row().stage == "withdrawn"
    assert not Clock.objects.filter(complaint=at.case, ended_at=None).exists()


def test_without_a_name_the_family_stays_unknown_to_the_ministry(opened, world):
    at = opened("ministry", "custody")
    at.move("change_mode", "amal", Given(mode="confidential"))
    case = at.row()
    assert case.mode == "confidential"
    for name in ("reviewer", "supervisor"):
        assert Part.IDENTITY not in sealing.open_case(case, world.bh.actor(name).keyring)
    assert Part.IDENTITY in sealing.open_case(case, world.bh.actor("head").keyring)


def test_it_goes_to_the_authority_of_the_prisons(opened, world):
    body = factories.institution("BH", "authority", "justice", "العدل", "Justice")
    SupervisedService.objects.filter(state="BH", service="prisons").update(authority=body)
    jailer = factories.person("jailer", body, factories.Role.SUPERVISOR)
    at = opened("ministry", "custody")
    at.move("correct_place", "nhri", Given(place=Place("prisons"), reason="A prison"))
    held = set(Docket.objects.filter(complaint=at.case).values_list("institution__code", flat=True))
    assert "bh-moi" not in held
    assert "bh-justice" in held or at.row().service == "prisons"
    assert User.objects.filter(pk=jailer.pk).exists()
    for name in ("reviewer", "supervisor"):
        assert not sealing.open_case(at.row(), world.bh.actor(name).keyring).keys


def test_the_sweep_escalates_after_its_day_and_again_after_half_a_day(opened):
    at = opened("ministry", "custody")
    clock = Clock.objects.get(complaint=at.case, kind="custody", ended_at=None)
    state = State.objects.get(pk="BH")
    assert tasks.escalate(state, now=clock.due_at - HOUR) == 0
    tasks.escalate(state, now=clock.due_at + HOUR)
    tasks.escalate(state, now=clock.due_at + HOUR)
    clock.refresh_from_db()
    assert clock.escalated == 1
    tasks.escalate(state, now=clock.due_at + 13 * HOUR)
    clock.refresh_from_db()
    assert clock.escalated == 2
    assert Entry.objects.filter(stream=at.row().stream, what="overdue").count() == 2


def test_the_queue_shows_inquiries_alone_when_asked(opened, world):
    at = opened("ministry", "custody")
    other = opened("ministry", "complaint")
    for matter, shown in (("custody", at), ("complaint", other)):
        rows = Search(world.bh.actor("supervisor"), Wanted(matter=matter), NOW).page().rows
        assert shown.case in {row.complaint_id for row in rows}
        assert {row.matter for row in rows} == {matter}


def test_nobody_is_asked_about_reprisals_after_an_inquiry():
    assert clocks.of_ending("custody", []) == []
    assert clocks.of_ending("complaint", []) == ["after_first", "after_second"]
