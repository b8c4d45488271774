"""The queue as a table to take along: what its rows show on the page, and nothing else of a case.

No name of anybody but colleagues, no words, no compartment of the vault. Rows are read some thousands at a time,
each batch in a transaction of its own, so that neither memory nor a snapshot grows with the register.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, TextChoices
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, pgettext

from accounts.actor import Actor, Refused, require
from accounts.models import State
from accounts.roles import Permission
from common import sheets, tenancy
from common.calendar import WorkCalendar, calendar_of
from complaints.casework import selectors, subjects
from complaints.casework.queue.finding import Search
from complaints.casework.queue.tagging import desk_stream
from complaints.casework.sentences import stage_label
from complaints.naming import mode_label
from complaints.vocabulary import Matter
from record import services as record

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BATCH = 2000  # rows at a time
FAR = 9000  # years from here on are no deadlines but places in the queue


class Kind(TextChoices):
    """In which form the table leaves."""

    XLSX = "xlsx", gettext_lazy("Spreadsheet (XLSX)")
    CSV = "csv", gettext_lazy("Plain table (CSV)")


COLUMNS: tuple["StrOrPromise", ...] = (
    gettext_lazy("Reference"),
    gettext_lazy("Kind of case"),
    gettext_lazy("Stage"),
    gettext_lazy("Subject"),
    gettext_lazy("Place"),
    gettext_lazy("How it was made"),
    gettext_lazy("Filed"),
    gettext_lazy("At this desk since"),
    gettext_lazy("Deadline"),
    gettext_lazy("Late"),
    gettext_lazy("Held by"),
    gettext_lazy("Danger"),
    gettext_lazy("Somebody is held"),
    gettext_lazy("Grave"),
    gettext_lazy("Tags"),
)


def export(
    *, search: Search, chosen: Sequence[int] | None, kind: Kind, language: str, by: Actor, now: datetime
) -> Iterator[bytes]:
    """The table as it is sent, of all that was searched for or of the `chosen` dockets among it.

    The entry is written before the first row leaves. Raises `Refused`.
    """
    require(by, Permission.QUEUE)
    if by.institution is None:
        raise Refused("export")
    with tenancy.within(by.state):
        state = State.objects.get(pk=by.state)
        record.write(
            state=by.state,
            stream=desk_stream(by.institution),
            what="exported",
            by=by.id,
            at=now,
            details={"kind": kind, "rows": _size(search, chosen), "by": _narrowing(search, chosen)},
        )
    return _sent(_batches(search, chosen, state, language), kind, language)


def _size(search: Search, chosen: Sequence[int] | None) -> int:
    """How many rows, exactly where no words are searched for; words are counted to where the page counts them."""
    rows = selectors.visible_to(search.actor).filter(pk__in=chosen) if chosen is not None else search.rows
    return search.count().number if chosen is None and search.wanted.words else rows.count()


def _narrowing(search: Search, chosen: Sequence[int] | None) -> list[str]:
    """By which filters, never by which words: the record holds none of anybody's."""
    if chosen is not None:
        return ["chosen"]
    wanted = search.wanted
    names = [name for name in wanted.__slots__ if getattr(wanted, name) and name not in ("after", "before")]
    return sorted(f"{name}={getattr(wanted, name)}" if name != "words" else name for name in names)


def _sent(batches: Iterator[sheets.Batch], kind: Kind, language: str) -> Iterator[bytes]:
    with translation.override(language):
        head, title = [str(label) for label in COLUMNS], gettext("Complaints")
    if kind == Kind.CSV:
        return sheets.csv_of(head, batches)
    return sheets.xlsx_of(head, batches, title=title, right_to_left=language == "ar")


def _batches(
    search: Search, chosen: Sequence[int] | None, state: State, language: str
) -> Iterator[sheets.Batch]:
    """Rows in the order in which they came to the desk. Between two batches nothing is held."""
    walk = search.batches(BATCH) if chosen is None else iter([sorted(chosen)])
    while True:
        with tenancy.within(search.actor.state), translation.override(language):
            pks = next(walk, None)
            if pks is None:
                return
            lines = _lines(search, pks, calendar_of(state.zone), language)
        yield lines


def _lines(search: Search, pks: Sequence[int], calendar: WorkCalendar, language: str) -> sheets.Batch:
    words = _Words(calendar, search.now)
    return [words.line(row) for row in _rows(search.actor, pks, language)]


def _rows(actor: Actor, pks: Sequence[int], language: str) -> Iterable[dict[str, Any]]:
    """Plain columns: making objects of the models would take most of the time."""
    name = f"name_{language}"
    rows = selectors.visible_to(actor).filter(pk__in=pks).order_by("pk")
    found: Iterable[dict[str, Any]] = rows.values(
        *("stage", "matter", "mode", "since", "sort_due", "is_open", "is_danger", "is_held", "is_grave"),
        *("complaint__reference", "complaint__filed_on", "complaint__assistance_kind"),
        *("complaint__whereabouts", "categories"),
        holder=F(f"assignee__{name}"),
        place=F(f"governorate__{name}"),
        tags=selectors.tag_names(actor),
    )
    return found


class _Words:
    """A row in words; each label is looked up once for a batch."""

    def __init__(self, calendar: WorkCalendar, now: datetime) -> None:
        self.calendar, self.now, self.known = calendar, now, dict[tuple[object, ...], str]()
        self.yes, self.mark = pgettext("in a table", "yes"), gettext(", ")

    def line(self, row: dict[str, Any]) -> Sequence[sheets.Cell]:
        day = self.calendar.local_date
        due = row["sort_due"] if row["is_open"] and row["sort_due"].year < FAR else None
        return (
            row["complaint__reference"],
            self._label(Matter, row["matter"]),
            self._label(stage_label, row["stage"]),
            self._subject(row),
            row["place"],
            self._label(mode_label, row["mode"]),
            row["complaint__filed_on"],
            day(row["since"]),
            self.calendar.last_day(due) if due else None,
            self._flag(due is not None and due < self.now),
            row["holder"],
            self._flag(row["is_danger"]),
            self._flag(row["is_held"]),
            self._flag(row["is_grave"]),
            self.mark.join(row["tags"]),
        )

    def _flag(self, value: bool) -> str:
        return self.yes if value else ""

    def _label(self, kind: Any, code: str) -> str:
        known = self.known.get((kind, code))
        if known is None:
            found = kind(code)
            known = self.known[kind, code] = str(found.label if hasattr(found, "label") else found)
        return known

    def _subject(self, row: dict[str, Any]) -> str:
        key = (
            *(row["matter"], row["complaint__assistance_kind"], row["complaint__whereabouts"]),
            tuple(row["categories"]),
        )
        if key not in self.known:
            self.known[key] = self.mark.join(map(str, subjects.said(*key)))
        return self.known[key]
