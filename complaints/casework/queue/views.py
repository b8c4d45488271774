"""The queue's pages: the list, one case at a glance, and the way from case to case."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common.languages import month_usage
from common.receipts import normalise_reference
from complaints.casework import selectors
from complaints.casework.pages import file_of, language, page
from complaints.casework.queue import drawing, filters, menu
from complaints.casework.queue.finding import Search
from complaints.casework.queue.forms import ManyForm
from complaints.casework.queue.narrowing import Wanted
from complaints.casework.queue.rows import rows

PART = "X-Part"  # header: only the part of the page that is shown over another


@require_safe
@staff_view(*Permission)
def queue(request: StaffRequest) -> HttpResponse:
    """The cases of the institution as asked for; for roles without a queue, what they can do instead."""
    now = timezone.now()
    if not request.actor.may(Permission.QUEUE):
        return page(request, selectors.front(request.actor, now=now), "elsewhere", **_elsewhere(request))
    form = filters.Search(request.GET)
    wanted, kept = filters.wanted(form, request.GET), filters.kept(form)
    front = selectors.front(request.actor, now=now, asked=menu.QUEUE)
    lists = menu.read(request.actor, front, language())
    form.offer(governorate=lists.places, holder=lists.people, tag=lists.tags)
    search = Search(request.actor, wanted, now)
    found = search.page()
    narrows = bool(set(kept) - {"order"})
    count = search.count() if narrows and not (wanted.after or wanted.before) else None
    addresses = _addresses(wanted, kept, found.after, found.before)
    return page(
        request,
        front,
        "queue",
        fields=drawing.form(request.GET, wanted=wanted, menu=lists),
        lines=drawing.lines(
            rows(found, state=front.state, now=now, language=language()),
            wanted=wanted,
            months=month_usage(front.state.code),
            along=addresses["along"],
        ),
        views=filters.views(front.counts, wanted, kept),
        wanted=wanted,
        is_filtered=narrows,
        chips=filters.chips(form, wanted),
        count=count,
        count_told=filters.told(count) if count else "",
        caption=filters.ORDERS[wanted.order],
        saved=lists.saved,
        many=ManyForm(actor=request.actor, people=lists.people, tags=lists.tags),
        **addresses,
    )


def _addresses(wanted: Wanted, kept: dict[str, str], after: Any, before: Any) -> dict[str, Any]:
    asked = filters.query(wanted, kept)
    return {
        "asked": asked,
        # A reference names one case: there is no way from it to another.
        "along": "" if normalise_reference(wanted.words) else asked,
        "next_url": filters.address(wanted, kept, after=after),
        "previous_url": filters.address(wanted, kept, before=before),
        "first_url": filters.address(wanted, kept) if wanted.after or wanted.before else "",
    }


def _elsewhere(request: StaffRequest) -> dict[str, Any]:
    """What a role without a queue finds here instead."""
    doors = {
        "reports": Permission.REPORTS,
        "activities": Permission.ACTIVITIES,
        "register": Permission.REGISTER,
        "settings": Permission.CONFIGURE,
        "audit": Permission.AUDIT,
    }
    return {
        "may": {name for name, permission in doors.items() if request.actor.may(permission)},
        "roles": [role.label for role in sorted(request.actor.roles)],
    }


def along(request: HttpRequest) -> str:
    """The list somebody came from, as an address carries it on; "" for the queue without filters."""
    if not request.GET:
        return ""
    form = filters.Search(request.GET)
    return filters.query(filters.wanted(form, request.GET), filters.kept(form))


@require_safe
@staff_view(Permission.QUEUE)
def brief(request: StaffRequest, reference: str) -> HttpResponse:
    """A case at a glance: facts and clocks, no words of anybody. A page of its own, or shown over the queue."""
    file, front = file_of(request, reference)
    template = "queue/brief_part" if request.headers.get(PART) else "queue/brief"
    return page(request, front, template, file=file, along=along(request))


@require_safe
@staff_view(Permission.QUEUE)
def following(request: StaffRequest, reference: str) -> HttpResponse:
    """To the next case of the list somebody came from."""
    return _beside(request, reference, forwards=True)


@require_safe
@staff_view(Permission.QUEUE)
def preceding(request: StaffRequest, reference: str) -> HttpResponse:
    """To the case before it."""
    return _beside(request, reference, forwards=False)


def _beside(request: StaffRequest, reference: str, *, forwards: bool) -> HttpResponse:
    """By the case's own place in the order: no list is loaded, and it need not fit the filters any more."""
    docket = selectors.held(request.actor, reference)
    if docket is None:
        raise Http404
    form = filters.Search(request.GET)
    wanted, now = filters.wanted(form, request.GET), timezone.now()
    place = Search(request.actor, wanted, now).place(docket)
    moved = replace(wanted, after=place if forwards else None, before=None if forwards else place)
    found, asked = Search(request.actor, moved, now).neighbour(), along(request)
    if found:
        return _to(reverse("case", args=[found]), asked)
    messages.info(
        request,
        gettext("That was the last case of this list.")
        if forwards
        else gettext("That was the first case of this list."),
    )
    return _to(reverse("queue"), asked)


def _to(address: str, asked: str) -> HttpResponse:
    return HttpResponseRedirect(f"{address}?{asked}" if asked else address)
