"""Public pages of reports: the list with its filters, one to read, the files."""

from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_GET

from accounts import actor as actors
from accounts import presence
from accounts.models import User
from accounts.roles import Permission
from common import keyset, tenancy
from reporting.models import Dossier, Report, ReportFile
from reporting.periodic import page
from reporting.periodic.public.filters import Filters

ORDER = ("-end", "-start", "scope", "-version")
TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"  # what is published never changes


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Published reports, newest first, by state, institution or region and year; each file with its SHA-256."""
    by, asked = page.writer(), Filters(request.GET)
    found = asked.narrow(Dossier.objects.published())
    shown = keyset.page(found, by=ORDER, data=request.GET)
    rows = _listed(shown.rows, by)
    context = {"rows": rows, "filters": asked.fields(by), "is_narrowed": asked.is_narrowed}
    return render(request, "reporting/reports.html", {**context, **keyset.links(shown, **asked.kept)})


def _listed(dossiers: list[Dossier], by: Any) -> list[dict[str, Any]]:
    reports = Report.objects.published().filter(dossier__in=dossiers).prefetch_related(page.FILES)
    printed: dict[UUID, list[Report]] = {}
    for report in reports.order_by("language") if dossiers else []:
        printed.setdefault(report.dossier_id, []).append(report)
    newer = _newer(dossiers)
    now = timezone.now()
    return [
        {
            **page.heading(dossier, by, now=now),
            "newer": newer.get(dossier.pk),
            "prints": [
                {
                    "language": one.language,
                    "name": by.label("language", one.language),
                    "files": page.files(one),
                }
                for one in printed.get(dossier.pk, [])
            ],
        }
        for dossier in dossiers
    ]


def _newer(dossiers: list[Dossier]) -> dict[UUID | None, Dossier]:
    """The published correction of each of them that has one."""
    return {one.corrects_id: one for one in Dossier.objects.published().filter(corrects__in=dossiers)}


@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A published report to read on the page, and whether a newer version is there."""
    published = Dossier.objects.published().select_related("public", "corrects")
    dossier = get_object_or_404(published, pk=pk)
    by = page.writer()
    row = _listed([dossier], by)[0]
    older = dossier.corrects if dossier.corrects and dossier.corrects.stage == "published" else None
    context = {"row": row, "dossier": dossier, **page.public(dossier), "older": older}
    return render(request, "reporting/report.html", context)


@require_GET
def report_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """A file of a report: published ones for everybody, the others for staff of the state who may read them."""
    found = Report.objects.published().filter(pk=pk).first()
    report = found or _own_report(request, pk)
    kind = name.rpartition(".")[2]
    if report is None or kind not in TYPES or name != f"{report.stem}.{kind}":
        raise Http404
    with nullcontext() if found else tenancy.within(report.state):
        file = get_object_or_404(report.files.defer("body"), kind=kind)
        return _sent(request, file, name, FOR_EVER if found else "private, no-store")


def _sent(request: HttpRequest, file: ReportFile, name: str, keeping: str) -> HttpResponse:
    etag = f'"{file.sha256}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if etag in known or "*" in known:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(bytes(file.body), content_type=TYPES[file.kind])
        shown = "inline" if file.kind == "pdf" else "attachment"
        response["Content-Disposition"] = f'{shown}; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"], response["Cache-Control"] = etag, keeping
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
