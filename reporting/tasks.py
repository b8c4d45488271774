"""What a worker does for reports and the plan. A kill in the middle leaves the outbox row waiting and no file."""

from datetime import datetime
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts import selectors as accounts
from common import tenancy
from record.tasks import works_on
from reporting import missing, services
from reporting.models import Dossier, Report
from reporting.periodic import life, schedule, turns
from reporting.statistics import closing


@works_on(services.RENDER)
def render(state: str, subject: str, now: datetime) -> None:
    """Render one report; told as failed where it fails, and tried again by the outbox."""
    report = Report.objects.get(pk=subject, state=state)
    try:
        services.render(report=report, now=now)
    except Exception:
        services.tell(report.pk, 0, "failed")
        raise


@works_on(services.RENDERED)
def rendered(state: str, subject: str, now: datetime) -> None:
    """A report has its pages: once the last one of an issued dossier has, the system publishes it."""
    life.publish_if_ready(Dossier.objects.select_for_update().get(pk=UUID(subject), state=state), now=now)


@works_on(turns.TURN)
def turn(state: str, subject: str, now: datetime) -> None:
    """Write to somebody whose turn it is."""
    turns.deliver(subject)


@shared_task(name="reporting.sweep", acks_late=True, ignore_result=True)
def sweep() -> int:
    """What silence and the clock do with reports, in each state. Safe to run twice."""
    now, steps = timezone.now(), 0
    for state in life.states_with_open_reports():
        with tenancy.within(state):
            steps += life.sweep(state, now=now)
    return steps


@shared_task(name="reporting.schedule", acks_late=True, ignore_result=True)
def begin_scheduled() -> int:
    """Begin the reports whose period has closed. Safe to run twice."""
    return schedule.run(now=timezone.now())


@shared_task(name="reporting.close_quarters", ignore_result=True)
def close_quarters() -> None:
    """Close the quarters of public statistics whose days of grace are over, each in a transaction of its own."""
    closing.close_due(now=timezone.now())


@works_on(missing.TOPIC)
def send_reminder(state: str, subject: str, now: datetime) -> None:
    """Send the letter that says only how much is missing for a period."""
    missing.deliver(state, subject, now=now)


@shared_task(name="reporting.remind", acks_late=True, ignore_result=True)
def remind() -> int:
    """Remind those who can enter before a period closes. Safe to run at any time."""
    now, asked = timezone.now(), 0
    for state in accounts.open_states():
        with tenancy.within(state.code):
            asked += missing.remind(state, now=now)
    return asked
