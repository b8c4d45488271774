"""Whole stretches of the procedure, where one step depends on another."""

from datetime import timedelta

import pytest

from accounts.actor import Refused
from complaints import workflow
from complaints.casework.parts import parts_of
from complaints.casework.services import Given, Missing, Unmet, advance, ask_for, outcome_opened
from complaints.models import Allegation, Clock, Complaint, Docket, Exclusion, Request, SearchText, Text
from complaints.moves import Guard, Who
from complaints.vocabulary import Part, Stage
from record.models import Entry
from tests.workflow.scene import NOW, holder
from vault import services as vault
from vault.models import Grant

DAY = timedelta(days=1)


def running(at, kind):
    return Clock.objects.filter(complaint=at.case, kind=kind, ended_at=None).first()


def ended(at, kind):
    return Clock.objects.filter(complaint=at.case, kind=kind).exclude(ended_at=None).latest("pk")


def findings(at, code):
    return {row.pk: (code, "") for row in Allegation.objects.filter(complaint=at.case)}


def screened(at, now=NOW):
    at.move("acknowledge", "reviewer", now=now)
    at.move("admit", "reviewer", now=now)


def decided(at, code="not_substantiated", now=NOW):
    screened(at, now)
    at.move("propose_finding", "reviewer", Given(findings=findings(at, code), reason="seen"), now=now)
    at.move("approve_findings", "supervisor", Given(message="We found this."), now=now)


def opened_by_complainant(at, now):
    outcome_opened(case=at.case, by=at.actors["amal"], now=now)


# --- decisions ----------------------------------------------------------------------------------


def test_a_decision_in_time_counts_as_kept(opened):
    at = opened("ministry")
    decided(at, now=NOW + 10 * DAY)
    assert not ended(at, "decide").is_dropped
    assert not ended(at, "route").is_dropped


def test_the_nhri_sees_not_substantiated_five_working_days_before_notice(opened):
    at = opened("ministry")
    decided(at)
    preview, notice = running(at, "nhri_preview"), running(at, "outcome_notice")
    with pytest.raises(Unmet) as unmet:
        at.move("notify_outcome", "reviewer", now=preview.due_at - DAY)
    assert unmet.value.guard is Guard.NOTICE_DUE
    with pytest.raises(Unmet):
        at.move(
            "order_remedy",
            "supervisor",
            Given(message="Apologise.", recommendations=("An apology",)),
            now=preview.due_at - DAY,
        )
    # The notice has its own five days after the preview: Monday 2 March, 9 March, 16 March in Bahrain.
    assert (notice.due_at - preview.due_at) == 7 * DAY
    at.move("notify_outcome", "reviewer", now=preview.due_at + DAY)
    assert not ended(at, "outcome_notice").is_dropped


def test_the_nhri_may_send_a_previewed_decision_to_review(opened):
    at = opened("ministry")
    decided(at)
    at.move("send_to_review", "nhri", Given(reason="A witness was not heard"))
    assert at.row().stage == Stage.UNDER_REVIEW
    assert running(at, "nhri_preview") is None
    assert running(at, "outcome_notice") is None


def test_substantiated_needs_no_preview(opened):
    at = opened("ministry")
    decided(at, "substantiated")
    assert running(at, "nhri_preview") is None
    at.move("notify_outcome", "reviewer")


def test_an_outcome_is_notified_once(opened):
    at = opened("ministry")
    decided(at, "substantiated")
    at.move("notify_outcome", "reviewer")
    with pytest.raises(Unmet):
        at.move("notify_outcome", "reviewer", now=NOW + 30 * DAY)


def test_whoever_proposed_does_not_approve_even_after_a_colleague_proposed(opened, world):
    at = opened("ministry")
    screened(at)
    at.move("propose_finding", "reviewer", Given(findings=findings(at, "substantiated"), reason="seen"))
    Complaint.objects.filter(pk=at.case).update(proposed_by="user:a colleague")
    at.actors["promoted"] = promoted(world, "reviewer")
    with pytest.raises(Unmet) as unmet:
        at.move("approve_findings", "promoted", Given(message="So it is."))
    assert unmet.value.guard is Guard.OTHER_THAN_PROPOSER


