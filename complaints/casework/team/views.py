"""Pages of whoever assigns and approves: workload, somebody's cases, approvals, exclusions."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from complaints.casework import selectors
from complaints.casework.pages import language, page, to
from complaints.casework.queue.finding import Page
from complaints.casework.queue.rows import rows
from complaints.casework.sentences import ACTIONS
from complaints.casework.team import approvals, exclusions, workload

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AGES: dict[str, "StrPromise"] = {
    "month": _("under 30 days"),
    "quarter": _("30 to 90 days"),
    "year": _("90 days to a year"),
    "older": _("over a year"),
}
GROUNDS: dict[str, "StrPromise"] = {
    "hand": _("By hand"),
    "unit": _("Serves in line with a unit complained of"),
    "person": _("Is complained of"),
}


def _front(request: StaffRequest) -> selectors.Front:
    return selectors.front(request.actor, now=timezone.now())


@require_safe
@staff_view(Permission.ASSIGN)
def index(request: StaffRequest) -> HttpResponse:
    """Who holds how much, and what waits for whoever looks."""
    actor, now = request.actor, timezone.now()
    return page(
        request,
        _front(request),
        "team/index",
        loads=workload.loads(actor, now=now),
        ages=AGES.items(),
        proposals=selectors.capped(approvals.proposals(actor)),
        asked=selectors.capped(approvals.asked_for(actor)),
    )


@require_safe
@staff_view(Permission.ASSIGN)
def nobody(request: StaffRequest) -> HttpResponse:
    """Open cases that nobody holds."""
    return _held(request, None)


@require_safe
@staff_view(Permission.ASSIGN)
def somebody(request: StaffRequest, person: UUID) -> HttpResponse:
    """Open cases of a colleague, all, those of an age, or those that are late."""
    return _held(request, person)


def _held(request: StaffRequest, pk: UUID | None) -> HttpResponse:
    actor, now, front = request.actor, timezone.now(), _front(request)
    person = workload.person(actor, pk) if pk else None
    if pk and person is None:
        raise Http404
    age = request.GET.get("age", "")
    wanted = workload.Wanted(pk, late=request.GET.get("late") == "on", age=age if age in AGES else "")
    found = workload.page(actor, wanted, now=now, data=request.GET)
    return page(
        request,
        front,
        "team/person",
        person=person,
        rows=rows(Page(found.rows, None), state=front.state, now=now, language=language()),
        late=wanted.late,
        age=AGES.get(wanted.age, ""),
        **keyset.links(found, late="on" if wanted.late else "", age=wanted.age),
    )


@require_safe
@staff_view(Permission.ASSIGN, Permission.APPROVE)
def approval_list(request: StaffRequest) -> HttpResponse:
    """Proposals that wait for a decision, by deadline."""
    front = _front(request)
    found, cursor = approvals.page(
        request.actor, state=front.state, now=timezone.now(), language=language(), data=request.GET
    )
    return page(
        request,
        front,
        "team/approvals",
        proposals=[(one, ACTIONS[one.action]) for one in found],
        **keyset.links(cursor),
    )


@require_safe
@staff_view(Permission.ASSIGN)
def asked_list(request: StaffRequest) -> HttpResponse:
    """Cases that reviewers ask to be given, by deadline."""
    front, now = _front(request), timezone.now()
    found = approvals.asked_page(request.actor, data=request.GET)
    return page(
        request,
        front,
        "team/asked",
        rows=rows(Page(found.rows, None), state=front.state, now=now, language=language()),
        **keyset.links(found),
    )


@require_safe
@staff_view(Permission.ASSIGN)
def exclusion_list(request: StaffRequest) -> HttpResponse:
    """From which cases somebody is excluded, why and by whom; adding and lifting are steps of the case."""
    found = exclusions.page(request.actor, data=request.GET)
    authors = exclusions.authors(found.rows)
    return page(
        request,
        _front(request),
        "team/exclusions",
        exclusions=[
            (row, GROUNDS[row.ground], authors.get(row.by), exclusions.may_lift(request.actor, row, authors))
            for row in found.rows
        ],
        **keyset.links(found),
    )


@require_safe
@staff_view(Permission.ASSIGN)
def exclusion_new(request: StaffRequest) -> HttpResponse:
    """To the step that excludes somebody, for the case of a reference."""
    docket = selectors.docket(request.actor, request.GET.get("reference", ""))
    if docket is None:
        messages.warning(request, gettext("No case of your institution has this reference."))
        return to("team_exclusions")
    return to("case_act", docket.complaint.reference, "exclude")
