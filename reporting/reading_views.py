"""The desk's readings: what is read by hand for a period, entering, correcting, what is said; what is missing."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common.languages import month_usage
from common.origin import from_here
from common.storage import NoRoom
from complaints.evidence.choosing import Chosen, choose, is_about_files
from complaints.evidence.kinds import NotTaken
from complaints.evidence.uploads import FIELD, takes_files
from reporting import documents, missing, plan_page, progress, readings
from reporting.activity_forms import WordsForm, show_papers
from reporting.activity_views import TWO_WAYS, refusal
from reporting.desk import REFUSED, SHAPES, page, to
from reporting.models import Document, Indicator, Reading, Verdict
from reporting.periods import Period
from reporting.reading_forms import ReadingForm, ReadingVerdictForm

READERS = (Permission.ACTIVITIES, Permission.VERIFY_ACTIVITIES, Permission.REPORTS, Permission.PLAN)
KEEPERS = (Permission.ACTIVITIES, Permission.PLAN)


def _period(request: StaffRequest) -> Period:
    """The period asked for; the running quarter where none is, or none that readings are entered for."""
    today = timezone.now().date()
    return missing.named(request.GET.get("period", ""), today) or missing.running(today)[0]


def _periods(request: StaffRequest) -> list[tuple[str, str]]:
    months = month_usage(request.actor.state)
    today = timezone.now().date()
    return [(missing.code_of(one), plan_page.span(one, months)) for one in missing.periods(today)]


@require_safe
@staff_view(*READERS)
def index(request: StaffRequest) -> HttpResponse:
    """What is read by hand in one's state, with what was entered for one period."""
    actor, period = request.actor, _period(request)
    plan = progress.current_plan()
    wanted = readings.manual(plan.pk, actor.state) if plan else []
    known = readings.of_period(wanted, actor.state, period)
    rows = [_row(one, known.get(one.pk), request) for one in wanted]
    return page(
        request,
        "readings",
        plan=plan,
        rows=rows,
        period=missing.code_of(period),
        span=plan_page.span(period, month_usage(actor.state)),
        periods=_periods(request),
        may_enter=documents.keeps_registers(actor),
    )


def _row(indicator: Indicator, reading: Reading | None, request: StaffRequest) -> dict[str, object]:
    verdict = readings.verdict_of(reading) if reading else ""
    if reading:
        reading.indicator = indicator  # known already: no statement for each row
    return {
        "indicator": indicator,
        "reading": reading,
        "value": plan_page.measured(reading.value, indicator.unit) if reading else "",
        "verdict": Verdict(verdict).label if verdict else "",
        "shape": SHAPES.get(verdict, ""),
        "dispute": plan_page.dispute_of(reading) if reading else None,
        "may_change": reading is None or readings.may_change(reading, request.actor),
        "may_verify": reading is not None and readings.may_verify(reading, request.actor),
    }


@from_here
@takes_files
@require_http_methods(TWO_WAYS)
@staff_view(*KEEPERS)
def enter(request: StaffRequest, code: str) -> HttpResponse:
    """Enter a value with its evidence for a period, or correct it."""
    actor, now, period = request.actor, timezone.now(), _period(request)
    if not documents.keeps_registers(actor):
        raise PermissionDenied
    plan = progress.current_plan()
    wanted = {one.code: one for one in readings.manual(plan.pk, actor.state)} if plan else {}
    indicator = wanted.get(code)
    if indicator is None:
        raise Http404
    row = readings.of_period([indicator], actor.state, period).get(indicator.pk)
    if row is not None and not readings.may_change(row, actor):
        raise Http404
    is_sent = request.method == "POST"
    chosen = choose(request, state=actor.state, now=now) if is_sent else Chosen()
    initial = {"value": f"{row.value.normalize():f}", "evidence": row.evidence} if row else None
    form = ReadingForm(request.POST if is_sent else None, indicator=indicator, reading=row, initial=initial)
    show_papers(form, chosen)
    if is_sent and not is_about_files(request) and form.is_valid():
        given = {name: form.cleaned_data.get(name, "") for name in ("value", "evidence", "why")}
        try:
            saved = readings.enter(
                indicator=indicator, period=period, by=actor, now=now, tokens=chosen.tokens, **given
            )
        except (NotTaken, NoRoom) as error:
            form.add_error(FIELD, refusal(error))
        else:
            messages.success(request, _("The value is saved."))
            return to("reading", saved.pk)
    status = REFUSED if is_sent and not is_about_files(request) else 200
    span = plan_page.span(period, month_usage(actor.state))
    return page(
        request,
        "reading_form",
        status,
        form=form,
        indicator=indicator,
        reading=row,
        span=span,
        period=missing.code_of(period),
    )


