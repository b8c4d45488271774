"""The plan's state in a snapshot: each measure and indicator with what it stood at, and the activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reporting import indicators, plan_mapping
from reporting.figures import Figures
from reporting.indicators import NO_DATA, Measured
from reporting.models import (
    Activity,
    Counted,
    Direction,
    Indicator,
    IndicatorType,
    Origin,
    Plan,
    Reading,
    Unit,
    Verdict,
    Verification,
)
from reporting.periods import Period
from reporting.scopes import Scope

QUARTER = 3  # months
JOINED = " | "  # between what was said of the parts of a sum


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows of the plan are computed from: figures of the period and of the one before."""

    scope: Scope
    period: Period
    now: Figures
    before: Figures


def current_plan() -> Plan | None:
    """The plan in force here."""
    return Plan.objects.filter(is_current=True).first()


def rows(plan: Plan, asked: Asked) -> list[dict[str, Any]]:
    """One row per indicator that concerns the scope, in the order of the plan.

    What is asked of the Secretariat alone is read for the region, never for a state.
    """
    found = Indicator.objects.filter(plan=plan).select_related(
        "measure__addressee", "measure__objective__phase"
    )
    wanted = found.order_by("measure__place", "place")
    if not asked.scope.is_region:
        wanted = wanted.exclude(measure__addressee__code__startswith="secretariat")
    listed = list(wanted)
    known = Known.of(listed, asked.scope, until=asked.period.end)
    return [_row(indicator, asked, plan, known) for indicator in listed]


@dataclass(frozen=True, slots=True)
class Known:
    """What was read by hand of some indicators in one state, and under which versions of the plan.

    A reading made under an earlier version counts only along the lines that a person confirmed.
    """

    lines: Mapping[int, list[int]]  # indicator -> its own id, then those it goes on from
    measures: Mapping[int, list[int]]  # indicator -> the measures of its line
    readings: Mapping[int, list[Reading]]  # indicator of any version -> newest first

    @classmethod
    def of(cls, listed: Sequence[Indicator], scope: Scope, *, until: date) -> "Known":
        """Read once for all indicators of a page or a snapshot."""
        lines = plan_mapping.lines(listed)
        everything = {pk for line in lines.values() for pk in line}
        serving = dict(Indicator.objects.filter(pk__in=everything).values_list("pk", "measure_id"))
        readings: dict[int, list[Reading]] = {}
        if not scope.institution:  # readings are a state's
            found = Reading.objects.filter(indicator__in=everything, state=scope.state, end__lte=until)
            found = found.select_related("verification", "institution").order_by("-end", "-entered_at")
            for reading in found:
                readings.setdefault(reading.indicator_id, []).append(reading)
        measures = {pk: [serving[one] for one in line] for pk, line in lines.items()}
        return cls(lines, measures, readings)

    def standing(self, indicator: Indicator, period: Period) -> list[Reading]:
        """What holds for the period: read for exactly these days, or, of a structure, last before their end.

        Where nobody read a year, but each of its quarters, those four, oldest first, of an indicator that adds up.
        """
        candidates = [row for pk in self.lines[indicator.pk] for row in self.readings.get(pk, ())]
        if indicator.type == IndicatorType.STRUCTURAL:
            # A structure that stands goes on standing until read again; a count belongs to its period.
            standing = [row for row in candidates if row.end <= period.end]
            return sorted(standing, key=lambda row: (row.end, row.entered_at))[-1:]
        by_days = {(row.start, row.end): row for row in reversed(candidates)}
        if exact := by_days.get((period.start, period.end)):
            return [exact]
        parts = [by_days.get((one.start, one.end)) for one in period.parts(QUARTER)]
        return [row for row in parts if row] if indicator.adds_up and all(parts) else []


def _row(indicator: Indicator, asked: Asked, plan: Plan, known: Known) -> dict[str, Any]:
    measure = indicator.measure
    value, readings = _measured(indicator, asked.scope, asked.period, asked.now, known)
    previous, _old = _measured(indicator, asked.scope, asked.before.period, asked.before, known)
    objective = measure.objective
    return {
        "measure": measure.code,
        "measure_title": _titles(measure),
        "addressee": measure.addressee.code,
        "addressee_title": _titles(measure.addressee),
        "others": {"ar": measure.others_ar, "en": measure.others_en},
        "objective": _titles(objective) if objective else None,
        "phase": _titles(objective.phase) if objective and objective.phase else None,
        "source": {"ar": measure.source_ar or measure.source, "en": measure.source},
        "indicator": indicator.code,
        "indicator_title": _titles(indicator),
        "type": indicator.type,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "origin": indicator.origin,
        "function": indicator.function,
        "label": indicator.label,
        "baseline": _plain(indicator.baseline),
        "previous": _plain(previous.value),
        "value": _plain(value.value),
        "basis": value.basis,
        "made_of": len(readings) if len(readings) > 1 else None,
        "groups": _groups(indicator, asked, known),
        "target": _plain(indicator.target),
        "status": status(indicator, value, readings) if plan.is_official else None,
        **_verified(readings),
    }


