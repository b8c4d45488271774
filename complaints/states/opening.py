"""The regional administrator's pages: every state as it stands, and one guided page to open one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.changes import selectors as log
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.changes.showing import SENTENCES, shown
from accounts.doors import StaffRequest, staff_view
from accounts.opening import readiness, services
from accounts.roles import Permission
from complaints.states import facts
from complaints.states.forms import AdministratorsForm, ReasonForm, SetupForm

KINDS = ("state_setup", "state_intake")


@require_safe
@staff_view(Permission.OPEN_STATE)
def index(request: StaffRequest) -> HttpResponse:
    """All states: receiving, being prepared, paused, or not begun."""
    rows = [state for state, _bodies in facts.states()]
    return render(request, "complaints/states/opening_index.html", {"states": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.OPEN_STATE)
def setup(request: StaffRequest, code: str) -> HttpResponse:
    """What is known, what is missing, what will not be offered; then what only people there can say."""
    sheet = sheet_of(code)
    form = SetupForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if not form.is_bound or not form.is_valid() or "back" in request.POST:
        return draw(request, sheet, 422 if form.is_bound and form.errors else 200, form=form)
    try:
        return _save(request, sheet, form) if "seen" in request.POST else _preview(request, sheet, form)
    except Unacceptable as unacceptable:
        form.refuse(unacceptable)
    except changes.Stale:
        form.add_error(None, str(SENTENCES["stale"]))
    except changes.AlreadyWaiting:
        form.add_error(None, str(SENTENCES["waiting"]))
    return draw(request, sheet, 422, form=form)


def sheet_of(code: str) -> facts.Sheet:
    """What is known of a state; 404 for what is none."""
    sheet = facts.sheet(code)
    if sheet is None:
        raise Http404
    return sheet


def draw(request: StaffRequest, sheet: facts.Sheet, status: int = 200, **extra: Any) -> HttpResponse:
    """The guided page of a state."""
    state = sheet.state
    lacks = readiness.checklist(state)
    context = {
        "sheet": sheet,
        "months": state.months,
        "lacks": lacks,
        "is_ready": all(lack.is_done for lack in lacks),
        "seats": services.seats(state.code),
        "administrators": None if _has_administrators(lacks) else AdministratorsForm(),
        "reason_form": ReasonForm(),
        "history": shown([row for kind in KINDS for row in log.history(state.code, kind)]),
        **extra,
    }
    return render(request, "complaints/states/opening.html", context, status=status)


def _has_administrators(lacks: list[readiness.Lack]) -> bool:
    return any(lack.code == "administrators" and lack.is_done for lack in lacks)


def _preview(request: StaffRequest, sheet: facts.Sheet, form: SetupForm) -> HttpResponse:
    ahead = changes.preview(
        kind="state_setup",
        state=sheet.state.code,
        after=form.value,
        holds_from=None,
        by=request.actor,
        now=timezone.now(),
    )
    return draw(request, sheet, form=form, ahead=ahead, typed=_typed(request.POST))


def _typed(posted: QueryDict) -> list[tuple[str, str]]:
    """What was filled in, to be carried through the preview."""
    kept = [name for name in posted if name != "csrfmiddlewaretoken"]
    return [(name, value) for name in kept for value in posted.getlist(name)]


def _save(request: StaffRequest, sheet: facts.Sheet, form: SetupForm) -> HttpResponse:
    services.set_up(
        state=sheet.state.code,
        after=form.value,
        reason=form.cleaned_data["source"],
        by=request.actor,
        now=timezone.now(),
        seen=request.POST["seen"],
    )
    messages.success(
        request, gettext("%(state)s is set up. What is still missing stands below.") % {"state": sheet.state}
    )
    return back_to(sheet)


def back_to(sheet: facts.Sheet) -> HttpResponse:
    """To the guided page, by 303."""
    return HttpResponseRedirect(reverse("opening_state", args=[sheet.state.code.lower()]), status=303)


@require_POST
@staff_view(Permission.OPEN_STATE)
def intake(request: StaffRequest, code: str) -> HttpResponse:
    """Begin to receive complaints, or ask to pause."""
    sheet, form = sheet_of(code), ReasonForm(request.POST)
    if not form.is_valid():
        return draw(request, sheet, 422, form=SetupForm(sheet=sheet), reason_form=form)
    opens = request.POST.get("open") == "yes"
    try:
        change = services.receive(
            state=sheet.state.code,
            opens=opens,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            now=timezone.now(),
        )
    except Unacceptable as unacceptable:
        messages.error(request, str(unacceptable.sentence))
    except changes.AlreadyWaiting:
        messages.error(request, str(SENTENCES["waiting"]))
    else:
        done = gettext("Complaints about %(state)s are received from now on.")
        asked = gettext("Pausing %(state)s waits for a second signature.")
        messages.success(request, (done if change.applied_at else asked) % {"state": sheet.state})
    return back_to(sheet)
