"""The desk's register of activities: list, one activity, entering, correcting, withdrawing, what is said of it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from common.origin import from_here
from common.storage import NoRoom
from complaints.evidence.choosing import Chosen, choose, is_about_files
from complaints.evidence.kinds import NotTaken
from complaints.evidence.uploads import FIELD, takes_files
from reporting import activities, activity_lists, documents
from reporting.activity_forms import (
    ActivityForm,
    VerdictForm,
    WordsForm,
    current_measures,
    show_papers,
)
from reporting.desk import REFUSED, SHAPES, page, to
from reporting.models import Activity, Document, Measure, Verdict

READERS = (Permission.ACTIVITIES, Permission.VERIFY_ACTIVITIES, Permission.REPORTS)
TWO_WAYS = ["GET", "HEAD", "POST"]


@require_safe
@staff_view(*READERS)
def register(request: StaffRequest) -> HttpResponse:
    """The register of activities, filtered, a page at a time."""
    actor = request.actor
    form = activity_lists.FilterForm(request.GET, actor=actor)
    chosen = form.chosen
    shown = activity_lists.page(actor, chosen, request.GET.dict())
    kept = activity_lists.kept(chosen)
    return page(
        request,
        "activities",
        rows=[{"activity": row, "shape": SHAPES[row.verdict]} for row in shown.rows],
        form=form,
        is_filtered=bool(chosen),
        query=f"?{urlencode(kept)}" if kept else "",
        may_add=actor.may(Permission.ACTIVITIES) and actor.institution is not None,
        to_assess=activity_lists.not_assessed(actor) if actor.may(Permission.VERIFY_ACTIVITIES) else 0,
        **keyset.links(shown, **kept),
    )


def _one(request: StaffRequest, pk: UUID) -> Activity:
    return get_object_or_404(activities.visible_to(request.actor), pk=pk)


@require_safe
@staff_view(*READERS)
def activity(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One activity: its row, its papers, what the national institution says and what is answered, its history."""
    row, actor = _one(request, pk), request.actor
    papers = Document.objects.visible_to(actor).filter(activity=row).defer("body")
    return page(
        request,
        "activity",
        activity=row,
        shape=SHAPES[row.verdict],
        papers=list(papers) if actor.state == row.state else [],
        sees_papers=actor.state == row.state,
        history=activity_lists.history(row),
        may_change=activities.may_change(row, actor),
        may_verify=activities.may_verify(row, actor),
        may_answer=activities.may_answer(row, actor),
    )


@from_here
@takes_files
@require_http_methods(TWO_WAYS)
@staff_view(Permission.ACTIVITIES)
def new(request: StaffRequest) -> HttpResponse:
    """Enter an activity, with its papers."""
    return _edited(request, None)


@from_here
@takes_files
@require_http_methods(TWO_WAYS)
@staff_view(Permission.ACTIVITIES)
def edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct an activity of one's own institution, or add papers to it."""
    row = _one(request, pk)
    if not activities.may_change(row, request.actor):
        raise Http404
    return _edited(request, row)


def _edited(request: StaffRequest, row: Activity | None) -> HttpResponse:
    now, is_sent = timezone.now(), request.method == "POST"
    chosen = choose(request, state=request.actor.state, now=now) if is_sent else Chosen()
    form = ActivityForm(
        request.POST if is_sent else None,
        today=now.date(),
        measures=_measures(row),
        initial=_initial(row) if row else None,
    )
    show_papers(form, chosen)
    if is_sent and not is_about_files(request) and form.is_valid():
        try:
            saved = _saved(request, row, form, chosen)
        except (NotTaken, NoRoom) as error:
            form.add_error(FIELD, refusal(error))
        else:
            messages.success(request, _("The activity is saved."))
            return to("activity", saved.pk)
    status = REFUSED if is_sent and not is_about_files(request) else 200
    return page(request, "activity_form", status, form=form, activity=row)


def _measures(row: Activity | None) -> list[Measure]:
    """Those of the plan in force, and those of earlier versions that the activity serves."""
    known = current_measures()
    codes = {measure.pk for measure in known}
    return known + [measure for measure in (row.measures.all() if row else ()) if measure.pk not in codes]


