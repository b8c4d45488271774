"""`load_demo`: everything a visitor of the demonstration finds."""

import time
from argparse import ArgumentParser
from collections import Counter
from datetime import date, datetime
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import demo, reference
from complaints.demo import encounters, inquiries, loading
from complaints.guidance import loading as norms

CASES, SEED = 360, 1
PLAN = reference.DATA.parents[1] / "reporting" / "data" / "plan-public-sources.yaml"


class Command(BaseCommand):
    """Loads what is missing; repeating it changes nothing. Every person and event in it is invented."""

    help = "States, plan, demo accounts, invented cases over 24 months, activities, published reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaints", type=int, default=CASES, help=f"how many cases (default {CASES})")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed tells other stories")
        parser.add_argument("--one-process", action="store_true", help="not side by side")

    def handle(
        self, *args: Any, complaints: int, seed: int, one_process: bool, verbosity: int, **options: Any
    ) -> None:
        self.began, self.verbosity = time.monotonic(), verbosity
        now = timezone.now()
        self.say("states, institutions, units")
        reference.load()
        norms.load()
        try:
            people = demo.load(today=now.date())
        except demo.NotADemo as error:
            raise CommandError("Set DEMO=1 and DEMO_VAULT_KEY: demo people are refused elsewhere.") from error
        self.say(f"{len(people)} demo accounts, password {demo.PASSWORD}")
        self.call("load_plan", str(PLAN))
        self.say("cases, each step through the services")
        self._cases(complaints, seed, now, one_process)
        self.say(f"{inquiries.load(seed=seed, now=now)} new inquiries after somebody held")
        self.say(f"{encounters.load(seed=seed, now=now)} new cases with what is rare")
        self.say("deadlines, notices, counts up to now")
        loading.catch_up(now)
        self.call("load_demo_reports", today=now.date())
        self.say("done")

    def _cases(self, count: int, seed: int, now: datetime, one_process: bool) -> None:
        if one_process:
            results = [loading.load(loading.Job(demo.STATES, count, seed, now), self.say)]
        else:
            results = loading.load_side_by_side(count=count, seed=seed, now=now)
        new = sum(result.cases for result in results)
        self.say(f"{new} new cases, {sum(result.skipped for result in results)} were there")
        for refusal, times in Counter(r for result in results for r in result.refused).items():
            self.stderr.write(f"refused {times}×: {refusal.action} in {refusal.plot}: {refusal.why}")

    def call(self, name: str, *arguments: str, **options: date) -> None:
        """Run a command of a part of the house that this installation has."""
        if name in get_commands():
            self.say(name.replace("_", " "))
            call_command(name, *arguments, **options, stdout=self.stdout, stderr=self.stderr)

    def say(self, text: str) -> None:
        """One line of progress, with the seconds since the beginning."""
        if self.verbosity:
            self.stdout.write(f"{time.monotonic() - self.began:5.0f} s  {text}")
            self.stdout.flush()
