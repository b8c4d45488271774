"""`manage.py make_reports --start … --end …`: a report of every state in both languages, resumable."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reporting import batch, companions, scopes, services
from reporting.management.commands.make_report import day, write_all
from reporting.models import Edition
from reporting.periods import Period

SUMS = "SHA256SUMS"


class Command(BaseCommand):
    """Makes what is missing and says how far it has come; what is there is left alone."""

    help = "Reports of many states in both languages. Stopped in the middle, a second run goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--start", type=day, required=True, help="first day, 2025-01-01")
        parser.add_argument("--end", type=day, required=True, help="last day, 2025-12-31")
        parser.add_argument(
            "--scopes", nargs="+", help="states, institutions or region; every state without it"
        )
        parser.add_argument("--languages", nargs="+", choices=services.LANGUAGES, default=services.LANGUAGES)
        parser.add_argument("--edition", choices=Edition.values, default=Edition.PUBLIC.value)
        parser.add_argument(
            "--workers", type=int, choices=range(1, 9), default=2, help="processes side by side"
        )
        parser.add_argument("--output", type=Path, help="a directory for the files, with a list of SHA-256")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        if output and not output.is_dir():
            raise CommandError(f"{output}: there is no such directory")
        if options["end"] < options["start"]:
            raise CommandError("--end lies before --start")
        order = batch.Order(
            Period(options["start"], options["end"]),
            options["edition"],
            tuple(options["languages"]),
            timezone.now(),
        )
        codes = self._codes(options["scopes"])
        done = self._make(order, codes, options["workers"])
        if output:
            self._write(done, output)

    def _codes(self, asked: list[str] | None) -> list[str]:
        try:
            return [scopes.named(code).code for code in asked] if asked else batch.every_state()
        except scopes.UnknownScope as error:
            raise CommandError(str(error)) from error

    def _make(self, order: batch.Order, codes: list[str], workers: int) -> list[batch.Done]:
        total, began = len(codes) * len(order.languages), time.monotonic()
        found: list[batch.Done] = []
        try:
            for done in batch.make(order, codes, workers=workers):
                found.append(done)
                what = "made" if done.made else "was there"
                passed = time.monotonic() - began
                self.stdout.write(
                    f"{len(found)}/{total}  {passed:5.1f} s  {done.scope} {done.language} {what}"
                )
                self.stdout.flush()
        except services.NotPossible as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(done.made for done in found)} made, {total} in all")
        return found

    def _write(self, found: list[batch.Done], output: Path) -> None:
        files: dict[str, bytes] = {}
        for done in found:
            stem, bodies = batch.files(done)
            write_all(bodies, output / f"{stem}.pdf")
            files |= {f"{stem}.{kind}": body for kind, body in bodies.items()}
        (output / SUMS).write_bytes(companions.sums(files))
