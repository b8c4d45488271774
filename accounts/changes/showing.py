"""A change in words: what, before and after, from when, how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.changes.kinds import Row, kind_of
from accounts.changes.models import Change, Standing
from accounts.models import State
from common.languages import month_usage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHAPES = {
    Standing.WAITING: "under_way",
    Standing.APPLIED: "reached",
    Standing.REFUSED: "disputed",
    Standing.WITHDRAWN: "not_started",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One change as a page shows it."""

    change: Change
    title: "StrOrPromise"
    state: str
    rows: list[Row]
    applies_to: "StrOrPromise"

    @property
    def shape(self) -> str:
        return SHAPES[self.change.standing]

    @property
    def label(self) -> "StrOrPromise":
        return self.change.standing.label

    @property
    def months(self) -> str:
        return month_usage(self.change.state)


def shown(changes: Iterable[Change]) -> list[Shown]:
    """Changes in words, in their order: one query for the states and at most one for each kind."""
    listed = list(changes)
    states = {row.code: row.name for row in State.objects.filter(pk__in={row.state for row in listed})}
    titles = _titles(listed)
    return [
        Shown(
            change=row,
            title=titles[row.kind, row.target],
            state=states.get(row.state, row.state),
            rows=[line for line in _rows(row) if line.is_changed],
            applies_to=kind_of(row.kind).applies_to,
        )
        for row in listed
    ]


def _rows(row: Change) -> list[Row]:
    return kind_of(row.kind).told(row.state, row.target, row.before, row.after)


def _titles(changes: list[Change]) -> "Mapping[tuple[str, str], StrOrPromise]":
    targets: dict[str, set[str]] = {}
    for row in changes:
        targets.setdefault(row.kind, set()).add(row.target)
    return {
        (kind, target): title
        for kind, wanted in targets.items()
        for target, title in kind_of(kind).titles(wanted).items()
    }


SENTENCES = {
    "stale": _("This was changed in the meantime. Look at what holds now, and propose it again."),
    "waiting": _(
        "Another change of this waits for its second signature. It must be signed, refused or"
        " withdrawn first."
    ),
    "ended": _("This change was made, refused or withdrawn in the meantime."),
}
