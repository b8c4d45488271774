"""Pages of the register as a spreadsheet: upload with a preview, the template, what is listed as a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import sheets
from common.languages import number
from common.spreadsheet import BYTES, Line, Problem, Unreadable
from reporting import activity_lists, activity_table
from reporting.activity_views import READERS
from reporting.desk import REFUSED, page, to

KEPT = 60 * 60  # seconds in which a preview may be taken over
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_EXPORTED = 20_000
MISTAKES = 200  # shown; the rest are counted


class TableForm(forms.Form):
    """A spreadsheet of activities."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet of activities"),
        help_text=gettext_lazy("XLSX or CSV in UTF-8, at most 2 MB and 500 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.ACTIVITIES)
def upload(request: StaffRequest) -> HttpResponse:
    """Read a file and show what it would enter; nothing is kept before that is taken over."""
    if request.actor.institution is None:
        raise PermissionDenied
    if request.method == "POST" and "rows" in request.POST:
        return _take_over(request)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if not form.is_bound or not form.is_valid():
        return _page(request, form, REFUSED if form.is_bound else 200)
    file = form.cleaned_data["file"]
    try:
        if (file.size or 0) > BYTES:
            raise Unreadable([Problem(0, "", _("The file is larger than 2 MB."))])
        lines = activity_table.read(file.read())
        rows = activity_table.checked(lines, by=request.actor, today=timezone.now().date())
    except Unreadable as unreadable:
        return _refused(request, form, unreadable)
    kept = signing.dumps([[line.number, line.cells] for line in lines], salt=_salt(request), compress=True)
    return _page(request, form, rows=rows, kept=kept)


def _page(request: StaffRequest, form: TableForm, status: int = 200, **extra: object) -> HttpResponse:
    labels = [(column, activity_lists.LABELS[column]) for column in activity_table.COLUMNS]
    return page(request, "activity_import", status, form=form, columns=labels, **extra)


def _refused(request: StaffRequest, form: TableForm, unreadable: Unreadable) -> HttpResponse:
    form.add_error("file", _("Nothing was kept: the file has mistakes, listed below."))
    more = max(0, len(unreadable.problems) - MISTAKES)
    return _page(request, form, REFUSED, problems=_named(unreadable), more=more)


def _named(unreadable: Unreadable) -> list[tuple[Problem, Any]]:
    """Each mistake with what pages call its column."""
    labels = activity_lists.LABELS
    return [(problem, labels.get(problem.column, "")) for problem in unreadable.problems[:MISTAKES]]


def _salt(request: StaffRequest) -> str:
    # What one person previewed, no other person takes over.
    return f"activities:{request.actor.id}"


def _take_over(request: StaffRequest) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["rows"], salt=_salt(request), max_age=KEPT)
        lines = [Line(number, cells) for number, cells in rows]
        count = activity_table.keep(lines=lines, by=request.actor, now=timezone.now())
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Upload the file again."))
        return to("activity_import")
    except Unreadable as unreadable:  # somebody entered the same in the meantime
        messages.error(request, _("Nothing was kept: the file has mistakes, listed below."))
        return _page(request, TableForm(), REFUSED, problems=_named(unreadable))
    told = ngettext("%(count)s activity was entered.", "%(count)s activities were entered.", count)
    messages.success(request, told % {"count": number(count, language="en")})
    return to("activities")


@require_safe
@staff_view(Permission.ACTIVITIES)
def template(request: StaffRequest) -> HttpResponse:
    """The empty spreadsheet."""
    response = HttpResponse(activity_table.template(), content_type=TYPES["xlsx"])
    response["Content-Disposition"] = 'attachment; filename="activities-template.xlsx"'
    return response


@require_safe
@staff_view(*READERS)
def export(request: StaffRequest, name: str) -> HttpResponseBase:
    """What the list shows, as a file: the same filters."""
    stem, _dot, kind = name.rpartition(".")
    if stem != "activities" or kind not in TYPES:
        raise Http404
    chosen = activity_lists.FilterForm(request.GET, actor=request.actor).chosen
    rows = activity_lists.found(request.actor, chosen).order_by(*activity_lists.ORDER)[:MOST_EXPORTED]
    head, batches = activity_table.exported(list(rows))
    if kind == "csv":
        content = sheets.csv_of(head, batches)
    else:
        rtl = get_language() == "ar"
        content = sheets.xlsx_of(head, batches, title=str(_("Activities")), right_to_left=rtl)
    response = StreamingHttpResponse(list(content), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
