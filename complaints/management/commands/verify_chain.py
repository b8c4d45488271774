"""`manage.py verify_chain`: recompute the record's chains and say where they do not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import State
from common import tenancy
from common.receipts import normalise_reference
from complaints.models import Complaint
from record.verification import told, verify


class Command(BaseCommand):
    help = (
        "Recomputes every chain of the record, state by state, and exits with 1 where one does not hold: an "
        "entry changed, removed from the middle, or moved, or an end that is not the head that was kept. "
        "Whoever rewrites a chain together with its head is found only by comparing with signed anchors kept "
        "elsewhere, which this command does not do yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", metavar="REFERENCE", help="only the chain of this case")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["case"]:
            states, stream = self._of_case(options["case"])
        else:
            states, stream = list(State.objects.order_by("code").values_list("code", flat=True)), ""
        broken = sum(self._verify(state, stream) for state in states)
        if broken:
            raise CommandError(f"{broken} places where the record does not hold", returncode=1)
        self.stdout.write(self.style.SUCCESS("The record holds."))

    def _of_case(self, typed: str) -> tuple[list[str], str]:
        reference = normalise_reference(typed)
        if reference is None:
            raise CommandError(f"{typed} is no reference", returncode=2)
        state = reference[:2]
        with tenancy.within(state):
            case = Complaint.objects.filter(state=state, reference=reference).first()
        if case is None:
            raise CommandError(f"There is no case {reference}", returncode=2)
        return [state], case.stream

    def _verify(self, state: str, stream: str) -> int:
        found = verify(state=state, stream=stream)
        if found.entries or found.breaks:
            self.stdout.write(f"{state}: {found.entries} entries in {found.streams} streams")
        for line in told(found.breaks):
            self.stderr.write(self.style.ERROR(f"{state} {line}"))
        return len(found.breaks)
