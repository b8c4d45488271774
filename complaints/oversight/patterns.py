"""Patterns: what comes more often than it did, by unit, place, category and day of the week.

For the national institution alone (docs/domain.md): from the first complaint for deaths, disappearances, torture and
sexual or gender-based violence, from five for everything else. Counted each night and kept, so that the page costs
the same however many cases there are; what the numbers mean is in `chance`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import ExtractIsoWeekDay
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Institution, InstitutionKind, State
from accounts.roles import Permission
from common import keyset, tenancy
from complaints.casework.queue.finding import drawn
from complaints.casework.selectors import visible_to
from complaints.models import Docket, Pattern, PatternRun
from complaints.oversight import chance
from complaints.vocabulary import Category, Matter, When

if TYPE_CHECKING:
    from complaints.casework.queue.finding import Drawn

WINDOW, PAST, SHORTEST_PAST = 90, 730, 180  # days
FROM_THE_FIRST = frozenset({Category.DTH, Category.DIS, Category.TOR, Category.GBV})
FROM = 5  # complaints, in every other slice
ORDER = ("tail", "pk")
Dimension = Pattern.Dimension
ALLEGED = "complaint__allegation__category"
COLUMNS = {
    Dimension.UNIT: "complaint__allegation__unit",
    Dimension.PLACE: "complaint__governorate",
    Dimension.CATEGORY: ALLEGED,
    Dimension.WEEKDAY: "weekday",
}
ONE_DAY = Q(complaint__happened_how=When.EXACT, complaint__happened_until=None)


@dataclass(frozen=True, slots=True)
class Span:
    """The window and the time before it. All days included."""

    since: date
    until: date
    past_since: date

    @property
    def window(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def past(self) -> int:
        return (self.since - self.past_since).days

    @property
    def is_long_enough(self) -> bool:
        """Whether there is a past to compare with."""
        return self.past >= SHORTEST_PAST

    @property
    def in_window(self) -> Q:
        return Q(complaint__filed_on__gte=self.since, complaint__filed_on__lte=self.until)

    @property
    def in_past(self) -> Q:
        return Q(complaint__filed_on__gte=self.past_since, complaint__filed_on__lt=self.since)


def span_of(run: PatternRun) -> Span:
    """The days that a counting compared."""
    return Span(run.since, run.until, run.past_since)


@dataclass(frozen=True, slots=True)
class Slice:
    """One thing that is counted: a unit, a place, a day of the week, all together or in one category."""

    dimension: str
    value: str
    category: str = ""

    @property
    def least(self) -> int:
        """From how many complaints on it is shown."""
        return 1 if self.category in FROM_THE_FIRST else FROM


# --- counting -----------------------------------------------------------------------------------


def count_all(state: State, *, now: datetime) -> int:
    """Count anew for a state’s national institutions, once a day. Returns how many were counted. Within it."""
    bodies = Institution.objects.filter(state=state.code, kind=InstitutionKind.NHRI, is_active=True)
    today = timezone.localdate(now)
    done = set(
        PatternRun.objects.filter(state=state.code, at__date=today).values_list("institution_id", flat=True)
    )
    waiting = [body for body in bodies if body.pk not in done]
    for body in waiting:
        count(body, now=now)
    return len(waiting)


def count(body: Institution, *, now: datetime) -> PatternRun:
    """Compare the last `WINDOW` days with up to `PAST` days before them, and keep what is to be shown."""
    with tenancy.within(body.state):
        span = _span(body, timezone.localdate(now) - timedelta(days=1))
        slices = _slices(body, span)
        shown = [
            _pattern(body, one, numbers, span) for one, numbers in slices.items() if numbers[0] >= one.least
        ]
        Pattern.objects.filter(state=body.state, institution=body).delete()
        Pattern.objects.bulk_create(shown, batch_size=1000)
        whole = _complaints(body, span).aggregate(
            complaints=Count("pk", filter=span.in_window), before=Count("pk", filter=span.in_past)
        )
        run, _made = PatternRun.objects.update_or_create(
            state=body.state,
            institution=body,
            defaults={
                "at": now,
                "since": span.since,
                "until": span.until,
                "past_since": span.past_since,
                "compared": len(slices),
                **whole,
            },
        )
    return run


def _span(body: Institution, until: date) -> Span:
    """The past begins with the first complaint at the earliest: before it nobody could have filed one."""
    since = until - timedelta(days=WINDOW - 1)
    filed = Docket.objects.filter(state=body.state, institution=body, matter=Matter.COMPLAINT)
    first = filed.aggregate(first=Min("complaint__filed_on"))["first"] or since
    return Span(since, until, min(max(first, since - timedelta(days=PAST)), since))


def _complaints(body: Institution, span: Span) -> QuerySet[Docket]:
    rows = Docket.objects.filter(state=body.state, institution=body, matter=Matter.COMPLAINT)
    return rows.filter(span.in_window | span.in_past)


def _slices(body: Institution, span: Span) -> dict[Slice, tuple[int, int]]:
    """Every slice that holds a complaint, with its numbers in the window and before."""
    found: dict[Slice, tuple[int, int]] = {}
    for dimension, column in COLUMNS.items():
        rows = _complaints(body, span)
        if dimension == Dimension.WEEKDAY:
            rows = rows.filter(ONE_DAY).annotate(weekday=ExtractIsoWeekDay("complaint__happened_from"))
        rows = rows.exclude(**{column: None})
        found |= _counted(dimension, column, rows, span)
    return found


def _counted(dimension: str, column: str, rows: QuerySet[Docket], span: Span) -> dict[Slice, tuple[int, int]]:
    numbers = {
        "n": Count("complaint", filter=span.in_window, distinct=True),
        "b": Count("complaint", filter=span.in_past, distinct=True),
    }
    if dimension == Dimension.CATEGORY:
        together = rows.order_by().values(column).annotate(**numbers)
        return {Slice(dimension, row[column], row[column]): (row["n"], row["b"]) for row in together}
    together = rows.order_by().values(column).annotate(**numbers)
    apart = rows.exclude(**{ALLEGED: None}).order_by().values(column, ALLEGED).annotate(**numbers)
    found = {Slice(dimension, str(row[column])): (row["n"], row["b"]) for row in together}
    return found | {Slice(dimension, str(row[column]), row[ALLEGED]): (row["n"], row["b"]) for row in apart}


def _pattern(body: Institution, one: Slice, numbers: tuple[int, int], span: Span) -> Pattern:
    counted, before = numbers
    days = {"window": span.window, "past": max(span.past, 1)}
    return Pattern(
        state=body.state,
        institution=body,
        dimension=one.dimension,
        value=one.value,
        category=one.category,
        count=counted,
        before=before,
        expected=chance.expected(before=before, **days),
        tail=chance.tail(count=counted, before=before, **days) if span.is_long_enough else 1.0,
    )


# --- reading ------------------------------------------------------------------------------------


def may_see(actor: Actor) -> bool:
    """The national institution's people who oversee; nobody else, and never the authority."""
    body = actor.institution
    return body is not None and body.kind == InstitutionKind.NHRI and actor.may(Permission.INDEPENDENT)


