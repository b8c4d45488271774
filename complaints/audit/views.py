"""The auditor's page."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import selectors as accounts
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from common.languages import month_usage
from complaints.audit import selectors, services
from record import verification

OLDEST = 520  # weeks


@require_safe
@staff_view(Permission.AUDIT)
def index(request: StaffRequest) -> HttpResponse:
    """Who opened what in a week, whether the chains hold, and delays that nobody above reads."""
    actor, now = request.actor, timezone.now()
    state = accounts.state(actor.state)
    asked = request.GET.get("weeks", "")
    weeks = min(int(asked), OLDEST) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    week = selectors.Week.back(weeks, zone=state.zone, now=now)
    openings, cursor = selectors.page(actor, week, data=request.GET)
    context = {
        "months": month_usage(state.code),
        "actor": actor,
        "week": week,
        "earlier": weeks + 1,
        "later": weeks - 1 if weeks else None,
        "kinds": list(selectors.OPENINGS.values()),
        "totals": selectors.totals(actor, week),
        "openings": openings,
        "checks": verification.last_checks(actor.state),
        "delays": selectors.delays(actor),
        **keyset.links(cursor, weeks=str(weeks or "")),
    }
    with timezone.override(ZoneInfo(state.zone)):
        return render(request, "complaints/audit/index.html", context)


@require_POST
@staff_view(Permission.AUDIT)
def verify_now(request: StaffRequest) -> HttpResponse:
    """Have the chains checked soon."""
    services.ask_for_check(by=request.actor, now=timezone.now())
    messages.success(request, gettext("The record is being checked. The result stands here in a moment."))
    return HttpResponseRedirect(reverse("audit"), status=303)
