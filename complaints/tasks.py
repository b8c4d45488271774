"""What follows from a commit or from the clock: notices, escalation, reminders, closing, folding of counts.

A task is a door like a view: it gets ids and calls services, and never holds keys or words.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts import selectors as accounts
from accounts.actor import SYSTEM
from accounts.keys import leaving
from accounts.models import State
from common import tenancy
from complaints import clocks, deadlines, exclusions, notices, tallies
from complaints.audit import services as audit
from complaints.casework import absence, aftercare, audience, digest, granting, parts, silence
from complaints.casework.queue import saving
from complaints.casework.services import Unmet, advance
from complaints.evidence import services as evidence
from complaints.models import Clock, Complaint, Docket, Exclusion, Notice
from complaints.oversight import agenda, patterns
from complaints.vocabulary import Stage
from record import services as record
from record import verification
from record.models import Entry
from record.tasks import works_on

REMIND_AFTER = (10, 20)  # working days into a wait for the complainant
APPROVER, BEYOND = 1, 2  # how far an overdue clock was escalated
NOBODYS_DELAY = (
    *clocks.WINDOWS,
    *clocks.CHECKS,
    "complainant_answer",
    "remedy_silence",
)  # no institution is late by them


@works_on("notify")
def notify(state: str, subject: str, now: datetime) -> None:
    """Tell the staff whom a step concerns that something waits for them; never the one who took it."""
    case, what, entry = subject.split("|")
    complaint = Complaint.objects.filter(pk=UUID(case)).first()
    if complaint is None:
        return
    dockets = list(Docket.objects.filter(complaint=complaint).select_related("institution"))
    hidden = set(Exclusion.objects.filter(complaint=complaint).values_list("user_id", flat=True))
    cause = Entry.objects.get(pk=int(entry))
    told = {
        user for user in audience.told_of(dockets, cause) if user not in hidden and cause.by != f"user:{user}"
    }
    Notice.objects.bulk_create(
        [
            Notice(
                state=state, complaint=complaint, user_id=user, what=what, cause=str(cause.pk), at=cause.at
            )
            for user in sorted(told)
        ],
        ignore_conflicts=True,
    )
    notices.announce(case=complaint, cause=cause, now=now)


@works_on("letter")
def letter(state: str, subject: str, now: datetime) -> None:
    """Send a complainant who asked for letters the one that says there is news. A dead mail server is asked again."""
    case, entry = subject.split("|")
    complaint = Complaint.objects.filter(pk=UUID(case)).first()
    if complaint is not None:
        notices.deliver(case=complaint, cause=Entry.objects.get(pk=int(entry)), now=now)


@works_on("units_changed")
def units_changed(state: str, subject: str, now: datetime) -> None:
    """Somebody serves elsewhere now, or the tree changed: what must not exist for whom is worked out anew."""
    exclusions.of_unit_members(state, None if subject == "all" else [UUID(subject)], now=now)


@works_on("reading_changed")
def reading_changed(state: str, subject: str, now: datetime) -> None:
    """Somebody lost a role and still reads by another one: keys of cases that are no longer theirs go."""
    user = leaving.user_of(subject)
    if user.institution is not None and not user.institution.is_independent:
        granting.withdraw_undeserved(user)


@works_on("agenda")
def print_agenda(state: str, subject: str, now: datetime) -> None:
    """Draw the file of an agenda, from what may be read without any key."""
    agenda.print_file(state, UUID(subject), now=now)


@works_on("digest")
def send_digest(state: str, subject: str, now: datetime) -> None:
    """Send the mail that says only how much waits."""
    digest.deliver(state, subject, now=now)


@works_on("verify")
def verify(state: str, subject: str, now: datetime) -> None:
    """Check a state's chains because its auditor asks."""
    verification.check(state=state, now=now)


def _in_each_state(work: Callable[[State], int]) -> int:
    """Sweeps loop over the states, one context at a time."""
    done = 0
    for state in State.objects.filter(is_open=True):
        with tenancy.within(state.code):
            done += work(state)
    return done


@shared_task(name="complaints.fold", ignore_result=True)
def fold() -> int:
    """Add waiting deltas to the counts."""
    folded = total = tallies.fold()
    while folded == tallies.FOLDED_AT_ONCE:
        folded = tallies.fold()
        total += folded
    return total


@shared_task(name="complaints.sweep", acks_late=True, ignore_result=True)
def sweep() -> int:
    """Everything that happens because time passes. Safe to run twice."""
    now = timezone.now()
    return _in_each_state(
        lambda state: (
            escalate(state, now=now)
            + remind(state, now=now)
            + silence.remind(state, now=now)
            + close(state, now=now)
            + ask_safety(state, now=now)
            + aftercare.remind(state.code, now=now)
            + absence.end_past(state, now=now)
            + saving.alert(state, now=now)
        )
    )


@shared_task(name="complaints.daily", acks_late=True, ignore_result=True)
def daily() -> int:
    """What is done once a day, whenever it is first asked: patterns, the check of the chains, digests."""
    now = timezone.now()
    return _in_each_state(
        lambda state: (
            digest.ask(state, now=now)
            + patterns.count_all(state, now=now)
            + audit.check_daily(state, now=now)
        )
    )