def promoted(world, name):
    """Somebody who became supervisor beside what they were."""
    from accounts.actor import staff
    from accounts.models import Membership

    user = world.bh.people[name]
    Membership.objects.create(
        user=user, role="supervisor", since=NOW.date().replace(year=2020), granted_by="a", confirmed_by="b"
    )
    return staff(user)


def test_a_rejection_needs_its_own_proposal_and_the_same_ground(opened):
    at = opened("ministry")
    at.move("acknowledge", "reviewer")
    Complaint.objects.filter(pk=at.case).update(proposed_by="user:x")  # of findings, long ago
    given = Given(rejection="before_court", message="Why")
    with pytest.raises(Unmet):
        at.move("reject", "supervisor", given)
    at.move("propose_rejection", "reviewer", Given(rejection="already_decided", reason="seen"))
    with pytest.raises(Missing):
        at.move("reject", "supervisor", given)
    at.move("reject", "supervisor", Given(rejection="already_decided", message="Why"))
    assert at.row().outcome == "already_decided"
    assert not ended(at, "route").is_dropped


def test_no_light_ground_rejects_a_grave_case(opened):
    at = opened("independent")
    at.put(Stage.SCREENING, is_grave=True)
    for code in ("anonymous_unworkable", "abusive"):
        with pytest.raises(Missing):
            at.move("propose_rejection", "nhri", Given(rejection=code, reason="seen"))


def test_unknown_codes_are_refused(opened):
    at = opened("ministry")
    screened(at)
    row = Allegation.objects.get(complaint=at.case)
    for found in (
        {row.pk: ("guilty", "")},
        {row.pk: ("substantiated", "hanged")},
        {row.pk + 999: ("substantiated", "")},
    ):
        with pytest.raises(Missing):
            at.move("propose_finding", "reviewer", Given(findings=found, reason="seen"))
    with pytest.raises(Missing):
        at.move("recategorise", "reviewer", Given(categories=("TOR", "XXX"), reason="seen"))


# --- review -------------------------------------------------------------------------------------


def test_overturning_decides_anew_and_starts_the_complainants_time_anew(opened):
    at = opened("ministry")
    decided(at, "no_violation")
    at.move("notify_outcome", "reviewer", now=NOW + DAY)
    opened_by_complainant(at, NOW + 2 * DAY)
    at.move("request_review", "amal", Given(message="No!"), now=NOW + 50 * DAY)
    with pytest.raises(Missing):  # a new decision says what it found
        at.move("overturn", "head", Given(choice="decided", message="So"), now=NOW + 55 * DAY)
    given = Given(choice="decided", message="So", findings=findings(at, "substantiated"))
    at.move("overturn", "head", given, now=NOW + 55 * DAY)
    case = at.row()
    assert (case.stage, case.version, case.outcome) == (Stage.DECIDED, 2, "substantiated")
    assert case.outcome_opened_at is None
    assert case.notified_at is None
    assert running(at, "decide") is None
    assert running(at, "outcome_notice")
    at.move("notify_outcome", "reviewer", now=NOW + 56 * DAY)
    with pytest.raises(Unmet):  # the first outcome was opened more than sixty days before
        at.move("close", "system", now=NOW + 70 * DAY)
    opened_by_complainant(at, NOW + 80 * DAY)
    assert running(at, "review_window").due_at > NOW + 139 * DAY
    # Whoever decided it does not review it again.
    at.move("request_review", "amal", Given(message="Still no"), now=NOW + 90 * DAY)
    with pytest.raises(Refused):
        at.move("uphold", "head", Given(message="It stands"), now=NOW + 91 * DAY)
    at.actors["nhri2"] = at.world.bh.actor("nhri2")
    at.move("uphold", "nhri2", Given(message="It stands"), now=NOW + 91 * DAY)
    assert at.row().is_final


