"""Pages of patterns: what comes more often, with its statistics explained, and the cases behind a number."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from complaints.casework.queue import rows as lines
from complaints.casework.queue.finding import Page
from complaints.models import PatternRun
from complaints.oversight import chance, pages, patterns
from complaints.oversight.pages import page, tabs
from complaints.oversight.patterns import Dimension
from complaints.oversight.showing import pattern_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DIMENSIONS: dict[str, "StrPromise"] = {
    "": _("By unit"),
    Dimension.PLACE: _("By place"),
    Dimension.CATEGORY: _("By category"),
    Dimension.WEEKDAY: _("By day of the week"),
}
NAMES: dict[str, "StrPromise"] = {
    Dimension.UNIT: _("Unit"),
    Dimension.PLACE: _("Place"),
    Dimension.CATEGORY: _("Category"),
    Dimension.WEEKDAY: _("Day of the week"),
}


@require_safe
@staff_view(Permission.INDEPENDENT)
def pattern_list(request: StaffRequest) -> HttpResponse:
    """What was counted last night in one dimension, what chance explains least first."""
    front, actor = pages.room(request), request.actor
    if not patterns.may_see(actor):
        raise Http404
    asked = request.GET.get("by", "")
    chosen = asked if asked in DIMENSIONS else ""
    run = patterns.run_of(actor)
    found = patterns.page(actor, chosen or Dimension.UNIT, data=request.GET)
    return page(
        request,
        front,
        "patterns",
        rows=pattern_of(actor, found.rows, run) if run else [],
        heading=NAMES[chosen or Dimension.UNIT],
        run=run,
        **(_explained(run) if run else {}),
        tabs=tabs(DIMENSIONS, chosen, "by"),
        **keyset.links(found, by=chosen),
    )


def _explained(run: PatternRun) -> dict[str, Any]:
    """What the page says of its own numbers; the prose is a file for each language."""
    span = patterns.span_of(run)
    return {
        "explained": f"complaints/oversight/explained_{pages.language()}.html",
        "is_long_enough": span.is_long_enough,
        "window": span.window,
        "past": span.past,
        "compared": run.compared,
        "false_alarms": round(chance.false_alarms(run.compared), 1),
        "one_in": round(1 / chance.SIGNAL),
    }


@require_safe
@staff_view(Permission.INDEPENDENT)
def pattern(request: StaffRequest, number: int) -> HttpResponse:
    """The cases behind one number, as far as they exist for the reader."""
    front, actor, now = pages.room(request), request.actor, timezone.now()
    found, run = patterns.one(actor, number), patterns.run_of(actor)
    if found is None or run is None:
        raise Http404
    cases = patterns.cases(actor, found, run, data=request.GET)
    return page(
        request,
        front,
        "pattern",
        shown=pattern_of(actor, [found], run)[0],
        run=run,
        rows=lines.rows(Page(cases.rows, None), state=front.state, now=now, language=pages.language()),
        **keyset.links(cases),
    )
