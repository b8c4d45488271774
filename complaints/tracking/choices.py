"""Acts that need a page of their own: how to be known, making a complaint of a request, the check on reprisals."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from common.origin import from_here
from complaints.tracking import actions, previews, selectors, views
from complaints.tracking.forms import ConvertForm, ModeForm, SafetyForm, SatisfactionForm, TransferForm


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def mode(request: HttpRequest) -> HttpResponse:
    """Choose how to be known, see what would change, confirm."""
    now = timezone.now()
    found = views.found_by(request, now) if request.method == "POST" else None
    if found is None:
        return _elsewhere(request)
    file = selectors.file_of(found, now=now)
    if not actions.MODE.offered(file):
        return views.too_late(request, found, now)
    open_to = previews.modes(found)
    asked = "mode" in request.POST
    form = ModeForm(request.POST if asked else None, modes=open_to, has_name=previews.has_name(found))
    if asked and form.is_valid() and "confirm" in request.POST:
        return views.carry_out(request, found, actions.MODE, form.given, now)
    page: dict[str, Any] = {**views.frame(found, file, now), "act": actions.MODE, "form": form}
    chosen = form.chosen if asked else ""
    if chosen:
        page["preview"] = previews.preview(found, chosen, now=now)
    status = 422 if asked and not form.is_valid() and (not chosen or "confirm" in request.POST) else 200
    if chosen and "confirm" not in request.POST:
        page["form"] = ModeForm(
            modes=open_to, has_name=previews.has_name(found), initial={"mode": chosen}, chosen=chosen
        )
    return render(request, "complaints/tracking/mode.html", page, status=status)


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """Make a complaint of a request for assistance; the code opens the complaint from then on."""
    now = timezone.now()
    found = views.found_by(request, now) if request.method == "POST" else None
    if found is None:
        return _elsewhere(request)
    file = selectors.file_of(found, now=now)
    if not actions.COMPLAINT.offered(file):
        return views.too_late(request, found, now)
    form = ConvertForm(request.POST if "confirm" in request.POST else None, state=file.case.state)
    if form.is_valid():
        return views.carry_out(request, found, actions.COMPLAINT, form.given, now)
    page = {**views.frame(found, file, now), "act": actions.COMPLAINT, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "complaints/tracking/complaint.html", page, status=status)


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: HttpRequest) -> HttpResponse:
    """The answer to the question about reprisals."""
    now = timezone.now()
    found = views.found_by(request, now) if request.method == "POST" else None
    if found is None:
        return _elsewhere(request)
    form = SafetyForm(request.POST)
    if not form.is_valid():
        return views.show(request, found, now, safety=form, status=422)
    return views.carry_out(request, found, actions.SAFETY, form.given, now)


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def satisfaction(request: HttpRequest) -> HttpResponse:
    """The answers to the questions after the end."""
    now = timezone.now()
    found = views.found_by(request, now) if request.method == "POST" else None
    if found is None:
        return _elsewhere(request)
    form = SatisfactionForm(request.POST)
    if not form.is_valid():
        return views.show(request, found, now, satisfaction=form, status=422)
    return views.carry_out(request, found, actions.SATISFACTION, form.given, now)


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest) -> HttpResponse:
    """The answer to the question whether the case may go to another state's institution."""
    now = timezone.now()
    found = views.found_by(request, now) if request.method == "POST" else None
    if found is None:
        return _elsewhere(request)
    if not actions.TRANSFER.offered(selectors.file_of(found, now=now)):
        return views.too_late(request, found, now)
    form = TransferForm(request.POST, has_name=previews.has_name(found))
    if not form.is_valid():
        return views.show(request, found, now, transfer=form, status=422)
    wanted = actions.TRANSFER if form.agrees else actions.NOT_TRANSFERRED
    return views.carry_out(request, found, wanted, form.given, now)


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest) -> HttpResponse:
    """The request for assistance, or another state's file, from which this complaint was made, to read."""
    now = timezone.now()
    found = views.found_by(request, now) if request.method == "POST" else None
    before = selectors.earlier(found) if found else None
    if before is None:
        return _elsewhere(request)
    return views.show(request, before, now, reads_only=True)


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Without a code that opens something: the page that asks for it."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("track"))
    return views.ask(request, sent=True)
