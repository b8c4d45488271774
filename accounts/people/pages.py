"""What the pages about staff share: finding a person, drawing, and saying what went wrong."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.changes.showing import SENTENCES
from accounts.doors import StaffRequest
from accounts.models import User
from accounts.people import rules
from accounts.people import selectors as people
from accounts.roles import Permission
from common.languages import month_usage

KEEPERS = (Permission.STAFF, Permission.OPEN_STATE)
READERS = (*KEEPERS, Permission.AUDIT)
TROUBLES = (Unacceptable, changes.AlreadyWaiting, changes.Stale, changes.Ended)


def page(request: StaffRequest, template: str, status: int = 200, **extra: Any) -> HttpResponse:
    """A page about staff, in the state's own time and months."""
    state = selectors.state(request.actor.state)
    context = {"months": month_usage(state.code), "keeps": is_keeper(request), **extra}
    with timezone.override(ZoneInfo(state.zone)):
        return render(request, f"accounts/people/{template}.html", context, status=status)


def is_keeper(request: StaffRequest) -> bool:
    """Whether they change anything here, or only read, as the auditor does."""
    return any(request.actor.may(permission) for permission in KEEPERS)


def person_of(request: StaffRequest, pk: UUID) -> User:
    """Somebody of one's own staff; 404 for everybody else."""
    found = people.person(request.actor, pk)
    if found is None:
        raise Http404
    return found


def kept_person(request: StaffRequest, pk: UUID) -> User:
    """Somebody whose roles one may propose or remove; 404 for everybody else."""
    found = person_of(request, pk)
    if found.institution is None or not rules.keeps(request.actor, found.institution):
        raise Http404
    return found


def sentence_of(error: Exception) -> str:
    """Why a change was not made, for the person who tried."""
    if isinstance(error, Unacceptable):
        return str(error.sentence)
    name = {changes.AlreadyWaiting: "waiting", changes.Stale: "stale", changes.Ended: "ended"}[type(error)]
    return str(SENTENCES[name])


def to(name: str, *args: object) -> HttpResponseRedirect:
    """303 after a form, so that reloading sends nothing again."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)
