"""The public pages before and at filing. None needs JavaScript, a session or an account."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.citizens.doors import citizen_of
from common import tokens
from common.languages import clean_text
from common.origin import from_here
from complaints import claims
from complaints.evidence import choosing
from complaints.evidence.choosing import Chosen, choose
from complaints.evidence.forms import show
from complaints.evidence.kinds import NotTaken
from complaints.evidence.uploads import takes_files
from complaints.intake import blank, keys, selectors
from complaints.intake.forms import ShortForm
from complaints.intake.services import Filed, NotReceived, submit

RECEIPT = "receipt"
RECEIPT_LASTS = timedelta(minutes=10)
HONEYPOT = "website"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what this is, and the ways into it."""
    return render(request, "complaints/intake/home.html")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Before anything is typed: who reads what, what is safe, where help is quicker."""
    return render(request, "complaints/intake/start.html", _page(_untyped(request)))


@from_here
@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def short(request: HttpRequest) -> HttpResponse:
    """The whole complaint on one page."""
    if request.method == "POST":
        asks_for_page = "switch" in request.POST or choosing.is_about_files(request)
        return _redrawn(request) if asks_for_page else _sent(request)
    return HttpResponse(blank.page(request, draw=_untouched).replace(blank.KEY, keys.new()))


def _untouched(request: HttpRequest) -> str:
    return _form_page(request, _untyped(request), key=blank.KEY).content.decode()


def _untyped(request: HttpRequest) -> ShortForm:
    return ShortForm(places=selectors.places(), initial={"state": request.GET.get("state", "")})


def _redrawn(request: HttpRequest) -> HttpResponse:
    """The same form, in the other language or with a file less, with every word and file it came with."""
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in ShortForm.base_fields}
    typed["categories"] = request.POST.getlist("categories")
    form = ShortForm(places=selectors.places(), initial=typed)
    show(form, choose(request, state=typed["state"], now=timezone.now()))
    return _form_page(request, form, key=kept(request))


def _sent(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = ShortForm(request.POST, places=selectors.places())
    files = choose(request, state=request.POST.get("state", ""), now=now)
    show(form, files)
    try:
        key = keys.read(request.POST.get("key", ""))
    except keys.NoKey:
        form.add_error(
            None, _("This page was open for more than a day. Everything is still here: send it again.")
        )
        return _form_page(request, form, key=keys.new(), status=422)
    if before := selectors.filed_before(key.raw, issued_at=key.issued_at, now=now):
        return _again(request, form, before, now)
    if filed := _filed(request, form, files, key.raw, now):
        return receipt_of(request, filed, now, lacks_files=filed.lacks_files or bool(files.later))
    return _form_page(request, form, key=request.POST["key"], status=422)


def _again(request: HttpRequest, form: ShortForm, before: selectors.Before, now: datetime) -> HttpResponse:
    """A form that has filed a case already: its receipt again, unless other words are in it now."""
    if clean_text(request.POST.get("narrative", "")) != before.words:
        say_other_words(form)
        return _form_page(request, form, key=keys.new(), status=422)
    return again(request, before, now)


def _filed(request: HttpRequest, form: ShortForm, files: Chosen, key: bytes, now: datetime) -> Filed | None:
    """The case, or None with the form's errors saying why not."""
    _refuse_what_cannot_be_kept(request, form)
    if not form.is_valid():
        return None
    language = translation.get_language()
    try:
        filed = submit(sent=form.submission(language, tuple(files.tokens)), key=key, now=now)
    except NotReceived as refusal:
        form.refused(refusal)
        return None
    except NotTaken:  # sent from another page in the meantime
        show(form, choosing.listed(files.tokens, state=request.POST.get("state", ""), now=now))
        return None
    selectors.remember_filing(key)
    return filed


def _refuse_what_cannot_be_kept(request: HttpRequest, form: ShortForm) -> None:
    refuse_what_people_do_not_see(request, form)


def refuse_what_people_do_not_see(request: HttpRequest, form: Form) -> None:
    """A filled honeypot: emptied and said, in case a browser did it."""
    if request.POST.get(HONEYPOT):
        form.add_error(
            None,
            _(
                "A field that people do not see was filled in, perhaps by the browser. "
                "It has been emptied: send it again."
            ),
        )


