"""Letters about one's case: giving an address, another one, or none any more."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.origin import from_here
from complaints import notices
from complaints.tracking import selectors
from complaints.tracking.forms import LettersForm
from complaints.tracking.selectors import Found
from complaints.tracking.views import Said, ask, found_by, show


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Keep, replace or remove the address; a GET leads to the code's page."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("track"))
    now = timezone.now()
    found = found_by(request, now)
    if found is None:
        return ask(request, sent=True)
    if "end" in request.POST:
        return _changed(request, found, "", now)
    form = LettersForm(request.POST)
    if not form.is_valid():
        return show(request, found, now, letters=form, status=422)
    return _changed(request, found, form.cleaned_data["address"], now)


def _changed(request: HttpRequest, found: Found, address: str, now: datetime) -> HttpResponse:
    file = selectors.file_of(found, now=now)
    standing = selectors.letters_of(found, file)
    if address and standing.hindrance:
        said = Said(_("No letters are sent about this complaint. The address was not kept."), "attention")
        return show(request, found, now, said=said, status=409)
    if address or standing.are_wanted:
        notices.change(case=file.case, address=address, by=found.by, now=now)
    kept, gone = _("The address was kept. Letters go to it from now on."), _("The address was removed.")
    return show(request, found, now, said=Said(kept if address else gone))
