"""How far the plan has come."""

from reporting.models.activity import Activity, ActivityKind
from reporting.models.dossier import Comment, Dossier, DossierStage, Narrative, Side
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
from reporting.models.report import REGION, Edition, Report, ReportFile, Snapshot

__all__ = [
    "REGION",
    "Activity",
    "ActivityKind",
    "Addressee",
    "Comment",
    "Counted",
    "Direction",
    "Dossier",
    "DossierStage",
    "Edition",
    "Indicator",
    "IndicatorType",
    "Measure",
    "Narrative",
    "Objective",
    "Origin",
    "Phase",
    "Plan",
    "PlanStatus",
    "Reading",
    "Report",
    "ReportFile",
    "Side",
    "Snapshot",
    "Unit",
    "Verdict",
    "Verification",
]
