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

from accounts.actor import Actor
from common.remembered import Kept
from complaints.intake import readers, selectors
from complaints.intake.steps import aloud, drafts, rows, summary, table
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
    if not is_first or asked.by or request.GET or settings.SESSION_COOKIE_NAME in request.COOKIES:
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
    """For the hidden field; nothing before the first page was sent, but for a clerk: signing in again needs it."""
    return "" if draft.is_empty and not draft.by else drafts.seal(draft, timezone.now())


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
        "leave_url": reverse(asked.door.leave),
        "frame": asked.door.frame,
        "is_first": screen is table.first(asked),
        "action": address(request, screen, asked),
        "theirs": [text for texts in (theirs or {}).values() for text in texts if text],
        "was_lost": "lost" in request.GET,
        "is_danger": "danger" in asked.all_said("urgent", "urgent"),
        "row_list": rows.of_form(shown),
        **_extra(request, screen, asked, pages),
    }
    response = render(
        request, f"complaints/intake/steps/{_template(screen, asked)}.html", context, status=status
    )
    if came is not None:
        drafts.give(response, came.secret, secure=request.is_secure(), cookie=came.door.cookie)
    return response


def address(request: HttpRequest, screen: Screen, asked: Asked) -> str:
    back = "?check=1" if "check" in request.GET else ""
    return reverse(asked.door.page, args=[screen.slug]) + back


def _template(screen: Screen, asked: Asked) -> str:
    if screen is CHECK and asked.by:
        return "read_back"
    own = ("before", "check", "evidence", "where", "story")
    return screen.slug if screen.slug in own else "rows" if screen.form.has_rows else "page"


def _extra(request: HttpRequest, screen: Screen, asked: Asked, pages: list[Screen]) -> dict[str, Any]:
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
        return {"readers": summary.who_reads(asked)}
    if screen is CHECK and asked.by:
        return aloud.page(request, asked, pages)
    if screen is CHECK:
        answered = summary.examined(pages, asked)
        return {"readers": summary.who_reads(asked), "sections": summary.sections(pages, answered, asked)}
    return {}


def _readers(asked: Asked, mode: str) -> list[str]:
    return [readers.of_place(asked.place, mode)] if asked.place else readers.of_places(asked.places, mode)


def gone(request: HttpRequest, asked: Asked, *, had_key: bool) -> HttpResponse:
    """What was typed is not here; where it may still be, and the way to a new beginning."""
    context = {
        "had_key": had_key,
        "frame": asked.door.frame,
        "begin_url": reverse(asked.door.page, args=[table.first(asked).slug]),
    }
    return render(request, "complaints/intake/steps/gone.html", context)


def clash(request: HttpRequest, screen: Screen, between: Clash, by: Actor | None) -> HttpResponse:
    """Both complaints stay until somebody says which goes on."""
    asked, held = Asked(between.carried, by), Asked(between.held, by)
    posted = screen.form(request.POST, asked=asked)
    other = table.unanswered(table.asked_for(held), held)
    context = {
        "frame": asked.door.frame,
        "action": address(request, screen, asked),
        "sealed": request.POST.get("draft", ""),
        "posted": [
            (name, text) for name, texts in answers_of(posted, request.POST).items() for text in texts
        ],
        "other_url": reverse(asked.door.page, args=[other.slug]),
        "leave_url": reverse(asked.door.leave),
    }
    return render(request, "complaints/intake/steps/clash.html", context, status=409)
