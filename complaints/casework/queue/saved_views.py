"""Pages of searches kept under a name."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from complaints.casework import selectors
from complaints.casework.pages import language, page, to
from complaints.casework.queue import filters, menu, saving
from complaints.casework.queue.forms import SaveForm
from complaints.casework.queue.views import along


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
def searches(request: StaffRequest) -> HttpResponse:
    """One's searches and the shared ones; with filters in the address, a form that keeps them."""
    form = SaveForm(request.POST or None, initial={"filters": along(request)})
    if request.method == "POST":
        form = SaveForm(request.POST)
        if form.is_valid() and _save(request, form):
            return to("searches")
    front = selectors.front(request.actor, now=timezone.now(), asked=menu.LISTS)
    lists, text = menu.read(request.actor, front, language()), str(form["filters"].value() or "")
    search, wanted, _kept = filters.read(text)
    search.offer(governorate=lists.places, holder=lists.people, tag=lists.tags)
    return page(
        request,
        front,
        "queue/searches",
        422 if form.is_bound else 200,
        form=form,
        asked=text,
        chips=filters.chips(search, wanted),
        view=filters.LABELS.get(wanted.whose, ""),
        searches=saving.saved_for(request.actor).select_related("user"),
    )


def _save(request: StaffRequest, form: SaveForm) -> bool:
    given = form.cleaned_data
    _search, wanted, kept = filters.read(given["filters"])
    asked = filters.query(wanted, kept)
    if not asked:
        form.add_error(None, gettext("There is no filter to keep."))
        return False
    try:
        saving.save(
            name=given["name"],
            asked=asked,
            is_shared=given["is_shared"],
            alerts=given["alerts"],
            by=request.actor,
        )
    except saving.TooMany:
        form.add_error(None, gettext("You keep fifty searches already. Remove one first."))
        return False
    messages.success(request, gettext("The search is kept. It stands above the queue from now on."))
    return True


@require_POST
@staff_view(Permission.QUEUE)
def search_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove one of one's own searches."""
    if not saving.forget(pk=pk, by=request.actor):
        raise Http404
    messages.success(request, gettext("The search was removed."))
    return to("searches")
