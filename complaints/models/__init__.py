"""What happened to whom, and where the case stands."""

from complaints.models.aftercare import SafetyTelling
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
from complaints.models.filing import FilingKey
from complaints.models.letter import Letter, LetterFile, RegisterCounter, RegisterNumber
from complaints.models.norms import Instrument, Norm, Party
from complaints.models.oversight import Agenda, AgendaLine, DigestChoice, Pattern, PatternRun
from complaints.models.proceeding import Approval, Proceeding
from complaints.models.queue import CaseTag, SavedSearch, Tag
from complaints.models.rules import CategoryName, ClockTerm
from complaints.models.tally import RegisterRow, Tally, TallyDelta
from complaints.models.transfer import Arrival, Partner, SigningKey, Transfer
from complaints.models.work import Check, Errand, Recommendation, RecommendationStep

__all__ = [
    "Agenda",
    "AgendaLine",
    "Allegation",
    "Approval",
    "Arrival",
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
    "FilingKey",
    "Instrument",
    "Letter",
    "LetterFile",
    "Norm",
    "Notice",
    "NoticeAddress",
    "Partner",
    "Party",
    "Pattern",
    "PatternRun",
    "Person",
    "Proceeding",
    "Receipt",
    "Recommendation",
    "RecommendationStep",
    "RegisterCounter",
    "RegisterNumber",
    "RegisterRow",
    "Registration",
    "Request",
    "SafetyTelling",
    "SavedSearch",
    "SearchText",
    "SigningKey",
    "Tag",
    "Tally",
    "TallyDelta",
    "Text",
    "Transfer",
]
