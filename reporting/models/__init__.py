"""How far the plan has come."""

from reporting.models.activity import Activity, ActivityKind
from reporting.models.plan import (
    Addressee,
    Counted,
    Direction,
    Indicator,
    IndicatorType,
    Measure,
    Objective,
    Origin,
    Phase,
    Plan,
    PlanStatus,
    Reading,
    Unit,
    Verdict,
    Verification,
)
from reporting.models.report import REGION, Edition, Report, ReportFile, ReportStage, Snapshot
from reporting.models.statistics import ClosedQuarter

__all__ = [
    "REGION",
    "Activity",
    "ActivityKind",
    "Addressee",
    "ClosedQuarter",
    "Counted",
    "Direction",
    "Edition",
    "Indicator",
    "IndicatorType",
    "Measure",
    "Objective",
    "Origin",
    "Phase",
    "Plan",
    "PlanStatus",
    "Reading",
    "Report",
    "ReportFile",
    "ReportStage",
    "Snapshot",
    "Unit",
    "Verdict",
    "Verification",
]
