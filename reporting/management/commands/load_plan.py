"""`manage.py load_plan FILE.yaml [--dry-run]`"""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import SYSTEM
from reporting import plan_file, plan_loading
from reporting.models import Plan
from reporting.nodes import FileRefused

LONGEST = Plan._meta.get_field("version").max_length or 0  # characters


def version(text: str) -> str:
    """What a version is called: some words, as the plan's file has them."""
    if not text.strip() or len(text) > LONGEST:
        raise ArgumentTypeError(f"a version has 1 to {LONGEST} characters")
    return text.strip()


class Command(BaseCommand):
    """Loads the plan from a reviewed file and prints what it changes. Loading twice changes nothing."""

    help = "Load the plan from a reviewed YAML file; prints the difference before it changes anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the plan, e.g. reporting/data/plan-public-sources.yaml")
        parser.add_argument(
            "--as-version",
            metavar="VERSION",
            type=version,
            help="load it as this version, whatever the file says: where readings stand under what would vanish",
        )
        parser.add_argument("--dry-run", action="store_true", help="print the difference, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = plan_file.read(options["file"])
            file.plan["version"] = options["as_version"] or file.plan["version"]
            lines = plan_loading.load(file, by=SYSTEM, now=timezone.now(), dry_run=options["dry_run"])
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write("Nothing differs; nothing was changed.")
        elif options["dry_run"]:
            self.stdout.write(f"{len(lines)} differences; nothing was changed (--dry-run).")
        else:
            self.stdout.write(f"{len(lines)} differences loaded.")
