"""What happened to whom, and where the case stands."""

from complaints.models.case import (
    Allegation,
    CaseRow,
    Complaint,
    Complaints,
    Ending,
    NoticeAddress,
    Person,
    Request,
    Text,
)
from complaints.models.claims import Claim
from complaints.models.desk import (
    Clock,
    Departure,
    Docket,
    Exclusion,
    Notice,
    Receipt,
    Registration,
    SearchText,
)
from complaints.models.event import Event, EventLink
from complaints.models.evidence import Evidence
from complaints.models.letter import Letter, LetterFile, RegisterCounter, RegisterNumber
from complaints.models.norms import Instrument, Norm, Party
from complaints.models.oversight import Agenda, AgendaLine, DigestChoice, Pattern, PatternRun
from complaints.models.queue import CaseTag, SavedSearch, Tag
from complaints.models.rules import CategoryName, ClockTerm
from complaints.models.tally import RegisterRow, Tally, TallyDelta
from complaints.models.work import Check, Errand, Recommendation, RecommendationStep

__all__ = [
    "Agenda",
    "AgendaLine",
    "Allegation",
    "CaseRow",
    "CaseTag",
    "CategoryName",
    "Check",
    "Claim",
    "Clock",
    "ClockTerm",
    "Complaint",
    "Complaints",
    "Departure",
    "DigestChoice",
    "Docket",
    "Ending",
    "Errand",
    "Event",
    "EventLink",
    "Evidence",
    "Exclusion",
    "Instrument",
    "Letter",
    "LetterFile",
    "Norm",
    "Notice",
    "NoticeAddress",
    "Party",
    "Pattern",
    "PatternRun",
    "Person",
    "Receipt",
    "Recommendation",
    "RecommendationStep",
    "RegisterCounter",
    "RegisterNumber",
    "RegisterRow",
    "Registration",
    "Request",
    "SavedSearch",
    "SearchText",
    "Tag",
    "Tally",
    "TallyDelta",
    "Text",
]
