"""Many reports at once: every state in every language, a few side by side. What is there is left alone.

A report's files come in one transaction (`services.render`): a kill in the middle leaves whole reports only,
and the next run goes on with the missing ones, on the figures that were frozen for them.
"""

import multiprocessing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connections

from accounts.actor import SYSTEM
from accounts.models import State
from common import pdf, tenancy
from reporting import scopes, services
from reporting.models import REGION, Report
from reporting.periods import Period


@dataclass(frozen=True, slots=True)
class Order:
    """Reports of one period in one edition."""

    period: Period
    edition: str
    languages: tuple[str, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """One report that is there. `made` says whether this run made it."""

    scope: str
    language: str
    report: str
    made: bool


def every_state() -> list[str]:
    """The codes of all states, the region not among them."""
    return list(State.objects.exclude(pk=REGION).order_by("pk").values_list("pk", flat=True))


def make(order: Order, codes: Iterable[str], *, workers: int) -> Iterator[Done]:
    """Make the reports of some scopes, and tell each as soon as it is there.

    The languages of a scope follow each other in one process, as they stand on one snapshot.
    """
    one = partial(_of_scope, order)
    if workers == 1:
        for code in codes:
            yield from one(code)
        return
    pdf.prepare()  # once, before the processes part
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for found in pool.imap_unordered(partial(_in_child, order), codes, chunksize=1):
            yield from found


def _in_child(order: Order, code: str) -> list[Done]:
    try:
        return _of_scope(order, code)
    finally:
        connections.close_all()


def _of_scope(order: Order, code: str) -> list[Done]:
    scope = scopes.named(code)
    return [_one(order, scope, language) for language in order.languages]


def _one(order: Order, scope: scopes.Scope, language: str) -> Done:
    report = _newest(order, scope, language)
    if report is None:
        report = services.ask(
            scope=scope,
            edition=order.edition,
            period=order.period,
            language=language,
            by=SYSTEM,
            now=order.now,
        )
    made = not report.is_ready
    if made:
        services.render(report=report, now=order.now)
    return Done(scope.code, language, str(report.pk), made)


def _newest(order: Order, scope: scopes.Scope, language: str) -> Report | None:
    with tenancy.within(scope.state):
        return (
            Report.objects.filter(
                snapshot__scope=scope.code,
                snapshot__start=order.period.start,
                snapshot__end=order.period.end,
                language=language,
                edition=order.edition,
            )
            .select_related("snapshot")
            .order_by("-snapshot__made_at", "-rendered_at")
            .first()
        )


def files(done: Done) -> tuple[str, dict[str, bytes]]:
    """The files of a report that is there: their common name, and each by its ending."""
    with tenancy.within(scopes.named(done.scope).state):
        report = Report.objects.select_related("snapshot").get(pk=done.report)
        return report.stem, {file.kind: bytes(file.body) for file in report.files.all()}
