"""Pages of reports and the plan: public lists and files, the desk's reports and register of activities."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from reporting import activities, progress
from reporting.forms import ActivityForm, VerdictForm
from reporting.models import Activity, Addressee, Measure, Verdict

LISTED = 200
REFUSED = 422
SHAPES = {
    Verdict.NOT_ASSESSED: "not_started",
    Verdict.CONFIRMED: "reached",
    Verdict.DISPUTED: "disputed",
}
"""The shape beside what the national institution says of an activity."""


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The plan as far as it is known: measures by addressee, with the indicators that are read."""
    current = progress.current_plan()
    found = Addressee.objects.filter(plan=current).prefetch_related("measures__indicators")
    return render(request, "reporting/plan.html", {"plan": current, "addressees": found})


@require_GET
@staff_view(Permission.ACTIVITIES, Permission.VERIFY_ACTIVITIES, Permission.REPORTS)
def desk_activities(request: StaffRequest) -> HttpResponse:
    """The register of activities of one's state."""
    actor = request.actor
    rows = [
        {
            "activity": row,
            "shape": SHAPES[Verdict(row.verdict)],
            "may_change": activities.may_change(row, actor),
            "may_verify": activities.may_verify(row, actor),
        }
        for row in activities.visible_to(actor)[:LISTED]
    ]
    may_add = actor.may(Permission.ACTIVITIES) and actor.institution is not None
    return render(request, "reporting/desk_activities.html", {"rows": rows, "may_add": may_add})


@require_http_methods(["GET", "POST"])
@staff_view(Permission.ACTIVITIES)
def activity_new(request: StaffRequest) -> HttpResponse:
    """Enter an activity."""
    now = timezone.now()
    form = ActivityForm(request.POST or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        activities.add(values=form.cleaned_data, measures=form.chosen(), by=request.actor, now=now)
        return _see_other(reverse("activities"))
    return _form(request, form, "reporting/activity_form.html", activity=None)


@require_http_methods(["GET", "POST"])
@staff_view(Permission.ACTIVITIES)
def activity_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct an activity of one's own institution."""
    now = timezone.now()
    row = get_object_or_404(activities.visible_to(request.actor), pk=pk)
    if not activities.may_change(row, request.actor):
        raise Http404
    form = ActivityForm(request.POST or None, today=now.date(), initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        activities.change(
            activity=pk, values=form.cleaned_data, measures=form.chosen(), by=request.actor, now=now
        )
        return _see_other(reverse("activities"))
    return _form(request, form, "reporting/activity_form.html", activity=row)


def _initial(row: Activity) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in activities.FIELDS}
    measures: list[Measure] = list(row.measures.all())
    return {**kept, "measures": [str(measure.pk) for measure in measures]}


@require_http_methods(["GET", "POST"])
@staff_view(Permission.VERIFY_ACTIVITIES)
def activity_verify(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Confirm or dispute an activity."""
    row = get_object_or_404(activities.visible_to(request.actor), pk=pk)
    if not activities.may_verify(row, request.actor):
        raise Http404
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        activities.verify(
            activity=pk,
            verdict=given["verdict"],
            reason=given["reason"],
            by=request.actor,
            now=timezone.now(),
        )
        return _see_other(reverse("activities"))
    return _form(request, form, "reporting/activity_verify.html", activity=row)


def _form(request: HttpRequest, form: Any, template: str, *, activity: Activity | None) -> HttpResponse:
    status = REFUSED if form.is_bound else 200
    return render(request, template, {"form": form, "activity": activity}, status=status)


def _see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
