"""Pages of tasks: those of one case, and one's own over all cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.models import User
from accounts.roles import Permission
from common.calendar import calendar_of
from common.fields import DayField
from complaints.casework import errands, parts, pieces, reading, selectors
from complaints.casework.fields import WordsField
from complaints.casework.pages import docket_of, file_of, page, to
from complaints.models import Errand
from complaints.work import ErrandKind
from vault.services import Locked

SHOWN = 100  # of one's own tasks; the earliest dates
LATEST_ENDED = 20  # of one case


class ErrandForm(forms.Form):
    """A task: what about, until when, who does it, and a note."""

    kind = forms.ChoiceField(
        label=_("What is to be done"),
        choices=[("", _("choose")), *ErrandKind.choices],
        error_messages={"required": _("Choose what is to be done.")},
    )
    due_on = DayField(
        label=_("Until when"),
        help_text=_("For example 30/11/2026"),
        error_messages={"required": _("Write a date such as 30/11/2026.")},
    )
    note = WordsField(
        label=_("Note"),
        help_text=_("Kept with the file, for your institution alone. The list of tasks shows none of it."),
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, people: Iterable[User], actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who does it"),
            choices=[(str(user.pk), user.name) for user in people],
            initial=str(actor.user_id),
            error_messages={"invalid_choice": _("Choose a colleague who may see this case.")},
        )
        self.order_fields(["kind", "due_on", "owner", "note"])

    @property
    def wanted(self) -> errands.Wanted:
        """The task, as the service takes it."""
        data = self.cleaned_data
        return errands.Wanted(data["kind"], data["due_on"], UUID(data["owner"]), data["note"])


@dataclass(frozen=True, slots=True)
class Line:
    """A task in a list."""

    row: Errand
    days: int  # until its day; negative where it has passed
    note: str = ""
    set_by: pieces.Who | None = None

    @property
    def is_late(self) -> bool:
        return self.row.ended_at is None and self.days < 0

    @property
    def late_by(self) -> int:
        """Days since its day."""
        return max(-self.days, 0)


def _line(row: Errand, today: date, file: reading.CaseFile | None = None) -> Line:
    days = (row.due_on - today).days
    return Line(row, days, file.words_of(row.note_id), file.who(row.made_by)) if file else Line(row, days)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
def of_case(request: StaffRequest, reference: str) -> HttpResponse:
    """The tasks of a case, and setting one."""
    file, front = file_of(request, reference)
    plays = parts.parts_of(request.actor, file.case, file.dockets, is_seen=True)
    may_set = bool(plays & errands.MAY_SET)
    people = selectors.colleagues(request.actor, file.case) if may_set else []
    form = ErrandForm(request.POST or None, people=people, actor=request.actor)
    is_locked = False
    if request.method == "POST":
        form = ErrandForm(request.POST, people=people, actor=request.actor)
        if form.is_valid():
            wanted = form.wanted
            try:
                errands.set_task(case=file.case.pk, wanted=wanted, by=request.actor, now=timezone.now())
            except errands.NotPossible as error:
                form.add_error(error.what, form.fields[error.what].error_messages["invalid_choice"])
            except Locked:
                is_locked = True
            else:
                messages.success(request, gettext("The task was set."))
                return to("case_tasks", file.case.reference)
    status = 422 if form.is_bound else 200
    lists = _lists(file)
    return page(
        request, front, "tasks", status, file=file, form=form, may_set=may_set, is_locked=is_locked, **lists
    )


def _lists(file: reading.CaseFile) -> dict[str, list[Line]]:
    today = calendar_of(file.state.zone).local_date(file.now)
    found = [_line(row, today, file) for row in errands.of(file.docket)]
    ended = [line for line in found if line.row.ended_at is not None]
    return {
        "waiting": [line for line in found if line.row.ended_at is None],
        "ended": ended[::-1][:LATEST_ENDED],
    }


@require_POST
@staff_view(Permission.QUEUE)
def step(request: StaffRequest, reference: str, number: int, how: str) -> HttpResponse:
    """Done, dropped, taken up again, or taken over."""
    docket = docket_of(request, reference)
    try:
        errands.turn(case=docket.complaint_id, errand=number, how=how, by=request.actor, now=timezone.now())
    except errands.NotPossible:
        raise Http404 from None
    messages.success(request, gettext("The task was changed, and the record says by whom."))
    if request.POST.get("from") == "mine":
        return to("my_tasks")
    return to("case_tasks", docket.complaint.reference)


@require_safe
@staff_view(Permission.QUEUE)
def mine(request: StaffRequest) -> HttpResponse:
    """One's own tasks over all cases, those whose day has passed first."""
    now = timezone.now()
    front = selectors.front(request.actor, now=now)
    rows = selectors.errands_of(request.actor).filter(ended_at=None).select_related("complaint", "owner")
    today = calendar_of(front.state.zone).local_date(now)
    lines = [_line(row, today) for row in rows.order_by("due_on", "pk")[:SHOWN]]
    return page(
        request,
        front,
        "my_tasks",
        late=[line for line in lines if line.is_late],
        coming=[line for line in lines if not line.is_late],
    )
