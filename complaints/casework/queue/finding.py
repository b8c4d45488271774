"""Cases of a desk as they are asked for: filters, words, three orders, pages, neighbours.

Nothing here counts or walks further than it must: pages go by the key of the order, counts stop at `CAPPED`, and
what is looked for is looked for first in the next rows of the walk, because what is common fills a page there. Only
then an index is asked: that of the words, or that of the traits by which cases are filtered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Expression,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, JSONObject

from accounts.actor import Actor
from common.arabic import ts_query
from common.receipts import normalise_reference
from complaints.casework import selectors
from complaints.casework.queue.narrowing import (
    KEYS,
    Order,
    Place,
    Status,
    Wanted,
    narrowed,
    same,
    traits,
    untraited,
)
from complaints.clocks import Running
from complaints.models import Clock, Docket, SearchText

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PAGE = 25
PROBE = 1000  # rows of the walk that are looked at before an index is asked
MOST_FOUND = 5000  # cases that an index may name here; what is in more than these is found by walking
EVERY = 2**31 - 1  # cases that it names where the database keeps them to itself
OFTEN = 100  # found so often in a probe, words are not counted further
SHOWN = (  # of the hundred columns of a case, its institution's hold and its holder, those that a row shows
    *("state", "complaint_id", "assignee_id", "sort_due", "since", "stage", "matter", "mode", "categories"),
    *("is_danger", "is_held", "is_grave", "governorate__name_ar", "governorate__name_en"),
    *(f"complaint__{name}" for name in ("reference", "assistance_kind", "whereabouts", "filed_on")),
    *(
        f"complaint__{name}"
        for name in ("state", "stage", "matter", "mode", "is_danger", "is_held", "is_grave")
    ),
    *(f"assignee__{name}" for name in ("name_ar", "name_en", "email", "is_active")),
)


class Told(TypedDict):
    """What `drawn` adds to a docket: its clocks that have not ended, see `clocks_of`, and its institution's tags."""

    running: list[dict[str, Any]]
    tag_names: list[str]


if TYPE_CHECKING:
    Drawn = WithAnnotations[Docket, Told]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; `after` and `before` are the cursors of its neighbours."""

    rows: "list[Drawn]"
    after: Place | None
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as far as was counted."""

    number: int
    is_over: bool = False


def drawn(actor: Actor, rows: QuerySet[Docket]) -> "QuerySet[Drawn]":
    """With everything a row of the queue shows."""
    running = Clock.objects.filter(state=actor.state, complaint_id=OuterRef("complaint_id"), ended_at=None)
    told = JSONObject(**{name: name for name in Running.COLUMNS})
    return rows.select_related("complaint", "governorate", "assignee").annotate(
        running=ArraySubquery(running.order_by("due_at").values(told=told)),
        tag_names=selectors.tag_names(actor),
    )


def clocks_of(row: "Drawn") -> list[Running]:
    """The clocks that run or stand still on a case, by when they end."""
    return [Running.told(one) for one in row.running]


