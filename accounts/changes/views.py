"""The public log: every change of a setting, who signed it by office, never by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.changes import places, selectors
from accounts.changes.showing import shown
from accounts.models import State


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Changes of settings, newest first, of all states or of one."""
    states = list(State.objects.all())
    asked = request.GET.get("state", "").upper()
    chosen = next((row for row in states if row.code == asked), None)
    page = selectors.page(
        selectors.public(chosen.code if chosen else ""),
        after=places.read(request.GET.get("after", "")),
        before=places.read(request.GET.get("before", "")),
    )
    context = {
        "states": states,
        "chosen": chosen,
        "changes": shown(page.rows),
        **places.addresses(page, state=chosen.code if chosen else ""),
    }
    return render(request, "accounts/changes/log.html", context)
