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
from complaints.models.desk import Clock, Docket, Exclusion, Notice, Receipt, SearchText
from complaints.models.event import Event, EventLink
from complaints.models.tally import RegisterRow, Tally, TallyDelta

__all__ = [
    "Allegation",
    "CaseRow",
    "Clock",
    "Complaint",
    "Complaints",
    "Docket",
    "Ending",
    "Event",
    "EventLink",
    "Exclusion",
    "Notice",
    "NoticeAddress",
    "Person",
    "Receipt",
    "RegisterRow",
    "Request",
    "SearchText",
    "Tally",
    "TallyDelta",
    "Text",
]