@dataclass
class Search:
    """One question to the queue. Fetches each thing once, when it is first asked for."""

    actor: Actor
    wanted: Wanted
    now: datetime

    def page(self) -> Page:
        """The rows of one page in their order."""
        size = PAGE
        if not self._sifts:
            return self._page(list(drawn(self.actor, self._walk(self.rows)).only(*SHOWN)[: size + 1]), size)
        found = self._keys(size + 1)
        seen = drawn(self.actor, self._seen(found)).only(*SHOWN) if found else []
        rows = {row.pk: row for row in seen}
        return self._page([rows[pk] for _case, pk in found if pk in rows], size)

    def neighbour(self) -> str:
        """The reference of the first case beyond the cursor; "" where there is none."""
        rows = self._seen(self._keys(1)) if self._sifts else self._walk(self.rows)
        return rows.values_list("complaint__reference", flat=True).first() or ""

    def pks(self, most: int) -> list[int]:
        """The first dockets in their order."""
        return [pk for _case, pk in self._keys(most)]

    def count(self) -> Count:
        """How many there are from the beginning on, as far as is counted."""
        start, wanted = self, self.wanted
        if wanted.after or wanted.before:
            start = Search(self.actor, replace(wanted, after=None, before=None), self.now)
        if not self._sifts:
            return self._capped(self.rows)
        found, walked = start._probed
        if walked < PROBE:
            return Count(len(found))
        if not self._query and len(found) >= OFTEN:
            return self._capped(self.rows)  # often enough to be counted by walking
        if self._query and len(found) > PAGE:
            return Count(min(len(found), OFTEN), is_over=True)
        named = start._named
        if named is not None:
            return self._capped(named)
        if self._query:  # too many to be named: as many as stand on a page, and whether there are more
            number = PAGE + 1 if start is not self else len(self._first)
            return Count(min(number, PAGE), is_over=number > PAGE)
        if _narrows(wanted):
            return self._capped(self.rows)
        return Count(min(selectors.CAPPED, MOST_FOUND), is_over=True)

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

    def _walk(self, rows: QuerySet[Docket]) -> QuerySet[Docket]:
        """From the cursor on, towards the page."""
        key, place = KEYS[self.wanted.order], self.wanted.before or self.wanted.after
        downwards = (self.wanted.order == Order.NEWEST) != self._is_back
        sign, beyond = "-" if downwards else "", "lt" if downwards else "gt"
        if place is not None:
            at, pk = place
            further = Q(**{f"{key}__{beyond}": at}) | Q(**{f"pk__{beyond}": pk})
            rows = rows.filter(**{f"{key}__{beyond}e": at}).filter(further)
        return rows.order_by(f"{sign}{key}", f"{sign}pk")

    def _page(self, found: "list[Drawn]", size: int) -> Page:
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

    # --- words and traits -------------------------------------------------------------------------

    @cached_property
    def _reference(self) -> str:
        """A reference that was typed instead of words."""
        return normalise_reference(self.wanted.words) or "" if self.wanted.words else ""

    @cached_property
    def _query(self) -> str:
        return "" if self._reference else ts_query(self.wanted.words)

    @cached_property
    def _sifts(self) -> bool:
        """Whether the walk passes rows that do not fit. A reference is found at once, some traits have an index."""
        if self._reference or (self.wanted.words and not self._query):
            return False
        asked, is_open = traits(self.wanted), self.wanted.status == Status.OPEN
        alone = (len(asked) == 1 and bool(self.wanted.stage)) or (is_open and asked in (["grave"], ["held"]))
        has_index = alone and (self.wanted.order == Order.DEADLINE or asked == ["grave"])
        return bool(self._query) or (bool(asked) and not has_index)

    def _keys(self, most: int) -> list[tuple[UUID, int]]:
        """Case and docket of the next rows, in the direction of the walk."""
        if not self._sifts:
            return _pairs(self._walk(self.rows)[:most])
        found, walked = self._probed
        if walked < PROBE or len(found) >= most:
            return found[:most]
        if self._named is not None:
            return _pairs(self._walk(self._named)[:most])
        if not self._query:
            return _pairs(self._walk(self.rows)[:most])
        return self._first[:most] if most <= PAGE + 1 else self._walked(most)

    @cached_property
    def _first(self) -> list[tuple[UUID, int]]:
        """The page, and one more, of words that are in many cases and rare on the way."""
        if traits(self.wanted):  # as many rows of the walk again, now only of those that have the traits
            rows = self._walk(self.rows).annotate(fits=self._words_fit)
            walked = list(rows.values_list("complaint_id", "pk", "fits")[:PROBE])
            found = [(case, pk) for case, pk, fits in walked if fits]
            if len(found) > PAGE or len(walked) < PROBE:
                return found[: PAGE + 1]
        return self._walked(PAGE + 1)

    @cached_property
    def _probed(self) -> tuple[list[tuple[UUID, int]], int]:
        """What is found among the next rows of the walk, and how many rows there were."""
        walk = self._walk(narrowed(self.actor, untraited(self.wanted), now=self.now))
        rows = walk.annotate(fits=self._fits).values_list("complaint_id", "pk", "fits")
        found = list(rows[:PROBE])
        return [(case, pk) for case, pk, fits in found if fits], len(found)

    @property
    def _fits(self) -> Expression:
        """Whether a row has the traits and the words."""
        traits_fit = Q(**same(self.wanted))
        if not self._query:
            return ExpressionWrapper(traits_fit, output_field=BooleanField())
        if not traits_fit:
            return self._words_fit
        return Case(When(traits_fit, then=self._words_fit), default=False)

    @property
    def _words_fit(self) -> Expression:
        """One text for each row: of an EXISTS the planner makes a list of all texts of the state with the words."""
        text = SearchText.objects.filter(state=self.actor.state, complaint_id=OuterRef("complaint_id"))
        found = ExpressionWrapper(Q(tsv=self._words), output_field=BooleanField())
        return Coalesce(Subquery(text.values(found=found)), False)

    @property
    def _words(self) -> SearchQuery:
        return SearchQuery(self._query, config="simple", search_type="raw")

    def _matching(self, cases: list[UUID]) -> set[UUID]:
        """Those of these cases in which the words are found."""
        texts = SearchText.objects.filter(state=self.actor.state, complaint_id__in=cases, tsv=self._words)
        return set(texts.values_list("complaint_id", flat=True))

    @cached_property
    def _named(self) -> QuerySet[Docket] | None:
        """All that fits, as an index names it; None where there is too much to name."""
        rows = self.rows
        if self._query:
            cases = _told("SELECT complaint FROM complaints_found(%s, %s)", [self._query])
            if cases is not None:
                return rows.filter(complaint_id__in=cases)
            rows = rows.annotate(fits=self._fits).filter(fits=True)
        asked, body = traits(self.wanted), self.actor.institution
        if not asked or body is None:
            return None
        which = {Status.OPEN: [True], Status.ENDED: [False]}.get(Status(self.wanted.status), [True, False])
        pks = _told("SELECT docket FROM complaints_fitting(%s, %s, %s, %s)", [body.pk, which, asked])
        return None if pks is None else rows.filter(pk__in=pks)

    def _walked(self, most: int) -> list[tuple[UUID, int]]:
        """What is in many cases and rare on the way: walk on, past all that the index of words does not name.

        As a CASE it is one list for the whole walk; of a bare IN the planner makes a join, and no order.
        """
        cases = RawSQL("SELECT complaint FROM complaints_found(%s, %s)", [self._query, EVERY])
        named = Case(When(complaint_id__in=cases, then=True), default=False)
        return _pairs(self._walk(self.rows.annotate(named=named).filter(named=True))[:most])


def _narrows(wanted: Wanted) -> bool:
    """Whether anything but traits is asked for, so that what an index names is more than what there is."""
    return any((wanted.whose, wanted.holder, wanted.tag, wanted.since, wanted.until))


def _pairs(rows: QuerySet[Docket]) -> list[tuple[UUID, int]]:
    return list(rows.values_list("complaint_id", "pk"))


def _told(statement: str, asked: list[Any]) -> list[Any] | None:
    """What an index names; None where that is more than `MOST_FOUND`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*asked, MOST_FOUND + 1])
        found = [row[0] for row in cursor.fetchall()]
    return found if len(found) <= MOST_FOUND else None
