"""The desk's pages of reports: the list, a report to read, its making, its words and comments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import selectors as accounts
from accounts.actor import Actor, require
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import keyset
from reporting import scopes, services
from reporting.forms import ReportForm
from reporting.models import REGION, Dossier, Edition, Report
from reporting.periodic import comments, life, narratives, numbers, page, reading
from reporting.periodic.forms import CommentForm, CorrectionForm, WordsForm
from reporting.services import NotPossible

REFUSED, CONFLICT = 422, 409
ORDER = ("-end", "-start", "scope", "-version")
PART = "X-Part"  # the script of the page asks for its changing part alone


def see_other(url: str) -> HttpResponse:
    """What follows a form that was taken."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def _dossier(request: StaffRequest, pk: UUID) -> Dossier:
    found = Dossier.objects.visible_to(request.actor).select_related(
        "internal", "public", "corrects__internal", "corrects__public"
    )
    return get_object_or_404(found, pk=pk)


def _edition(request: HttpRequest, dossier: Dossier, actor: Actor) -> str:
    """The edition somebody reads: the exact one where they may, else or if asked for the public one."""
    may_see = [one for one in dossier.editions if one == Edition.PUBLIC or actor.state == dossier.state]
    asked = request.GET.get("edition", "")
    if not may_see:
        raise Http404
    return asked if asked in may_see else may_see[0]


def _impossible(request: HttpRequest, dossier: Dossier, why: NotPossible) -> HttpResponse:
    context = {"why": str(why), "dossier": dossier}
    return render(request, "reporting/not_possible.html", context, status=CONFLICT)


@require_http_methods(["GET", "POST"])
@staff_view(Permission.REPORTS, Permission.MAKE_REPORT)
def desk_reports(request: StaffRequest) -> HttpResponse:
    """The reports of one's state: what waits for one's institution first; and the form that asks for one."""
    actor, now = request.actor, timezone.now()
    by = page.writer(actor.state)
    form = None
    if actor.may(Permission.MAKE_REPORT):
        form = ReportForm(request.POST or None, actor=actor, writer=by, today=now.date())
    if request.method == "POST":
        require(actor, Permission.MAKE_REPORT)
        report = _asked(form, actor, now) if form is not None and form.is_valid() else None
        if report is not None:
            return see_other(reverse("report_progress", args=[report.dossier_id]))
    calendar = accounts.calendar(accounts.state(actor.state))
    shown = keyset.page(Dossier.objects.visible_to(actor), by=ORDER, data=request.GET)
    mine = [one for one in Dossier.objects.visible_to(actor).waiting() if comments.may_comment(actor, one)]
    context = {
        "rows": page.listed(shown.rows, by, now=now, calendar=calendar),
        "mine": page.listed(mine, by, now=now, calendar=calendar),
        "held_up": page.held_up(by, now=now) if actor.state == REGION else [],
        "form": form,
        "months": by.months,
        "own_state": actor.state,
        **keyset.links(shown),
    }
    status = REFUSED if request.method == "POST" else 200
    return render(request, "reporting/desk_reports.html", context, status=status)


def _asked(form: ReportForm, actor: Actor, now: datetime) -> Report | None:
    """The report that was asked for; None where it is not possible, which the form then says."""
    given = form.cleaned_data
    try:
        return services.ask(
            scope=scopes.named(given["scope"]),
            edition=given["edition"],
            period=given["chosen"],
            language=given["language"],
            by=actor,
            now=now,
        )
    except NotPossible as why:
        form.add_error("edition", str(why))
        return None


