"""What the desk's views share: finding a case for its reader, and drawing a page in the state's own time."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.doors import StaffRequest
from common.languages import month_usage
from complaints.casework import reading, selectors
from complaints.models import Docket


def language() -> str:
    """Of the page."""
    return (get_language() or "ar")[:2]


def page(
    request: StaffRequest, front: selectors.Front, template: str, status: int = 200, **extra: Any
) -> HttpResponse:
    """A desk page in the state's own time and months."""
    state = front.state
    context = {
        "unread": front.unread,
        "tasks_late": front.tasks_late,
        "months": month_usage(state.code),
        "actor": request.actor,
        **extra,
    }
    with timezone.override(ZoneInfo(state.zone)):
        return render(request, f"complaints/casework/{template}.html", context, status=status)


def docket_of(request: StaffRequest, reference: str) -> Docket:
    """The case as this institution holds it; 404 for a stranger, as for what does not exist."""
    docket = selectors.docket(request.actor, reference)
    if docket is None:
        raise Http404
    return docket


def file_of(request: StaffRequest, reference: str) -> tuple[reading.CaseFile, selectors.Front]:
    """The case file of a page's address, with what every desk page shows."""
    docket, now = docket_of(request, reference), timezone.now()
    front = selectors.front(request.actor, now=now)
    return reading.CaseFile(request.actor, docket, front.state, now, language()), front


def to(name: str, *args: str) -> HttpResponseRedirect:
    """After a form: 303 to a page, so that reloading it sends nothing again."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)
