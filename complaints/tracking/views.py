"""Following a case with its code. No session, no cookie, no code in any address.

The code is sent each time; a sealed copy of it, good for fifteen minutes, saves typing it for the next step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import Refused
from common import tokens
from common.origin import from_here
from complaints import workflow
from complaints.casework import services as casework
from complaints.tracking import actions, history, outcome, previews, selectors, sentences
from complaints.tracking.forms import (
    CodeForm,
    LettersForm,
    MessageForm,
    SafetyForm,
    SatisfactionForm,
    TransferForm,
)
from complaints.tracking.selectors import File, Found
from complaints.tracking.services import Moved, carry
from complaints.vocabulary import Matter, Stage
from vault.services import Locked

PURPOSE = "track"
TOKEN_LASTS = timedelta(minutes=15)
_TELLS_OUTCOME = (Stage.DECIDED, Stage.REMEDYING, Stage.CLOSED, Stage.INADMISSIBLE)


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says on top, and whether it is good news."""

    text: str
    tone: str = "good"


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The code's page, or with a code the case as its complainant sees it."""
    if request.method != "POST":
        return ask(request)
    now = timezone.now()
    found = found_by(request, now)
    return show(request, found, now) if found else ask(request, sent=True)


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """One thing the complainant does. What needs no words is explained first and done on the second press."""
    wanted = actions.BY_SLUG.get(slug)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("track"))
    now = timezone.now()
    found = found_by(request, now)
    if found is None:
        return ask(request, sent=True)
    wanted = actions.worded(wanted, selectors.matter_of(found))
    if wanted.takes_words:
        return _with_words(request, found, wanted, now)
    if "confirm" not in request.POST:
        return _explain(request, found, wanted, now)
    return carry_out(request, found, wanted, casework.Given(), now)


def _with_words(request: HttpRequest, found: Found, wanted: actions.Act, now: datetime) -> HttpResponse:
    form = MessageForm(request.POST, action=wanted.slug)
    if not form.is_valid():
        return show(request, found, now, form=form, wanted=wanted, status=422)
    return carry_out(request, found, wanted, casework.Given(message=form.cleaned_data["message"]), now, form)


def carry_out(
    request: HttpRequest,
    found: Found,
    wanted: actions.Act,
    given: casework.Given,
    now: datetime,
    form: MessageForm | None = None,
) -> HttpResponse:
    try:
        carry(found=found, action=wanted.move, given=given, seen=request.POST.get("seen", ""), now=now)
    except Moved:
        said = _("The file has changed since this page was shown. Please read it again before sending.")
    except (workflow.NotInTable, Refused, casework.Missing, casework.Unmet):
        said = _("This cannot be done any more at this point. Nothing was changed.")
    except Locked:
        said = _("Your words could not be sealed just now. Nothing was changed; please try again.")
    else:
        # A request that became a complaint is opened by the same code as the complaint.
        return show(request, selectors.find(found.code) or found, now, said=Said(str(wanted.done)))
    return show(request, found, now, said=Said(said, "attention"), form=form, wanted=wanted, status=409)


def found_by(request: HttpRequest, now: datetime) -> Found | None:
    """The case of the posted code, or of the sealed copy that the page carried."""
    typed = request.POST.get("code", "")
    if not typed and (token := request.POST.get("token", "")):
        try:
            typed = tokens.read(token, purpose=PURPOSE, now=now)
        except tokens.NoToken:
            typed = ""
    return selectors.find(typed)


def ask(request: HttpRequest, *, sent: bool = False, tokens: Iterable[str] = ()) -> HttpResponse:
    """Ask for the code. After any wrong one the page is the same, byte for byte; it never repeats it.

    `tokens` are those of files that came with it and wait for the code.
    """
    page: dict[str, Any] = {"form": CodeForm(), "is_wrong": sent, "address": reverse("track")}
    page["tokens"] = list(tokens)
    if sent and "message" in request.POST:
        # The sealed code ran out while somebody wrote: their words wait here for the code.
        page["address"] = request.path
        page["kept"] = MessageForm(initial={"message": request.POST["message"]}, action="kept")
        page["seen"] = request.POST.get("seen", "")
    return render(request, "complaints/tracking/ask.html", page)


