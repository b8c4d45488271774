"""The room's pages to read: its front, and the list behind each panel."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import selectors as accounts
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from complaints.casework.queue import rows as lines
from complaints.casework.queue.finding import Page
from complaints.casework.subjects import subject_of
from complaints.oversight import grave, pages, patterns, questions, recommendations, reviews, silence
from complaints.oversight.pages import page, tabs
from complaints.oversight.showing import chip, pattern_of
from complaints.work import Fate

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LATE: dict[str, "StrPromise"] = {"": _("All that wait"), "late": _("Late"), "very_late": _("Very late")}
STANDS: dict[str, "StrPromise"] = {
    "": _("All questions"),
    "waiting": _("Waiting"),
    "answered": _("Answered in time"),
    "late": _("Answered late"),
    "gone_on": _("Never answered: work went on"),
}
GRAVE: dict[str, "StrPromise"] = {"": _("All open"), "late": _("Late")}


@require_safe
@staff_view(Permission.INDEPENDENT)
def room(request: StaffRequest) -> HttpResponse:
    """Six panels: what the authority owes, what became of things, what weighs most, what recurs."""
    front, now, actor = pages.room(request), timezone.now(), request.actor
    board = silence.Board.of(front.state, now=now)
    run = patterns.run_of(actor)
    first = patterns.strongest(actor) if run else None
    return page(
        request,
        front,
        "room",
        silence=silence.counts(actor, board=board),
        questions=questions.counts(actor, now=now),
        recommendations=recommendations.counts(actor, today=timezone.localdate(now)),
        reviews=reviews.year(reviews.quarters(actor, now=now)),
        grave=grave.counts(actor, now=now),
        patterns=patterns.counts(actor) if run else None,
        strongest=pattern_of(actor, [first], run)[0] if first and run else None,
        run=run,
        sees_patterns=patterns.may_see(actor),
    )


@require_safe
@staff_view(Permission.INDEPENDENT)
def silence_board(request: StaffRequest) -> HttpResponse:
    """Questions that wait, by age; by authority and unit; and what may be done about each now."""
    front, now, actor = pages.room(request), timezone.now(), request.actor
    board, wanted = silence.Board.of(front.state, now=now), _wanted(request)
    found, cursor = silence.page(actor, wanted, board=board, data=request.GET)
    kept = {"of": wanted.of, "unit": str(wanted.unit or "")}
    return page(
        request,
        front,
        "silence",
        rows=[(row, chip(row.lateness), subject_of(row.request.complaint, row.allegations)) for row in found],
        tabs=tabs(LATE, wanted.late, "late", **kept),
        authorities=silence.by_authority(actor, board=board),
        units=silence.by_unit(actor, board=board),
        is_filtered=any(kept.values()),
        **keyset.links(cursor, late=wanted.late, **kept),
    )


def _wanted(request: StaffRequest) -> silence.Wanted:
    late, unit = request.GET.get("late", ""), request.GET.get("unit", "")
    return silence.Wanted(
        late=late if late in LATE else "",
        of=request.GET.get("of", "")[:40],
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
    )


@require_safe
@staff_view(Permission.INDEPENDENT)
def question_list(request: StaffRequest) -> HttpResponse:
    """Everything that was asked of the authority, across cases."""
    front, now, actor = pages.room(request), timezone.now(), request.actor
    stand = _one_of(request, "stand", STANDS)
    calendar = accounts.calendar(front.state)
    found, cursor = questions.page(actor, stand, calendar=calendar, now=now, data=request.GET)
    return page(
        request,
        front,
        "questions",
        rows=[(row, subject_of(row.request.complaint, row.allegations), STANDS[row.stand]) for row in found],
        tabs=tabs(STANDS, stand, "stand"),
        **keyset.links(cursor, stand=stand),
    )


@require_safe
@staff_view(Permission.INDEPENDENT)
def question(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One question with its answer, as far as role and vault open their words."""
    front, now = pages.room(request), timezone.now()
    found = questions.one(
        request.actor,
        pk,
        state=front.state,
        calendar=accounts.calendar(front.state),
        now=now,
        language=pages.language(),
    )
    if found is None:
        raise Http404
    return page(
        request,
        front,
        "question",
        found=found,
        asked=found.asked,
        subject=subject_of(found.asked.request.complaint, found.asked.allegations),
        stand=STANDS[found.asked.stand],
    )


@require_safe
@staff_view(Permission.INDEPENDENT)
def recommendation_list(request: StaffRequest) -> HttpResponse:
    """What was recommended or ordered, and what became of it."""
    front, now, actor = pages.room(request), timezone.now(), request.actor
    labels = {"": _("All recommendations"), recommendations.LATE: _("Overdue"), **dict(Fate.choices)}
    fate, today = _one_of(request, "fate", labels), timezone.localdate(now)
    found, cursor = recommendations.page(actor, fate, today=today, data=request.GET)
    return page(
        request,
        front,
        "recommendations",
        rows=[(one, subject_of(one.row.complaint, one.allegations)) for one in found],
        tabs=tabs(labels, fate, "fate"),
        **keyset.links(cursor, fate=fate),
    )


@require_safe
@staff_view(Permission.INDEPENDENT)
def review_list(request: StaffRequest) -> HttpResponse:
    """Reviews and how they ended, with the share overturned in each quarter."""
    front, now, actor = pages.room(request), timezone.now(), request.actor
    labels = {"": _("All reviews"), **dict(reviews.Outcome.choices)}
    outcome = _one_of(request, "outcome", labels)
    found, cursor = reviews.page(actor, outcome, now=now, data=request.GET)
    return page(
        request,
        front,
        "reviews",
        rows=[(row, subject_of(row.clock.complaint, row.allegations)) for row in found],
        quarters=reviews.quarters(actor, now=now),
        fewest=reviews.FEWEST,
        tabs=tabs(labels, outcome, "outcome"),
        **keyset.links(cursor, outcome=outcome),
    )


@require_safe
@staff_view(Permission.INDEPENDENT)
def grave_list(request: StaffRequest) -> HttpResponse:
    """Open grave cases by the clock that comes next."""
    front, now = pages.room(request), timezone.now()
    late = _one_of(request, "late", GRAVE)
    found = grave.page(request.actor, late=bool(late), now=now, data=request.GET)
    return page(
        request,
        front,
        "grave",
        rows=lines.rows(Page(found.rows, None), state=front.state, now=now, language=pages.language()),
        tabs=tabs(GRAVE, late, "late"),
        **keyset.links(found, late=late),
    )


def _one_of(request: StaffRequest, name: str, known: dict[str, "StrPromise"]) -> str:
    """A word of the address, where the list knows it."""
    asked = request.GET.get(name, "")
    return asked if asked in known else ""
