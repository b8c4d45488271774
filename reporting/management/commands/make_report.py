"""`manage.py make_report --state BH --start … --end … --language ar --output FILE.pdf`"""

import hashlib
import os
import tempfile
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import SYSTEM
from common import tenancy
from common.languages import parse_date
from reporting import scopes, services, snapshot
from reporting.models import Edition
from reporting.periods import Period


def day(text: str) -> date:
    """A date argument."""
    found = parse_date(text)
    if found is None:
        raise ArgumentTypeError(f"“{text}” is not a date; write 2018-04-30")
    return found


class Command(BaseCommand):
    """Freezes the figures of a period and writes the report's PDF, JSON, XLSX and CSV side by side."""

    help = "Snapshot and PDF of a period and, beside it with the same stem, .json, .xlsx and .csv."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--state", help="ISO code of a state, with all its institutions, e.g. BH")
        whose.add_argument("--regional", action="store_true", help="all states side by side")
        parser_help = "one institution's register, e.g. bh-ombudsman"
        whose.add_argument("--institution", help=parser_help)
        parser.add_argument("--start", type=day, required=True, help="first day, 2017-05-01")
        parser.add_argument("--end", type=day, required=True, help="last day, 2018-04-30")
        parser.add_argument("--language", choices=services.LANGUAGES, default="ar")
        parser.add_argument("--edition", choices=Edition.values, default=Edition.INTERNAL.value)
        parser.add_argument("--output", type=Path, required=True, help="the PDF, e.g. report.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        scope, period = self._scope(options), self._period(options)
        output: Path = options["output"]
        if output.suffix.lower() != ".pdf":
            raise CommandError(f"{output}: the output's name must end in .pdf")
        if not output.parent.is_dir():
            raise CommandError(f"{output.parent}: there is no such directory")
        with tenancy.within(scope.state):
            made = snapshot.take(
                scope=scope, edition=options["edition"], period=period, by=SYSTEM, now=timezone.now()
            )
        files = services.forms(snapshot.companion(made), language=options["language"], told=self._told)
        try:
            write_all(files, output)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        for kind, body in files.items():
            digest = hashlib.sha256(body).hexdigest()
            self.stdout.write(f"{output.with_suffix('.' + kind)}  {len(body)} bytes  SHA-256 {digest}")
        self.stdout.write(f"Snapshot SHA-256 {made.sha256}")

    def _scope(self, options: dict[str, Any]) -> scopes.Scope:
        try:
            if options["regional"]:
                return scopes.REGIONAL
            if options["institution"]:
                return scopes.of_institution(options["institution"])
            return scopes.of_state(options["state"])
        except scopes.UnknownScope as error:
            raise CommandError(str(error)) from error

    def _period(self, options: dict[str, Any]) -> Period:
        if options["end"] < options["start"]:
            raise CommandError("--end lies before --start")
        if options["start"].year < scopes.EARLIEST_YEAR:
            raise CommandError(f"--start lies before {scopes.EARLIEST_YEAR}")
        return Period(options["start"], options["end"])

    def _told(self, percent: int, step: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"{percent:3d} % {step}")


def write_all(files: dict[str, bytes], output: Path) -> None:
    """Write every form beside the others: complete under a temporary name first, the PDF renamed last."""
    waiting: list[tuple[str, Path]] = []
    try:
        for kind, body in files.items():
            handle, name = tempfile.mkstemp(
                dir=output.parent, prefix=f".{output.stem}-", suffix=f".{kind}.part"
            )
            waiting.append((name, output.with_suffix(f".{kind}")))
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
        for name, target in reversed(waiting):  # the PDF is first in the list, so it comes last
            os.replace(name, target)
    finally:
        for name, _target in waiting:
            Path(name).unlink(missing_ok=True)
