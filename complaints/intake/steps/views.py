"""The nine pages. Each is asked, sent, answered 303 and asked for anew; what was typed is never lost."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.languages import clean_text
from common.origin import from_here
from complaints.intake import keys, readers, selectors
from complaints.intake.services import NotReceived, submit
from complaints.intake.steps import drafts, rows, summary, table, whole
from complaints.intake.steps.arriving import Arrived, Clash, arrived
from complaints.intake.steps.asked import Asked, Question, answers_of, data_of, initial_of
from complaints.intake.steps.table import CHECK, FIRST, Screen
from complaints.intake.views import again, receipt_for
from complaints.routing import Refusal

# Where a refusal of routing is said as soon as it is known: (page, refusal) → field.
_SAID_AT = {
    ("urgent", Refusal.NOBODY_INDEPENDENT): "urgent",
    ("where", Refusal.MODE_NOT_OFFERED): "service",
    ("where", Refusal.INDEPENDENT_ONLY_NOT_OFFERED): "service",
    ("where", Refusal.NOBODY_INDEPENDENT): "service",
    ("about", Refusal.NOBODY_INDEPENDENT): "categories",
    ("about", Refusal.CATEGORY_NEEDED): "categories",
    ("allegations", Refusal.NOBODY_INDEPENDENT): None,
}


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the pages."""
    screen = table.BY_SLUG.get(slug)
    if screen is None:
        raise Http404
    return _sent(request, screen) if request.method == "POST" else _asked(request, screen)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit from these pages: the draft goes at once, then everything else."""
    if secret := drafts.secret_of(request):
        drafts.forget(secret)
    response = HttpResponseRedirect(reverse("exit"))
    response.status_code = 303
    drafts.take_back(response)
    return response


def _asked(request: HttpRequest, screen: Screen) -> HttpResponse:
    secret = drafts.secret_of(request)
    draft = drafts.kept(secret) if secret else None
    if draft is None and screen is not FIRST:
        return render(request, "complaints/intake/steps/gone.html", {"had_key": secret is not None})
    asked = Asked(draft or drafts.Draft())
    pages = table.asked_for(asked)
    due = table.unanswered(pages, asked)
    if screen not in pages or table.SCREENS.index(screen) > table.SCREENS.index(due):
        return _to(due)
    return _drawn(request, screen, asked, _form(request, screen, asked))


def _form(request: HttpRequest, screen: Screen, asked: Asked) -> Question:
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


def _sent(request: HttpRequest, screen: Screen) -> HttpResponse:
    now = timezone.now()
    try:
        came = arrived(request, now)
    except Clash as clash:
        return _clash(request, screen, clash, now)
    if request.POST.get("go") == "anew":
        return _anew(came)
    if came.is_revived and screen is not CHECK and (before := _filed(came, now)):
        return again(request, before, now)  # a page of a complaint that was sent: nothing of it comes back
    form = screen.form(request.POST, asked=Asked(came.draft))
    posted = answers_of(form, request.POST)
    if theirs := came.meanwhile(screen.slug, posted):
        return _drawn(request, screen, Asked(came.draft), form, came, status=422, theirs=theirs)
    if screen is not CHECK:
        came.draft.put(screen.slug, rows.changed(posted, screen.form, request.POST.get("go", "")))
        rows.agree(came.draft, screen.slug)
    return _onwards(request, screen, came, form, now)


def _onwards(
    request: HttpRequest, screen: Screen, came: Arrived, form: Question, now: datetime
) -> HttpResponse:
    """Where a page's button leads."""
    go, asked = request.POST.get("go", ""), Asked(came.draft)
    pages = table.asked_for(asked)
    if (language := request.POST.get("switch", "")) in dict(settings.LANGUAGES):
        return _next(request, screen, came, language=language)
    if go == "back":
        return _next(request, table.before(screen, pages), came)
    if go == "show" or go.startswith(("add", "remove")):
        return _next(request, screen, came)
    if go == "move" and (state := getattr(form, "moves_to", "")):
        rows.move(came.draft, state)
        return _next(request, table.BY_SLUG["known"], came)
    if screen is CHECK:
        return _send(request, came, now)
    if not form.is_valid() or _is_refused(screen, asked, form):
        drafts.keep(came.draft, came.secret)
        return _drawn(request, screen, asked, form, came, status=422)
    if came.is_partial and screen is not FIRST:
        return _next(request, table.unanswered(pages, asked), came, query="?lost=1")
    if "check" in request.GET:
        return _next(request, table.unanswered(pages, asked), came, query="?check=1")
    return _next(request, table.after(screen, pages), came)


def _is_refused(screen: Screen, asked: Asked, form: Question) -> bool:
    """Routing finds nobody who may take it: said here, before more is typed."""
    route = whole.route_so_far(asked)
    if route is None or route.refusal is None or (screen.slug, route.refusal) not in _SAID_AT:
        return False
    form.add_error(_SAID_AT[screen.slug, route.refusal], str(route.refusal.label))
    return True


