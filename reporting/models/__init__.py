"""How far the plan has come."""

from reporting.models.activity import PARTNER, Activity, ActivityKind, EarlierActivity
from reporting.models.document import Document
from reporting.models.dossier import Comment, Dossier, DossierStage, Narrative, Side
from reporting.models.plan import (
    Addressee,
    Counted,
    Direction,
    EarlierReading,
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
from reporting.models.statistics import ClosedQuarter
from reporting.models.version import DraftStage, PlanDraft, Succession

__all__ = [
    "PARTNER",
    "REGION",
    "Activity",
    "ActivityKind",
    "Addressee",
    "ClosedQuarter",
    "Comment",
    "Counted",
    "Direction",
    "Document",
    "Dossier",
    "DossierStage",
    "DraftStage",
    "EarlierActivity",
    "EarlierReading",
    "Edition",
    "Indicator",
    "IndicatorType",
    "Measure",
    "Narrative",
    "Objective",
    "Origin",
    "Phase",
    "Plan",
    "PlanDraft",
    "PlanStatus",
    "Reading",
    "Report",
    "ReportFile",
    "Side",
    "Snapshot",
    "Succession",
    "Unit",
    "Verdict",
    "Verification",
]