def _one(request: StaffRequest, pk: UUID) -> Reading:
    found: Reading = get_object_or_404(readings.visible_to(request.actor), pk=pk)
    return found


@require_safe
@staff_view(*READERS)
def reading(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One reading: value, evidence, papers, what is said of it, and what stood before."""
    row, actor = _one(request, pk), request.actor
    unit, verdict = row.indicator.unit, readings.verdict_of(row)
    period = Period(row.start, row.end)
    own = actor.state == row.state
    papers = Document.objects.visible_to(actor).filter(reading=row).defer("body") if own else []
    earlier = [
        {
            "row": old,
            "value": plan_page.measured(old.value, unit),
            "theirs": plan_page.measured(old.their_value, unit),
            "shape": SHAPES[old.verdict],
        }
        for old in row.earlier.all()
    ]
    return page(
        request,
        "reading",
        reading=row,
        value=plan_page.measured(row.value, unit),
        span=plan_page.span(period, month_usage(row.state)),
        period=missing.code_of(period),
        is_open=missing.named(missing.code_of(period), timezone.now().date()) is not None,
        verdict=Verdict(verdict).label,
        shape=SHAPES[verdict],
        dispute=plan_page.dispute_of(row),
        papers=list(papers),
        earlier=earlier,
        may_change=readings.may_change(row, actor),
        may_verify=readings.may_verify(row, actor),
        may_answer=readings.may_answer(row, actor),
    )


@require_http_methods(TWO_WAYS)
@staff_view(Permission.VERIFY_ACTIVITIES)
def verify(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Confirm a reading, or dispute it with reasons and a value of one's own."""
    row = _one(request, pk)
    if not readings.may_verify(row, request.actor):
        raise Http404
    form = ReadingVerdictForm(request.POST or None, indicator=row.indicator)
    if form.is_bound and form.is_valid():
        readings.verify(reading=pk, by=request.actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("What the institution found is saved; the other side sees it."))
        return to("reading", pk)
    span = plan_page.span(Period(row.start, row.end), month_usage(row.state))
    return page(
        request,
        "reading_verify",
        REFUSED if form.is_bound else 200,
        form=form,
        reading=row,
        value=plan_page.measured(row.value, row.indicator.unit),
        span=span,
    )


@require_http_methods(TWO_WAYS)
@staff_view(*KEEPERS)
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Answer a dispute: both reasons are shown from then on."""
    row = _one(request, pk)
    if not readings.may_answer(row, request.actor):
        raise Http404
    form = WordsForm(
        request.POST or None,
        label=_("Why it stands as it was entered"),
        help_text=_("Printed beside the reasons of the national institution, in the reports as well."),
        initial={"words": row.verification.answer},
    )
    if form.is_bound and form.is_valid():
        readings.answer(reading=pk, text=form.cleaned_data["words"], by=request.actor, now=timezone.now())
        return to("reading", pk)
    return page(request, "reading_answer", REFUSED if form.is_bound else 200, form=form, reading=row)


@require_safe
@staff_view(*READERS)
def missing_page(request: StaffRequest) -> HttpResponse:
    """What is missing for a period: values, words of the national institution, answers."""
    period = _period(request)
    found = missing.missing(request.actor.state, period)
    return page(
        request,
        "missing",
        found=found,
        period=missing.code_of(period),
        span=plan_page.span(period, month_usage(request.actor.state)),
        days=(period.end - timezone.now().date()).days,
        periods=_periods(request),
        may_enter=documents.keeps_registers(request.actor),
        may_verify=request.actor.may(Permission.VERIFY_ACTIVITIES),
    )
