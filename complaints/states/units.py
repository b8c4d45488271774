"""The administrator's page of units: the present tree as a file, and a file that becomes the tree."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from accounts.units import reading, services, tree
from complaints import exclusions
from complaints.states.forms import UploadForm

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEPT = 60 * 60  # seconds in which a preview may be taken over


@require_safe
@staff_view(Permission.CONFIGURE)
def export(request: StaffRequest, name: str) -> HttpResponse:
    """The present tree, or the empty template, in the form that an upload takes."""
    stem, _, kind = name.rpartition(".")
    if stem not in ("units", "template") or kind not in TYPES:
        raise Http404
    rows = tree.present(request.actor.state) if stem == "units" else []
    write = services.as_csv if kind == "csv" else services.as_workbook
    response = HttpResponse(write(rows), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{request.actor.state.lower()}-{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.CONFIGURE)
def upload(request: StaffRequest) -> HttpResponse:
    """Read a file, show what it would change, take it over as one recorded change."""
    if request.method == "POST" and "rows" in request.POST:
        return _take_over(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_bound or not form.is_valid():
        return _page(request, form, 422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    try:
        if (file.size or 0) > reading.BYTES:
            raise reading.Unreadable([reading.Problem(0, "", gettext("The file is larger than 2 MB."))])
        rows = tree.checked(request.actor.state, reading.read(file.read()))
    except reading.Unreadable as unreadable:
        form.add_error("file", gettext("Nothing was changed: the file has mistakes, listed below."))
        return _page(request, form, 422, problems=unreadable.problems)
    return _preview(request, form, rows)


def _page(request: StaffRequest, form: UploadForm, status: int = 200, **extra: Any) -> HttpResponse:
    context = {
        "form": form,
        "columns": reading.COLUMNS,
        "present": len(tree.present(request.actor.state)),
        **extra,
    }
    return render(request, "complaints/states/units.html", context, status=status)


def _preview(request: StaffRequest, form: UploadForm, rows: list[tree.Row]) -> HttpResponse:
    told = tree.difference(tree.present(request.actor.state), rows)
    if told.is_empty:
        messages.info(request, gettext("The file says what is there already. Nothing would change."))
        return HttpResponseRedirect(reverse("units_import"), status=303)
    ahead = changes.preview(
        kind="unit_tree",
        state=request.actor.state,
        after={"units": tree.written(rows)},
        holds_from=None,
        by=request.actor,
        now=timezone.now(),
    )
    kept = signing.dumps([tree.written(rows), ahead.mark], salt=_salt(request), compress=True)
    return _page(request, form, told=told, kept=kept)


def _salt(request: StaffRequest) -> str:
    # What one person previewed, no other person takes over.
    return f"units:{request.actor.id}"


def _take_over(request: StaffRequest) -> HttpResponse:
    here = HttpResponseRedirect(reverse("units_import"), status=303)
    try:
        rows, seen = signing.loads(request.POST["rows"], salt=_salt(request), max_age=KEPT)
        now = timezone.now()
        changes.propose(
            kind="unit_tree",
            state=request.actor.state,
            after={"units": rows},
            reason=gettext("Taken over from a spreadsheet."),
            by=request.actor,
            now=now,
            seen=seen,
        )
    except signing.BadSignature:
        messages.error(request, gettext("The preview is too old. Upload the file again."))
        return here
    except (changes.Stale, changes.AlreadyWaiting, Unacceptable):
        messages.error(request, gettext("The units changed in the meantime. Upload the file again."))
        return here
    hidden = exclusions.of_unit_members(request.actor.state, None, now=now)
    messages.success(request, gettext("The units were taken over as the file says."))
    if hidden:
        messages.info(
            request, gettext("For people in line with a unit complained of, cases ceased to exist.")
        )
    return here
