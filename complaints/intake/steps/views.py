"""The nine pages. Each is asked, sent, answered 303 and asked for anew; what was typed is never lost."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actor import Actor
from common.languages import clean_text
from common.origin import from_here
from complaints.evidence.choosing import Chosen, choose, is_about_files, listed
from complaints.evidence.forms import show
from complaints.evidence.kinds import NotTaken
from complaints.evidence.uploads import takes_files
from complaints.intake import keys
from complaints.intake.registering.services import Recused, is_recused
from complaints.intake.services import NotReceived
from complaints.intake.steps import drafts, drawing, rows, sending, summary, table, whole
from complaints.intake.steps.arriving import Arrived, Clash, arrived
from complaints.intake.steps.asked import Asked, Question, answers_of
from complaints.intake.steps.attached import Evidence
from complaints.intake.steps.desk import recused
from complaints.intake.steps.table import CHECK, Screen
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
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the pages."""
    if slug == "arrival":
        raise Http404  # a clerk's
    return walk(request, slug)


@require_http_methods(["GET", "HEAD", "POST"])
def walk(request: HttpRequest, slug: str, by: Actor | None = None) -> HttpResponse:
    """A page of either door; `by` is the clerk who writes it down."""
    screen = table.BY_SLUG.get(slug)
    if screen is None:
        raise Http404
    return _sent(request, screen, by) if request.method == "POST" else _asked(request, screen, by)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit from these pages: the draft goes at once, then everything else."""
    if secret := drafts.secret_of(request):
        drafts.forget(secret)
    response = HttpResponseRedirect(reverse("exit"))
    response.status_code = 303
    drafts.take_back(response)
    return response


def _asked(request: HttpRequest, screen: Screen, by: Actor | None) -> HttpResponse:
    asked = Asked(drafts.Draft(by=by.id if by else ""), by)
    secret = drafts.secret_of(request, asked.door.cookie)
    draft = drafts.kept(secret, asked.draft.by) if secret else None
    if draft is None and screen is not table.first(asked):
        return drawing.gone(request, asked, had_key=secret is not None)
    asked = Asked(draft or asked.draft, by)
    pages = table.asked_for(asked)
    due = table.unanswered(pages, asked)
    if screen not in pages or table.SCREENS.index(screen) > table.SCREENS.index(due):
        return _to(due, asked)
    return drawing.of_draft(request, screen, asked)


def _sent(request: HttpRequest, screen: Screen, by: Actor | None) -> HttpResponse:
    now = timezone.now()
    try:
        came = arrived(request, now, by)
    except Clash as clash:
        return drawing.clash(request, screen, clash, by)
    if request.POST.get("go") == "anew":
        return _anew(came)
    if came.is_revived and (by or screen is not CHECK) and (before := sending.filed_before(came, now)):
        # A page of a complaint that was sent: nothing of it comes back, to a clerk least of all.
        return sending.again(request, before, came, now)
    chosen = _chosen(request, came, now) if screen.form is Evidence else Chosen()
    form = screen.form(request.POST, asked=Asked(came.draft, by))
    if screen.form is Evidence:
        show(form, chosen)
    posted = answers_of(form, request.POST)
    if theirs := came.meanwhile(screen.slug, posted):
        return drawing.page(request, screen, Asked(came.draft, by), form, came, status=422, theirs=theirs)
    if screen is not CHECK:
        came.draft.put(screen.slug, rows.changed(posted, screen.form, request.POST.get("go", "")))
        rows.agree(came.draft, screen.slug)
    if is_about_files(request) or chosen.later:
        drafts.keep(came.draft, came.secret)
        status = 422 if chosen.errors or chosen.later else 200
        return drawing.page(request, screen, Asked(came.draft, by), form, came, status=status)
    return _onwards(request, screen, came, form, now)


def _chosen(request: HttpRequest, came: Arrived, now: datetime) -> Chosen:
    """The draft's files with what came now, without what was removed: known before anything is drawn."""
    state = Asked(came.draft, came.by).state
    chosen = choose(request, state=state, now=now, tokens=came.draft.files)
    came.draft.files = chosen.tokens
    return chosen


def _onwards(
    request: HttpRequest, screen: Screen, came: Arrived, form: Question, now: datetime
) -> HttpResponse:
    """Where a page's button leads."""
    go, asked = request.POST.get("go", ""), Asked(came.draft, came.by)
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
    if came.is_partial and screen is not table.first(asked):
        return _next(request, table.unanswered(pages, asked), came, query="?lost=1")
    if "check" in request.GET:
        return _next(request, table.unanswered(pages, asked), came, query="?check=1")
    return _next(request, table.after(screen, pages), came)


def _is_refused(screen: Screen, asked: Asked, form: Question) -> bool:
    """Routing finds nobody who may take it, or the clerk serves in the unit: said here, before more is typed."""
    if asked.by and is_recused(asked.by, whole.units(asked)):
        form.add_error(None, recused(asked))
        return True
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
            response: HttpResponse = _to(screen, came, "" if screen is CHECK else query)
        else:
            asked = Asked(came.draft, came.by)
            response = drawing.page(request, screen, asked, drawing.form(request, screen, asked))
    drafts.give(response, came.secret, secure=request.is_secure(), cookie=came.door.cookie)
    return response


def _to(screen: Screen, at: Arrived | Asked, query: str = "") -> HttpResponseRedirect:
    response = HttpResponseRedirect(reverse(at.door.page, args=[screen.slug]) + query)
    response.status_code = 303
    return response


def _anew(came: Arrived) -> HttpResponse:
    """Forget what was typed, because somebody asked for it."""
    drafts.forget(came.secret, came.draft.by)
    response = HttpResponseRedirect(reverse(came.door.begin))
    response.status_code = 303
    drafts.take_back(response, came.door.cookie)
    return response


def _send(request: HttpRequest, came: Arrived, now: datetime) -> HttpResponse:
    asked = Asked(came.draft, came.by)
    pages = table.asked_for(asked)
    answered = summary.examined(pages, asked)
    for screen in pages[:-1]:
        if screen.slug not in answered or not answered[screen.slug].is_valid():
            return _next(request, screen, came, query="?check=1")
    form = table.CHECK.form(request.POST, asked=asked)
    if form.is_valid():
        answered[table.CHECK.slug] = form
        if before := sending.filed_before(came, now):
            if came.by or clean_text(asked.said("story", "narrative")) == before.words:
                return sending.done(sending.again(request, before, came, now), came)
            came.draft.key = keys.new()
            form.add_error(None, _another())
        elif response := _filed(request, came, answered, now):
            return response
    drafts.keep(came.draft, came.secret)
    return drawing.page(request, CHECK, asked, form, came, status=422)


def _filed(
    request: HttpRequest, came: Arrived, answered: dict[str, Question], now: datetime
) -> HttpResponse | None:
    """The receipt, or None with the last page's form saying why not."""
    asked, form = Asked(came.draft, came.by), answered[table.CHECK.slug]
    try:
        return sending.receipt(request, sending.file(asked, answered, came, now), came, now)
    except NotReceived as refused:
        form.add_error(None, str(refused.refusal.label))
    except Recused:
        form.add_error(None, recused(asked))
    except NotTaken:
        waiting = listed(came.draft.files, state=Asked(came.draft, came.by).state, now=now)
        came.draft.files = waiting.tokens
        for sentence in (*waiting.errors, *waiting.later):
            form.add_error(None, sentence)
    return None


def _another() -> str:
    return _(
        "A complaint was already sent from this draft, and it arrived. What stands here differs from it and was "
        "not sent: it can be sent as another complaint, or as a message by following the first one."
    )
