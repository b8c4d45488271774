"""`make_demo_data`: as many invented cases as a measurement or a trial needs."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import demo, reference
from complaints import tasks
from complaints.demo import BLOCK, bulk, loading

FEW = 240  # stories that are told in full; further cases repeat them with other people, keys and times


class Command(BaseCommand):
    """Some hundred stories step by step through the services, the rest written from them in bulk.

    The same seed has the same submission keys, so running it again completes a run and repeats nothing.
    """

    help = "Invented bilingual cases over 24 months: thousands in a minute, a million in minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaints", type=int, required=True, help="how many cases this run has")
        parser.add_argument("--seed", type=int, default=7, help="which run (default 7)")
        parser.add_argument(
            "--told", type=int, default=FEW, help=f"stories told in full (default {FEW}; {BLOCK} have all)"
        )
        parser.add_argument("--one-process", action="store_true", help="not side by side")

    def handle(
        self, *args: Any, complaints: int, seed: int, told: int, one_process: bool, **options: Any
    ) -> None:
        if complaints < 1 or told < 1:
            raise CommandError("--complaints and --told are at least 1.")
        self.began, now = time.monotonic(), timezone.now()
        told = min(told, complaints)
        reference.load()
        try:
            demo.load(today=now.date())
        except demo.NotADemo as error:
            raise CommandError("Set DEMO=1 and DEMO_VAULT_KEY: demo people are refused elsewhere.") from error
        self.say(f"telling {told} stories")
        if one_process:
            loading.load(loading.Job(demo.STATES, told, seed, now), self.say)
        else:
            loading.load_side_by_side(count=told, seed=seed, now=now)
        loading.catch_up(now)
        self.say(f"writing {complaints - told} further cases from them")
        if one_process:
            written = bulk.write(bulk.Order(demo.STATES, told, complaints, seed, now), self.say)
        else:
            written = bulk.write_side_by_side(told=told, count=complaints, seed=seed, now=now)
        self.say(f"{written} written; folding the counts")
        tasks.fold()
        self.say("done")

    def say(self, text: str) -> None:
        """One line of progress, with the seconds since the beginning."""
        self.stdout.write(f"{time.monotonic() - self.began:5.0f} s  {text}")
        self.stdout.flush()