def _titles(row: Any) -> dict[str, str]:
    return {"ar": row.title_ar, "en": row.title_en}


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _measured(
    indicator: Indicator, scope: Scope, period: Period, figures: Figures, known: Known
) -> tuple[Measured, list[Reading]]:
    if indicator.origin == Origin.COMPUTED:
        return indicators.COMPUTED[indicator.function](figures), []
    if indicator.origin == Origin.ACTIVITIES:
        return indicators.activities(indicator, scope, period, known.measures[indicator.pk]), []
    readings = known.standing(indicator, period)
    return Measured(sum((row.value for row in readings), Decimal())) if readings else NO_DATA, readings


def _groups(indicator: Indicator, asked: Asked, known: Known) -> dict[str, int | None] | None:
    """Of participant-days: women and rank groups."""
    if indicator.counted != Counted.PARTICIPANT_DAYS:
        return None
    return indicators.participant_days(indicator, asked.scope, asked.period, known.measures[indicator.pk])


def _verified(readings: Sequence[Reading]) -> dict[str, Any]:
    """What the national institution says of a value: of a sum, confirmed only where it confirmed every part."""
    if not readings:
        return {"verification": None, "dispute": None}
    said = [getattr(row, "verification", None) for row in readings]
    verdicts = {found.verdict if found else Verdict.NOT_ASSESSED for found in said}
    if Verdict.DISPUTED in verdicts:
        return {"verification": Verdict.DISPUTED.value, "dispute": _dispute(readings, said)}
    verdict = Verdict.CONFIRMED if verdicts == {Verdict.CONFIRMED} else Verdict.NOT_ASSESSED
    return {"verification": verdict.value, "dispute": None}


def _dispute(readings: Sequence[Reading], said: Sequence[Any]) -> dict[str, Any]:
    """Both values with both reasons. Of a sum theirs is known where they gave one for each part they dispute."""
    disputed = [(row, one) for row, one in zip(readings, said, strict=True) if one and _is_disputed(one)]
    theirs = None
    if all(one.value is not None for _row, one in disputed):
        own = {row.pk: one.value for row, one in disputed}
        theirs = sum((own.get(row.pk, row.value) for row in readings), Decimal())
    return {
        "value": _plain(theirs),
        "reason": JOINED.join(dict.fromkeys(one.reason for _row, one in disputed)),
        "evidence": JOINED.join(dict.fromkeys(row.evidence for row in readings)),
        "answer": JOINED.join(dict.fromkeys(one.answer for _row, one in disputed if one.answer)),
    }


def _is_disputed(said: Verification) -> bool:
    return said.verdict == Verdict.DISPUTED


def status(indicator: Indicator, value: Measured, readings: Sequence[Reading]) -> str | None:
    """reached, under_way, not_started or disputed; None without a target or without data."""
    if _verified(readings)["verification"] == Verdict.DISPUTED:
        return "disputed"
    if indicator.target is None or value.value is None or indicator.direction == Direction.NONE:
        return None
    if indicator.direction == Direction.LOWER:
        return "reached" if value.value <= indicator.target else "under_way"
    if value.value >= indicator.target:
        return "reached"
    floor = indicator.baseline or Decimal(0)
    return "under_way" if value.value > floor and indicator.unit != Unit.YES_NO else "not_started"


def activities(scope: Scope, period: Period) -> list[dict[str, Any]]:
    """The register's rows that touch the period, oldest first, with what the national institution says."""
    found = Activity.objects.standing().filter(start__lte=period.end, end__gte=period.start)
    found = found.select_related("institution")
    if not scope.is_region:
        found = found.filter(state=scope.state)
    if scope.institution:
        found = found.filter(institution__code=scope.institution)
    return [_activity(row) for row in found.prefetch_related("measures").order_by("start", "state", "pk")]


def _activity(row: Activity) -> dict[str, Any]:
    return {
        "state": row.state,
        "institution": row.institution.code,
        "institution_name": {"ar": row.institution.name_ar, "en": row.institution.name_en},
        "kind": row.kind,
        "title": _titles(row),
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "partners": "; ".join(row.partners),
        "place": row.place,
        "participants": row.participants,
        "women": row.women,
        "officers": row.officers,
        "other_ranks": row.other_ranks,
        "civilians": row.civilians,
        "measures": sorted({measure.code for measure in row.measures.all()}, key=_numeric),
        "verification": row.verdict,
        "reason": row.reason,
        "answer": row.answer,
    }


def _numeric(code: str) -> tuple[int, str]:
    return (int(code), "") if code.isdigit() else (10**6, code)


def hide_with(rows: list[dict[str, Any]], content: Mapping[str, Any]) -> list[str]:
    """Take away computed values whose figures are hidden. Returns the paths of what was taken.

    The exact value of the period before always goes: what may be shown of it stands in its own public report,
    and a share of five tells a count of three.
    """
    taken = []
    for number, row in enumerate(rows):
        if row["origin"] == Origin.COMPUTED and row["previous"] is not None:
            row["previous"] = None
            taken.append(f"plan[{number}].previous")
        if row["origin"] == Origin.COMPUTED and row["value"] is not None and _is_hidden(row, content):
            row["value"] = row["basis"] = None
            taken.append(f"plan[{number}].value")
    return taken


def _is_hidden(row: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    """Whether a count that the value stands on is hidden, or was never there."""
    return any(_at(content, path) is None for path in indicators.STANDS_ON[row["function"]])


def _at(content: Mapping[str, Any], path: str) -> Any:
    place: Any = content
    for step in path.split("."):
        place = place.get(step) if place else None
    return place
