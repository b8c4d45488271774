"""What a move does besides changing the stage: findings, requests, release, assignment, endings."""

from collections.abc import Callable

from accounts.models import Membership, User
from accounts.roles import Permission, Role, permissions_of
from complaints import clocks, sealing, tallies
from complaints.casework import parts
from complaints.casework.step import Missing, Step
from complaints.models import Complaint, Docket, Exclusion, Request, Text
from complaints.moves import Ask
from complaints.vocabulary import (
    NEVER_ON_GRAVE,
    AssistanceOutcome,
    Disposition,
    Finding,
    Part,
    Rejection,
    Stage,
    Standing,
)
from vault import services as vault

Effect = Callable[[Step], None]
EFFECTS: dict[str, Effect] = {}


def effect(*actions: str) -> Callable[[Effect], Effect]:
    """Name the actions a function is the effect of."""

    def register(function: Effect) -> Effect:
        EFFECTS.update(dict.fromkeys(actions, function))
        return function

    return register


# --- between complainant and staff --------------------------------------------------------------


def to_complainant(step: Step) -> None:
    step.write(Text.Kind.TO_COMPLAINANT, step.given.message)


@effect("write")
def write(step: Step) -> None:
    """Words to or from the complainant. News from staff starts the next four weeks."""
    if step.by.case is not None:
        step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)
        return
    to_complainant(step)
    if any(clock.kind == "update" and clock.ended_at is None for clock in step.clocks):
        clocks.end(step.clocks, ["update"], now=step.now)
        step.begin("update")


@effect("report_reprisal")
def report_reprisal(step: Step) -> None:
    """Read by the independent body alone, where there is one."""
    independent = parts.independent_docket(step.dockets) is not None
    step.write(
        Text.Kind.FROM_COMPLAINANT, step.given.message, Part.ORIGINAL if independent else step.own_part
    )


@effect("ask_complainant")
def ask_complainant(step: Step) -> None:
    to_complainant(step)
    clocks.stand_still(step.case, step.clocks, now=step.now)


@effect("answer")
def answer(step: Step) -> None:
    step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)
    clocks.go_on(step.clocks, calendar=step.calendar, now=step.now)


@effect("proceed_without_answer")
def proceed_without_answer(step: Step) -> None:
    clocks.go_on(step.clocks, calendar=step.calendar, now=step.now)


@effect("offer_settlement")
def offer_settlement(step: Step) -> None:
    to_complainant(step)
    step.case.settlement_offered_at = step.now


@effect("consent_to_release")
def consent_to_release(step: Step) -> None:
    step.case.release_consented_at = step.moment


@effect("ask_withdrawal")
def ask_withdrawal(step: Step) -> None:
    step.case.withdrawal_asked_at = step.moment


@effect("withdraw", "confirm_withdrawal")
def withdraw(step: Step) -> None:
    step.case.outcome = "withdrawn"
    for row in step.allegations:
        row.disposition = row.disposition or Disposition.WITHDRAWN


# --- screening ----------------------------------------------------------------------------------


def _rejection(step: Step) -> str:
    code = step.given.rejection
    if code not in Rejection.values or (step.case.is_grave and code in NEVER_ON_GRAVE):
        raise Missing(Ask.REJECTION)
    return code


@effect("propose_rejection")
def propose_rejection(step: Step) -> None:
    step.case.proposed_rejection = _rejection(step)
    step.case.proposed_by = step.by.id


@effect("reject")
def reject(step: Step) -> None:
    """The second of two people makes it inadmissible, with reasons the complainant reads."""
    step.case.outcome = _rejection(step)
    step.case.decided_by = step.by.id
    step.case.notified_at = step.now
    step.write(Text.Kind.REASONS, step.given.message)


@effect("refer")
def refer(step: Step) -> None:
    step.case.referred_to = step.given.addressee
    to_complainant(step)


@effect("accept_referral")
def accept_referral(step: Step) -> None:
    step.case.their_reference = step.given.reference


@effect("close_referral", "close_no_reply")
def close_with_message(step: Step) -> None:
    step.case.outcome = "referred" if step.move.action == "close_referral" else "no_reply"
    to_complainant(step)


