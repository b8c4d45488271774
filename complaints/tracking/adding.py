"""Adding files to a case: at any stage, with the code, page after page until they are sent."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import Refused
from common.origin import from_here
from common.storage import NoRoom
from complaints import workflow
from complaints.casework import services as casework
from complaints.casework.sentences import ASKS
from complaints.evidence import forms as evidence_forms
from complaints.evidence.choosing import Chosen, choose, is_about_files
from complaints.evidence.kinds import NotTaken
from complaints.evidence.uploads import FIELD, takes_files
from complaints.moves import Ask
from complaints.tracking import actions, selectors
from complaints.tracking.forms import FilesForm
from complaints.tracking.selectors import Found
from complaints.tracking.services import Moved, carry
from complaints.tracking.views import Said, ask, found_by, frame, show, switches
from vault.services import Locked

ACT = actions.BY_SLUG["evidence"]


@from_here
@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def add_files(request: HttpRequest) -> HttpResponse:
    """The page that takes files; sending them; the case, once they are there."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("track"))
    now = timezone.now()
    found = found_by(request, now)
    if found is None:
        return ask(request, sent=True, tokens=choose(request, state="", now=now).tokens)
    file = selectors.file_of(found, now=now)
    sizes = [row.told.size for row in file.files if row.told]
    chosen = choose(request, state=found.state, now=now, already=sizes)
    is_sent = "confirm" in request.POST and "switch" not in request.POST and not is_about_files(request)
    if not is_sent:
        form = FilesForm(initial={"message": request.POST.get("message", "")})
        return _page(request, found, form, chosen, now)
    form = FilesForm(request.POST)
    if not (chosen.files or chosen.errors or chosen.later):
        form.add_error(FIELD, str(ASKS[Ask.FILES]))
    if not form.is_valid() or chosen.errors or chosen.later:
        return _page(request, found, form, chosen, now, status=422)
    return _sent(request, found, form, chosen, now)


def _sent(request: HttpRequest, found: Found, form: FilesForm, chosen: Chosen, now: datetime) -> HttpResponse:
    given = casework.Given(files=tuple(chosen.tokens), message=form.cleaned_data["message"])
    try:
        carry(found=found, action=ACT.move, given=given, seen=request.POST.get("seen", ""), now=now)
    except (Moved, NotTaken):
        said = _("The file has changed since this page was shown. Please look at it again before sending.")
    except NoRoom:
        said = _("There is no room for files just now. Please try again later.")
    except (workflow.NotInTable, Refused, casework.Missing, casework.Unmet, Locked):
        said = _("This cannot be done any more at this point. Nothing was changed.")
    else:
        return show(request, found, now, said=Said(str(ACT.done)))
    return _page(request, found, form, chosen, now, said=Said(said, "attention"), status=409)


def _page(
    request: HttpRequest,
    found: Found,
    form: FilesForm,
    chosen: Chosen,
    now: datetime,
    *,
    said: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    evidence_forms.show(form, chosen)
    file = selectors.file_of(found, now=now)
    page = {
        **frame(found, file, now),
        "act": ACT,
        "form": form,
        "chosen": chosen,
        "said": said,
        "switches": switches("track_files"),
    }
    return render(request, "complaints/tracking/files.html", page, status=status)
