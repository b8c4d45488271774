"""The pages on which letters come in: one that arrived, and the signed scan of one that was sent."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common.origin import from_here
from common.storage import NoRoom
from complaints.casework import reading
from complaints.casework import selectors as casework
from complaints.casework.pages import file_of, to
from complaints.evidence.choosing import Chosen, choose, is_about_files
from complaints.evidence.kinds import NO_COPY, NO_COPY_WORDS, NotTaken
from complaints.evidence.uploads import FIELD, takes_files
from complaints.letters import selectors, services
from complaints.letters.forms import ReceivedForm, ScanForm, show_scan
from complaints.letters.pages import Shown, letter_page, shown
from complaints.models import RegisterNumber
from vault.services import Locked

TWO_WAYS = ["GET", "HEAD", "POST"]


@from_here
@takes_files
@require_http_methods(TWO_WAYS)
@staff_view(Permission.QUEUE)
def receive(request: StaffRequest, reference: str) -> HttpResponse:
    """Register a letter that came in."""
    file, front = file_of(request, reference)
    if not selectors.may_write(request.actor, file.case, file.dockets):
        raise PermissionDenied
    chosen = choose(request, state=file.case.state, now=file.now) if request.method == "POST" else Chosen()
    sent = selectors.sent_of(request.actor, file.case)
    form = ReceivedForm(
        request.POST or None,
        file=file,
        sent=sent,
        today=file.calendar.local_date(file.now),
        initial={"about": request.GET.get("about", "")},
    )
    show_scan(form, chosen)
    is_locked = False
    if form.is_bound and not is_about_files(request) and form.is_valid():
        try:
            number = _received(request, file, form, chosen)
            told = {"number": number.written}
            messages.success(request, gettext("The letter was registered under number %(number)s.") % told)
            return to("letter", file.case.reference, str(number.letter_id))
        except Locked:
            is_locked = True
        except (NotTaken, NoRoom) as error:
            form.add_error(FIELD, _refusal(error))
    return _page(request, front, "receive", form, chosen, file=file, is_locked=is_locked)


def _received(
    request: StaffRequest, file: reading.CaseFile, form: ReceivedForm, chosen: Chosen
) -> RegisterNumber:
    about = form.cleaned_data.get("about")
    return services.receive(
        case=file.case.pk,
        card=form.card(UUID(about) if about else None),
        words=form.words,
        language=form.cleaned_data["language"],
        arrived_on=form.cleaned_data["arrived_on"],
        by=request.actor,
        now=file.now,
        token=chosen.tokens[0] if chosen.tokens else "",
    )


def _refusal(error: Exception) -> str:
    """Why a scan was not taken."""
    if isinstance(error, NoRoom):
        return gettext("There is no room for files just now. Please try again later.")
    if isinstance(error, NotTaken) and error.refusal in NO_COPY:
        return str(NO_COPY_WORDS)
    return gettext("This file cannot be taken as a scan. A PDF or a picture (JPEG, PNG) can.")


@from_here
@takes_files
@require_http_methods(TWO_WAYS)
@staff_view(Permission.QUEUE)
def scan(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Add the signed and stamped letter: from then on it is the version that holds."""
    one, front = shown(request, reference, letter)
    if not one.may_write:
        raise PermissionDenied
    if one.letter.is_draft:
        raise Http404
    now = timezone.now()
    chosen = choose(request, state=one.letter.state, now=now) if request.method == "POST" else Chosen()
    form = ScanForm(request.POST if request.method == "POST" else None)
    show_scan(form, chosen)
    is_locked = False
    if form.is_bound and not is_about_files(request) and form.is_valid():
        if not chosen.tokens:
            form.add_error(FIELD, gettext("Choose the scan of the letter."))
            return _page(request, front, "scan", form, chosen, one=one, file=one.file)
        try:
            services.add_scan(letter=one.letter, token=chosen.tokens[0], by=request.actor, now=now)
            messages.success(request, gettext("The signed letter is kept, and is the version that holds."))
            return to("letter", one.file.case.reference, str(letter))
        except services.NotADraft:
            raise Http404 from None
        except Locked:
            is_locked = True
        except (NotTaken, NoRoom) as error:
            form.add_error(FIELD, _refusal(error))
    return _page(request, front, "scan", form, chosen, one=one, file=one.file, is_locked=is_locked)


def _page(
    request: StaffRequest,
    front: casework.Front,
    template: str,
    form: ReceivedForm | ScanForm,
    chosen: Chosen,
    *,
    file: reading.CaseFile,
    one: Shown | None = None,
    is_locked: bool = False,
) -> HttpResponse:
    status = 422 if form.is_bound and not is_about_files(request) else 200
    return letter_page(
        request,
        front,
        template,
        status,
        form=form,
        chosen=chosen,
        file=file,
        one=one,
        is_locked=is_locked,
    )
