"""The plan: the public page, and the Secretariat's page of versions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.changes.showing import SENTENCES
from accounts.doors import StaffRequest, staff_view
from accounts.models import State
from accounts.roles import Permission
from reporting import (
    plan_file,
    plan_loading,
    plan_mapping,
    plan_page,
    plan_versions,
    plan_words,
    progress,
    scopes,
)
from reporting.activity_views import TWO_WAYS
from reporting.desk import REFUSED, page, to
from reporting.models import REGION, DraftStage, PlanDraft
from reporting.nodes import FileRefused
from reporting.plan_forms import LoadForm, MappingForm, PlanFileForm
from reporting.plan_kind import PlanVersion


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The plan as far as it is known, and what is known of one state where one is chosen."""
    current, today = progress.current_plan(), timezone.localdate()
    states = sorted(State.objects.exclude(pk=REGION), key=lambda row: row.name)
    asked = request.GET.get("state", "").upper()
    chosen = next((row for row in states if row.code == asked), None)
    scope = scopes.Scope(chosen.code, chosen.code) if chosen else None
    context = {
        "plan": current,
        "states": states,
        "chosen": chosen,
        "asked": plan_page.addressees(current, scope, today=today) if current else [],
        "phases": plan_page.phases(current) if current and current.is_official else [],
        "earlier": [row for row in plan_versions.history() if not row.is_current],
    }
    return render(request, "reporting/plan.html", context)


@require_http_methods(TWO_WAYS)
@staff_view(Permission.PLAN)
def versions(request: StaffRequest) -> HttpResponse:
    """Versions of the plan, files that are looked at, and the form that takes another."""
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    mistakes: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            draft = _uploaded(request, form.cleaned_data["file"])
            return to("plan_draft", draft.pk)
        except FileRefused as refused:
            mistakes = refused.mistakes
            form.add_error("file", _("Nothing was kept: the file has mistakes, listed below."))
    drafts = plan_versions.drafts(request.actor).filter(stage__in=(DraftStage.OPEN, DraftStage.ASKED))
    return page(
        request,
        "plan_versions",
        REFUSED if form.is_bound else 200,
        form=form,
        mistakes=mistakes[:200],
        versions=plan_versions.history(),
        drafts=[(row, plan_versions.stage_of(row).label) for row in drafts],
    )


def _uploaded(request: StaffRequest, file: Any) -> PlanDraft:
    if (file.size or 0) > plan_file.LARGEST:
        raise FileRefused([_("The file is larger than 2 MB.")])
    return plan_versions.upload(
        name=file.name or "", content=file.read(), by=request.actor, now=timezone.now()
    )


def _draft(request: StaffRequest, pk: UUID) -> PlanDraft:
    return get_object_or_404(plan_versions.drafts(request.actor), pk=pk)