def _saved(request: StaffRequest, row: Activity | None, form: ActivityForm, chosen: Chosen) -> Activity:
    values: dict[str, Any] = {"values": form.cleaned_data, "measures": form.chosen()}
    values |= {"tokens": chosen.tokens, "by": request.actor, "now": timezone.now()}
    return activities.change(activity=row.pk, **values) if row else activities.add(**values)


def refusal(error: Exception) -> str:
    """Why documents were not taken, for whoever attached them."""
    if isinstance(error, NoRoom):
        return _("There is no room for files just now. Please try again later.")
    if isinstance(error, NotTaken):
        told = {"most": documents.MOST}
        return (
            _("The documents were not taken: PDF or pictures, at most %(most)s beside one activity.") % told
        )
    raise error


def _initial(row: Activity) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in activities.FIELDS}
    return {**values, "measures": [str(measure.pk) for measure in row.measures.all()]}


@require_http_methods(TWO_WAYS)
@staff_view(Permission.VERIFY_ACTIVITIES)
def verify(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Confirm or dispute an activity."""
    row = _one(request, pk)
    if not activities.may_verify(row, request.actor):
        raise Http404
    known = {"verdict": row.verdict, "reason": row.reason} if row.verdict != Verdict.NOT_ASSESSED else None
    form = VerdictForm(request.POST or None, initial=known)
    if form.is_bound and form.is_valid():
        activities.verify(activity=pk, by=request.actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("What the institution found is saved; the other side sees it."))
        return to("activity", pk)
    status = REFUSED if form.is_bound else 200
    papers = Document.objects.visible_to(request.actor).filter(activity=row, withdrawn_at=None)
    return page(
        request, "activity_verify", status, form=form, activity=row, papers=list(papers.defer("body"))
    )


@require_http_methods(TWO_WAYS)
@staff_view(Permission.ACTIVITIES)
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Answer a dispute: both reasons are shown from then on."""
    row = _one(request, pk)
    if not activities.may_answer(row, request.actor):
        raise Http404
    return _worded(
        request,
        row,
        title=_("Answer to the dispute"),
        label=_("Why it stands as it was entered"),
        help_text=_("Printed beside the reasons of the national institution, in the reports as well."),
        initial=row.answer,
        done=lambda words: activities.answer(activity=pk, text=words, by=request.actor, now=timezone.now()),
    )


@require_http_methods(TWO_WAYS)
@staff_view(Permission.ACTIVITIES)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take an activity out of every count, with a reason."""
    row = _one(request, pk)
    if not activities.may_change(row, request.actor):
        raise Http404
    return _worded(
        request,
        row,
        title=_("Withdraw an activity"),
        label=_("Why it is withdrawn"),
        help_text=_("It no longer counts anywhere. Its line stays in the register with this reason."),
        initial="",
        done=lambda words: activities.withdraw(
            activity=pk, reason=words, by=request.actor, now=timezone.now()
        ),
    )


def _worded(
    request: StaffRequest,
    row: Activity,
    *,
    title: str,
    label: str,
    help_text: str,
    initial: str,
    done: Callable[[str], object],
) -> HttpResponse:
    form = WordsForm(request.POST or None, label=label, help_text=help_text, initial={"words": initial})
    if form.is_bound and form.is_valid():
        done(form.cleaned_data["words"])
        return to("activity", row.pk)
    status = REFUSED if form.is_bound else 200
    return page(request, "activity_words", status, form=form, activity=row, title=title)


@require_safe
@staff_view(*READERS)
def document(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A paper beside an activity or a reading, as it came; never shown inside a page of this site."""
    row = get_object_or_404(Document.objects.visible_to(request.actor), pk=pk)
    response = HttpResponse(bytes(row.body), content_type=documents.TYPES[row.kind])
    response["Content-Disposition"] = f'attachment; filename="{documents.filename(row)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@staff_view(Permission.ACTIVITIES)
def document_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a paper out of use."""
    row = get_object_or_404(Document.objects.visible_to(request.actor).defer("body"), pk=pk)
    if not documents.may_add(documents.subject(row), request.actor):
        raise Http404
    documents.withdraw(document=pk, by=request.actor, now=timezone.now())
    messages.success(request, _("The document is withdrawn; its line stays."))
    return to("activity", row.activity_id) if row.activity_id else to("readings")
