"""Pages of agendas: the list, choosing, one agenda to read and print, and its file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.models import Institution, State
from accounts.roles import Permission
from common import keyset
from complaints.casework.selectors import visible_to
from complaints.casework.subjects import subject_of
from complaints.deadlines import Late
from complaints.models import Agenda, Recommendation, Request
from complaints.oversight import agenda, pages, silence
from complaints.oversight.forms import AgendaForm
from complaints.oversight.pages import page, to
from complaints.oversight.showing import chip


def _agenda(request: StaffRequest, pk: UUID) -> Agenda:
    found = agenda.visible(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
@staff_view(Permission.INDEPENDENT)
def index(request: StaffRequest) -> HttpResponse:
    """The agendas of the institution, the latest meeting first."""
    front = pages.room(request)
    found = keyset.page(agenda.visible(request.actor), by=("-meets_on", "-pk"), data=request.GET)
    return page(request, front, "agendas", agendas=found.rows, **keyset.links(found))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.INDEPENDENT)
def new(request: StaffRequest) -> HttpResponse:
    """Choose what is to be spoken about; what waits longest is offered first."""
    front = pages.room(request)
    bodies = agenda.others(request.actor)
    other = next(
        (row for row in bodies if row.code == request.GET.get("with")), bodies[0] if bodies else None
    )
    if other is None:
        return page(request, front, "agenda_none")
    waiting = list(agenda.questions(request.actor, other)[: agenda.CHOICES])
    owed = list(agenda.remedies(request.actor, other)[: agenda.CHOICES])
    form = AgendaForm(
        request.POST if request.method == "POST" else None,
        questions=[(str(row.pk), row.complaint.reference) for row in waiting],
        remedies=[(str(row.pk), row.complaint.reference) for row in owed],
    )
    if form.is_valid() and (made := _made(request, form, other)):
        return to("room_agenda", made.pk)
    return page(
        request,
        front,
        "agenda_new",
        422 if form.is_bound else 200,
        form=form,
        other=other,
        bodies=bodies,
        most=agenda.CHOICES,
        **_offered(request, front.state, waiting, owed),
    )


def _made(request: StaffRequest, form: AgendaForm, other: Institution) -> Agenda | None:
    given = form.cleaned_data
    chosen = agenda.Chosen(
        meets_on=given["meets_on"],
        questions=[UUID(pk) for pk in given["questions"]],
        remedies=[UUID(pk) for pk in given["remedies"]],
        references=given["references"],
        language=pages.language(),
    )
    try:
        return agenda.make(other=other, chosen=chosen, by=request.actor, now=timezone.now())
    except agenda.NotPossible as error:
        if error.why == "reference":
            words = gettext("No case that both sides hold has the reference %(reference)s.")
            form.add_error("references", words % {"reference": error.which})
        else:
            form.add_error(None, gettext("Choose at least one question, remedy or case."))
        return None


def _offered(
    request: StaffRequest, state: State, waiting: list[Request], owed: list[Recommendation]
) -> dict[str, Any]:
    """The lists to choose from; on a new form what is very late is chosen already."""
    board = silence.Board.of(state, now=timezone.now())
    is_sent = request.method == "POST"
    chosen = set(request.POST.getlist("questions")) if is_sent else set()
    asked = []
    for row in waiting:
        how = board.lateness(row)
        is_chosen = str(row.pk) in chosen if is_sent else how.level is Late.VERY_LATE
        asked.append(
            (row, chip(how), subject_of(row.complaint, row.complaint.allegation_set.all()), is_chosen)
        )
    picked = set(request.POST.getlist("remedies")) if is_sent else set()
    return {
        "questions": asked,
        "remedies": [
            (row, subject_of(row.complaint, row.complaint.allegation_set.all()), str(row.pk) in picked)
            for row in owed
        ],
    }


@require_safe
@staff_view(Permission.INDEPENDENT)
def agenda_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One agenda, to read and to print."""
    front, found = pages.room(request), _agenda(request, pk)
    listed = agenda.lines(found, visible_to(request.actor), now=timezone.now())
    return page(
        request,
        front,
        "agenda",
        agenda=found,
        lines=listed,
        has_file=agenda.file_of(request.actor, found) is not None,
    )


@require_POST
@staff_view(Permission.INDEPENDENT)
def ask_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Have the PDF made."""
    found = _agenda(request, pk)
    agenda.ask_for_file(agenda=found, by=request.actor, now=timezone.now())
    messages.success(request, gettext("The file is being made. It stands here in a moment."))
    return to("room_agenda", found.pk)


@require_safe
@staff_view(Permission.INDEPENDENT)
def file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The PDF of an agenda, once it is made."""
    written = agenda.file_of(request.actor, _agenda(request, pk))
    if written is None:
        raise Http404
    answer = HttpResponse(written, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="agenda.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