def _next(
    request: HttpRequest, screen: Screen, came: Arrived, *, language: str = "", query: str = ""
) -> HttpResponse:
    """On to a page by 303; drawn at once where Redis keeps nothing, so that the page itself carries it all."""
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    is_kept = drafts.keep(came.draft, came.secret)
    with translation.override(language):
        if is_kept:
            response: HttpResponse = _to(screen, "" if screen is CHECK else query)
        else:
            asked = Asked(came.draft)
            response = _drawn(request, screen, asked, _form(request, screen, asked))
    drafts.give(response, came.secret, secure=request.is_secure())
    return response


def _to(screen: Screen, query: str = "") -> HttpResponseRedirect:
    response = HttpResponseRedirect(reverse("complaint_page", args=[screen.slug]) + query)
    response.status_code = 303
    return response


def _anew(came: Arrived) -> HttpResponse:
    """Forget what was typed, because somebody asked for it."""
    drafts.forget(came.secret)
    response = HttpResponseRedirect(reverse("complaint_new"))
    response.status_code = 303
    drafts.take_back(response)
    return response


# --- sending ------------------------------------------------------------------------------------


def _send(request: HttpRequest, came: Arrived, now: datetime) -> HttpResponse:
    asked = Asked(came.draft)
    pages = table.asked_for(asked)
    answered = examined(pages, asked)
    for screen in pages[:-1]:
        if screen.slug not in answered or not answered[screen.slug].is_valid():
            return _next(request, screen, came, query="?check=1")
    form = table.CHECK.form(request.POST, asked=asked)
    form.is_valid()
    if before := _filed(came, now):
        if clean_text(asked.said("story", "narrative")) == before.words:
            return _done(again(request, before, now), came)
        came.draft.key = keys.new()
        form.add_error(None, _another())
    else:
        try:
            filed = submit(sent=whole.submission(asked, answered), key=_key(came).raw, now=now)
        except NotReceived as refused:
            form.add_error(None, str(refused.refusal.label))
        else:
            selectors.remember_filing(_key(came).raw)
            return _done(receipt_for(request, filed, now), came)
    drafts.keep(came.draft, came.secret)
    return _drawn(request, CHECK, asked, form, came, status=422)


def examined(pages: list[Screen], asked: Asked) -> dict[str, Question]:
    """Every page's answers in its form, checked when asked whether they are valid."""
    answers = asked.draft.answers
    return {
        screen.slug: screen.form(data_of(answers[screen.slug]), asked=asked)
        for screen in pages
        if screen.slug in answers
    }


def _key(came: Arrived) -> keys.FormKey:
    """The key that files this draft once; a new one where it is older than a day."""
    try:
        return keys.read(came.draft.key)
    except keys.NoKey:
        came.draft.key = keys.new()
        return keys.read(came.draft.key)


def _filed(came: Arrived, now: datetime) -> selectors.Before | None:
    key = _key(came)
    return selectors.filed_before(key.raw, issued_at=key.issued_at, now=now)


def _done(response: HttpResponse, came: Arrived) -> HttpResponse:
    """It arrived: nothing of the draft stays."""
    drafts.forget(came.secret)
    drafts.take_back(response)
    return response


def _another() -> str:
    return _(
        "A complaint was already sent from this draft, and it arrived. What stands here differs from it and was "
        "not sent: it can be sent as another complaint, or as a message by following the first one."
    )


# --- drawing ------------------------------------------------------------------------------------


def _drawn(
    request: HttpRequest,
    screen: Screen,
    asked: Asked,
    form: Question,
    came: Arrived | None = None,
    *,
    status: int = 200,
    theirs: dict[str, list[str]] | None = None,
) -> HttpResponse:
    pages = table.asked_for(asked)
    steps = table.steps_of(pages)
    context: dict[str, Any] = {
        "form": form,
        "screen": screen,
        "step": steps.index(screen.step) + 1,
        "total": len(steps),
        "name": table.STEPS[screen.step],
        "place": asked.place,
        "sealed": drafts.seal(asked.draft, timezone.now()) if not asked.draft.is_empty else "",
        "is_kept": not asked.draft.is_empty,
        "leave_url": reverse("complaint_leave"),
        "action": _address(request, screen),
        "theirs": [text for texts in (theirs or {}).values() for text in texts if text],
        "was_lost": "lost" in request.GET,
        "is_danger": "danger" in asked.all_said("urgent", "urgent"),
        "row_list": rows.of_form(form),
        **_extra(screen, asked, pages),
    }
    response = render(request, f"complaints/intake/steps/{_template(screen)}.html", context, status=status)
    if came is not None:
        drafts.give(response, came.secret, secure=request.is_secure())
    return response


def _address(request: HttpRequest, screen: Screen) -> str:
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


def _clash(request: HttpRequest, screen: Screen, clash: Clash, now: datetime) -> HttpResponse:
    """Both complaints stay until somebody says which goes on."""
    form = screen.form(request.POST, asked=Asked(clash.carried))
    context = {
        "action": _address(request, screen),
        "sealed": request.POST.get("draft", ""),
        "posted": [(name, text) for name, texts in answers_of(form, request.POST).items() for text in texts],
        "other": table.unanswered(table.asked_for(Asked(clash.held)), Asked(clash.held)).slug,
        "leave_url": reverse("complaint_leave"),
    }
    return render(request, "complaints/intake/steps/clash.html", context, status=409)