def test_a_final_decision_closes_five_days_after_its_notice(opened):
    at = opened("ministry")
    decided(at, "no_violation")
    at.move("notify_outcome", "reviewer")
    at.move("request_review", "amal", Given(message="No!"), now=NOW + DAY)
    at.move("uphold", "head", Given(message="It stands"), now=NOW + 2 * DAY)
    with pytest.raises(Unmet):
        at.move("close", "system", now=NOW + 30 * DAY)
    at.move("notify_outcome", "reviewer", now=NOW + 3 * DAY)
    with pytest.raises(Unmet):
        at.move("close", "system", now=NOW + 7 * DAY)
    with pytest.raises(Unmet):
        at.move("request_review", "amal", Given(message="Again"), now=NOW + 7 * DAY)
    with pytest.raises(Unmet):
        at.move("send_to_review", "nhri", Given(reason="Again"), now=NOW + 7 * DAY)
    at.move("close", "system", now=NOW + 8 * DAY)


def test_overturned_to_fact_finding_nothing_of_the_old_decision_counts(opened):
    at = opened("ministry")
    decided(at, "no_violation")
    at.move("request_review", "amal", Given(message="No!"))
    at.move("overturn", "head", Given(choice="investigating", message="Hear the witness"))
    with pytest.raises(Unmet) as unmet:
        at.move("approve_findings", "supervisor", Given(message="As before"))
    assert unmet.value.guard is Guard.PROPOSED
    assert running(at, "decide")
    assert running(at, "update")
    assert at.row().outcome == ""


def test_reopened_nothing_of_the_old_decision_counts(opened):
    at = opened("ministry")
    decided(at, "no_violation")
    at.move("notify_outcome", "reviewer")
    Complaint.objects.filter(pk=at.case).update(is_final=True)
    at.move("close", "system", now=NOW + 200 * DAY)
    at.move("reopen", "nhri", Given(reason="A film"), now=NOW + 201 * DAY)
    with pytest.raises(Unmet):
        at.move("approve_findings", "supervisor", Given(message="As before"), now=NOW + 202 * DAY)
    assert not at.row().is_final


def test_the_head_reviews_where_the_nhri_leads_unless_they_took_part(opened):
    at = opened("independent")
    at.put(Stage.UNDER_REVIEW)
    dockets = list(Docket.objects.filter(complaint=at.case).select_related("institution"))
    at.actors["nhri2"] = at.world.bh.actor("nhri2")

    def reviewers():
        return {name for name, by in at.actors.items() if Who.REVIEWER in parts_of(by, at.row(), dockets)}

    assert reviewers() == {"head"}
    Entry.objects.create(
        state="BH", stream=at.row().stream, what="approve_findings", by=at.actors["head"].id, at=NOW
    )
    assert reviewers() == {"nhri2", "recused_nhri"}  # the same person twice; not the one who leads


def test_while_a_review_waits_for_an_answer_the_lead_cannot_decide(opened):
    at = opened("ministry")
    decided(at, "no_violation")
    at.move("request_review", "amal", Given(message="No!"))
    at.move("request_answer", "head", Given(question="Who was there?"))
    assert at.row().stage == Stage.AWAITING_ANSWER
    Allegation.objects.filter(complaint=at.case).update(proposed="no_violation")
    for action, name, given in (
        ("approve_findings", "supervisor", Given(message="As before")),
        ("propose_finding", "reviewer", Given(findings=findings(at, "no_violation"), reason="x")),
        ("ask_complainant", "reviewer", Given(message="?")),
        ("refer", "supervisor", Given(addressee="x", consent=True, message="x")),
    ):
        with pytest.raises(workflow.NotInTable):
            at.move(action, name, given)
    at.move("give_answer", "supervisor", Given(answer="Nobody"))
    assert at.row().stage == Stage.UNDER_REVIEW


# --- questions ----------------------------------------------------------------------------------


