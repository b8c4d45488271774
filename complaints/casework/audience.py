"""Who is told of a step: of the institutions that have the case those that may know of it, and there whom."""

import json
from uuid import UUID

from accounts import selectors as accounts
from accounts.roles import Role
from complaints import deadlines
from complaints.casework import absence, parts, silence
from complaints.models import Docket
from record.models import Entry

APPROVERS = (Role.SUPERVISOR, Role.NHRI_HEAD)
# What an institution does among its own people; the other one is not told.
OWN_AFFAIRS = frozenset(
    {
        *("note", "assign", "handed_over", "ask_for", "exclude", "opened", "write", "lift_exclusion"),
        *("put_on_file", "approve_minutes"),
        *("check", "uncheck", "errand", "errand_done", "errand_dropped", "errand_taken"),
        *("identity_opened", "original_opened", "file_opened", "link_event", "unlink_event"),
        *("letter_sent", "letter_received", "letter_made", "letter_scanned", "letter_opened", "file_printed"),
        "letter_read",
        *("tagged", "untagged"),
    }
)
NEVER_TOLD = frozenset(
    {"report_reprisal", "ask_safety", "answer_safety", "follow_up_safety", "safety_overdue"}
)  # whoever may be behind it
TO_APPROVERS = frozenset(
    {
        *("submit", "from_request", "transferred_in", "change_mode", "record_facts", "ask_for", "overdue"),
        *("answer_safety", "report_reprisal", "safety_overdue", "propose_rejection", "propose_finding"),
        silence.REMIND,
        silence.PRESS,
    }
)


def told_of(dockets: list[Docket], cause: Entry) -> set[UUID]:
    """Whoever holds the case at each institution; the approvers where nobody does or where they must act."""
    if cause.what == "errand":  # whoever is to do it, and nobody else
        owner = json.loads(cause.details).get("owner", "")
        return {UUID(owner.removeprefix("user:"))} if owner else set()
    audience: set[UUID] = set()
    for docket in _concerned(dockets, cause):
        holding = set(accounts.staff_with(absence.LEADING, [docket.institution_id]))
        held = docket.assignee_id in holding  # who left holds nothing, whatever the docket says
        if not held or cause.what in TO_APPROVERS:
            audience |= set(accounts.staff_with(APPROVERS, [docket.institution_id]))
        if held and docket.assignee_id is not None:
            audience.add(docket.assignee_id)
    return audience


def _concerned(dockets: list[Docket], cause: Entry) -> list[Docket]:
    """The institutions that learn of a step."""
    independent = parts.independent_docket(dockets)
    if cause.what in NEVER_TOLD and independent:  # whoever may be behind it does not
        return [independent]
    if cause.what == "add_evidence":  # whoever leads, and the independent body
        return [row for row in dockets if row in (parts.lead_docket(dockets), independent)]
    if cause.what in OWN_AFFAIRS and cause.by.startswith("user:"):
        return [row for row in dockets if _is_of(row, cause)]
    if cause.what == "overdue":
        told = json.loads(cause.details)["told"]
        lead = [parts.lead_docket(dockets)] if deadlines.Escalation.APPROVER in told else []
        beyond = [independent] if independent and deadlines.Escalation.INDEPENDENT in told else []
        return lead + beyond
    return dockets


def _is_of(docket: Docket, cause: Entry) -> bool:
    """Whether an institution's own people did it, or it was done to one of them: who holds its case then?"""
    people = (cause.by, json.loads(cause.details).get("person", ""))
    return any(accounts.is_of(one, docket.institution_id) for one in people)