@require_http_methods(TWO_WAYS)
@staff_view(Permission.PLAN)
def draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What a file changes, in words; then which indicators go on; then the reason, and it is loaded."""
    row = _draft(request, pk)
    form = LoadForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if (done := _asked(request, row, form)) is not None:
            return done
        row.refresh_from_db()
    file = plan_versions.read(row)
    try:
        lines, refused = _differences(row), ""
        plan_loading.difference(file, plan_versions.stored(row))
    except FileRefused as error:
        lines, refused = [], error.mistakes[0]
    rules = PlanVersion()
    return page(
        request,
        "plan_draft",
        REFUSED if form.is_bound else 200,
        draft=row,
        stage=plan_versions.stage_of(row),
        plan=file.plan,
        said=plan_words.said("status", file.plan["status"]),
        title=plan_words.title(file.plan),
        compared=plan_versions.before(row),
        lines=lines,
        refused=refused,
        form=form,
        needs_mapping=plan_versions.needs_mapping(row),
        needs_second=rules.needs_second({}, {"status": file.plan["status"]}),
        who_signs=rules.who_confirms(REGION, weakens=False),
    )


def _differences(row: PlanDraft) -> list[tuple[Any, list[plan_words.Line]]]:
    """The differences under their headings, in the order of the headings."""
    lines = plan_words.difference(plan_versions.read(row), plan_versions.before(row))
    grouped = [
        (heading, [line for line in lines if line.how == how]) for how, heading in plan_words.HEADINGS.items()
    ]
    return [(heading, found) for heading, found in grouped if found]


def _asked(request: StaffRequest, row: PlanDraft, form: LoadForm) -> HttpResponse | None:
    """Load the draft or ask for its signature. None where that is not possible, which the form then says."""
    try:
        made = plan_versions.ask(
            draft=row.pk, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        )
    except plan_versions.NotNow as impossible:
        form.add_error(None, str(impossible))
    except Unacceptable as impossible:
        form.add_error(None, str(impossible.sentence))
    except changes.AlreadyWaiting:
        form.add_error(None, str(SENTENCES["waiting"]))
    else:
        if made.applied_at:
            messages.success(request, _("The version is loaded and in force."))
        else:
            messages.info(
                request, _("It is loaded once somebody else has signed. Until then nothing changes.")
            )
        return to("plan_desk")
    return None


@require_POST
@staff_view(Permission.PLAN)
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put a file aside."""
    row = _draft(request, pk)
    try:
        plan_versions.drop(draft=row.pk, by=request.actor, now=timezone.now())
        messages.success(request, _("The file is put aside. Nothing was changed."))
    except plan_versions.NotNow as impossible:
        messages.error(request, str(impossible))
    return to("plan_desk")


@require_http_methods(TWO_WAYS)
@staff_view(Permission.PLAN)
def mapping(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Which indicators of the version in force go on in a file's."""
    row, current = _draft(request, pk), progress.current_plan()
    if current is None or not plan_versions.needs_mapping(row):
        raise Http404
    old, new = plan_mapping.of_plan(current), plan_mapping.of_file(plan_versions.read(row))
    form = _mapping_form(request, old, new, row.mapping)
    if form.is_bound and form.is_valid():
        try:
            plan_versions.map_draft(draft=row.pk, pairs=form.pairs, by=request.actor, now=timezone.now())
            return to("plan_draft", row.pk)
        except (plan_mapping.NotMappable, plan_versions.NotNow) as impossible:
            form.add_error(None, str(impossible))
    return _mapping_page(request, form, old=current.version, new=row.version, back=("plan_draft", row.pk))


@require_http_methods(TWO_WAYS)
@staff_view(Permission.PLAN)
def mapping_current(request: StaffRequest, pk: int) -> HttpResponse:
    """Which indicators of an earlier version go on in the one in force: for a version loaded by command."""
    current = progress.current_plan()
    old = next((row for row in plan_versions.history() if row.pk == pk and not row.is_current), None)
    if current is None or old is None:
        raise Http404
    known = plan_mapping.kept(old, current)
    form = _mapping_form(request, plan_mapping.of_plan(old), plan_mapping.of_plan(current), known or None)
    if form.is_bound and form.is_valid():
        try:
            plan_versions.map_current(pairs=form.pairs, old=old, by=request.actor, now=timezone.now())
            messages.success(request, _("It is kept which indicators go on."))
            return to("plan_desk")
        except plan_mapping.NotMappable as impossible:
            form.add_error(None, str(impossible))
    return _mapping_page(request, form, old=old.version, new=current.version, back=("plan_desk",))


def _mapping_form(request: StaffRequest, old: Any, new: Any, kept: dict[str, str] | None) -> MappingForm:
    proposed = plan_mapping.proposed(old, new)
    return MappingForm(request.POST or None, old=old, new=new, proposed=proposed, kept=kept)


def _mapping_page(request: StaffRequest, form: MappingForm, **context: Any) -> HttpResponse:
    return page(request, "plan_mapping", REFUSED if form.is_bound else 200, form=form, **context)
