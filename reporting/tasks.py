"""What a worker does for reports. A kill in the middle leaves the outbox row waiting and no file at all."""

from datetime import datetime

from record.tasks import works_on
from reporting import services
from reporting.models import Report


@works_on(services.RENDER)
def render(state: str, subject: str, now: datetime) -> None:
    """Render one report; told as failed where it fails, and tried again by the outbox."""
    report = Report.objects.get(pk=subject, state=state)
    try:
        services.render(report=report, now=now)
    except Exception:
        services.tell(report.pk, 0, "failed")
        raise
