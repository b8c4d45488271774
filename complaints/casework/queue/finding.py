"""Cases of a desk as they are asked for: filters, words, three orders, pages, neighbours.

Nothing here counts or walks further than it must: pages go by the key of the order, counts stop at `CAPPED`, and
words are looked for first in the next rows of the walk, because a common word fills a page there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.actor import Actor
from accounts.models import State
from common.arabic import ts_query
from common.receipts import normalise_reference
from complaints.casework import selectors
from complaints.models import Allegation, CaseTag, Clock, Docket, SearchText

PAGE = 25
PROBE = 1000  # rows of the walk in which words are looked for before the index is asked
MOST_FOUND = 5000  # cases that the index may name; words in more than these are found by walking
OFTEN = 100  # found so often in a probe, words are not counted further
SHOWN = (  # of the hundred columns of a case, its institution's hold and its holder, those that a row shows
    *("state", "complaint_id", "assignee_id", "sort_due", "since"),
    *(
        f"complaint__{name}"
        for name in ("state", "reference", "matter", "mode", "assistance_kind", "whereabouts")
    ),
    *(f"complaint__{name}" for name in ("stage", "is_danger", "is_held", "is_grave", "filed_on")),
    *("complaint__governorate__name_ar", "complaint__governorate__name_en"),
    *(f"assignee__{name}" for name in ("name_ar", "name_en", "email", "is_active")),
)
Place = tuple[datetime, int]  # key of the order and docket: where in the queue a page ends


class Order(StrEnum):
    """In which order cases stand. Each has its index."""

    DEADLINE = ""
    NEWEST = "newest"
    OLDEST = "oldest"


KEYS = {Order.DEADLINE: "sort_due", Order.NEWEST: "since", Order.OLDEST: "since"}


class Status(StrEnum):
    """Which cases by whether work on them goes on."""

    OPEN = ""
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the queue; whatever is empty narrows nothing."""

    whose: str = ""  # mine, unassigned, left (whose holder may hold no case any more), late
    stage: str = ""
    category: str = ""
    matter: str = ""
    mode: str = ""
    governorate: int | None = None
    holder: UUID | None = None
    tag: int | None = None
    danger: bool = False
    held: bool = False
    grave: bool = False
    since: date | None = None  # the first and last day of arrival at this desk
    until: date | None = None
    words: str = ""
    status: str = Status.OPEN
    order: Order = Order.DEADLINE
    after: Place | None = None
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; `after` and `before` are the cursors of its neighbours."""

    rows: list[Docket]
    after: Place | None
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as far as was counted."""

    number: int
    is_over: bool = False


