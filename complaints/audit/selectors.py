"""Openings of identities, original texts and files in a week, and delays that nobody above reads by the case.

The auditor stands outside the operational chain: references, names of staff and kinds of compartment, no words of
anybody. Source: the table of roles and "Clocks" of docs/domain.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actor import Actor
from accounts.models import InstitutionKind, Membership, User
from accounts.roles import Permission, Role
from common import keyset
from complaints import clocks, deadlines
from complaints.models import Clock, Complaint, Docket
from complaints.vocabulary import Standing
from record.models import Entry

OPENINGS: dict[str, Promise] = {
    "identity_opened": _("Identity"),
    "original_opened": _("Original text"),
    "file_opened": _("File"),
    "letter_read": pgettext_lazy("register", "Letter"),
}
WEEK = timedelta(days=7)
ORDER = ("-at", "-pk")


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the state, the last of them today or earlier."""

    since: date
    until: date
    start: datetime
    end: datetime

    @classmethod
    def back(cls, weeks: int, *, zone: str, now: datetime) -> "Week":
        """So many weeks ago; 0 ends today."""
        until = now.astimezone(ZoneInfo(zone)).date() - weeks * WEEK
        since = until - timedelta(days=6)
        moments = (
            datetime.combine(day, time(), ZoneInfo(zone)) for day in (since, until + timedelta(days=1))
        )
        return cls(since, until, *moments)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the auditor sees them."""

    name: str
    role: "str | Promise"
    institution: str


@dataclass(frozen=True, slots=True)
class Opening:
    """One compartment that somebody opened."""

    at: datetime
    what: Promise
    reference: str
    person: Person | None


@dataclass(frozen=True, slots=True)
class Total:
    """How often somebody opened each kind in the week."""

    person: Person | None
    counts: list[int]  # in the order of OPENINGS


def entries(actor: Actor, week: Week) -> QuerySet[Entry]:
    """What was opened in one's state in a week; nothing for whoever does not audit."""
    if not actor.may(Permission.AUDIT):
        return Entry.objects.none()
    rows = Entry.objects.filter(state=actor.state, what__in=list(OPENINGS))
    return rows.filter(at__gte=week.start, at__lt=week.end)


def totals(actor: Actor, week: Week) -> list[Total]:
    """By person, whoever opened most first."""
    counted = entries(actor, week).order_by().values("by", "what").annotate(n=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for row in counted:
        found.setdefault(row["by"], {})[row["what"]] = row["n"]
    people = _people(found)
    order = sorted(found, key=lambda by: (-sum(found[by].values()), by))
    return [Total(people.get(by), [found[by].get(what, 0) for what in OPENINGS]) for by in order]


def page(actor: Actor, week: Week, *, data: Mapping[str, str]) -> tuple[list[Opening], keyset.Page[Entry]]:
    """One page of the week, the newest first."""
    found = keyset.page(entries(actor, week), by=ORDER, data=data)
    people = _people(row.by for row in found.rows)
    cases = {row.stream: UUID(row.stream.removeprefix("case:")) for row in found.rows}
    named = dict(
        Complaint.objects.filter(state=actor.state, pk__in=cases.values()).values_list("pk", "reference")
    )
    openings = [
        Opening(row.at, OPENINGS[row.what], named.get(cases[row.stream], ""), people.get(row.by))
        for row in found.rows
    ]
    return openings, found


def _people(ids: Iterable[str]) -> dict[str, Person]:
    """Staff by their opaque ids, with the first role they hold or held."""
    wanted = {UUID(by.removeprefix("user:")) for by in ids if by.startswith("user:")}
    roles = Membership.objects.filter(user__in=wanted).order_by("-pk")
    held = {row.user_id: row.role for row in roles}
    return {
        f"user:{user.pk}": Person(
            user.name,
            Role(held[user.pk]).label if user.pk in held else "",
            user.institution.name if user.institution else "",
        )
        for user in User.objects.filter(pk__in=wanted)
    }


@dataclass(frozen=True, slots=True)
class Delay:
    """How many clocks of a kind are very late where nobody above the lead reads cases."""

    name: "str | Promise"
    count: int


def delays(actor: Actor) -> list[Delay]:
    """Very late, and led by an independent body or in a state without one: aggregate only."""
    if not actor.may(Permission.AUDIT):
        return []
    held = Docket.objects.filter(state=actor.state, complaint_id=OuterRef("complaint_id"))
    independent = held.filter(institution__kind__in=[InstitutionKind.NHRI, InstitutionKind.OTHER_BODY])
    rows = Clock.objects.filter(state=actor.state, ended_at=None, paused_at=None, escalated=2)
    rows = rows.exclude(kind__in=[*clocks.WINDOWS, *clocks.CHECKS])
    unread = rows.filter(Exists(independent.filter(standing=Standing.LEAD)) | ~Exists(independent))
    counted = unread.order_by().values("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    return [Delay(deadlines.Clock(row["kind"]).label, row["n"]) for row in counted]