@require_GET
@staff_view(Permission.REPORTS, Permission.MAKE_REPORT)
def desk_report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A report to read and to comment on, section by section."""
    dossier, actor, now = _dossier(request, pk), request.actor, timezone.now()
    edition = _edition(request, dossier, actor)
    by = page.writer(actor.state)
    reports = Report.objects.visible_to(actor).filter(dossier=dossier).prefetch_related(page.FILES)
    rows = page.prints(dossier, reports, by)
    context = {
        **page.heading(dossier, by, now=now, calendar=accounts.calendar(accounts.state(dossier.state))),
        **page.desk(dossier, edition, actor),
        "edition": edition,
        "editions": [
            one for one in dossier.editions if one == Edition.PUBLIC or actor.state == dossier.state
        ],
        "prints": [row for row in rows if row["files"] or row["progress"]],
        "correction": Dossier.objects.visible_to(actor).filter(corrects=dossier).first(),
        "months": by.months,
        "steps": {
            step: life.may(dossier, step, actor) for step in ("open", "end_ministry", "issue", "publish")
        },
        "may_correct": life.may_correct(dossier, actor),
        "may_make": actor.may(Permission.MAKE_REPORT) and actor.state == dossier.state,
    }
    return render(request, "reporting/desk_report.html", context)


@require_GET
@staff_view(Permission.REPORTS, Permission.MAKE_REPORT)
def report_progress(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far the pages of a report are. Without a script a link looks again, with one the page does."""
    dossier, actor = _dossier(request, pk), request.actor
    by = page.writer(actor.state)
    reports = Report.objects.visible_to(actor).filter(dossier=dossier).prefetch_related(page.FILES)
    rows = page.prints(dossier, reports, by)
    context = {
        **page.heading(dossier, by, now=timezone.now()),
        "prints": rows if actor.state == dossier.state else [row for row in rows if row["files"]],
        "is_working": any(row["progress"] and not row["files"] for row in rows),
        "has_failed": any(row["progress"] and row["progress"]["step"] == "failed" for row in rows),
        "may_make": actor.may(Permission.MAKE_REPORT) and actor.state == dossier.state,
    }
    whole = "reporting/report_progress.html"
    return render(request, "reporting/report_prints.html" if request.headers.get(PART) else whole, context)


@require_POST
@staff_view(Permission.MAKE_REPORT)
def report_make(request: StaffRequest, pk: UUID, edition: str, language: str) -> HttpResponse:
    """Have a report made in one language and edition, or try again where that failed."""
    dossier = _dossier(request, pk)
    if edition not in dossier.editions or language not in services.LANGUAGES:
        raise Http404
    services.make(dossier=dossier, edition=edition, language=language, by=request.actor, now=timezone.now())
    return see_other(reverse("report_progress", args=[pk]))


@require_http_methods(["GET", "POST"])
@staff_view(Permission.MAKE_REPORT)
def report_comment(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Comment on a place of a report, `at` its anchor, or answer a comment."""
    dossier, actor = _dossier(request, pk), request.actor
    answered = _answered(request, dossier)
    place = answered.place if answered else request.GET.get("at", "")
    titles = reading.places(_said(dossier, _edition(request, dossier, actor)))
    if life.side_of(actor) is None or actor.state != dossier.state or place not in titles:
        raise Http404
    form = CommentForm(request.POST or None, hidden=numbers.hidden(dossier))
    if request.method == "POST" and form.is_valid():
        try:
            said = comments.add(
                dossier=dossier,
                place=place,
                text=form.cleaned_data["text"],
                by=actor,
                now=timezone.now(),
                answers=answered.pk if answered else None,
                about_numbers=form.about_numbers,
            )
        except NotPossible as why:
            return _impossible(request, dossier, why)
        return see_other(_place_on_page(dossier, f"c-{said.pk}"))
    context = {"form": form, "dossier": dossier, "place": place, "title": titles[place], "answered": answered}
    return _form(request, "reporting/report_comment.html", context)


def _answered(request: StaffRequest, dossier: Dossier) -> Any:
    asked = request.GET.get("answers", "")
    try:
        wanted = UUID(asked) if asked else None
    except ValueError as error:
        raise Http404 from error
    if wanted is None:
        return None
    return get_object_or_404(comments.visible_to(request.actor, dossier), pk=wanted)


def _said(dossier: Dossier, edition: str) -> dict[str, Any]:
    language = page.language()
    return reading.context(reading.figures(dossier, edition), language=language)


def _place_on_page(dossier: Dossier, place: str) -> str:
    return reverse("desk_report", args=[dossier.pk]) + f"#{place}"


@require_POST
@staff_view(Permission.MAKE_REPORT)
def report_settle(request: StaffRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """A comment of one's own institution need not be printed any more."""
    dossier = _dossier(request, pk)
    row = get_object_or_404(comments.visible_to(request.actor, dossier), pk=comment)
    try:
        comments.settle(comment=row.pk, by=request.actor, now=timezone.now())
    except NotPossible as why:
        return _impossible(request, dossier, why)
    return see_other(_place_on_page(dossier, f"c-{row.pk}"))


@require_http_methods(["GET", "POST"])
@staff_view(Permission.MAKE_REPORT)
def report_words(request: StaffRequest, pk: UUID, section: str, language: str) -> HttpResponse:
    """Write the words of a section in one language."""
    dossier, actor = _dossier(request, pk), request.actor
    titles = reading.outline(_said(dossier, _edition(request, dossier, actor)))
    if actor.state != dossier.state or section not in titles or language not in services.LANGUAGES:
        raise Http404
    row = dossier.narratives.filter(section=section, language=language).first()
    start = {"text": row.text if row else "", "revision": row.revision if row else 0}
    form = WordsForm(request.POST or None, language=language, initial=start, hidden=numbers.hidden(dossier))
    context: dict[str, Any] = {"form": form, "dossier": dossier, "title": titles[section], "section": section}
    context |= {"language": language, "language_name": page.writer(actor.state).label("language", language)}
    context["may_write"] = narratives.may_write(actor, dossier)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "about_numbers": form.about_numbers}
        try:
            narratives.write(
                dossier=dossier, section=section, language=language, by=actor, now=timezone.now(), **given
            )
        except NotPossible as why:
            return _impossible(request, dossier, why)
        except narratives.Overtaken as overtaken:
            context["overtaken"] = overtaken.row
            return render(request, "reporting/report_words.html", context, status=CONFLICT)
        return see_other(_place_on_page(dossier, f"w-{section}" if given["text"] else section))
    return _form(request, "reporting/report_words.html", context)


