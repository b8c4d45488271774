"""`load_states`: the 22 states with their weekends, institutions, governorates and units."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts import reference


class Command(BaseCommand):
    """Run once on a new deployment; running it again adds what is missing and changes nothing else."""

    help = "Load the 22 states, their weekends, institutions, governorates and units; harmless to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--renew",
            action="store_true",
            help="also take over what the files say differently from the rows; which states are open stays",
        )

    def handle(self, *args: Any, renew: bool, **options: Any) -> None:
        for loaded in reference.load(renew=renew):
            self.stdout.write(f"{loaded.kind}: {loaded.total}, of them new: {loaded.new}")
