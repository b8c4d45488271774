"""`manage.py import_register FILE.csv --institution CODE [--dry-run]`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import SYSTEM
from accounts.models import Institution
from complaints import register


class Command(BaseCommand):
    """Imports a legacy register: every row or none. Mistakes are named by row and column."""

    help = "Import a register kept before this site (CSV, UTF-8): all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV file with a header row")
        parser.add_argument("--institution", required=True, help="code of who kept it, e.g. bh-ombudsman")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(f"There is no institution “{options['institution']}” here.")
        try:
            data = options["file"].read_bytes()
            counted = register.import_register(
                data=data,
                institution=institution,
                by=SYSTEM,
                now=timezone.now(),
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except register.RegisterRefused as refused:
            raise CommandError(_told(refused)) from refused
        parts = ", ".join(f"{count} {matter}" for matter, count in sorted(counted.items()))
        done = "checked; nothing was changed (--dry-run)" if options["dry_run"] else "imported"
        self.stdout.write(f"{counted.total()} rows {done}: {parts}.")


def _told(refused: register.RegisterRefused) -> str:
    lines = [str(mistake) for mistake in refused.mistakes[: register.MOST_MISTAKES]]
    more = len(refused.mistakes) - len(lines)
    if more > 0:
        lines.append(f"… and {more} more.")
    return "\n".join([*lines, "Nothing was imported."])
