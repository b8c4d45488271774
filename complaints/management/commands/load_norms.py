"""`load_norms`: what protects people, and which state is party to which treaty."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from complaints.guidance import loading


class Command(BaseCommand):
    """Run after `load_states`; running it again adds what is missing and changes nothing else."""

    help = "Load articles, rules and the parties to treaties; harmless to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--renew", action="store_true", help="also take over what the files say differently from the rows"
        )

    def handle(self, *args: Any, renew: bool, **options: Any) -> None:
        for loaded in loading.load(renew=renew):
            self.stdout.write(f"{loaded.kind}: {loaded.total}, of them new: {loaded.new}")
