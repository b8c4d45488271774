"""Pages of reports and the plan: public lists and files, the desk's reports and register of activities."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actor as actors
from accounts import presence
from accounts.doors import StaffRequest, staff_view
from accounts.models import Institution, State, User
from accounts.roles import Permission
from reporting import activities, progress, scopes, services
from reporting.forms import ActivityForm, ReportForm, VerdictForm
from reporting.models import REGION, Activity, Addressee, Measure, Report, Verdict
from reporting.wording import Writer

LISTED = 200
TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
REFUSED = 422
SHAPES = {
    Verdict.NOT_ASSESSED: "not_started",
    Verdict.CONFIRMED: "reached",
    Verdict.DISPUTED: "disputed",
}
"""The shape beside what the national institution says of an activity."""


def _writer(state: str = "") -> Writer:
    """For pages: the names a list of reports needs, months as the reader's state calls them."""
    own = State.objects.filter(pk=state).first()
    names = {
        "states": {row.code: {"ar": row.name_ar, "en": row.name_en} for row in State.objects.all()},
        "institutions": {
            row.code: {"ar": row.name_ar, "en": row.name_en} for row in Institution.objects.all()
        },
    }
    return Writer(get_language() or "ar", own.months if own else "gulf", False, names)


def _listed(reports: Any, writer: Writer) -> list[dict[str, Any]]:
    rows = []
    newest: set[tuple[Any, ...]] = set()
    for report in reports.prefetch_related("files").defer("files__body")[:LISTED]:
        key = (report.scope, report.start, report.end, report.language, report.edition)
        period = {"start": report.start.isoformat(), "end": report.end.isoformat()}
        rows.append(
            {
                "report": report,
                "scope": writer.scope({"scope": report.scope}),
                "span": writer.span(period),
                "language": writer.label("language", report.language),
                "is_newest": key not in newest,
                "progress": services.progress(report),
                "files": [_file(report, file) for file in report.files.all()],
            }
        )
        newest.add(key)
    return rows


def _file(report: Report, file: Any) -> dict[str, Any]:
    name = f"{report.stem}.{file.kind}"
    url = reverse("report_file", args=[report.pk, name])
    return {"kind": file.kind.upper(), "url": url, "sha256": file.sha256, "kilobytes": -(-file.size // 1024)}


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Published reports, newest first, each with its files and their SHA-256."""
    rows = _listed(Report.objects.published(), _writer())
    return render(request, "reporting/reports.html", {"rows": rows})


@require_GET
def report_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """A file of a report: published ones for everybody, the others for staff of the state who may read them."""
    report = Report.objects.published().filter(pk=pk).first() or _own_report(request, pk)
    kind = name.rpartition(".")[2]
    if report is None or kind not in TYPES or name != f"{report.stem}.{kind}":
        raise Http404
    file = get_object_or_404(report.files, kind=kind)
    response = HttpResponse(bytes(file.body), content_type=TYPES[kind])
    shown = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own_report(request: HttpRequest, pk: UUID) -> Report | None:
    if not isinstance(request.user, User):
        return None
    if presence.hindrance(request, request.user, now=timezone.now()) is not None:
        return None
    actor = actors.staff(request.user)
    if not actor.may(Permission.REPORTS):
        return None
    return Report.objects.visible_to(actor).filter(pk=pk).first()


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The plan as far as it is known: measures by addressee, with the indicators that are read."""
    current = progress.current_plan()
    found = Addressee.objects.filter(plan=current).prefetch_related("measures__indicators")
    return render(request, "reporting/plan.html", {"plan": current, "addressees": found})


@require_http_methods(["GET", "POST"])
@staff_view(Permission.REPORTS, Permission.MAKE_REPORT)
def desk_reports(request: StaffRequest) -> HttpResponse:
    """The reports of one's state, and the form that asks for one. The page renews itself while one is made."""
    actor, now = request.actor, timezone.now()
    writer = _writer(actor.state)
    may_make = actor.may(Permission.MAKE_REPORT)
    form = (
        ReportForm(request.POST or None, actor=actor, writer=writer, today=now.date()) if may_make else None
    )
    status = 200
    if request.method == "POST":
        actors.require(actor, Permission.MAKE_REPORT)
        if form is not None and form.is_valid():
            given = form.cleaned_data
            scope = scopes.named(given.get("scope") or actor.state)
            services.ask(
                scope=scope,
                edition=given["edition"],
                period=given["chosen"],
                language=given["language"],
                by=actor,
                now=now,
            )
            return _see_other(reverse("desk_reports"))
        status = REFUSED
    rows = _listed(Report.objects.visible_to(actor), writer)
    needed = Permission.REGION if actor.state == REGION else Permission.VERIFY_ACTIVITIES
    context = {
        "rows": rows,
        "form": form,
        "is_working": any(not row["report"].is_ready for row in rows),
        "may_publish": actor.may(needed),
        "own_state": actor.state,
    }
    return render(request, "reporting/desk_reports.html", context, status=status)


@require_POST
@staff_view(Permission.MAKE_REPORT)
def publish_report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Issue and publish the public edition."""
    report = get_object_or_404(Report.objects.visible_to(request.actor), pk=pk)
    try:
        services.publish(report=report, by=request.actor, now=timezone.now())
    except services.NotPossible as impossible:
        context = {"why": str(impossible)}
        return render(request, "reporting/not_possible.html", context, status=REFUSED)
    return _see_other(reverse("desk_reports"))


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
