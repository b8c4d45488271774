"""Proof that two of the three officers open an institution's keys. Nothing is handed to anybody."""

from itertools import permutations
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.keys import services, terminal
from accounts.keys.owners import keys_of
from common import tenancy
from vault import recovery
from vault.services import Locked


class Command(BaseCommand):
    help = (
        "Prove that two of the three recovery officers open an institution's keys. Asks two or three of them for "
        "their vault passphrases; every order of every pair is tried. Nothing is changed but the record of the drill."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institution", required=True, help="its code, such as bh-nihr")
        parser.add_argument(
            "--officer", action="append", required=True, help="e-mail address; give it two or three times"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        emails = list(dict.fromkeys(options["officer"]))
        if len(emails) not in (2, recovery.OFFICERS):
            raise CommandError("Two or three different officers take part.")
        people = [terminal.actor(email) for email in emails]
        bodies = {by.institution for by in people}
        body = people[0].institution
        if body is None or len(bodies) != 1 or body.code != options["institution"]:
            raise CommandError(f"All of them must work at {options['institution']}.")
        owners = keys_of(body)
        if not owners:
            raise CommandError("This institution has no keys of its own.")
        for purpose, owner in owners.items():
            for first, second in permutations(people, 2):
                try:
                    holds = recovery.proves(
                        owner=owner,
                        first=first.id,
                        second=second.id,
                        keyrings=(first.keyring, second.keyring),
                    )
                except Locked:
                    holds = False
                if not holds:
                    raise CommandError(f"The {purpose} key does not open for these officers.")
            self.stdout.write(f"{purpose}: the officers open it, two by two")
        with tenancy.within(people[0].state):
            services.tell(
                "recovery_drill", by=people[0], now=timezone.now(), officers=[by.id for by in people]
            )