def test_an_answer_awaited_before_the_complainant_was_asked_is_awaited_still(opened):
    at = opened("ministry")
    screened(at)
    at.move("request_answer", "nhri", Given(question="Who?"))
    at.move("ask_complainant", "reviewer", Given(message="When?"))
    at.move("answer", "amal", Given(message="On Monday"))
    assert at.row().stage == Stage.AWAITING_ANSWER
    at.move("give_answer", "supervisor", Given(answer="He"))
    assert at.row().stage == Stage.INVESTIGATING


def test_the_case_goes_back_when_the_last_question_is_answered(opened):
    at = opened("ministry")
    screened(at)
    for question in ("Who?", "When?"):
        at.move("request_answer", "nhri", Given(question=question))
    assert Clock.objects.filter(complaint=at.case, kind="authority_answer", ended_at=None).count() == 2
    at.move("give_answer", "supervisor", Given(answer="He"))
    assert at.row().stage == Stage.AWAITING_ANSWER
    assert Clock.objects.filter(complaint=at.case, kind="authority_answer", ended_at=None).count() == 1
    at.move("give_answer", "supervisor", Given(answer="Then"))
    assert at.row().stage == Stage.INVESTIGATING


def test_silence_on_one_question_is_not_silence_on_another(opened):
    at = opened("ministry")
    screened(at)
    at.move("request_answer", "nhri", Given(question="Who?"))
    at.move("request_answer", "nhri", Given(question="When?"), now=NOW + 35 * DAY)
    at.move("proceed_on_silence", "nhri", Given(reason="Silence"), now=NOW + 40 * DAY)
    assert at.row().stage == Stage.AWAITING_ANSWER
    assert Request.objects.filter(complaint=at.case, gone_on_at=None).count() == 1
    with pytest.raises(Unmet):
        at.move("proceed_on_silence", "nhri", Given(reason="Silence"), now=NOW + 41 * DAY)


def test_a_decision_without_the_answer_ends_the_waiting(opened):
    at = opened("ministry")
    screened(at)
    at.move("request_answer", "nhri", Given(question="Who?"))
    at.move("propose_finding", "reviewer", Given(findings=findings(at, "undetermined"), reason="silent"))
    at.move("approve_findings", "supervisor", Given(message="Undetermined"), now=NOW + DAY)
    assert not Request.objects.filter(complaint=at.case, gone_on_at=None).exists()


# --- withdrawal, settlement, courts -------------------------------------------------------------


def test_a_withdrawal_asked_once_is_confirmed_once(opened):
    at = opened("ministry")
    at.move("ask_withdrawal", "amal")
    at.move("confirm_withdrawal", "nhri")
    assert Allegation.objects.get(complaint=at.case).disposition == "withdrawn"
    at.move("resume", "amal")
    assert Allegation.objects.get(complaint=at.case).disposition == ""
    with pytest.raises(Unmet):
        at.move("confirm_withdrawal", "nhri")


def test_only_a_grave_case_goes_on_without_its_complainant(opened):
    at = opened("ministry")
    at.move("withdraw", "amal")
    with pytest.raises(Unmet):
        at.move("continue_ex_officio", "nhri", Given(reason="In the public interest"))


def test_somebody_held_does_not_withdraw_at_once(opened):
    at = opened("ministry", held=True)
    with pytest.raises(Unmet):
        at.move("withdraw", "amal")


def test_a_court_gives_back_as_many_days_as_it_takes_and_is_asked_every_ninety(opened):
    at = opened("ministry")
    screened(at)
    row = Allegation.objects.get(complaint=at.case)
    due = running(at, "decide").due_at
    at.move("suspend_allegation", "reviewer", Given(allegation=row.pk, reason="In court"))
    asked = running(at, "court_recheck")
    at.move("suspend_allegation", "reviewer", Given(allegation=row.pk, reason="Asked"), now=NOW + 60 * DAY)
    assert running(at, "court_recheck").due_at > asked.due_at
    # A question to the complainant meanwhile must not shorten what the court takes.
    at.move("ask_complainant", "reviewer", Given(message="When?"), now=NOW + 61 * DAY)
    at.move("answer", "amal", Given(message="Then"), now=NOW + 65 * DAY)
    at.move("resume_allegation", "reviewer", Given(allegation=row.pk, reason="Judged"), now=NOW + 100 * DAY)
    clock = running(at, "decide")
    assert clock.paused_at is None
    assert clock.due_at - due >= 98 * DAY
    assert running(at, "court_recheck") is None


