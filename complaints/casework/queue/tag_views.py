"""Pages of tags: those of the desk, and those of one case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from complaints.casework import selectors
from complaints.casework.pages import docket_of, page, to
from complaints.casework.queue import tagging
from complaints.casework.queue.forms import CaseTagsForm, TagForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
def tags(request: StaffRequest) -> HttpResponse:
    """The tags of one's institution; whoever assigns its cases makes new ones."""
    may_make = request.actor.may(Permission.ASSIGN)
    form = TagForm(request.POST or None)
    if request.method == "POST":
        form = TagForm(request.POST)
        if form.is_valid() and _make(request, form):
            return to("tags")
    front = selectors.front(request.actor, now=timezone.now())
    listed = tagging.listed(request.actor)
    status = 422 if form.is_bound else 200
    return page(request, front, "queue/tags", status, tags=listed, form=form, may_make=may_make)


def _make(request: StaffRequest, form: TagForm) -> bool:
    try:
        tagging.make(name=form.cleaned_data["name"], by=request.actor, now=timezone.now())
    except tagging.Taken:
        form.add_error("name", gettext("Your desk has this tag already."))
        return False
    messages.success(request, gettext("The tag can be put on cases now."))
    return True


@require_POST
@staff_view(Permission.QUEUE)
def tag_turn(request: StaffRequest, pk: int) -> HttpResponse:
    """Retire a tag, or bring it back."""
    turn = {"retire": tagging.retire, "revive": tagging.revive}.get(request.POST.get("turn", ""))
    if turn is None or not tagging.tags_of(request.actor).filter(pk=pk).exists():
        raise Http404
    turn(tag=pk, by=request.actor, now=timezone.now())
    return to("tags")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE)
def case_tags(request: StaffRequest, reference: str) -> HttpResponse:
    """Which tags one case has."""
    docket = docket_of(request, reference)
    has = tagging.on_case(request.actor, docket.complaint_id)
    known = [
        (tag.pk, tag.name)
        for tag in tagging.tags_of(request.actor)
        if tag.retired_at is None or tag.pk in has
    ]
    form = CaseTagsForm(request.POST or None, tags=known, initial={"tags": sorted(has)})
    if request.method == "POST":
        form = CaseTagsForm(request.POST, tags=known)
        if form.is_valid():
            chosen = form.cleaned_data["tags"]
            tagging.set_tags(case=docket.complaint_id, tags=chosen, by=request.actor, now=timezone.now())
            return to("case", docket.complaint.reference)
    front = selectors.front(request.actor, now=timezone.now())
    status = 422 if form.is_bound else 200
    return page(request, front, "queue/case_tags", status, docket=docket, form=form, known=known)
