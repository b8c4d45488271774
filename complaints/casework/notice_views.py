"""Pages of notices, and of the mail that says how many there are."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from complaints.casework import digest, noticeboard, selectors
from complaints.casework.digest import Cadence
from complaints.casework.history import told
from complaints.casework.pages import page, to

CADENCES = {
    digest.NEVER: _("No mail"),
    Cadence.DAILY.value: _("Each working day, when something waits"),
    Cadence.WEEKLY.value: _("On the first working day of the week, when something waits"),
}


@require_safe
@staff_view(Permission.QUEUE)
def notices(request: StaffRequest) -> HttpResponse:
    """What waits for this member of staff."""
    front = selectors.front(request.actor, now=timezone.now())
    asked = request.GET.get("kind", "")
    kind = asked if asked in noticeboard.LABELS else ""
    unread = request.GET.get("unread") == "on"
    found = noticeboard.page(request.actor, kind=kind, unread=unread, data=request.GET)
    passed = noticeboard.passed(found.rows)
    return page(
        request,
        front,
        "notices",
        notices=[
            (
                row,
                told(row.what, row.complaint.matter),
                noticeboard.LABELS[noticeboard.kind_of(row.what)],
                passed.get(row.cause),
            )
            for row in found.rows
        ],
        kinds=noticeboard.LABELS.items(),
        kind=kind,
        only_unread=unread,
        **keyset.links(found, kind=kind, unread="on" if unread else ""),
    )


@require_POST
@staff_view(Permission.QUEUE)
def notices_read(request: StaffRequest) -> HttpResponse:
    """Mark one's own notices as read, the one named or all; or the one named as unread again."""
    named, is_read = request.POST.get("notice", ""), "unread" not in request.POST
    if named or is_read:
        noticeboard.mark(request.actor, named=named, is_read=is_read, now=timezone.now())
    return to("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
def notices_mail(request: StaffRequest) -> HttpResponse:
    """How often one wants the mail that says only how much waits."""
    front = selectors.front(request.actor, now=timezone.now())
    if request.method == "POST" and (cadence := request.POST.get("cadence", "-")) in CADENCES:
        digest.choose(cadence=cadence, by=request.actor, now=timezone.now())
        messages.success(request, gettext("It is noted."))
        return to("notices")
    return page(
        request,
        front,
        "notices_mail",
        422 if request.method == "POST" else 200,
        cadences=CADENCES.items(),
        chosen=digest.chosen(request.actor),
    )
