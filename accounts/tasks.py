"""What comes into force by itself: settings whose day has come."""

from celery import shared_task
from django.utils import timezone

from accounts.models import State
from accounts.settings.facts import settle_due


@shared_task(name="accounts.settle", ignore_result=True)
def settle() -> int:
    """Copy the settings whose day has come, state by state. Returns how many there were."""
    now = timezone.now()
    return sum(settle_due(code, now=now) for code in State.objects.values_list("pk", flat=True))