def show(
    request: HttpRequest,
    found: Found,
    now: datetime,
    *,
    said: Said | None = None,
    form: MessageForm | None = None,
    wanted: actions.Act | None = None,
    status: int = 200,
    reads_only: bool = False,
    **asked: Form,
) -> HttpResponse:
    """The case as its complainant sees it. `reads_only`: a request that became the complaint of this code.

    `asked` are forms of the page that came back with errors, by their names in `_asked`.
    """
    file = _opened(found, now)
    offered = [] if reads_only else actions.offered(file)
    if wanted and form and wanted not in offered:
        offered = [wanted, *offered]  # words that cannot be sent any more are still there to be copied
    page = {
        **frame(found, file, now),
        "said": said,
        "form": form if form and form.errors else next(iter(asked.values()), None),
        "standing": sentences.standing(file),
        "late": sentences.lateness(file),
        "next_step": sentences.next_step(file),
        "due": sentences.dated(file, day) if (day := sentences.due_on(file)) else "",
        "silence": sentences.silence(file),
        "findings": outcome.findings(file),
        "to_do": outcome.recommendations(file),
        "talks": [_talk(one, wanted, form) for one in offered if one.takes_words],
        "steps": [one for one in offered if not one.takes_words],
        "events": history.events(file),
        "openings": history.openings(file),
        "readers": file.readers,
        **_asked(found, file, reads_only, asked),
        "reads_only": reads_only,
        "earlier": file.case.came_of,
        "came_from_abroad": file.case.came_of[:2] not in ("", file.case.state),
    }
    return render(request, "complaints/tracking/case.html", page, status=status)


def _asked(found: Found, file: File, reads_only: bool, sent: dict[str, Form]) -> dict[str, Any]:
    """What the page asks of the complainant beside messages, each with its form; nothing where it is only read."""
    if reads_only:
        return {}
    who, to = file.independent.name if file.independent else "", file.asked_transfer
    page: dict[str, Any] = {
        "letters": selectors.letters_of(found, file),
        "letters_form": sent.get("letters") or LettersForm(),
    }
    if file.asks_safety:  # with who alone reads the answer
        page["safety"] = {"act": actions.SAFETY, "form": sent.get("safety") or SafetyForm(), "who": who}
    if file.asks_satisfaction:
        form = sent.get("satisfaction") or SatisfactionForm()
        page["satisfaction"] = {"act": actions.SATISFACTION, "form": form}
    if to is not None:
        form = sent.get("transfer") or TransferForm(has_name=previews.has_name(found))
        page["transfer"] = {"act": actions.TRANSFER, "form": form, "who": to.name}
    return page


def _talk(one: actions.Act, wanted: actions.Act | None, form: MessageForm | None) -> dict[str, Any]:
    """One message form; the one that was sent keeps its words."""
    is_sent = form is not None and one == wanted
    return {"act": one, "form": form if is_sent else MessageForm(action=one.slug), "is_open": is_sent}


def _opened(found: Found, now: datetime) -> File:
    """The file; the first reading of an outcome starts the time to ask for a review."""
    file = selectors.file_of(found, now=now)
    case = file.case
    tells = case.matter == Matter.COMPLAINT and case.notified_at and case.stage in _TELLS_OUTCOME
    if tells and not case.outcome_opened_at:
        casework.outcome_opened(case=found.case, by=found.by, now=now)
        return selectors.file_of(found, now=now)
    return file


def _explain(request: HttpRequest, found: Found, wanted: actions.Act, now: datetime) -> HttpResponse:
    file = selectors.file_of(found, now=now)
    if wanted not in actions.offered(file):
        return too_late(request, found, now)
    page = {**frame(found, file, now), "act": wanted}
    return render(request, "complaints/tracking/confirm.html", page)


def too_late(request: HttpRequest, found: Found, now: datetime) -> HttpResponse:
    """The case, with the news that it moved on."""
    said = Said(_("This cannot be done any more at this point. Nothing was changed."), "attention")
    return show(request, found, now, said=said, status=409)


def frame(found: Found, file: File, now: datetime) -> dict[str, Any]:
    """What each page about the case carries on."""
    return {
        "file": file,
        "token": tokens.make(found.code, purpose=PURPOSE, now=now, lasts=TOKEN_LASTS),
        "switches": switches(),
    }


def switches(name: str = "track") -> list[dict[str, str]]:
    """This case in the other languages: a form, because the code is in no address."""
    found = []
    for code, _name in settings.LANGUAGES:
        if code != translation.get_language():
            with translation.override(code):
                found.append({"code": code, "url": reverse(name)})
    return found
