"""What the room's views share: who may come in, and drawing a page in the state's own time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.doors import StaffRequest
from accounts.models import Institution
from common.languages import month_usage
from complaints.casework import selectors

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def language() -> str:
    """Of the page."""
    return (get_language() or "ar")[:2]


def body_of(request: StaffRequest) -> Institution:
    """The independent body whose room it is; for whoever works elsewhere there is none."""
    body = request.actor.institution
    if body is None or not body.is_independent:
        raise Http404
    return body


def room(request: StaffRequest) -> selectors.Front:
    """What every page of the room shows, for staff of an independent body."""
    body_of(request)
    return selectors.front(request.actor, now=timezone.now())


def page(
    request: StaffRequest, front: selectors.Front, template: str, status: int = 200, **extra: Any
) -> HttpResponse:
    """A page of the room in the state's own time and months."""
    state = front.state
    context = {
        "unread": front.unread,
        "tasks_late": front.tasks_late,
        "months": month_usage(state.code),
        "actor": request.actor,
        **extra,
    }
    with timezone.override(ZoneInfo(state.zone)):
        return render(request, f"complaints/oversight/{template}.html", context, status=status)


def to(name: str, *args: object) -> HttpResponseRedirect:
    """After a form: 303 to a page, so that reloading it sends nothing again."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of a list's views."""

    label: "StrOrPromise"
    url: str
    is_current: bool
    count: str = ""


def tabs(labels: Mapping[str, "StrOrPromise"], current: str, name: str, **kept: str) -> list[Tab]:
    """The views of a list, by the value of one word of its address; the first stands for none."""
    known = {key: value for key, value in kept.items() if value}
    return [
        Tab(label, "?" + urlencode(known | ({name: value} if value else {})), value == current)
        for value, label in labels.items()
    ]
