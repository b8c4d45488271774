"""A new epoch of an institution's keys, from a terminal, with the passphrase of somebody who holds them."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import Refused
from accounts.keys import selectors, services, terminal
from common import tenancy
from vault.services import Locked


class Command(BaseCommand):
    help = (
        "Begin a new epoch of an institution's keys and wrap the keys of its cases anew. Asks for the vault "
        "passphrase of somebody who holds them. May be broken off; --continue goes on with the wrapping."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institution", required=True, help="its code, such as bh-nihr")
        parser.add_argument("--user", required=True, help="e-mail address of whoever holds the keys")
        parser.add_argument("--continue", action="store_true", dest="go_on", help="no new epoch")

    def handle(self, *args: Any, **options: Any) -> None:
        by = terminal.actor(options["user"])
        if by.institution is None or by.institution.code != options["institution"]:
            raise CommandError(f"{options['user']} does not work at {options['institution']}.")
        total = 0
        try:
            if not options["go_on"]:
                services.renew(by=by, now=timezone.now())
            while done := services.rewrap(by=by):
                total += done
                self.stdout.write(f"{total} rewrapped")
        except (Refused, Locked):
            raise CommandError(f"{options['user']} does not hold these keys.") from None
        with tenancy.within(by.state):
            left = sum(key.waiting for key in selectors.keys(by.institution, now=timezone.now()))
        if left:
            raise CommandError(f"{left} keys of cases could not be opened and were left as they were.")
        self.stdout.write("Everything is sealed to the newest epoch.")