def kept(request: HttpRequest) -> str:
    """The form's own key while it is good, so that one page stays one complaint."""
    try:
        keys.read(request.POST.get("key", ""))
    except keys.NoKey:
        return keys.new()
    return request.POST["key"]


def _form_page(request: HttpRequest, form: ShortForm, *, key: str, status: int = 200) -> HttpResponse:
    page = {**_page(form), "key": key, "honeypot": HONEYPOT, "switches": switches("complaint_short")}
    return render(request, "complaints/intake/short.html", page, status=status)


def _page(form: ShortForm) -> dict[str, Any]:
    return {
        "form": form,
        "shown": form.shown,
        "places": form.places,
        "not_confidential": selectors.nowhere_confidential([form.shown] if form.shown else form.places),
    }


def switches(address: str) -> list[dict[str, str]]:
    """The other languages, as buttons that bring what was typed along."""
    found = []
    for code, _name in settings.LANGUAGES:
        if code != translation.get_language():
            with override(code):
                found.append({"code": code, "url": reverse(address)})
    return found


def say_other_words(form: Form) -> None:
    """A page that was sent comes again with other words: they are kept, and it is said that they were not sent."""
    form.add_error(
        None,
        _(
            "A complaint was already sent from this page, and it arrived. The text below differs from it and "
            "was not sent: it can be sent as another complaint, or as a message by following the first one."
        ),
    )


def again(request: HttpRequest, before: selectors.Before, now: datetime) -> HttpResponse:
    """What was filed already: its receipt while that may be shown, else a word that it arrived."""
    return receipt_of(request, before.filed, now) if before.filed else already(request)


def already(request: HttpRequest) -> HttpResponse:
    return render(request, "complaints/intake/already.html")


def receipt_of(
    request: HttpRequest, filed: Filed, now: datetime, *, lacks_files: bool = False
) -> HttpResponse:
    """On to the receipt page, which only this browser can open, for ten minutes."""
    response = HttpResponseRedirect(reverse("complaint_receipt") + ("?files=later" if lacks_files else ""))
    response.status_code = 303
    shown = json.dumps([filed.reference, filed.code])
    for name, path in _receipt_cookies():
        response.set_cookie(
            name,
            tokens.make(shown, purpose=RECEIPT, now=now, lasts=RECEIPT_LASTS),
            max_age=RECEIPT_LASTS,
            path=path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Strict",
        )
    return response


def _receipt_cookies() -> list[tuple[str, str]]:
    return [(name, path) for name, path in settings.EXIT_COOKIES if name.startswith(RECEIPT)]


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Reference and code, once. "I have saved it" forgets them here and goes on to following the case."""
    if request.method == "POST" and "keep" not in request.POST:
        response: HttpResponse = HttpResponseRedirect(reverse("track"))
        response.status_code = 303
        for name, path in _receipt_cookies():
            response.delete_cookie(name, path=path, samesite="Strict")
        return response
    cookie = request.COOKIES.get(f"{RECEIPT}_{translation.get_language()}", "")
    try:
        reference, code = json.loads(tokens.read(cookie, purpose=RECEIPT, now=timezone.now()))
    except tokens.NoToken:
        return render(request, "complaints/intake/receipt_gone.html")
    page = {"reference": reference, "code": code, "promise": selectors.promise(code)}
    page["lacks_files"] = "files" in request.GET
    return render(request, "complaints/intake/receipt.html", page | _keeping(request, code))


def _keeping(request: HttpRequest, code: str) -> dict[str, object]:
    """What the receipt offers to somebody signed in: one press puts it on their list; for a complaint without
    a name a second press, after a warning."""
    by = citizen_of(request)
    if by is None:
        return {}
    wanted = request.POST.get("keep", "") if request.method == "POST" else ""
    if not wanted:
        return {"keeping": "offered"}
    if wanted != "warned" and claims.is_nameless(code):
        return {"keeping": "warn"}
    try:
        claims.add(code=code, by=by)
    except claims.Full:
        return {"keeping": "full"}
    return {"keeping": "kept"}
