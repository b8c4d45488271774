"""`open_state`: everything a state needs before it can receive complaints, from the command line."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from accounts import actor, selectors
from accounts.actor import Actor, Refused
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable, Value, kind_of
from accounts.models import State
from accounts.opening import inviting, readiness, services
from accounts.opening.inviting import Outcome

TOLD = {
    Outcome.SENT: "invited",
    Outcome.UNSENT: "kept, but the letter could not be sent",
    Outcome.BEFORE: "was invited before, and did not answer yet",
}


class Command(BaseCommand):
    """Run it again when something was missing: it goes on where it stopped."""

    help = (
        "Set a state up as the data files know it, invite its first two administrators, and begin intake as soon"
        " as nothing is missing. What only people there can say is confirmed on the page of the desk."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("state", help="ISO code, such as EG")
        parser.add_argument("--administrators", nargs=2, metavar="EMAIL", help="of two different people")
        parser.add_argument(
            "--site",
            default=settings.SITE_ADDRESS,
            help="what the links of letters begin with, such as https://example.org",
        )
        parser.add_argument(
            "--as", dest="administrator", help="e-mail of the regional administrator who opens it"
        )
        parser.add_argument(
            "--source", default="", help="who confirmed weekend, services and mandates, and when"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")

    @no_translations  # whoever opens a state at a terminal reads the code's own sentences
    def handle(self, *args: Any, state: str, **options: Any) -> None:
        row = State.objects.filter(pk=state.upper()).exclude(pk="XX").first()
        if row is None:
            raise CommandError(f"{state} is not one of the 22 states; run load_states first.")
        by, now = _regional(options["administrator"]), timezone.now()
        if not row.is_open:
            self._set_up(row, options["source"], by, now, options["dry_run"])
            emails = options["administrators"] or []
            self._seats(row, emails)
            if emails and not options["dry_run"]:
                self._invite(row, emails, by, now, options["site"])
        self._receive(State.objects.get(pk=row.pk), by, now, options["dry_run"])

    def _set_up(self, row: State, source: str, by: Actor, now: datetime, dry: bool) -> None:
        """With what the rows say already, once somebody stands behind it."""
        if row.prepared_on or not source:
            why = "was set up before" if row.prepared_on else "not set up: --source says who confirmed it"
            self.stdout.write(f"{row.code}: {why}")
            return
        known: Value = kind_of("state_setup").current(row.code, "", changes.today_in(row.code, now))
        after = known | {"source": source, "weekend_source": source}
        try:
            ahead = changes.preview(
                kind="state_setup", state=row.code, after=after, holds_from=None, by=by, now=now
            )
            for line in ahead.rows:
                self.stdout.write(f"  {line.label}: {line.after}")
            if not dry:
                services.set_up(state=row.code, after=after, reason=source, by=by, now=now, seen=ahead.mark)
        except (Unacceptable, Refused, changes.AlreadyWaiting) as error:
            raise CommandError(f"{row.code} cannot be set up: {error}") from error

    def _seats(self, row: State, emails: list[str]) -> None:
        if len({email.strip().lower() for email in emails}) < len(emails):
            raise CommandError("Two different people are needed: each signs beside the other.")
        for email, seat in zip(emails, services.seats(row.code), strict=False):
            self.stdout.write(f"  {email}: administrator at {seat.code}")

    def _invite(self, row: State, emails: list[str], by: Actor, now: datetime, site: str) -> None:
        if not site:
            raise CommandError("Say what the links of the letters begin with: --site, or SITE_ADDRESS.")
        try:
            done = inviting.invite(state=row.code, emails=emails, by=by, now=now, site=site)
        except Refused as error:
            raise CommandError(f"{row.code} has its administrators: they invite everybody else.") from error
        for email, outcome in done:
            self.stdout.write(f"  {email}: {TOLD[outcome]}")

    def _receive(self, row: State, by: Actor, now: datetime, dry: bool) -> None:
        lacks = readiness.missing(row)
        for lack in lacks:
            self.stdout.write(f"  missing: {lack.sentence}")
        if lacks:
            self.stdout.write(
                f"{row.code} does not receive complaints yet. Run this again when nothing is missing."
            )
        elif row.is_open:
            self.stdout.write(f"{row.code} receives complaints.")
        elif not dry:
            services.receive(state=row.code, opens=True, reason="Nothing is missing.", by=by, now=now)
            self.stdout.write(f"{row.code} receives complaints from now on.")


def _regional(email: str | None) -> Actor:
    """The regional administrator in whose name it is done: the one there is, or the one named."""
    people = selectors.regional_administrators(email)
    if len(people) != 1:
        raise CommandError("Name the regional administrator who opens it: --as E-MAIL.")
    return actor.staff(people[0])
