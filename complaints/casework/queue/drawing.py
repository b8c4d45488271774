"""Parts of the queue's page that are drawn once and shown many times.

Each is a pure function of what it says, so that it can be remembered by just that: it cannot be out of date. Drawing
twenty-five lines and seventeen fields anew took half of a page's time.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from complaints.casework.queue import filters
from complaints.casework.queue.menu import Menu
from complaints.casework.queue.narrowing import Wanted
from complaints.casework.queue.rows import Row
from complaints.naming import category_choices, mode_label
from complaints.vocabulary import Matter

LINES, FORMS = 1000, 100  # remembered by each process
MAIN = ("stage", "category", "order")
LISTS = ("matter", "mode", "governorate", "holder", "tag", "status", "since", "until")
FLAGS = ("danger", "held", "grave")


@dataclass(frozen=True, slots=True)
class Line:
    """Everything a line of the queue says, in the language of the page."""

    pk: int
    reference: str
    tone: str
    icon_name: str
    words: str
    subject: tuple[str, ...]
    tags: tuple[str, ...]
    marks: tuple[bool, bool, bool]  # danger, held, grave
    matter: str
    filed_on: date
    place: str
    mode: str
    holder: str
    has_left: bool
    stage: str
    months: str
    along: str  # the list it leads back to


def lines(rows: list[Row], *, wanted: Wanted, months: str, along: str) -> list[SafeString]:
    """The rows of a page as table rows."""
    language = get_language() or ""
    return [_line(_said(row, wanted.whose == "left", months, along), language) for row in rows]


def _said(row: Row, has_left: bool, months: str, along: str) -> Line:
    case, holder, place = row.case, row.docket.assignee, row.docket.governorate
    return Line(
        pk=row.docket.pk,
        reference=case.reference,
        tone=row.clock.tone,
        icon_name=row.clock.icon_name,
        words=row.clock.words,
        subject=tuple(str(name) for name in row.subject),
        tags=tuple(row.tags),
        marks=(case.is_danger, case.is_held, case.is_grave),
        matter=str(Matter(case.matter).label),
        filed_on=case.filed_on,
        place=place.name if place else "",
        mode=str(mode_label(case.mode)),
        holder=holder.name if holder else "",
        has_left=holder is not None and (has_left or not holder.is_active),
        stage=str(row.stage),
        months=months,
        along=along,
    )


@lru_cache(maxsize=LINES)
def _line(line: Line, language: str) -> SafeString:
    return render_to_string("complaints/casework/queue/line.html", {"line": line})


def form(data: QueryDict, *, wanted: Wanted, menu: Menu) -> SafeString:
    """The fields that narrow the queue, as they were filled in."""
    typed = tuple((name, data[name]) for name in (*MAIN, *LISTS, *FLAGS, "q") if name in data)
    lists = (tuple(menu.places), tuple(menu.people), tuple(menu.tags), tuple(category_choices()))
    return _form(typed, wanted.whose, lists, get_language() or "")


@lru_cache(maxsize=FORMS)
def _form(
    typed: tuple[tuple[str, str], ...], whose: str, lists: tuple[Any, ...], language: str
) -> SafeString:
    search = filters.Search(dict(typed))
    search.offer(governorate=lists[0], holder=lists[1], tag=lists[2])
    context = {
        "search": search,
        "whose": whose,
        "main": [search[name] for name in MAIN],
        "lists": [search[name] for name in LISTS],
        "flags": [search[name] for name in FLAGS],
    }
    return render_to_string("complaints/casework/queue/fields.html", context)
