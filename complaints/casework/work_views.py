"""Pages of a case beside its file: questions, recommendations, related cases, checklist."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from complaints.casework import asking, checklists, offering, parts, related, services
from complaints.casework.pages import docket_of, file_of, page, to
from complaints.casework.reading import CaseFile
from complaints.casework.sentences import ACTIONS

OF_QUESTIONS = ("request_answer", "give_answer", "proceed_on_silence")
OF_RECOMMENDATIONS = (
    *("recommend_remedy", "order_remedy", "answer_recommendation", "claim_recommendation"),
    *("report_implemented", "verify_recommendation", "confirm_remedy", "close_unimplemented"),
)
STATES = {"done": True, "apart": False, "open": None}  # what a line of a checklist is ticked off as


def open_steps(request: StaffRequest, file: CaseFile, named: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Those of some steps of the procedure that are open to this reader now, in the order named."""
    moves = services.allowed(case=file.case, by=request.actor, dockets=file.dockets, is_seen=True)
    open_now = {move.action for move in offering.offered(moves, file)}
    return [(action, ACTIONS[action]) for action in named if action in open_now]


@require_safe
@staff_view(Permission.QUEUE)
def questions(request: StaffRequest, reference: str) -> HttpResponse:
    """What was asked of the authority, with each question's own clock, reminders, answer or silence."""
    file, front = file_of(request, reference)
    steps = open_steps(request, file, OF_QUESTIONS)
    return page(request, front, "questions", file=file, asked=asking.questions(file), steps=steps)


@require_safe
@staff_view(Permission.QUEUE)
def recommendations(request: StaffRequest, reference: str) -> HttpResponse:
    """What is to be put right, who said what about it, and what was checked."""
    file, front = file_of(request, reference)
    steps = open_steps(request, file, OF_RECOMMENDATIONS)
    return page(
        request, front, "recommendations", file=file, recommended=asking.recommendations(file), steps=steps
    )


@require_safe
@staff_view(Permission.QUEUE)
def related_cases(request: StaffRequest, reference: str) -> HttpResponse:
    """Cases of the same event or unit, and with nearly the same words where these may be read."""
    file, front = file_of(request, reference)
    unit = related.same_unit(file)
    return page(
        request,
        front,
        "related",
        file=file,
        unit=unit[: related.SHOWN],
        has_more=len(unit) > related.SHOWN,
        compared=related.alike(file),
        steps=open_steps(request, file, ("link_event", "unlink_event", "merge")),
    )


# --- checklist --------------------------------------------------------------------------------------


@require_safe
@staff_view(Permission.QUEUE)
def checklist(request: StaffRequest, reference: str) -> HttpResponse:
    """What is not to be forgotten in a case of these categories."""
    file, front = file_of(request, reference)
    lines = checklists.lines(file.categories, checklists.ticked(file.docket), file.record)
    plays = parts.parts_of(request.actor, file.case, file.dockets, is_seen=True)
    steps = open_steps(request, file, tuple(line.item.act for line in lines if line.item.act))
    return page(
        request,
        front,
        "checklist",
        file=file,
        lines=[(line, file.who(line.by) if line.by else None) for line in lines],
        ticked=sum(line.is_ticked for line in lines),
        may_tick=file.case.is_open and bool(plays & checklists.WORKING),
        acts={action for action, _words in steps},
    )


@require_POST
@staff_view(Permission.QUEUE)
def tick(request: StaffRequest, reference: str, item: str) -> HttpResponse:
    """Tick one line off, say that it does not apply, or take that back."""
    docket, how = docket_of(request, reference), request.POST.get("how", "")
    if how not in STATES:
        raise Http404
    try:
        checklists.tick(
            case=docket.complaint_id, item=item, applies=STATES[how], by=request.actor, now=timezone.now()
        )
    except LookupError:
        raise Http404 from None
    messages.success(request, gettext("The checklist was changed, and the record says by whom."))
    return to("case_checklist", docket.complaint.reference)
