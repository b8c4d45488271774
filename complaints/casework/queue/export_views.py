"""Pages of an export: what would leave, and the file as a stream."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from common import tenancy
from complaints.casework import selectors
from complaints.casework.pages import language, page, to
from complaints.casework.queue import exporting, filters, menu
from complaints.casework.queue.bulk_views import chosen
from complaints.casework.queue.exporting import Kind
from complaints.casework.queue.finding import Count, Search
from complaints.casework.queue.forms import ExportForm
from complaints.casework.queue.views import along

SALT = "complaints.casework.queue.export"
LASTS = 60 * 60  # seconds in which the chosen cases are known
TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE, atomic=False)
@freshly_confirmed()
def export(request: StaffRequest) -> HttpResponseBase:
    """What would leave: how many rows, which columns, that it is recorded; with `kind`, the file."""
    if request.method == "POST" and "kind" in request.POST:
        form = ExportForm(request.POST)
        if form.is_valid():
            return _file(request, Kind(form.cleaned_data["kind"]))
    with tenancy.within(request.actor.state):
        return _preview(request, ExportForm(request.POST if "kind" in request.POST else None))


def _preview(request: StaffRequest, form: ExportForm) -> HttpResponse:
    pks = _chosen(request)
    asked = request.POST.get("filters", "")[:1000] if request.method == "POST" else along(request)
    if pks == []:
        messages.warning(request, gettext("Choose at least one case first."))
        return to("queue")
    now = timezone.now()
    front = selectors.front(request.actor, now=now, asked=menu.LISTS)
    lists = menu.read(request.actor, front, language())
    search, wanted, _kept = filters.read(asked)
    search.offer(governorate=lists.places, holder=lists.people, tag=lists.tags)
    count = Count(len(pks)) if pks is not None else Search(request.actor, wanted, now).count()
    return page(
        request,
        front,
        "queue/export",
        422 if form.is_bound else 200,
        form=form,
        asked=asked,
        signed=signing.dumps(pks, salt=SALT, compress=True) if pks is not None else "",
        count=count,
        count_told=filters.told(count),
        columns=exporting.COLUMNS,
        chips=filters.chips(search, wanted) if pks is None else [],
        view=filters.LABELS.get(wanted.whose, "") if pks is None else "",
    )


def _chosen(request: StaffRequest) -> list[int] | None:
    """The dockets that were ticked; None for all that fit the filters, as where none was."""
    if request.method != "POST" or request.POST.get("all"):
        return None
    if signed := request.POST.get("chosen"):
        try:
            pks: list[int] = signing.loads(signed, salt=SALT, max_age=LASTS)
        except signing.BadSignature:
            return []
        return pks
    return None if "kind" in request.POST else chosen(request) or None


def _file(request: StaffRequest, kind: Kind) -> HttpResponseBase:
    pks = _chosen(request)
    if pks == []:
        messages.warning(request, gettext("Too much time has passed. Please choose the cases again."))
        return to("queue")
    now = timezone.now()
    _form, wanted, _kept = filters.read(request.POST.get("filters", "")[:1000])
    rows = exporting.export(
        search=Search(request.actor, wanted, now),
        chosen=pks,
        kind=kind,
        language=language(),
        by=request.actor,
        now=now,
    )
    name = f"{request.actor.state}-{now:%Y%m%d-%H%M}.{kind}"
    response = StreamingHttpResponse(rows, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
