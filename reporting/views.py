"""Pages of reports: the public list, their files, the desk's reports."""

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
from reporting import scopes, services
from reporting.forms import ReportForm
from reporting.models import REGION, Report
from reporting.wording import Writer

LISTED = 200
TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
REFUSED = 422


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


def _see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