@effect("merge")
def merge(step: Step) -> None:
    """Into another case of the same complainant; both codes go on working."""
    into = (
        Complaint.objects.filter(reference=step.given.other_case, docket__institution=step.by.institution)
        .exclude(pk=step.case.pk)
        .exclude(stage=Stage.MERGED)
        .first()
    )
    if into is None or into.mode != step.case.mode:
        raise Missing(Ask.OTHER_CASE)
    step.case.merged_into = into.reference
    step.case.outcome = "merged"


@effect("unmerge")
def unmerge(step: Step) -> None:
    step.case.merged_into = ""


@effect("settle", "not_settle")
def settle(step: Step) -> None:
    """A request for assistance that was met or not, or a complaint settled by its complainant's acceptance."""
    settled = step.move.action == "settle"
    step.case.outcome = AssistanceOutcome.SETTLED if settled else AssistanceOutcome.NOT_SETTLED
    step.case.decided_by = step.by.id
    step.case.notified_at = step.now
    for row in step.allegations:
        row.disposition = Disposition.SETTLED
    if step.given.message:
        to_complainant(step)


# --- fact-finding -------------------------------------------------------------------------------


@effect("request_answer")
def request_answer(step: Step) -> None:
    """A question to the authority: a row with its own clock."""
    authority = parts.authority_docket(step.dockets)
    if authority is None or step.by.institution is None:
        raise Missing(Ask.ADDRESSEE)
    question = step.write(Text.Kind.QUESTION, step.given.question, Part.RELEASED)
    request = Request(
        state=step.case.state,
        complaint=step.case,
        asked_by=step.by.institution,
        asked_of=authority.institution,
        question=question,
        asked_at=step.now,
    )
    step.request = request.pk
    clock = step.begin("authority_answer")
    request.due_at = clock.due_at
    request.save(force_insert=True)


def waiting_requests(case: Complaint) -> list[Request]:
    """Questions without an answer on which work still waits, the oldest first."""
    rows = Request.objects.filter(complaint=case, answered_at=None, gone_on_at=None)
    return list(rows.order_by("asked_at"))


@effect("give_answer")
def give_answer(step: Step) -> None:
    """The authority answers one question; the case goes back when none is left open."""
    waiting = waiting_requests(step.case)
    named = [row for row in waiting if step.given.request in (None, row.pk)]
    if not named:
        raise Missing(Ask.ANSWER)
    request = named[0]
    request.answer = step.write(Text.Kind.ANSWER, step.given.answer, Part.RELEASED)
    request.answered_at = step.now
    request.save(update_fields=["answer", "answered_at"])
    clocks.end(step.clocks, ["authority_answer"], now=step.now, request=request.pk)
    step.stays = len(waiting) > 1


@effect("proceed_on_silence")
def proceed_on_silence(step: Step) -> None:
    for request in waiting_requests(step.case):
        request.gone_on_at = step.now
        request.save(update_fields=["gone_on_at"])
    clocks.end(step.clocks, ["authority_answer"], now=step.now)


@effect("propose_finding")
def propose_finding(step: Step) -> None:
    """A proposed finding and disposition for allegations of the case."""
    if not set(step.given.findings) <= {row.pk for row in step.allegations}:
        raise Missing(Ask.FINDINGS)
    for row in step.allegations:
        finding, disposition = step.given.findings.get(row.pk, ("", ""))
        if finding and finding not in Finding.values:
            raise Missing(Ask.FINDINGS)
        row.proposed = finding or row.proposed
        row.disposition = disposition if disposition in Disposition.values else row.disposition
    step.case.proposed_by = step.by.id


@effect("approve_findings")
def approve_findings(step: Step) -> None:
    """The second person's act that makes proposals findings. The NHRI sees what a ministry did not find
    proven five working days before the complainant does."""
    for row in step.allegations:
        if row.suspended_at is None:
            row.finding, row.decided_at, row.decided_by = row.proposed, step.now, step.by.id
    findings = [row.finding for row in step.allegations]
    step.case.outcome = tallies.outcome_of(findings)
    step.case.decided_by = step.by.id
    step.write(Text.Kind.REASONS, step.given.message)
    overseen = (
        parts.independent_docket(step.dockets) is not None and step.lead.institution.kind == "authority"
    )
    if overseen and Finding.NOT_SUBSTANTIATED in findings:
        preview = step.begin("nhri_preview")
        # The days for the notice are counted after those of the preview.
        step.clocks.append(
            clocks.begin(
                step.case,
                "outcome_notice",
                lead=step.lead.institution,
                calendar=step.calendar,
                now=preview.due_at,
            )
        )


