"""The plan as everybody reads it: measures by addressee, and what is known of one state, never beside another."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import languages
from common.languages import month_usage
from reporting import indicators, progress, readings, snapshot
from reporting.desk import SHAPES
from reporting.indicators import NO_DATA, Measured
from reporting.models import (
    Addressee,
    Edition,
    Indicator,
    IndicatorType,
    Measure,
    Origin,
    Phase,
    Plan,
    Reading,
    Report,
    Unit,
    Verdict,
)
from reporting.periods import Period, years
from reporting.progress import Known
from reporting.scopes import REGIONAL, Scope
from reporting.wording import STATUS


@dataclass(frozen=True, slots=True)
class Dispute:
    """Both values and both reasons, and what was answered."""

    entered: str
    evidence: str
    theirs: str
    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator with what is known: words, ready to be printed. `value` is "" for no data."""

    indicator: Indicator
    value: str = ""
    when: str = ""
    verdict: str = ""
    verdict_shape: str = ""
    status: str = ""
    status_shape: str = ""
    aims: tuple[str, str] = ("", "")  # baseline and target, of an official plan
    dispute: Dispute | None = None


@dataclass
class Asked:
    """The measures asked of one addressee."""

    addressee: Addressee
    is_region: bool = False  # read for the region, whatever state was chosen
    measures: list[tuple[Measure, list[Shown]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page reads once for a scope."""

    scope: Scope
    known: Known
    published: dict[str, tuple[Measured, Period]]
    year: Period
    months: str


def addressees(plan: Plan, scope: Scope | None, *, today: date) -> list[Asked]:
    """The measures by addressee. What is asked of the Secretariat is read for the region, the rest for `scope`."""
    ordered = Indicator.objects.order_by("place")
    measures = Measure.objects.order_by("place").select_related("objective__phase")
    nested = measures.prefetch_related(Prefetch("indicators", queryset=ordered))
    found = list(Addressee.objects.filter(plan=plan).prefetch_related(Prefetch("measures", queryset=nested)))
    everything = [one for row in found for measure in row.measures.all() for one in measure.indicators.all()]
    region = _read(REGIONAL, everything, today)
    own = _read(scope, everything, today) if scope else None
    made = []
    for row in found:
        is_region = row.code.startswith(readings.SECRETARIAT)
        read, asked = region if is_region else own, Asked(row, is_region)
        for measure in row.measures.all():
            shown = [_shown(one, plan, read) for one in measure.indicators.all()]
            asked.measures.append((measure, shown))
        made.append(asked)
    return made


def phases(plan: Plan) -> list[Phase]:
    """The phases of an official plan with their objectives."""
    return list(Phase.objects.filter(plan=plan).prefetch_related("objectives"))


def _read(scope: Scope, listed: list[Indicator], today: date) -> _Read:
    known = Known.of(listed, scope, until=today)
    year = years(today, 1)[0]
    return _Read(scope, known, _published(scope), year, month_usage(scope.state))


def _published(scope: Scope) -> dict[str, tuple[Measured, Period]]:
    """Computed values as the newest published report of the scope prints them: nothing newer is public."""
    newest = (
        Report.objects.published()
        .filter(dossier__scope=scope.code, snapshot__edition=Edition.PUBLIC)
        .select_related("snapshot")
        .order_by("-dossier__end", "dossier__start", "-dossier__version")
        .first()
    )
    if newest is None or newest.snapshot is None:
        return {}
    content, period = snapshot.companion(newest.snapshot), Period(newest.start, newest.end)
    return {
        row["indicator"]: (Measured(Decimal(str(row["value"])), row["basis"]), period)
        for row in content["plan"]
        if row["origin"] == Origin.COMPUTED and row["value"] is not None
    }


def _shown(indicator: Indicator, plan: Plan, read: _Read | None) -> Shown:
    aims = _aims(indicator) if plan.is_official else ("", "")
    if read is None:
        return Shown(indicator, aims=aims)
    value, period, reading = _value(indicator, read)
    if value.value is None or period is None:
        return Shown(indicator, aims=aims)
    status = progress.status(indicator, value, [reading] if reading else []) if plan.is_official else None
    said = readings.verdict_of(reading) if reading else ""
    words = measured(value.value, indicator.unit)
    if value.basis is not None:
        words = _("%(value)s of %(due)s due") % {"value": words, "due": _number(value.basis)}
    return Shown(
        indicator,
        value=words,
        when=span(period, read.months),
        verdict=str(Verdict(said).label) if said else "",
        verdict_shape=SHAPES.get(said, ""),
        status=str(STATUS[status]) if status else "",
        status_shape=status or "",
        dispute=dispute_of(reading) if reading else None,
        aims=aims,
    )


def _aims(indicator: Indicator) -> tuple[str, str]:
    return measured(indicator.baseline, indicator.unit), measured(indicator.target, indicator.unit)


def _value(indicator: Indicator, read: _Read) -> tuple[Measured, Period | None, Reading | None]:
    if indicator.origin == Origin.COMPUTED:
        return (*read.published.get(indicator.code, (NO_DATA, None)), None)
    if indicator.origin == Origin.ACTIVITIES:
        measures = read.known.measures[indicator.pk]
        return indicators.activities(indicator, read.scope, read.year, measures), read.year, None
    rows = [row for pk in read.known.lines[indicator.pk] for row in read.known.readings.get(pk, ())]
    newest = max(rows, key=lambda row: (row.end, row.start, row.entered_at), default=None)
    if newest is None:
        return NO_DATA, None, None
    start = newest.end if indicator.type == IndicatorType.STRUCTURAL else newest.start
    return Measured(newest.value), Period(start, newest.end), newest


def dispute_of(reading: Reading) -> Dispute | None:
    """Both sides of a disputed reading."""
    said = getattr(reading, "verification", None)
    if said is None or said.verdict != Verdict.DISPUTED:
        return None
    unit = reading.indicator.unit
    return Dispute(
        measured(reading.value, unit), reading.evidence, measured(said.value, unit), said.reason, said.answer
    )


def measured(value: Decimal | None, unit: str) -> str:
    """A value with its unit, in the page's language; "" for none."""
    if value is None:
        return ""
    if unit == Unit.YES_NO:
        return _("yes") if value else _("no")
    return f"{_number(value)}%" if unit == Unit.PERCENT else _number(value)


def _number(value: Decimal | int) -> str:
    exact = Decimal(value)
    plain = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    return languages.number(plain, language=(get_language() or "ar")[:2])


def span(period: Period, months: str) -> str:
    """A period in words: a year by its number, else its days."""
    language = (get_language() or "ar")[:2]
    if period.is_year and period.start.month == 1 and period.start.day == 1:
        return str(period.start.year)
    start, end = (
        languages.format_date(day, language=language, months=months) for day in (period.start, period.end)
    )
    if period.start == period.end:
        return start
    return _("%(start)s to %(end)s") % {"start": start, "end": end}
