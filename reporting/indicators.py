"""Indicators computed by this site. Each is one named function; the plan file refers to it by name.

Deadlines are those of the procedure (docs/domain.md, clocks). Nothing due is "no data", never zero.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from reporting import figures
from reporting.figures import Figures, custody, recommendations, satisfaction, share
from reporting.figures.answers import due, questions
from reporting.models import Activity, Counted, Indicator, Verdict
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

    Source: measure 4, process. A question on which work went on without an answer counts among those due.
    """
    return _share(questions(read))


def remedies_verified(read: Figures) -> Measured:
    """Remedies verified ÷ remedies whose term ended, in per cent: recommendations of independent bodies and orders.

    Source: measure 3, outcome. Sixty working days; what was rejected or fell with its decision is not due.
    """
    rows = [due(read, kind) for kind in ("recommendation", "order")]
    return _part(sum(row["verified"] for row in rows), sum(row["due"] for row in rows))


def recommendations_verified_of_accepted(read: Figures) -> Measured:
    """Recommendations made in the period, implemented and verified ÷ those of them accepted, in per cent.

    Source: measure 4, outcome. Accepted in part counts as accepted; what the ministry only claims is not verified.
    """
    made = recommendations(read).get("cohort")
    return _part(made["accepted_verified"], made["accepted"]) if made else NO_DATA


def users_who_found_it_clear(read: Figures) -> Measured:
    """Complainants who found it clear where their complaint stood ÷ those who answered that question, in per cent.

    Source: measure 2, outcome. Asked once a file has ended; "partly" is not counted as clear. The basis is shown.
    """
    answers = satisfaction(read).get("clear")
    return _part(answers["yes"], answers["n"]) if answers else NO_DATA


def custody_answers_in_time(read: Figures) -> Measured:
    """Answers about somebody held given within the day ÷ answers that fell due, in per cent.

    Source: the procedure's clock for custody inquiries (24 hours, then daily). Beside the plan's measures.
    """
    row = custody(read).get("answers")
    return _part(row["in_time"], row["due"]) if row else NO_DATA


COMPUTED: dict[str, Computation] = {
    function.__name__: function
    for function in (
        acknowledged_in_time,
        decided_in_time,
        complaints_received,
        nhri_questions_answered_in_20_days,
        remedies_verified,
        recommendations_verified_of_accepted,
        users_who_found_it_clear,
        custody_answers_in_time,
    )
}

# Which cells a value stands on, so that it is hidden together with them.
STANDS_ON: dict[str, tuple[str, ...]] = {
    "acknowledged_in_time": ("clocks.complaint.acknowledge.share_in_time",),
    "decided_in_time": ("clocks.complaint.decide.share_in_time",),
    "complaints_received": ("intake.complaint",),
    "nhri_questions_answered_in_20_days": ("oversight.questions.share_in_time",),
    "remedies_verified": (
        *("recommendations.due.due", "recommendations.due.verified"),
        *("recommendations.orders.due.due", "recommendations.orders.due.verified"),
    ),
    "recommendations_verified_of_accepted": ("recommendations.cohort.share_verified",),
    "users_who_found_it_clear": ("satisfaction.clear.share_yes",),
    "custody_answers_in_time": ("custody.answers.share_in_time",),
}


def _share(row: Mapping[str, Any]) -> Measured:
    return _part(row["in_time"], row["due"])


def _part(part: int, whole: int) -> Measured:
    found = share(part, whole)
    return Measured(Decimal(str(found)), whole) if found is not None else NO_DATA


def activities(
    indicator: Indicator, scope: Scope, period: Period, measures: Collection[int] = ()
) -> Measured:
    """Activities that began in the period and serve the indicator's measure, disputed and withdrawn ones left out.

    The plan file says which kinds count and what of them: the activities themselves, participant-days
    (participants × days of each that states both) or the quantity they name (titles supplied).
    `measures` are ids of those under which the indicator was known in earlier versions of the plan.
    An empty register is no data: nothing says that anybody keeps it.
    """
    if not _register(scope).filter(start__lte=period.end).exists():
        return NO_DATA
    found = _counted(indicator, scope, period, measures)
    if indicator.counted == Counted.PARTICIPANT_DAYS:
        rows = found.filter(participants__isnull=False).values_list("participants", "start", "end")
        return Measured(
            sum((Decimal(n or 0) * ((end - start).days + 1) for n, start, end in rows), Decimal())
        )
    if indicator.counted == Counted.QUANTITY:
        named = found.filter(quantity__isnull=False).values_list("quantity", flat=True)
        return Measured(sum((Decimal(count or 0) for count in named), Decimal()))
    return Measured(Decimal(found.count()))


GROUPS = ("women", "officers", "other_ranks", "civilians")


def participant_days(
    indicator: Indicator, scope: Scope, period: Period, measures: Collection[int] = ()
) -> dict[str, int | None]:
    """Participant-days of women and of each rank group, as far as activities state them; None where none does.

    Gender and rank group stand apart, never crossed. What is stated may be less than the whole.
    """
    rows = list(_counted(indicator, scope, period, measures).values_list("start", "end", *GROUPS))
    found: dict[str, int | None] = {}
    for place, group in enumerate(GROUPS, start=2):
        stated = [row[place] * ((row[1] - row[0]).days + 1) for row in rows if row[place] is not None]
        found[group] = sum(stated) if stated else None
    return found


def _register(scope: Scope) -> "QuerySet[Activity]":
    register = Activity.objects.standing()
    if not scope.is_region:
        register = register.filter(state=scope.state)
    if scope.institution:
        register = register.filter(institution__code=scope.institution)
    return register


def _counted(
    indicator: Indicator, scope: Scope, period: Period, measures: Collection[int]
) -> "QuerySet[Activity]":
    served = Activity.objects.filter(measures__in={indicator.measure_id, *measures}).values("pk")
    found = _register(scope).filter(start__gte=period.start, start__lte=period.end, pk__in=served)
    found = found.exclude(verdict=Verdict.DISPUTED)
    return found.filter(kind__in=indicator.kinds) if indicator.kinds else found
