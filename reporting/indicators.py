"""Indicators computed by this site. Each is one named function; the plan file refers to it by name.

Deadlines are those of the procedure (docs/domain.md, clocks). Nothing due is "no data", never zero.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from reporting import figures
from reporting.figures import Figures
from reporting.models import Activity, ActivityKind, Indicator
from reporting.periods import Period
from reporting.scopes import Scope


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, None where there is no data, and of how many (None where it is not a share)."""

    value: Decimal | None
    basis: int | None = None


NO_DATA = Measured(None)
Computation = Callable[[Figures], Measured]


def acknowledged_in_time(read: Figures) -> Measured:
    """Complaints acknowledged in time ÷ complaints whose acknowledgement fell due, in per cent.

    Source: measure 3, process. Five working days, 24 hours where somebody is held or in danger.
    """
    return _share(figures.kept(read, "acknowledge", "complaint"))


def decided_in_time(read: Figures) -> Measured:
    """Complaints decided in time ÷ complaints whose decision fell due, in per cent.

    Source: measure 3, process. Ninety calendar days, standing still where the procedure says so.
    """
    return _share(figures.kept(read, "decide", "complaint"))


def complaints_received(read: Figures) -> Measured:
    """Complaints filed in the period, requests for assistance not among them.

    Source: measure 3, process. More is not worse and fewer is not better.
    """
    return Measured(Decimal(read.total("received", "complaint"))) if read.has_data else NO_DATA


def nhri_questions_answered_in_20_days(read: Figures) -> Measured:
    """Questions to the ministry answered within 20 working days ÷ questions whose answer fell due, per cent.

    Source: measure 4, process.
    """
    return _share(figures.kept(read, "authority_answer"))


COMPUTED: dict[str, Computation] = {
    function.__name__: function
    for function in (
        acknowledged_in_time,
        decided_in_time,
        complaints_received,
        nhri_questions_answered_in_20_days,
    )
}

# Which clock a share stands on, so that it is hidden together with it.
CLOCK_OF = {
    "acknowledged_in_time": ("clocks", "complaint", "acknowledge"),
    "decided_in_time": ("clocks", "complaint", "decide"),
    "nhri_questions_answered_in_20_days": ("oversight", "questions"),
}

# What is counted for an indicator where it isn't simply every activity that serves its measure.
KINDS_COUNTED: dict[str, tuple[str, ...]] = {
    "5": (ActivityKind.TRAINING,),
    "6": (ActivityKind.PUBLICATION,),
    "7": (ActivityKind.RESEARCH,),
    "9": (ActivityKind.CONFERENCE, ActivityKind.WORKSHOP),
    "10": (ActivityKind.VISIT,),
    "11": (ActivityKind.SUPPORT,),
}
PARTICIPANT_DAYS = ("5",)


def _share(row: figures.Table) -> Measured:
    part = figures.share(row["in_time"], row["due"])
    return Measured(Decimal(str(part)), row["due"]) if part is not None else NO_DATA


def activities(indicator: Indicator, scope: Scope, period: Period) -> Measured:
    """Activities that began in the period and serve the indicator's measure, disputed ones left out.

    Joint training counts participant-days: participants × days of each training that states both.
    An empty register is no data: nothing says that anybody keeps it.
    """
    register = Activity.objects.filter(start__lte=period.end)
    if not scope.is_region:
        register = register.filter(state=scope.state)
    if scope.institution:
        register = register.filter(institution__code=scope.institution)
    if not register.exists():
        return NO_DATA
    measure = indicator.measure.code
    counted = register.filter(start__gte=period.start, measures=indicator.measure).exclude(verdict="disputed")
    if measure in KINDS_COUNTED:
        counted = counted.filter(kind__in=KINDS_COUNTED[measure])
    if measure not in PARTICIPANT_DAYS:
        return Measured(Decimal(counted.count()))
    rows = counted.filter(participants__isnull=False).values_list("participants", "start", "end")
    return Measured(Decimal(sum(people * ((end - start).days + 1) for people, start, end in rows)))
