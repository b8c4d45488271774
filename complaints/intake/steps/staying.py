"""A clerk's session ends while somebody is telling: what was typed waits until the clerk has signed in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from complaints.intake.steps import doors, drafts, table
from complaints.intake.steps.asked import Asked, answers_of

View = Callable[..., HttpResponseBase]


def stays_here(door: View) -> View:
    """Keep what a page sent where the door answers without asking the page: it wants a sign-in first."""

    @wraps(door)
    def keeping(request: HttpRequest, slug: str) -> HttpResponseBase:
        response = door(request, slug)
        refused = response.status_code in (302, 303) and not hasattr(request, "actor")
        return _kept(request, slug, response) if request.method == "POST" and refused else response

    return keeping


def _kept(request: HttpRequest, slug: str, response: HttpResponseBase) -> HttpResponseBase:
    draft = drafts.unseal(request.POST.get("draft", ""), timezone.now())
    screen = table.BY_SLUG.get(slug)
    if draft is None or not draft.by or screen is None:
        return response
    secret = drafts.secret_of(request, doors.DESK.cookie) or drafts.new_secret()
    held = drafts.kept(secret, draft.by)
    if held is not None and held.id == draft.id and held.version > draft.version:
        draft = held
    posted = answers_of(screen.form(request.POST, asked=Asked(draft)), request.POST)
    if screen is not table.CHECK:
        draft.put(slug, posted)
    if not drafts.keep(draft, secret):
        return _carried(request, slug, posted)
    drafts.give(response, secret, secure=request.is_secure(), cookie=doors.DESK.cookie)
    return response


def _carried(request: HttpRequest, slug: str, posted: drafts.Answers) -> HttpResponse:
    """Nothing can be kept here: the page itself carries it, until the clerk has signed in in another window."""
    context: dict[str, Any] = {
        "action": reverse(doors.DESK.page, args=[slug]),
        "sealed": request.POST.get("draft", ""),
        "posted": [(name, text) for name, texts in posted.items() for text in texts],
    }
    return render(request, "complaints/intake/registering/signed_out.html", context, status=403)