def narrowed(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[Docket]:
    """The cases as asked for, all but the words, without order and page."""
    rows = selectors.view_of(actor, selectors.visible_to(actor), wanted.whose, now=now)
    if wanted.status != Status.ALL:
        rows = rows.filter(is_open=wanted.status == Status.OPEN)
    same = {
        "stage": wanted.stage,
        "matter": wanted.matter,
        "assignee_id": wanted.holder,
        "complaint__mode": wanted.mode,
        "complaint__governorate_id": wanted.governorate,
        "is_danger": wanted.danger,
        "complaint__is_held": wanted.held,
        "complaint__is_grave": wanted.grave,
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    return _marked(actor, _arrived(actor, rows, wanted), wanted)


def _arrived(actor: Actor, rows: QuerySet[Docket], wanted: Wanted) -> QuerySet[Docket]:
    """Those that came to this desk between two days of the state."""
    if wanted.since is None and wanted.until is None:
        return rows
    zone = ZoneInfo(State.objects.only("zone").get(pk=actor.state).zone)
    if wanted.since:
        rows = rows.filter(since__gte=datetime.combine(wanted.since, datetime.min.time(), zone))
    if wanted.until:
        rows = rows.filter(since__lte=datetime.combine(wanted.until, datetime.max.time(), zone))
    return rows


def _marked(actor: Actor, rows: QuerySet[Docket], wanted: Wanted) -> QuerySet[Docket]:
    """Those with a category and a tag."""
    if wanted.category:
        alleged = Allegation.objects.filter(
            state=actor.state, complaint_id=OuterRef("complaint_id"), category=wanted.category
        )
        rows = rows.filter(Exists(alleged))
    if wanted.tag:
        marks = CaseTag.objects.filter(
            state=actor.state,
            complaint_id=OuterRef("complaint_id"),
            tag_id=wanted.tag,
            tag__institution=actor.institution,  # another institution's tags do not exist here
        )
        rows = rows.filter(Exists(marks))
    return rows


def drawn(actor: Actor, rows: QuerySet[Docket]) -> QuerySet[Docket]:
    """With everything a row of the queue shows."""
    alleged = Allegation.objects.filter(state=actor.state, complaint_id=OuterRef("complaint_id"))
    running = Clock.objects.filter(state=actor.state, ended_at=None).order_by("due_at")
    return (
        rows.select_related("complaint", "complaint__governorate", "assignee")
        .annotate(
            categories=ArraySubquery(alleged.order_by("pk").values("category")),
            tag_names=selectors.tag_names(actor),
        )
        .prefetch_related(Prefetch("complaint__clock_set", queryset=running))
    )


@dataclass
class Search:
    """One question to the queue. Fetches each thing once, when it is first asked for."""

    actor: Actor
    wanted: Wanted
    now: datetime

    def page(self) -> Page:
        """The rows of one page in their order."""
        size = PAGE
        if not self._query:
            return self._page(list(drawn(self.actor, self._walk()).only(*SHOWN)[: size + 1]), size)
        found = self._keys(size + 1)
        seen = drawn(self.actor, self._seen(found)).only(*SHOWN) if found else []
        rows = {row.pk: row for row in seen}
        return self._page([rows[pk] for _case, pk in found if pk in rows], size)

    def neighbour(self) -> str:
        """The reference of the first case beyond the cursor; "" where there is none."""
        rows = self._seen(self._keys(1)) if self._query else self._walk()
        return rows.values_list("complaint__reference", flat=True).first() or ""

    def pks(self, most: int) -> list[int]:
        """The first dockets in their order."""
        return [pk for _case, pk in self._keys(most)]

    def count(self) -> Count:
        """How many there are from the beginning on, as far as is counted."""
        if not self.wanted.words:
            return self._capped(self.rows)
        start, wanted = self, self.wanted
        if wanted.after or wanted.before:
            start = Search(self.actor, replace(wanted, after=None, before=None), self.now)
        found, walked = start._probed
        if walked < PROBE:
            return Count(len(found))
        if len(found) >= OFTEN:
            return Count(OFTEN, is_over=True)
        ids = start._indexed
        return Count(len(found), is_over=True) if ids is None else self._capped(self._among(ids))

    def beyond(self, pk: int, most: int) -> list[tuple[UUID, int]]:
        """Case and docket of what came to the desk after this docket, in the order it came."""
        rows = _pairs(self.rows.filter(pk__gt=pk).order_by("pk")[:most])
        if not self._query:
            return rows
        matching = self._matching([case for case, _pk in rows])
        return [row for row in rows if row[0] in matching]

    def batches(self, size: int) -> Iterator[list[int]]:
        """Dockets in the order they were made, some at a time, each batch asked for on its own.

        Whoever takes a batch may end its transaction before the next one.
        """
        last = 0
        while rows := _pairs(self.rows.filter(pk__gt=last).order_by("pk")[:size]):
            last = rows[-1][1]
            matching = self._matching([case for case, _pk in rows]) if self._query else None
            yield [pk for case, pk in rows if matching is None or case in matching]

    @cached_property
    def rows(self) -> QuerySet[Docket]:
        """All of it but the words, without order."""
        rows = narrowed(self.actor, self.wanted, now=self.now)
        if self._reference:
            rows = rows.filter(complaint__reference=self._reference)
        return rows if self._reference or not self.wanted.words or self._query else rows.none()

    # --- the order --------------------------------------------------------------------------------

    @property
    def _is_back(self) -> bool:
        return self.wanted.before is not None

    def _walk(self) -> QuerySet[Docket]:
        """From the cursor on, towards the page."""
        key, place = KEYS[self.wanted.order], self.wanted.before or self.wanted.after
        downwards = (self.wanted.order == Order.NEWEST) != self._is_back
        rows, sign, beyond = self.rows, "-" if downwards else "", "lt" if downwards else "gt"
        if place is not None:
            at, pk = place
            further = Q(**{f"{key}__{beyond}": at}) | Q(**{f"pk__{beyond}": pk})
            rows = rows.filter(**{f"{key}__{beyond}e": at}).filter(further)
        return rows.order_by(f"{sign}{key}", f"{sign}pk")

    def _page(self, found: list[Docket], size: int) -> Page:
        """The rows in reading order, with the cursors of the pages that exist beside them."""
        more, rows = len(found) > size, found[:size]
        if self._is_back:
            rows.reverse()
        if not rows:
            return Page([], None)
        has_next = more if not self._is_back else True
        has_previous = more if self._is_back else self.wanted.after is not None
        first, last = self.place(rows[0]), self.place(rows[-1])
        return Page(rows, last if has_next else None, first if has_previous else None)

    def place(self, row: Docket) -> Place:
        """Where a case stands in this order."""
        return getattr(row, KEYS[self.wanted.order]), row.pk

    def _seen(self, found: list[tuple[UUID, int]]) -> QuerySet[Docket]:
        return selectors.visible_to(self.actor).filter(pk__in=[pk for _case, pk in found])

    def _capped(self, rows: QuerySet[Docket]) -> Count:
        number = selectors.capped(rows)
        return Count(min(number, selectors.CAPPED), number > selectors.CAPPED)

    # --- words ------------------------------------------------------------------------------------

    @cached_property
    def _reference(self) -> str:
        """A reference that was typed instead of words."""
        return normalise_reference(self.wanted.words) or "" if self.wanted.words else ""

    @cached_property
    def _query(self) -> str:
        return "" if self._reference else ts_query(self.wanted.words)

    def _keys(self, most: int) -> list[tuple[UUID, int]]:
        """Case and docket of the next rows, in the direction of the walk."""
        if not self._query:
            return _pairs(self._walk()[:most])
        found, walked = self._probed
        if walked < PROBE or len(found) >= most:
            return found[:most]
        if (ids := self._indexed) is not None:
            return _pairs(self._walk().filter(complaint_id__in=ids)[:most])
        return self._walked(most)

    @cached_property
    def _probed(self) -> tuple[list[tuple[UUID, int]], int]:
        """What is found among the next rows of the walk, and how many rows there were."""
        rows = _pairs(self._walk()[:PROBE])
        matching = self._matching([case for case, _pk in rows])
        return [row for row in rows if row[0] in matching], len(rows)

    def _matching(self, cases: list[UUID]) -> set[UUID]:
        """Those of these cases in which the words are found."""
        texts = SearchText.objects.filter(
            state=self.actor.state,
            complaint_id__in=cases,
            tsv=SearchQuery(self._query, config="simple", search_type="raw"),
        )
        return set(texts.values_list("complaint_id", flat=True))

    @cached_property
    def _indexed(self) -> list[UUID] | None:
        """All cases of the state with the words, by the index; None where there are too many to name."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT complaint FROM complaints_found(%s, %s)", [self._query, MOST_FOUND + 1])
            found = [row[0] for row in cursor.fetchall()]
        return found if len(found) <= MOST_FOUND else None

    def _among(self, ids: list[UUID]) -> QuerySet[Docket]:
        return self.rows.filter(complaint_id__in=ids)

    def _walked(self, most: int) -> list[tuple[UUID, int]]:
        """Words in many cases that are rare on the way: walk on, each time further."""
        found, start, window = list(self._probed[0]), PROBE, PROBE * 4
        while len(found) < most:
            rows = _pairs(self._walk()[start : start + window])
            matching = self._matching([case for case, _pk in rows])
            found += [row for row in rows if row[0] in matching]
            if len(rows) < window:
                break
            start, window = start + window, window * 4
        return found[:most]


def _pairs(rows: QuerySet[Docket]) -> list[tuple[UUID, int]]:
    return list(rows.values_list("complaint_id", "pk"))
