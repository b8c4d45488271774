"""Inviting a state's first two administrators, from its guided page."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.actor import Refused
from accounts.doors import StaffRequest, staff_view
from accounts.opening import inviting
from accounts.opening.inviting import Outcome
from accounts.roles import Permission
from complaints.states.forms import AdministratorsForm, SetupForm
from complaints.states.opening import back_to, draw, sheet_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOLD: "dict[Outcome, StrOrPromise]" = {
    Outcome.SENT: gettext_lazy("%(email)s is invited. The link in the letter works once, for 72 hours."),
    Outcome.UNSENT: gettext_lazy(
        "The invitation of %(email)s is kept, but the letter could not be sent. It can be sent again below"
        " “Invitations”."
    ),
    Outcome.BEFORE: gettext_lazy("%(email)s was invited before and did not answer yet."),
}


@require_POST
@staff_view(Permission.OPEN_STATE, atomic=False)
def invite(request: StaffRequest, code: str) -> HttpResponse:
    """Each letter leaves after its invitation is committed."""
    sheet, form = sheet_of(code), AdministratorsForm(request.POST)
    if not form.is_valid():
        return draw(request, sheet, 422, form=SetupForm(sheet=sheet), administrators=form)
    try:
        done = inviting.invite(
            state=sheet.state.code,
            emails=[form.cleaned_data["first"], form.cleaned_data["second"]],
            by=request.actor,
            now=timezone.now(),
            site=request.build_absolute_uri("/"),
        )
    except Refused:
        messages.error(request, gettext("The state has its two administrators: they invite everybody else."))
        return back_to(sheet)
    for email, outcome in done:
        level = messages.SUCCESS if outcome is Outcome.SENT else messages.WARNING
        messages.add_message(request, level, str(TOLD[outcome]) % {"email": email})
    return back_to(sheet)
