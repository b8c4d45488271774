"""How a page of the nine is drawn: what stands on it besides its questions.

A page that nobody has answered yet is the same for everybody who chose the same before it: it is drawn once
and kept for some seconds, with a mark where each visitor's own sealed draft goes.
"""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from common.remembered import Kept
from complaints.intake import readers, selectors
from complaints.intake.steps import drafts, rows, summary, table, whole
from complaints.intake.steps.arriving import Arrived, Clash
from complaints.intake.steps.asked import Asked, Question, answers_of, data_of, initial_of
from complaints.intake.steps.table import CHECK, FIRST, Screen

SEALED = "the-sealed-draft-of-this-page"  # stands where each visitor's own goes
MOST_DRAWN = 500
# The answers that other pages depend on. Choices alone: no words of anybody are kept in memory.
_CHOICES = {
    "before": ("state",),
    "known": ("mode", "independent_only"),
    "whom": ("source",),
    "concerned": ("is_child",),
    "matter": ("kind",),
    "urgent": ("urgent",),
    "where": ("service", "governorate"),
    "about": ("categories",),
    "prosecution": ("agrees",),
}
_drawn = Kept[str](most=MOST_DRAWN)


def of_draft(request: HttpRequest, screen: Screen, asked: Asked) -> HttpResponse:
    """A page as its draft says, for somebody who asks for it."""
    is_first = screen is not CHECK and screen.slug not in asked.draft.answers
    if not is_first or request.GET or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return page(request, screen, asked, form(request, screen, asked))
    choices = [asked.all_said(slug, name) for slug, names in _CHOICES.items() for name in names]
    key = json.dumps([get_language(), screen.slug, asked.draft.is_empty, choices])
    text = _drawn.get(key)
    if text is None:
        shown = form(request, screen, asked)
        mark = "" if asked.draft.is_empty else SEALED
        text = page(request, screen, asked, shown, sealed=mark).content.decode()
        _drawn.put(key, text)
    return HttpResponse(text.replace(SEALED, sealed_of(asked.draft)))


def sealed_of(draft: drafts.Draft) -> str:
    """For the hidden field; nothing before the first page was sent."""
    return "" if draft.is_empty else drafts.seal(draft, timezone.now())


def form(request: HttpRequest, screen: Screen, asked: Asked) -> Question:
    """The page as it was left. Coming from the check page, what is wrong with it is said at once."""
    answers = asked.draft.answers.get(screen.slug)
    if answers is not None and "check" in request.GET:
        form = screen.form(data_of(answers), asked=asked)
        form.is_valid()
        return form
    initial = (
        initial_of(screen.form, answers) if answers is not None else rows.first_shown(screen.slug, asked)
    )
    if screen is FIRST and answers is None:
        initial["state"] = request.GET.get("state", "")
    return screen.form(asked=asked, initial=initial)


def examined(pages: list[Screen], asked: Asked) -> dict[str, Question]:
    """Every page's answers in its form, checked when asked whether they are valid."""
    answers = asked.draft.answers
    return {
        screen.slug: screen.form(data_of(answers[screen.slug]), asked=asked)
        for screen in pages
        if screen.slug in answers
    }


def page(
    request: HttpRequest,
    screen: Screen,
    asked: Asked,
    shown: Question,
    came: Arrived | None = None,
    *,
    status: int = 200,
    theirs: drafts.Answers | None = None,
    sealed: str = "",
) -> HttpResponse:
    pages = table.asked_for(asked)
    steps = table.steps_of(pages)
    context: dict[str, Any] = {
        "form": shown,
        "screen": screen,
        "step": steps.index(screen.step) + 1,
        "total": len(steps),
        "name": table.STEPS[screen.step],
        "place": asked.place,
        "sealed": sealed or sealed_of(asked.draft),
        "is_kept": not asked.draft.is_empty,
        "leave_url": reverse("complaint_leave"),
        "action": address(request, screen),
        "theirs": [text for texts in (theirs or {}).values() for text in texts if text],
        "was_lost": "lost" in request.GET,
        "is_danger": "danger" in asked.all_said("urgent", "urgent"),
        "row_list": rows.of_form(shown),
        **_extra(screen, asked, pages),
    }
    response = render(request, f"complaints/intake/steps/{_template(screen)}.html", context, status=status)
    if came is not None:
        drafts.give(response, came.secret, secure=request.is_secure())
    return response


def address(request: HttpRequest, screen: Screen) -> str:
    back = "?check=1" if "check" in request.GET else ""
    return reverse("complaint_page", args=[screen.slug]) + back


def _template(screen: Screen) -> str:
    own = ("before", "check", "evidence", "where", "story")
    return screen.slug if screen.slug in own else "rows" if screen.form.has_rows else "page"


def _extra(screen: Screen, asked: Asked, pages: list[Screen]) -> dict[str, Any]:
    """What single pages show besides their questions."""
    if screen is FIRST:
        shown = asked.place
        ways = ("named", "confidential", "anonymous")
        offered = [way for way in ways if shown is None or way in shown.modes]
        return {
            "reading": [(way, _readers(asked, way)) for way in offered],
            "not_confidential": selectors.nowhere_confidential([shown] if shown else asked.places),
        }
    if screen.slug == "story":
        return {"readers": _who_reads(asked)}
    if screen is CHECK:
        answered = examined(pages, asked)
        return {"readers": _who_reads(asked), "sections": summary.sections(pages, answered, asked)}
    return {}


def _readers(asked: Asked, mode: str) -> list[str]:
    return [readers.of_place(asked.place, mode)] if asked.place else readers.of_places(asked.places, mode)


def _who_reads(asked: Asked) -> str:
    sent, route, place = whole.so_far(asked), whole.route_so_far(asked), asked.place
    if sent is None or route is None or place is None:
        return ""
    return readers.of_route(place, route, mode=sent.mode, service=sent.service)


def clash(request: HttpRequest, screen: Screen, between: Clash) -> HttpResponse:
    """Both complaints stay until somebody says which goes on."""
    posted = screen.form(request.POST, asked=Asked(between.carried))
    context = {
        "action": address(request, screen),
        "sealed": request.POST.get("draft", ""),
        "posted": [
            (name, text) for name, texts in answers_of(posted, request.POST).items() for text in texts
        ],
        "other": table.unanswered(table.asked_for(Asked(between.held)), Asked(between.held)).slug,
        "leave_url": reverse("complaint_leave"),
    }
    return render(request, "complaints/intake/steps/clash.html", context, status=409)
