"""`manage.py rebuild_tallies [--check]`"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from complaints import rebuilding

SHOWN = 20


class Command(BaseCommand):
    """Counts everything anew. Exit status 1 where `--check` found a difference."""

    help = "Count all cases and register rows anew, compare with the tallies, and put right what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="compare only; exit status 1 on a difference"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = rebuilding.rebuild(check=options["check"], progress=self._progress)
        for row in found[:SHOWN]:
            self.stdout.write(f"{row.cell}: kept {row.kept}, counted {row.true}")
        if not found:
            self.stdout.write("Every count is what the cases add up to.")
        elif options["check"]:
            self.stdout.write(f"{len(found)} counts differ; nothing was changed (--check).")
            sys.exit(1)
        else:
            self.stdout.write(f"{len(found)} counts differed and were put right.")

    def _progress(self, state: str, count: int) -> None:
        if count % 10_000 == 0:
            self.stdout.write(f"{state}: {count} cases counted …")
