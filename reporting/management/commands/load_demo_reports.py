"""`load_demo_reports`: the demonstration's activities and published reports; `load_demo` calls it."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting import demo, demo_plan
from reporting.statistics import closing


class Command(BaseCommand):
    """Enters and publishes what is missing; repeating it changes nothing."""

    help = (
        "Invented activities; a published year of each demo state in both languages, and a draft that waits."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="the day to count back from")

    def handle(self, *args: Any, today: date | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Set DEMO=1: invented reports are refused elsewhere.")
        now = timezone.now()
        today = today or now.date()
        self.stdout.write(f"{demo.load_activities(today=today)} activities entered")
        self.stdout.write(f"{closing.close_due(now=now)} quarters closed")
        self.stdout.write(f"{demo_plan.load(today=today)} readings entered")
        states = demo.missing(today)
        self.stdout.write(f"{len(states)} states to make reports of")
        self.stdout.flush()
        if states:
            demo.make_side_by_side(states, today=today, now=now)