@shared_task(name="complaints.sweep_files", acks_late=True, ignore_result=True)
def sweep_files() -> int:
    """Remove files that were attached to forms nobody sent."""
    states = list(State.objects.values_list("code", flat=True))
    return evidence.sweep(states=states, now=timezone.now())


def escalate(state: State, *, now: datetime) -> int:
    """Overdue goes to the approver; by half the time again, to the independent body."""
    calendar = accounts.calendar(state)
    overdue = (
        Clock.objects.filter(
            state=state.code, due_at__lt=now, ended_at=None, paused_at=None, escalated__lt=BEYOND
        )
        .exclude(kind__in=NOBODYS_DELAY)
        .order_by("complaint_id", "pk")
        .select_related("complaint")
    )
    moved, terms = 0, clocks.terms_of(state.code)
    for clock in overdue:
        very_late = deadlines.very_late_at(
            clock.kind,
            due_at=clock.due_at,
            calendar=calendar,
            urgent=clock.complaint.is_urgent,
            overrides=terms.on(calendar.local_date(clock.started_at)),
        )
        level = BEYOND if now >= very_late else APPROVER
        if level > clock.escalated:
            moved += _escalate(clock, level, now)
    return moved


def _escalate(clock: Clock, level: int, now: datetime) -> int:
    # The case first, like every writer; then the clock as it is now: another sweep may have been here.
    case = Complaint.objects.locked(clock.complaint_id)
    late = Clock.objects.filter(pk=clock.pk, ended_at=None, paused_at=None, escalated__lt=level)
    before = late.values_list("escalated", flat=True).first()
    if before is None:
        return 0
    late.update(escalated=level)
    levels = range(before + 1, level + 1)
    told = sorted({told.value for one in levels if (told := _told(case, one))})
    entry = record.write(
        state=case.state,
        stream=case.stream,
        what="overdue",
        by=SYSTEM.id,
        at=now,
        details={"clock": clock.kind, "level": level, "told": told},
    )
    record.post(
        state=case.state,
        topic="notify",
        subjects=[f"{case.pk}|overdue|{entry.pk}"],
        cause=str(entry.pk),
        at=now,
    )
    return 1


def _told(case: Complaint, level: int) -> deadlines.Escalation | None:
    dockets = list(Docket.objects.filter(complaint=case).select_related("institution"))
    independent = parts.independent_docket(dockets)
    return deadlines.escalation(
        deadlines.Late.VERY_LATE if level == BEYOND else deadlines.Late.LATE,
        has_independent=independent is not None,
        independent_leads=independent is not None and independent.pk == parts.lead_docket(dockets).pk,
    )


def ask_safety(state: State, *, now: datetime) -> int:
    """On the last day of a check's term the complainant is asked, on the page they follow their case on.

    An answer is read by an independent body alone; where none has the case any more, nobody asks.
    """
    due = Clock.objects.filter(
        state=state.code, kind__in=clocks.CHECKS, ended_at=None, due_at__lte=now + timedelta(days=1)
    )
    return sum(_ask_safety(pk, now) for pk in due.order_by("complaint_id", "pk").values_list("pk", flat=True))


def _ask_safety(pk: int, now: datetime) -> int:
    case = Complaint.objects.locked(Clock.objects.values_list("complaint_id", flat=True).get(pk=pk))
    clock = Clock.objects.filter(pk=pk, ended_at=None).first()
    if clock is None:
        return 0
    dockets = list(Docket.objects.filter(complaint=case).select_related("institution"))
    lead = parts.lead_docket(dockets).institution.code
    before = tallies.of(tallies.facts_of(case, lead))
    if parts.independent_docket(dockets) is None:
        clocks.drop(clock, now=now)
    else:
        clocks.end([clock], [clock.kind], now=now)
        record.write(
            state=case.state,
            stream=case.stream,
            what="ask_safety",
            by=SYSTEM.id,
            at=case.moment(now),
            details={"clock": clock.kind},
        )
    tallies.change(before, tallies.of(tallies.facts_of(case, lead)))
    return 1


def remind(state: State, *, now: datetime) -> int:
    """Ask the complainant again, twice, on the page they follow their case on."""
    calendar = accounts.calendar(state)
    waiting = Complaint.objects.filter(state=state.code, stage=Stage.NEEDS_INFORMATION)
    sent = 0
    # Held while it is looked at, so that two sweeps don't both remind.
    for case in waiting.order_by("pk").select_for_update(no_key=True):
        reminders = Entry.objects.filter(
            state=state.code, stream=case.stream, what="remind", at__gte=case.stage_since
        ).count()
        due = reminders < len(REMIND_AFTER) and (
            calendar.add_working_days(case.stage_since, REMIND_AFTER[reminders]) <= now
        )
        if due:
            entry = record.write(state=case.state, stream=case.stream, what="remind", by=SYSTEM.id, at=now)
            notices.announce(case=case, cause=entry, now=now)
            sent += 1
    return sent


def close(state: State, *, now: datetime) -> int:
    """Close decided files whose time has run out."""
    decided = Complaint.objects.filter(
        state=state.code, stage=Stage.DECIDED, notified_at__lt=now - timedelta(days=5)
    )
    closed = 0
    for pk in decided.values_list("pk", flat=True):
        try:
            advance(case=pk, action="close", by=SYSTEM, now=now)
            closed += 1
        except Unmet:
            continue
    return closed
