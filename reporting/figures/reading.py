"""Reading the counts of one scope over several stretches of time: two statements, however many they are."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import Governorate, State
from complaints import tallies
from complaints.aftercare import Question
from complaints.tallies import Span
from complaints.vocabulary import Category, Matter
from reporting.models import REGION
from reporting.periods import Period
from reporting.scopes import Scope

FIRST_DAY = date(1900, 1, 1)
PARTITIONS = (
    *("gender", "source", "channel", "mode", "language", "service", "governorate", "place_type", "subject"),
)
"""Dimensions of which a case has one value; `not_stated` stands for those without."""
DIMENSIONS = (*PARTITIONS, "category")
CLOCKS = ("acknowledge", "route", "decide", "assistance", "review_decision", "remedy", "outcome_notice")
MATTERS = (Matter.COMPLAINT.value, Matter.ASSISTANCE.value)
CUSTODY = Matter.CUSTODY.value
EXACT = (Category.DTH.value, Category.DIS.value, Category.TOR.value)
"""Counted exactly in every edition, uncrossed: hiding three deaths protects the institution, not the person."""
NOT_STATED = "not_stated"
QUESTIONS = tuple(f"{tallies.ONLY_COUNTED}{question}" for question in Question.values)
_FLOW = ("received", "reopened", "completed")
_STEPS = ("made", "accepted", "step", "due")
KINDS = (
    *("received", "received.grave", "received.assistance_kind", "people", "allegations", "events"),
    *(f"received.{dimension}" for dimension in DIMENSIONS),
    *("grave.route", "outcome", "whereabouts", "completed", "reopened"),
    *("finding", "disposition", "finding.silence", "finding.reprisal"),
    *(f"clock.{clock}" for clock in (*CLOCKS, "custody")),
    *(f"days.{what}" for what in ("acknowledge", "decide", "assistance", "custody", "answer", "remedy")),
    *("review.asked", "review.decided", "question", "question.asked", "to.question"),
    *(f"{kind}.{step}" for kind in ("recommendation", "order") for step in _STEPS),
    *("to.recommendation.made", "to.order.made"),
    *("safety.asked", "safety.answered", "safety.reported", "safety.followed"),
    *QUESTIONS,
)
Key = tuple[str, str]
Table = dict[str, int]


@dataclass(frozen=True)
class Figures:
    """The counts of a period, by kind and matter, and what came before it."""

    scope: Scope
    period: Period
    tables: dict[Key, Table] = field(default_factory=dict)
    before: Counter[Key] = field(default_factory=Counter)
    imported: Counter[str] = field(default_factory=Counter)  # by matter
    has_data: bool = False  # anything was counted here by the end of the period
    has_cases: bool = False  # and not all of it stands in an imported register
    places: dict[str, str] = field(default_factory=dict)  # governorate as counted → its code

    def table(self, kind: str, matter: str) -> Table:
        """Value → count, largest first; one's own copy."""
        return dict(self.tables.get((kind, matter), {}))

    def total(self, kind: str, matter: str = "") -> int:
        """Everything of one kind; custody inquiries only where they are asked for."""
        wanted = (matter,) if matter else MATTERS
        return sum(sum(self.tables.get((kind, one), {}).values()) for one in wanted)


@dataclass(frozen=True)
class Reading:
    """What was read of a scope: figures of each period, for all of it and for each of its states."""

    scope: Scope
    states: list[str]
    by_state: dict[str, dict[Period, Figures]]
    whole: dict[Period, Figures]

    def of(self, period: Period, state: str = "") -> Figures:
        """The figures of a period that was asked for; empty ones of a state that has none."""
        if not state:
            return self.whole[period]
        return self.by_state.get(state, {}).get(period) or Figures(self.scope, period)


def read_all(scope: Scope, periods: Collection[Period]) -> Reading:
    """Read several periods at once. Nothing of a day yet to come is there to be read."""
    asked = list(dict.fromkeys(periods))
    spans = [Span(period.start, period.end) for period in asked]
    eves = [Span(FIRST_DAY, period.start - timedelta(days=1)) for period in asked]
    states = states_of(scope)
    within = tallies.over(spans, kinds=KINDS, states=states, institution=scope.institution)
    before = tallies.over(eves, kinds=_FLOW, states=states, institution=scope.institution)
    places = _places(states)
    by_state = {
        state: {
            period: _figures(scope, period, [_at(within, state, at)], [_at(before, state, at)], places)
            for at, period in enumerate(asked)
        }
        for state in sorted({*within, *before})
    }
    whole = {
        period: _figures(
            scope,
            period,
            [found[at] for found in within.values()],
            [found[at] for found in before.values()],
            places,
        )
        for at, period in enumerate(asked)
    }
    return Reading(scope, states, by_state, whole)


def read(scope: Scope, period: Period) -> Figures:
    """The figures of one period."""
    return read_all(scope, [period]).of(period)


def states_of(scope: Scope) -> list[str]:
    """The states a scope covers."""
    if not scope.is_region:
        return [scope.state]
    return list(State.objects.exclude(pk=REGION).order_by("code").values_list("code", flat=True))


def _places(states: Sequence[str]) -> dict[str, str]:
    rows = Governorate.objects.filter(state__in=states).values_list("pk", "code")
    return {str(pk): code for pk, code in rows}


Counted = Counter[tuple[str, str, str, bool]]


def _at(found: dict[str, list[Counted]], state: str, at: int) -> Counted:
    return found[state][at] if state in found else Counter()


def _figures(
    scope: Scope, period: Period, within: list[Counted], before: list[Counted], places: dict[str, str]
) -> Figures:
    counts: Counter[tuple[str, str, str]] = Counter()
    imported: Counter[str] = Counter()
    earlier: Counter[Key] = Counter()
    received: Counter[bool] = Counter()
    for counter in within:
        for (kind, matter, value, is_imported), number in counter.items():
            counts[kind, matter, value] += number
            if kind == "received":
                received[is_imported] += number
                imported[matter] += number if is_imported else 0
    for counter in before:
        for (kind, matter, _value, is_imported), number in counter.items():
            earlier[kind, matter] += number
            received[is_imported] += number if kind == "received" else 0
    tables: dict[Key, Table] = {}
    for (kind, matter, value), number in sorted(counts.items(), key=lambda row: (-row[1], row[0][2])):
        if number:
            tables.setdefault((kind, matter), {})[value] = number
    has_data, has_cases = any(received.values()), bool(received[False])
    return Figures(scope, period, tables, earlier, imported, has_data, has_cases, places)