@effect("suspend_allegation", "resume_allegation")
def suspend(step: Step) -> None:
    """While before a court. The decision clock stands still when no allegation is left to decide."""
    row = next((row for row in step.allegations if row.pk == step.given.allegation), None)
    if row is None:
        raise Missing(Ask.ALLEGATION)
    row.suspended_at = step.now if step.move.action == "suspend_allegation" else None
    all_before_court = all(one.suspended_at for one in step.allegations)
    for clock in step.clocks:
        if clock.kind == "decide" and clock.ended_at is None:
            clock.paused_at = step.now if all_before_court else clock.paused_at
            clock.save(update_fields=["paused_at"])
    if not all_before_court:
        clocks.go_on(step.clocks, calendar=step.calendar, now=step.now)


# --- decision and after -------------------------------------------------------------------------


@effect("notify_outcome")
def notify_outcome(step: Step) -> None:
    step.case.notified_at = step.now


@effect("recommend_remedy", "order_remedy")
def remedy(step: Step) -> None:
    to_complainant(step)
    step.case.implemented_at = None


@effect("report_implemented")
def report_implemented(step: Step) -> None:
    step.write(Text.Kind.ANSWER, step.given.answer, Part.RELEASED)
    step.case.implemented_at = step.now


@effect("request_review")
def request_review(step: Step) -> None:
    step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)


@effect("uphold")
def uphold(step: Step) -> None:
    """The decision stands and is final."""
    step.case.is_final = True
    step.case.notified_at = step.now
    step.write(Text.Kind.REASONS, step.given.message)


@effect("overturn")
def overturn(step: Step) -> None:
    """A new version of the decision, or facts to be found again."""
    step.case.version += 1
    step.write(Text.Kind.REASONS, step.given.message)
    if step.given.choice == Stage.INVESTIGATING:
        for row in step.allegations:
            row.proposed = row.finding = row.decided_by = ""
            row.decided_at = None
    else:
        step.case.notified_at = step.now


# --- who holds it -------------------------------------------------------------------------------


def _colleague(step: Step) -> User:
    """The member of one's own institution that is meant, for whom the case exists."""
    people = User.objects.filter(institution=step.by.institution, is_active=True)
    found = people.filter(pk=step.given.person).first() if step.given.person else None
    if found is None or Exclusion.objects.filter(complaint=step.case, user=found).exists():
        raise Missing(Ask.PERSON)
    return found


@effect("assign")
def assign(step: Step) -> None:
    """Give the case to a reviewer of one's own institution, and the keys that go with it."""
    user, docket = _colleague(step), parts.docket_of(step.by, step.dockets)
    roles = frozenset(
        Role(role)
        for role in Membership.objects.on(step.now.date()).filter(user=user).values_list("role", flat=True)
    )
    if docket is None or Permission.LEAD not in permissions_of(roles):
        raise Missing(Ask.PERSON)
    if not docket.institution.is_independent:
        _hand_over(step, docket, user)
    docket.assignee, docket.assigned_by, docket.wanted_by = user, step.by.id, None


def _hand_over(step: Step, docket: Docket, user: User) -> None:
    """A ministry's grants are each person's own: the new holder gets them, the old one loses them."""
    if docket.assignee_id and docket.assignee_id != user.pk:
        vault.revoke(subject=step.case.pk, recipients=[sealing.person(docket.assignee_id)])
    wanted = sealing.parts_of_assignee(step.case, leads=docket.standing == Standing.LEAD)
    for part in wanted:
        vault.grant(key=step.opened.key(part), recipients=[sealing.person(user.pk)])


@effect("exclude")
def exclude(step: Step) -> None:
    """From now on the case does not exist for this person."""
    people = User.objects.filter(institution__state=step.case.state)
    user = people.filter(pk=step.given.person).first() if step.given.person else None
    if user is None or user.pk == step.by.user_id:
        raise Missing(Ask.PERSON)
    Exclusion.objects.get_or_create(
        complaint=step.case,
        user=user,
        defaults={"state": step.case.state, "ground": "hand", "by": step.by.id, "at": step.now},
    )
    vault.revoke(subject=step.case.pk, recipients=[sealing.person(user.pk)])
    for docket in step.dockets:
        if docket.assignee_id == user.pk:
            docket.assignee, docket.assigned_by = None, ""


@effect("note")
def note(step: Step) -> None:
    step.write(Text.Kind.NOTE, step.given.reason)
