"""The case file, and asking to be given it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from complaints.casework import files, offering, opening, reading, selectors, services
from complaints.casework.pages import docket_of, file_of, page, to
from complaints.casework.queue.views import along
from complaints.casework.routes import ROUTES
from complaints.casework.sentences import ACTIONS
from complaints.vocabulary import Part, Stage, Standing


@require_safe
@staff_view(Permission.QUEUE)
def case(request: StaffRequest, reference: str) -> HttpResponse:
    """One case: facts, words as far as they are open to this actor, history, and the moves open to them."""
    file, front = file_of(request, reference)
    if file.case.stage == Stage.RECEIVED and file.case.first_opened_at is None and file.tellings:
        opening.opened(case=file.case.pk, by=request.actor, now=file.now)
    return page(
        request,
        front,
        "case",
        file=file,
        along=along(request),
        files=files.of_case(file),
        may_open_identity=Part.IDENTITY in file.with_reason,
        may_hold=request.actor.may(Permission.LEAD),
        became=selectors.seen(request.actor, file.case.became),
        came_of=selectors.seen(request.actor, file.case.came_of),
        **_actions(file),
        **_route(file),
    )


@require_safe
@staff_view(Permission.QUEUE)
def readers(request: StaffRequest, reference: str) -> HttpResponse:
    """Who can open which part of a case now: a page of its own, because it asks much of the database."""
    file, front = file_of(request, reference)
    return page(request, front, "readers", file=file)


def _actions(file: reading.CaseFile) -> dict[str, Any]:
    """Steps that carry the case on, apart from work on the file."""
    allowed = services.allowed(case=file.case, by=file.actor, dockets=file.dockets, is_seen=True)
    # Others have pages of their own.
    moves = [move for move in offering.offered(allowed, file) if move.action in ACTIONS]
    on = offering.onwards(moves, file)
    first = offering.next_of(on, file)
    listed = [(move.action, ACTIONS[move.action], "" if move is first else "quiet") for move in on]
    beside = [(move.action, ACTIONS[move.action]) for move in moves if move not in on]
    return {"steps": listed, "beside": beside}


def _route(file: reading.CaseFile) -> dict[str, Any]:
    return {
        "why": ROUTES.get(file.case.route, ""),
        "lead": next((row.institution for row in file.dockets if row.standing == Standing.LEAD), None),
        "others": [
            (Standing(row.standing).label, row.institution)
            for row in file.dockets
            if row.standing != Standing.LEAD
        ],
    }


@require_POST
@staff_view(Permission.QUEUE)
def ask_for(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask to be given a case; a supervisor or head decides."""
    docket = docket_of(request, reference)
    if not request.actor.may(Permission.LEAD):
        raise PermissionDenied
    if docket.wanted_by_id != request.actor.user_id:
        services.ask_for(docket=docket, by=request.actor, now=timezone.now())
    messages.success(request, gettext("Whoever assigns cases was told that you ask for this one."))
    return to("case", docket.complaint.reference)