# --- words and the record -----------------------------------------------------------------------


def test_reasons_are_kept_sealed_and_the_record_holds_their_hash(opened):
    at = opened("ministry")
    at.move("preserve_evidence", "nhri", Given(reason="The camera overwrites after 72 hours"))
    note = Text.objects.filter(complaint=at.case, kind="note").latest("number")
    key = vault.open(state="BH", subject=at.case, keyring=at.actors["head"].keyring, parts=list(Part)).key(
        note.part
    )
    assert key.unseal(f"text:{note.pk}", note.body) == "The camera overwrites after 72 hours"
    entry = Entry.objects.filter(stream=at.row().stream).latest("seq")
    assert str(note.pk) in entry.details
    assert "camera" not in entry.details


# --- access -------------------------------------------------------------------------------------


def holders(at, part):
    return set(Grant.objects.filter(subject=at.case, part=part).values_list("recipient", flat=True))


def test_a_grave_category_takes_the_case_from_the_ministry(opened):
    at = opened("ministry")
    ministry = {
        f"user:{user.pk}" for user in at.world.bh.people.values() if user.institution == at.world.bh.moi
    }
    assert holders(at, "released") & ministry
    # Keys of people who are no longer supervisors go as well.
    from accounts.models import Membership

    Membership.objects.filter(user=at.world.bh.people["supervisor"]).update(until=NOW.date() - DAY)
    at.move("recategorise", "nhri", Given(categories=("FRC", "TOR"), reason="He was beaten in a cell"))
    case = at.row()
    assert case.is_grave
    assert not case.is_released
    assert not Docket.objects.filter(complaint=at.case, institution=at.world.bh.moi).exists()
    assert not SearchText.objects.filter(complaint=at.case).exists()
    for part in Part:
        assert not holders(at, part) & ministry
    with pytest.raises(Unmet) as unmet:  # named and grave: the complainant is asked first
        at.move("release", "head", Given(text="A text"))
    assert unmet.value.guard is Guard.CONSENT_GIVEN
    at.move("consent_to_release", "amal")
    at.move("release", "head", Given(text="A text"))


def test_an_overridden_route_does_not_spare_the_consent(opened):
    at = opened("ministry")
    at.move("override_route", "head", Given(reason="Public interest"))
    at.move("recategorise", "head", Given(categories=("TOR",), reason="Beaten"))
    with pytest.raises(Unmet):
        at.move("release", "head", Given(text="A text"))


def test_an_overridden_route_takes_the_name_from_the_ministry(opened):
    at = opened("ministry")
    ministry = {
        f"user:{user.pk}" for user in at.world.bh.people.values() if user.institution == at.world.bh.moi
    }
    assert holders(at, "identity") & ministry
    at.move("override_route", "head", Given(reason="Public interest"))
    assert not holders(at, "identity") & ministry
    assert holders(at, "released") & ministry


def test_the_ministry_cannot_talk_a_case_down_or_findings_away(opened):
    at = opened("ministry")
    Complaint.objects.filter(pk=at.case).update(is_grave=True)
    with pytest.raises(Missing):
        at.move("recategorise", "reviewer", Given(categories=("OTH",), reason="Nothing"))
    Complaint.objects.filter(pk=at.case).update(is_grave=False)
    decided(at, "substantiated")
    with pytest.raises(Missing):
        at.move("recategorise", "reviewer", Given(categories=("OTH",), reason="Nothing"))


