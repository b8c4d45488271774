"""Counting everything anew, to prove that the tallies kept by delta are right."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Prefetch, Sum

from accounts.models import State
from common import tenancy
from complaints import events, tallies
from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Docket,
    Ending,
    Event,
    Recommendation,
    RecommendationStep,
    RegisterRow,
    Request,
    SafetyTelling,
    Tally,
    TallyDelta,
)
from complaints.tallies import Cell
from complaints.vocabulary import Standing

AT_ONCE = 2_000  # cases
Progress = Callable[[str, int], None]  # state, cases counted so far


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not what the cases say."""

    cell: Cell
    kept: int
    true: int


def rebuild(*, check: bool = False, progress: Progress = lambda _state, _count: None) -> list[Difference]:
    """Count all cases and register rows of every state and put right what differs, unless only checking.

    Returns what differed. Each state is counted in one transaction on one view of the database.
    """
    return [
        found
        for state in State.objects.values_list("code", flat=True)
        for found in _state(state, check, progress)
    ]


def _state(state: str, check: bool, progress: Progress) -> list[Difference]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Whoever changes a case meanwhile waits with their deltas; readers go on.
            cursor.execute("LOCK TABLE complaints_tallydelta, complaints_tally IN SHARE ROW EXCLUSIVE MODE")
        with tenancy.within(state):
            found = differences(state, progress)
            if found and not check:
                tallies.change({row.cell: row.kept for row in found}, {row.cell: row.true for row in found})
        return found


def differences(state: str, progress: Progress = lambda _state, _count: None) -> list[Difference]:
    """Where the counts of a state are not what its cases and register rows add up to."""
    true, kept = recount(state, progress), kept_counts(state)
    cells = sorted({*true, *kept}, key=str)
    return [Difference(c, kept[c], true[c]) for c in cells if kept[c] != true[c]]


def recount(state: str, progress: Progress = lambda _state, _count: None) -> Counter[Cell]:
    """What all cases and register rows of a state add up to."""
    counted: Counter[Cell] = Counter()
    done = 0
    for cases in _batches(state):
        for facts in _facts(cases):
            counted.update(tallies.of(facts))
        done += len(cases)
        progress(state, done)
    for event in Event.objects.filter(state=state).select_related("institution"):
        counted[events.cell(event)] += 1
    for cells in _beside(state):
        counted.update(cells)
    for row in RegisterRow.objects.filter(state=state).iterator(AT_ONCE):
        counted.update(tallies.of_register_row(row))
    return counted


def _beside(state: str) -> Iterator[Counter[Cell]]:
    """What the rows beside the cases add, each kind in one walk along its table."""
    questions = Request.objects.filter(state=state).select_related("asked_by", "asked_of")
    for question in questions.iterator(AT_ONCE):
        yield tallies.of_question(question)
    made = Recommendation.objects.filter(state=state).select_related("made_by_body", "addressed_to")
    steps = Prefetch("recommendationstep_set", RecommendationStep.objects.order_by("at", "pk"))
    for row in made.prefetch_related(steps).iterator(AT_ONCE):
        yield tallies.of_recommendation(row, row.recommendationstep_set.all())
    tellings = SafetyTelling.objects.filter(state=state).select_related("institution", "text")
    for telling in tellings.iterator(AT_ONCE):
        yield tallies.of_telling(telling)


def kept_counts(state: str) -> Counter[Cell]:
    """What the tallies hold for a state, unfolded deltas too."""
    kept: Counter[Cell] = Counter()
    key = ("state", "institution", "day", "kind", "matter", "value", "is_imported")
    for model in (Tally, TallyDelta):
        rows = model.objects.filter(state=state).exclude(kind__startswith=tallies.ONLY_COUNTED)
        for *cell, count in rows.values_list(*key).annotate(n=Sum("count")):
            kept[Cell(*cell)] += count
    return kept


def _batches(state: str) -> Iterator[list[Complaint]]:
    after = UUID(int=0)
    rows = Complaint.objects.filter(state=state).order_by("id")
    while batch := list(rows.filter(id__gt=after)[:AT_ONCE]):
        yield batch
        after = batch[-1].id


def _facts(cases: Sequence[Complaint]) -> Iterator[tallies.Facts]:
    ids = [case.pk for case in cases]
    allegations, clocks, endings = (_of(model, ids) for model in (Allegation, Clock, Ending))
    dockets = Docket.objects.filter(complaint__in=ids, standing=Standing.LEAD)
    leads = dict(dockets.values_list("complaint_id", "institution__code"))
    for case in cases:
        rows = (tuple(found[case.pk]) for found in (allegations, clocks, endings))
        yield tallies.Facts(case, leads.get(case.pk, ""), *rows)


def _of(model: Any, ids: list[UUID]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in model.objects.filter(complaint__in=ids):
        found[row.complaint_id].append(row)
    return found
