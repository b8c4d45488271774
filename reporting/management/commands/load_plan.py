"""`manage.py load_plan FILE.yaml [--dry-run]`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import SYSTEM
from reporting import plan_file, plan_loading
from reporting.nodes import FileRefused


class Command(BaseCommand):
    """Loads the plan from a reviewed file and prints what it changes. Loading twice changes nothing."""

    help = "Load the plan from a reviewed YAML file; prints the difference before it changes anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the plan, e.g. reporting/data/plan-public-sources.yaml")
        parser.add_argument("--dry-run", action="store_true", help="print the difference, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = plan_file.read(options["file"])
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