def test_the_ministry_excludes_its_own_people_only(opened):
    at = opened("ministry")
    for name in ("head", "nhri"):
        given = Given(person=at.world.bh.people[name].pk, reason="Too curious")
        with pytest.raises(Missing):
            at.move("exclude", "supervisor", given)
    at.move("exclude", "head", Given(person=at.world.bh.people["reviewer"].pk, reason="A cousin"))
    assert Docket.objects.get(complaint=at.case, institution=at.world.bh.moi).assignee is None
    with pytest.raises(Refused):
        at.move("note", "reviewer", Given(reason="Still here"))


def test_a_new_assignee_takes_the_keys_of_the_old_one(opened):
    at = opened("ministry")
    old, new = at.world.bh.people["reviewer"], at.world.bh.people["reviewer2"]
    assert f"user:{old.pk}" in holders(at, "identity")
    at.move("assign", "supervisor", Given(person=new.pk))
    for part in ("identity", "released"):
        assert f"user:{old.pk}" not in holders(at, part)
        assert f"user:{new.pk}" in holders(at, part)


def test_only_those_who_could_lead_ask_for_a_case(opened):
    at = opened("ministry")
    docket = Docket.objects.get(complaint=at.case, institution=at.world.bh.moi)
    for name in ("registry", "admin", "nhri", "amal"):
        with pytest.raises(Refused):
            ask_for(docket=docket, by=at.actors[name], now=NOW)
    ask_for(docket=docket, by=at.world.bh.actor("reviewer2"), now=NOW)


def test_only_the_complainant_opens_their_outcome(opened):
    at = opened("ministry")
    decided(at, "substantiated")
    at.move("notify_outcome", "reviewer")
    for name in ("reviewer", "head", "another"):
        with pytest.raises(Refused):
            outcome_opened(case=at.case, by=at.actors[name], now=NOW)
    opened_by_complainant(at, NOW + DAY)
    first = at.row().outcome_opened_at
    opened_by_complainant(at, NOW + 9 * DAY)
    assert at.row().outcome_opened_at == first


def test_an_assistance_request_alleges_nothing(opened):
    at = opened("ministry", "assistance")
    with pytest.raises(workflow.NotInTable):
        at.move("recategorise", "nhri", Given(categories=("TOR",), reason="x"))


def test_an_anonymous_complainants_acts_keep_the_day_alone(opened, world):
    from tests.workflow.scene import filed

    at = opened("ministry")
    case, done = filed(mode="anonymous", name="", email="", now=NOW)
    advance(case=case, action="withdraw", by=holder("BH", case, done.code), now=NOW + timedelta(hours=5))
    midnight = {(0, 0, 0, 0)}
    row = Complaint.objects.get(pk=case)
    moments = [row.stage_since]
    for model in (Clock, Text, Docket):
        for one in model.objects.filter(complaint=case):
            moments += [
                getattr(one, name)
                for name in ("started_at", "ended_at", "at", "since")
                if getattr(one, name, None)
            ]
    moments += [entry.at for entry in Entry.objects.filter(stream=row.stream)]
    assert {(one.hour, one.minute, one.second, one.microsecond) for one in moments} == midnight
    assert row.filed_at is None
    assert at  # the scene's world


def test_a_unit_complained_of_and_its_line_are_excluded_at_once(opened, world):
    from accounts.models import Unit
    from tests.workflow.scene import filed

    tree = {}
    for path in ("police", "police.north", "police.north.gate", "police.south"):
        parent = tree.get(path.rpartition(".")[0])
        tree[path] = Unit.objects.create(
            code=path, state="BH", service="police", path=path, name_ar="و", name_en="u", parent=parent
        )
    people = world.bh.people
    for name, path in (
        ("supervisor", "police.north"),
        ("reviewer", "police.north.gate"),
        ("reviewer2", "police.south"),
    ):
        people[name].unit = tree[path]
        people[name].save()
    case, _ = filed(unit=tree["police.north.gate"].pk)
    excluded = set(Exclusion.objects.filter(complaint=case).values_list("user_id", flat=True))
    assert excluded == {people["supervisor"].pk, people["reviewer"].pk}
    recipients = set(Grant.objects.filter(subject=case).values_list("recipient", flat=True))
    assert f"user:{people['supervisor'].pk}" not in recipients
