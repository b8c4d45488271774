"""What a worker does for reports. A kill in the middle leaves the outbox row waiting and no file at all."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from record.tasks import works_on
from reporting import services
from reporting.models import Report
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


@shared_task(name="reporting.close_quarters", ignore_result=True)
def close_quarters() -> None:
    """Close the quarters of public statistics whose days of grace are over, each in a transaction of its own."""
    closing.close_due(now=timezone.now())