def _form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=REFUSED if context["form"].is_bound else 200)


# --- steps --------------------------------------------------------------------------------------


@require_POST
@staff_view(Permission.MAKE_REPORT)
def report_open(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask for comments on a draft."""
    return _step(request, pk, life.open_comments)


@require_POST
@staff_view(Permission.MAKE_REPORT)
def report_pass_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The ministry has commented."""
    return _step(request, pk, life.end_ministry)


@require_POST
@staff_view(Permission.ISSUE_REPORT)
def publish_report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Publish the region's report."""
    return _step(request, pk, life.publish)


def _step(request: StaffRequest, pk: UUID, step: Any) -> HttpResponse:
    dossier = _dossier(request, pk)
    try:
        step(dossier=dossier, by=request.actor, now=timezone.now())
    except NotPossible as why:
        return _impossible(request, dossier, why)
    return see_other(reverse("desk_report", args=[pk]))


@require_http_methods(["GET", "POST"])
@staff_view(Permission.ISSUE_REPORT)
def report_issue(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Look at what will be public, what is hidden in it and what will be printed as comments; then issue it."""
    dossier, actor = _dossier(request, pk), request.actor
    if request.method == "POST":
        return _step(request, pk, life.issue)
    if not life.may(dossier, "issue", actor):
        return _impossible(request, dossier, NotPossible(life.NOT_NOW["issue"]))
    by = page.writer(actor.state)
    said = _said(dossier, dossier.final_edition)
    hidden = page.hidden_in(said)
    context = {
        **page.heading(dossier, by, now=timezone.now()),
        "hidden": hidden,
        "hidden_count": sum(row["count"] for row in hidden),
        "sides": page.counted_comments(dossier) if not dossier.is_regional else [],
        "written": page.written(dossier, said),
        "alike": page.alike(dossier, said),
        "has_public": dossier.public_id is not None,
    }
    return render(request, "reporting/report_issue.html", context)


@require_http_methods(["GET", "POST"])
@staff_view(Permission.ISSUE_REPORT)
def report_correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin a corrected version."""
    dossier, actor = _dossier(request, pk), request.actor
    if not life.may_correct(dossier, actor):
        return _impossible(request, dossier, NotPossible(life.NOT_NOW["correct"]))
    form = CorrectionForm(request.POST or None, hidden=numbers.hidden(dossier))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"changes": form.cleaned_data, "about_numbers": form.about_numbers}
        try:
            made = life.correct(dossier=dossier, by=actor, now=timezone.now(), **given)
        except NotPossible as why:
            return _impossible(request, dossier, why)
        return see_other(reverse("desk_report", args=[made.pk]))
    by = page.writer(actor.state)
    context = {**page.heading(dossier, by, now=timezone.now()), "form": form}
    return _form(request, "reporting/report_correct.html", context)
