"""Version 1 for programs: the plan and the published reports for everybody, activities for who keeps the register."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.door import Door, Need, Public, inside
from accounts.roles import Permission
from accounts.scopes import Scope
from common.api.bodies import as_form, read
from common.api.describing import BODY, CALLER, LANGUAGE, answers, query
from common.api.paging import page
from common.api.problems import Problem, faults_of_form
from reporting import activities, progress
from reporting.activity_forms import ActivityForm, current_measures
from reporting.api import shapes
from reporting.models import Activity, Addressee, Report
from reporting.periodic.page import FILES
from reporting.statistics import selectors

CURSORS = [query("after", "As the last page's `next` has it."), query("before", "As its `previous` has it.")]
NEWEST = ("-published_at", "-id")
LATEST = ("-start", "-id")
EXAMPLE = OpenApiExample(
    "A course",
    request_only=True,
    value={
        "kind": "training",
        "title_ar": "دورة في حقوق المحتجزين",
        "title_en": "Course on the rights of detainees",
        "start": "2026-03-01",
        "end": "2026-03-03",
        "measures": ["ministry-3"],
        "participants": 24,
        "women": 9,
    },
)


class Plan(Public):
    """What the region agreed to do."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="plan_read",
        tags=["Public"],
        summary="The plan in force",
        auth=[],
        responses=answers({200: shapes.Plan}, "not_found"),
    )
    def get(self, request: Request) -> Response:
        """Titles in both languages, whoever asks."""
        current = progress.current_plan()
        if current is None:
            raise Problem("not_found")
        found = Addressee.objects.filter(plan=current).prefetch_related("measures__indicators")
        told = _titled(current) | {
            "version": current.version,
            "status": current.status,
            "starts_on": current.starts_on,
            "ends_on": current.ends_on,
            "addressees": [
                _titled(one) | {"measures": [_measure(row) for row in one.measures.all()]} for one in found
            ],
        }
        return Response(told)


def _titled(row: Any) -> dict[str, Any]:
    return {"code": row.code, "title_ar": row.title_ar, "title_en": row.title_en}


def _measure(row: Any) -> dict[str, Any]:
    listed = [
        _titled(one)
        | {
            "type": one.type,
            "unit": one.unit,
            "direction": one.direction,
            "baseline": None if one.baseline is None else float(one.baseline),
            "target": None if one.target is None else float(one.target),
        }
        for one in row.indicators.all()
    ]
    return _titled(row) | {"indicators": listed}


class Reports(Public):
    """Published reports."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="reports_list",
        tags=["Public"],
        summary="Published reports, the latest first, with their files",
        auth=[],
        parameters=[*CURSORS, LANGUAGE],
        responses=answers({200: shapes.Reports}, "invalid"),
    )
    def get(self, request: Request) -> Response:
        """Each file with its SHA-256: what is read can be told from what was published."""
        rows = Report.objects.published().prefetch_related(FILES)
        return Response(page(request, rows, by=NEWEST, shape=lambda row: _report(request, row)))


def _report(request: Request, row: Report) -> dict[str, Any]:
    files = [
        {
            "kind": file.kind,
            "url": request.build_absolute_uri(
                reverse("report_file", args=[row.pk, f"{row.stem}.{file.kind}"])
            ),
            "sha256": file.sha256,
            "bytes": file.size,
        }
        for file in row.files.all()
    ]
    kept = ("scope", "start", "end", "language", "edition", "version", "published_at")
    return {**{name: getattr(row, name) for name in kept}, "files": files}


class Statistics(Public):
    """Closed quarters of public statistics."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="statistics_list",
        tags=["Public"],
        summary="Closed quarters, the newest first",
        auth=[],
        parameters=[query("state", "ISO 3166-1 alpha-2 code; without it, all states."), LANGUAGE],
        responses=answers({200: shapes.Quarters}),
    )
    def get(self, request: Request) -> Response:
        """There are no live figures: a quarter is counted once, two weeks after its end, and never changes."""
        return Response({"results": selectors.quarters(request.query_params.get("state", ""))})


class Quarter(Public):
    """The figures of one closed quarter."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="statistics_read",
        tags=["Public"],
        summary="The frozen figures of a state's quarter",
        auth=[],
        parameters=[LANGUAGE],
        responses=answers({200: shapes.QuarterOf}, "not_found"),
    )
    def get(self, request: Request, state: str, slug: str) -> Response:
        """What each path counts is told by the data page of the site, `/en/statistics/data/`."""
        found = selectors.quarter(state, slug)
        if found is None:
            raise Problem("not_found")
        return Response(found)


class Activities(Door):
    """The register of activities of the caller's state."""

    needs = {
        "GET": Need(
            (Permission.ACTIVITIES, Permission.VERIFY_ACTIVITIES, Permission.REPORTS), Scope.ACTIVITIES
        ),
        "POST": Need((Permission.ACTIVITIES,), Scope.ACTIVITIES),
    }

    @extend_schema(
        operation_id="activities_list",
        tags=["Activities"],
        summary="The register, the latest first",
        parameters=[*CURSORS, LANGUAGE],
        responses=answers({200: shapes.Activities}, *CALLER, "invalid"),
    )
    @inside
    def get(self, request: Request) -> Response:
        """With what the national institution says of each."""
        rows = activities.visible_to(request.auth)
        return Response(page(request, rows, by=LATEST, shape=_activity))

    @extend_schema(
        operation_id="activities_enter",
        tags=["Activities"],
        summary="Enter an activity of the caller's institution",
        parameters=[LANGUAGE],
        request=shapes.ActivityIn,
        responses=answers({201: shapes.ActivityOf}, *CALLER, *BODY),
        examples=[EXAMPLE],
    )
    @inside
    def post(self, request: Request) -> Response:
        """Checked as the form of the desk checks it."""
        now = timezone.now()
        said = read(shapes.ActivityIn, request.data)
        measures = current_measures()
        keys = {row.code: str(row.pk) for row in measures}
        typed = as_form(said | {"partners": "\n".join(said.get("partners", ()))})
        typed.setlist("measures", [keys.get(code, code) for code in said["measures"]])
        form = ActivityForm(typed, today=now.date(), measures=measures)
        if not form.is_valid():
            raise Problem("invalid", errors=faults_of_form(form))
        row = activities.add(values=form.cleaned_data, measures=form.chosen(), by=request.auth, now=now)
        return Response(_activity(row), status=201)


def _activity(row: Activity) -> dict[str, Any]:
    kept = ("id", "kind", "title_ar", "title_en", "start", "end", "participants", "women", "verdict")
    return {
        **{name: getattr(row, name) for name in kept},
        "institution": row.institution.code,
        "is_withdrawn": row.withdrawn_at is not None,
        "measures": [measure.code for measure in row.measures.all()],
    }
