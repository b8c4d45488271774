"""One page for each action of the workflow table: what it asks and does, and doing it."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from complaints import workflow
from complaints.casework import offering, reading, selectors, services
from complaints.casework.forms import ActionForm
from complaints.casework.pages import file_of, page, to
from complaints.casework.sentences import ACTIONS, GUARDS
from vault.services import Locked

ONCE = 24 * 60 * 60  # seconds in which a form sent twice is known


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
@freshly_confirmed("release", "transfer")
def act(request: StaffRequest, reference: str, action: str) -> HttpResponse:
    """What an action asks and does, and doing it."""
    file, front = file_of(request, reference)
    if action not in ACTIONS:
        raise Http404
    try:
        move = workflow.move(action, stage=file.case.stage, matter=file.case.matter)
    except workflow.NotInTable:
        return _moved_on(request, file)
    if move not in services.allowed(case=file.case, by=request.actor, dockets=file.dockets, is_seen=True):
        raise PermissionDenied
    form = ActionForm(request.POST or None, file=file, move=move)
    if request.method == "POST":
        form = ActionForm(request.POST, file=file, move=move)
        if form.is_valid():
            return _carry(request, front, form)
    return _form(request, front, form, status=422 if form.is_bound else 200)


def _form(
    request: StaffRequest, front: selectors.Front, form: ActionForm, status: int = 200, **extra: Any
) -> HttpResponse:
    words, guard = ACTIONS[form.move.action], offering.not_yet(form.move, form.file)
    # Sent all the same, it is refused for that.
    first = "" if guard is None or form.is_bound else GUARDS[guard]
    return page(request, front, "act", status, form=form, file=form.file, words=words, first=first, **extra)


def _moved_on(request: HttpRequest, file: reading.CaseFile) -> HttpResponse:
    messages.warning(
        request,
        gettext(
            "The case moved on in the meantime: that step is not open at this stage. Nothing was changed."
        ),
    )
    return to("case", file.case.reference)


def _carry(request: StaffRequest, front: selectors.Front, form: ActionForm) -> HttpResponse:
    action, file = form.move.action, form.file
    token = f"once:{request.actor.user_id}:{form.cleaned_data.get('once')}"
    if form.cleaned_data.get("once") and not cache.add(token, 1, timeout=ONCE):
        messages.info(request, gettext("This form was sent before. It was not done a second time."))
        return to("case", file.case.reference)
    try:
        services.advance(
            case=file.case.pk, action=action, by=request.actor, given=form.given, now=timezone.now()
        )
    except Exception as error:
        cache.delete(token)
        return _refusal(request, front, form, error)
    messages.success(request, gettext("Done: %(action)s.") % {"action": ACTIONS[action].label})
    return (
        to("case", file.case.reference)
        if selectors.docket(request.actor, file.case.reference)
        else to("queue")
    )


def _refusal(
    request: StaffRequest, front: selectors.Front, form: ActionForm, error: Exception
) -> HttpResponse:
    """Why it was not done, with everything typed still there."""
    if isinstance(error, services.Missing):
        form.refuse(error.ask)
        return _form(request, front, form, 422)
    if isinstance(error, services.Unmet):
        form.add_error(None, str(GUARDS[error.guard]))
        return _form(request, front, form, 422)
    if isinstance(error, Locked):
        return _form(request, front, form, 422, is_locked=True)
    if isinstance(error, workflow.NotInTable):
        return _moved_on(request, form.file)
    raise error
