"""Letters to the complainant as files: saved with the code, from the page where the case is followed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import tenancy
from common.origin import from_here
from complaints import sealing
from complaints.casework.files import saved
from complaints.letters import reaching
from complaints.models import Complaint
from complaints.tracking.selectors import Found
from complaints.tracking.views import Said, ask, found_by, show


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest) -> HttpResponseBase:
    """The signed letter, else the PDF made of its words. A GET leads to the code's page."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("track"))
    now = timezone.now()
    found = found_by(request, now)
    if found is None:
        return ask(request, sent=True)
    copy = _copy(found, request.POST.get("letter", ""))
    if copy is None:
        said = Said(_("This letter cannot be saved just now. Its words stand on this page."), "attention")
        return show(request, found, now, said=said, status=409)
    return saved(copy.chunks, size=copy.size, name=copy.name)


def _copy(found: Found, asked: str) -> reaching.Copy | None:
    try:
        letter = UUID(asked)
    except ValueError:
        return None
    with tenancy.within(found.state):
        case = Complaint.objects.get(pk=found.case)
        return reaching.copy(case, letter, sealing.open_case(case, found.by.keyring))