def run_of(actor: Actor) -> PatternRun | None:
    """The last counting; None before the first."""
    if not may_see(actor):
        return None
    return PatternRun.objects.filter(state=actor.state, institution=actor.institution).first()


def visible(actor: Actor) -> QuerySet[Pattern]:
    """What was found at the actor's institution."""
    if not may_see(actor):
        return Pattern.objects.none()
    return Pattern.objects.filter(state=actor.state, institution=actor.institution)


def counts(actor: Actor) -> Mapping[str, int]:
    """How many slices are marked, and how many stand in the list: one statement."""
    found: dict[str, int] = visible(actor).aggregate(
        marked=Count("pk", filter=Q(tail__lte=chance.SIGNAL)), shown=Count("pk")
    )
    return found


def strongest(actor: Actor) -> Pattern | None:
    """What chance explains least, in whichever dimension."""
    return visible(actor).order_by(*ORDER).first()


def page(actor: Actor, dimension: str, *, data: Mapping[str, str]) -> keyset.Page[Pattern]:
    """One page of a dimension, what chance explains least first."""
    return keyset.page(visible(actor).filter(dimension=dimension), by=ORDER, data=data)


def one(actor: Actor, pk: int) -> Pattern | None:
    return visible(actor).filter(pk=pk).first()


def cases(
    actor: Actor, pattern: Pattern, run: PatternRun, *, data: Mapping[str, str]
) -> "keyset.Page[Drawn]":
    """The complaints behind a number that exist for the actor, the newest first."""
    rows = visible_to(actor).filter(span_of(run).in_window, matter=Matter.COMPLAINT)
    column, value = COLUMNS[Dimension(pattern.dimension)], pattern.value
    alleged = {column: value} if pattern.dimension == Dimension.UNIT else {}
    if pattern.category:
        alleged[ALLEGED] = pattern.category
    if alleged:
        # Within one allegation: a unit named for one thing is not the unit of another.
        rows = rows.filter(pk__in=visible_to(actor).filter(**alleged).values("pk"))
    if pattern.dimension == Dimension.PLACE:
        rows = rows.filter(complaint__governorate=int(value))
    if pattern.dimension == Dimension.WEEKDAY:
        rows = rows.filter(ONE_DAY, complaint__happened_from__iso_week_day=int(value))
    return keyset.page(drawn(actor, rows), by=("-complaint__filed_on", "-pk"), data=data)
