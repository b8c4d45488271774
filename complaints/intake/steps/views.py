"""The nine pages. Each is asked, sent, answered 303 and asked for anew; what was typed is never lost."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.languages import clean_text
from common.origin import from_here
from complaints.evidence.choosing import Chosen, choose, is_about_files, listed
from complaints.evidence.forms import show
from complaints.evidence.kinds import NotTaken
from complaints.evidence.uploads import takes_files
from complaints.intake import keys, selectors
from complaints.intake.services import NotReceived, submit
from complaints.intake.steps import drafts, drawing, rows, table, whole
from complaints.intake.steps.arriving import Arrived, Clash, arrived
from complaints.intake.steps.asked import Asked, Question, answers_of
from complaints.intake.steps.attached import Evidence
from complaints.intake.steps.table import CHECK, FIRST, Screen
from complaints.intake.views import again, receipt_of
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
@takes_files
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
    return drawing.of_draft(request, screen, asked)


def _sent(request: HttpRequest, screen: Screen) -> HttpResponse:
    now = timezone.now()
    try:
        came = arrived(request, now)
    except Clash as clash:
        return drawing.clash(request, screen, clash)
    if request.POST.get("go") == "anew":
        return _anew(came)
    if came.is_revived and screen is not CHECK and (before := _filed(came, now)):
        return again(request, before, now)  # a page of a complaint that was sent: nothing of it comes back
    chosen = _chosen(request, came, now) if screen.form is Evidence else Chosen()
    form = screen.form(request.POST, asked=Asked(came.draft))
    if screen.form is Evidence:
        show(form, chosen)
    posted = answers_of(form, request.POST)
    if theirs := came.meanwhile(screen.slug, posted):
        return drawing.page(request, screen, Asked(came.draft), form, came, status=422, theirs=theirs)
    if screen is not CHECK:
        came.draft.put(screen.slug, rows.changed(posted, screen.form, request.POST.get("go", "")))
        rows.agree(came.draft, screen.slug)
    if is_about_files(request) or chosen.later:
        drafts.keep(came.draft, came.secret)
        status = 422 if chosen.errors or chosen.later else 200
        return drawing.page(request, screen, Asked(came.draft), form, came, status=status)
    return _onwards(request, screen, came, form, now)


def _chosen(request: HttpRequest, came: Arrived, now: datetime) -> Chosen:
    """The draft's files with what came now, without what was removed: known before anything is drawn."""
    state = Asked(came.draft).said("before", "state")
    chosen = choose(request, state=state, now=now, tokens=came.draft.files)
    came.draft.files = chosen.tokens
    return chosen


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
        return drawing.page(request, screen, asked, form, came, status=422)
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
            response = drawing.page(request, screen, asked, drawing.form(request, screen, asked))
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
    answered = drawing.examined(pages, asked)
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
        except NotTaken:
            waiting = listed(came.draft.files, state=asked.said("before", "state"), now=now)
            came.draft.files = waiting.tokens
            for sentence in (*waiting.errors, *waiting.later):
                form.add_error(None, sentence)
        else:
            selectors.remember_filing(_key(came).raw)
            return _done(receipt_of(request, filed, now, lacks_files=filed.lacks_files), came)
    drafts.keep(came.draft, came.secret)
    return drawing.page(request, CHECK, asked, form, came, status=422)


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
