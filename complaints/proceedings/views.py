"""The page below a case for what is put on file, and the form for each kind."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common.languages import month_usage
from common.storage import NoRoom
from complaints.casework import services as casework
from complaints.casework.pages import file_of
from complaints.casework.reading import CaseFile
from complaints.casework.sentences import ASKS, GUARDS
from complaints.casework.step import Given
from complaints.evidence import forms as evidence_forms
from complaints.evidence.choosing import Chosen, choose, is_about_files
from complaints.evidence.kinds import NO_COPY, NO_COPY_WORDS, NotTaken
from complaints.evidence.services import can_be_copied, waiting
from complaints.evidence.uploads import FIELD, takes_files
from complaints.hearings import ProceedingKind
from complaints.proceedings import selectors
from complaints.proceedings.fields import INTRO, TAKES_FILE
from complaints.proceedings.forms import ProceedingForm
from complaints.vocabulary import Part
from vault.services import Locked

NOT_KEPT = gettext_lazy("The file could not be kept. Please attach it again.")


def _page(
    request: StaffRequest, file: CaseFile, template: str, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"file": file, "months": month_usage(file.state.code), "actor": request.actor, **extra}
    with timezone.override(ZoneInfo(file.state.zone)):
        return render(request, f"complaints/proceedings/{template}.html", context, status=status)


def _to(file: CaseFile) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("proceedings", args=[file.case.reference]), status=303)


def _may_put(file: CaseFile) -> bool:
    moves = casework.allowed(case=file.case, by=file.actor, dockets=file.dockets)
    return any(move.action == "put_on_file" for move in moves)


@require_safe
@staff_view(Permission.QUEUE)
def index(request: StaffRequest, reference: str) -> HttpResponse:
    """What is on file, and what can be put there."""
    file, front = file_of(request, reference)
    shown = selectors.of_case(file, today=file.calendar.local_date(file.now))
    kinds = [(kind, INTRO[kind]) for kind in ProceedingKind] if _may_put(file) else []
    locked = any(one.told is None for one in shown)
    return _page(request, file, "index", shown=shown, kinds=kinds, is_locked=locked, unread=front.unread)


@csrf_exempt  # checked inside: the token must not be looked for before the files have somewhere to go
@takes_files
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
def add(request: StaffRequest, reference: str, kind: str) -> HttpResponse:
    """Put one thing on file, or correct what stands there (`replaces`)."""
    if kind not in ProceedingKind.values:
        raise Http404
    file, _front = file_of(request, reference)
    if not _may_put(file):
        raise PermissionDenied
    of, replaces = ProceedingKind(kind), _replaces(request, file)
    takes_file = of in TAKES_FILE and Part.ORIGINAL in file.opened
    chosen = _chosen(request, file, takes_file, file.now)
    is_sent = request.method == "POST" and not is_about_files(request)
    form = ProceedingForm(
        request.POST if is_sent else None,
        kind=of,
        colleagues=selectors.colleagues(request.actor),
        takes_file=takes_file,
        initial=request.POST.dict()
        if request.method == "POST"
        else {"present": [str(request.actor.user_id)]},
    )
    extra: dict[str, Any] = {"kind": of, "intro": INTRO[of], "form": form, "replaces": replaces or ""}
    if is_sent and form.is_valid() and not chosen.errors:
        given = Given(proceeding=form.filed(replaces=replaces), files=tuple(chosen.tokens[:1]))
        if answer := _put(file, form, given, extra):
            return answer
    if takes_file:
        evidence_forms.show(form, chosen)
    failed = is_sent and (form.errors or chosen.errors or extra.get("is_locked"))
    return _page(request, file, "add", 422 if failed else 200, **extra)


def _replaces(request: StaffRequest, file: CaseFile) -> UUID | None:
    """What is corrected: a row of one's own institution; 404 for what is no such row."""
    named = request.POST.get("replaces") or request.GET.get("replaces") or ""
    if not named:
        return None
    try:
        row = selectors.visible_to(file.actor, file).filter(pk=UUID(named)).first()
    except ValueError:
        row = None
    if row is None or row.institution_id != file.docket.institution_id:
        raise Http404
    return row.pk


def _chosen(request: StaffRequest, file: CaseFile, takes_file: bool, now: datetime) -> Chosen:
    if request.method != "POST" or not takes_file:
        return Chosen()
    return choose(request, state=file.case.state, now=now)


def _put(file: CaseFile, form: ProceedingForm, given: Given, extra: dict[str, Any]) -> HttpResponse | None:
    """The page after it; None where it was not put on file, and the form says why."""
    try:
        for token in given.files:
            can_be_copied(waiting(token, now=file.now))
        casework.advance(case=file.case.pk, action="put_on_file", by=file.actor, now=file.now, given=given)
    except casework.Missing as missing:
        form.add_error(None, str(ASKS[missing.ask]))
    except NotTaken as error:
        told = NO_COPY_WORDS if error.refusal in NO_COPY else NOT_KEPT
        form.add_error(FIELD, str(told))
    except NoRoom:
        form.add_error(FIELD, str(NOT_KEPT))
    except Locked:
        extra["is_locked"] = True
    else:
        return _to(file)
    return None


@require_POST
@staff_view(Permission.QUEUE)
def agree(request: StaffRequest, reference: str, proceeding: UUID) -> HttpResponse:
    """Agree to the minutes of a session that one sat in."""
    file, _front = file_of(request, reference)
    if not selectors.visible_to(request.actor, file).filter(pk=proceeding).exists():
        raise Http404
    try:
        casework.advance(
            case=file.case.pk,
            action="approve_minutes",
            by=request.actor,
            now=file.now,
            given=Given(session=proceeding),
        )
    except casework.Unmet as unmet:
        messages.warning(request, GUARDS[unmet.guard])
    else:
        messages.success(request, _("You agreed to the minutes."))
    return _to(file)
