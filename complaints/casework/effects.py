"""What a move does besides changing the stage, from screening to fact-finding. Its siblings: decisions, holding,
access."""

from collections.abc import Callable, Iterable
from datetime import datetime

from complaints import clocks, tallies
from complaints.casework import guards, parts
from complaints.casework.step import Missing, Step
from complaints.evidence import services as evidence
from complaints.models import Complaint, Request, Text
from complaints.moves import Ask
from complaints.vocabulary import (
    NEVER_ON_GRAVE,
    AssistanceOutcome,
    Disposition,
    Part,
    Rejection,
    Stage,
)

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
        clocks.end(step.clocks, ["remedy_silence"], now=step.moment)  # they say whether it was done
        return
    to_complainant(step)
    if any(clock.kind == "update" and clock.ended_at is None for clock in step.clocks):
        clocks.end(step.clocks, ["update"], now=step.now)
        step.begin("update")


@effect("add_evidence")
def add_evidence(step: Step) -> None:
    """Files of the complainant, at any time, for the independent body's eyes; a few words go to whoever leads."""
    step.files += evidence.attach(
        case=step.case,
        tokens=step.given.files,
        key=step.opened.key(Part.ORIGINAL),
        by=step.by.id,
        now=step.now,
    )
    if step.given.message.strip():
        step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)


@effect("ask_complainant")
def ask_complainant(step: Step) -> None:
    to_complainant(step)
    clocks.stand_still(step.case, step.clocks, now=step.now)


@effect("answer")
def answer(step: Step) -> None:
    step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)
    proceed_without_answer(step)


@effect("proceed_without_answer")
def proceed_without_answer(step: Step) -> None:
    if not _all_before_court(step):  # what stands still for a court goes on standing still
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
    approves_another = step.move.action == "reject" and code != step.case.proposed_rejection
    if approves_another or code not in Rejection.values or (step.case.is_grave and code in NEVER_ON_GRAVE):
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
    step.starts.remove("authority_answer")  # each question has its own, begun here
    clock = step.begin("authority_answer")
    request.due_at = clock.due_at
    request.save(force_insert=True)
    tallies.change({}, tallies.of_question(request))


def waiting_requests(case: Complaint) -> list[Request]:
    """Questions without an answer on which work still waits, the oldest first."""
    rows = Request.objects.filter(complaint=case, answered_at=None, gone_on_at=None)
    return list(rows.select_related("asked_by", "asked_of").order_by("asked_at"))


def go_on_without(requests: Iterable[Request], *, now: datetime) -> None:
    """Work goes on without these answers: from the day they were due that is silence."""
    for request in requests:
        before = tallies.of_question(request)
        request.gone_on_at = now
        request.save(update_fields=["gone_on_at"])
        tallies.change(before, tallies.of_question(request))


@effect("give_answer")
def give_answer(step: Step) -> None:
    """The authority answers one question; the case goes back when none is left open."""
    waiting = waiting_requests(step.case)
    named = [row for row in waiting if step.given.request in (None, row.pk)]
    if not named:
        raise Missing(Ask.ANSWER)
    request = named[0]
    before = tallies.of_question(request)
    request.answer = step.write(Text.Kind.ANSWER, step.given.answer, Part.RELEASED)
    request.answered_at = step.now
    request.save(update_fields=["answer", "answered_at"])
    tallies.change(before, tallies.of_question(request))
    clocks.end(step.clocks, ["authority_answer"], now=step.now, request=request.pk)
    step.stays = len(waiting) > 1


@effect("proceed_on_silence")
def proceed_on_silence(step: Step) -> None:
    """Without the answers that are overdue; a question asked later is still waited for."""
    silent = guards.silent(step)
    go_on_without(silent, now=step.now)
    for request in silent:
        clocks.end(step.clocks, ["authority_answer"], now=step.now, request=request.pk)
    step.stays = bool(waiting_requests(step.case))


@effect("suspend_allegation", "resume_allegation")
def suspend(step: Step) -> None:
    """While before a court. The decision clock stands still when no allegation is left to decide.

    Suspending once more says that the court was asked how far it is: the 90 days begin again.
    """
    row = next((row for row in step.allegations if row.pk == step.given.allegation), None)
    if row is None:
        raise Missing(Ask.ALLEGATION)
    row.suspended_at = (row.suspended_at or step.now) if step.move.action == "suspend_allegation" else None
    clocks.end(step.clocks, ["court_recheck"], now=step.now)
    if any(one.suspended_at for one in step.allegations):
        step.begin("court_recheck")
    if not _all_before_court(step):
        clocks.go_on(step.clocks, calendar=step.calendar, now=step.now, before_court=True)
        return
    for clock in step.clocks:
        if clock.kind == "decide" and clock.ended_at is None and clock.paused_at is None:
            clock.paused_at, clock.is_before_court = step.now, True
            clock.save(update_fields=["paused_at", "is_before_court"])


def _all_before_court(step: Step) -> bool:
    return bool(step.allegations) and all(row.suspended_at for row in step.allegations)
