"""Effects of deciding: findings, the notice, remedies, reviews."""

from complaints import tallies
from complaints.casework import parts
from complaints.casework.effects import check_finding, effect, to_complainant
from complaints.casework.step import Missing, Step
from complaints.models import Text
from complaints.moves import Ask
from complaints.vocabulary import Finding, Part, Stage


@effect("approve_findings")
def approve_findings(step: Step) -> None:
    """The second person's act that makes proposals findings. The NHRI sees what a ministry did not find
    proven five working days before the complainant does."""
    for row in step.allegations:
        if row.suspended_at is None:
            row.finding, row.decided_at, row.decided_by = row.proposed, step.now, step.by.id
    findings = [row.finding for row in step.allegations]
    step.case.outcome = tallies.outcome_of(findings)
    step.case.decided_by = step.by.id
    step.write(Text.Kind.REASONS, step.given.message)
    overseen = (
        parts.independent_docket(step.dockets) is not None and step.lead.institution.kind == "authority"
    )
    if overseen and Finding.NOT_SUBSTANTIATED in findings:
        step.starts.insert(0, "nhri_preview")  # the notice follows it


@effect("notify_outcome")
def notify_outcome(step: Step) -> None:
    step.case.notified_at = step.now


@effect("recommend_remedy", "order_remedy")
def remedy(step: Step) -> None:
    """Tells the complainant the outcome as well, where nobody had."""
    to_complainant(step)
    step.case.notified_at = step.case.notified_at or step.now
    step.case.implemented_at = None


@effect("report_implemented")
def report_implemented(step: Step) -> None:
    step.write(Text.Kind.ANSWER, step.given.answer, Part.RELEASED)
    step.case.implemented_at = step.now


@effect("request_review")
def request_review(step: Step) -> None:
    step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)


@effect("uphold")
def uphold(step: Step) -> None:
    """The decision stands and is final; the complainant is told next."""
    step.case.is_final = True
    _decide_again(step)


@effect("overturn")
def overturn(step: Step) -> None:
    """A new version of the decision, or facts to be found again (see `afresh`)."""
    step.case.version += 1
    if step.given.choice == Stage.INVESTIGATING:
        step.write(Text.Kind.REASONS, step.given.message)
        return
    _find_anew(step)
    step.starts[:] = ["outcome_notice"]
    _decide_again(step)


def _decide_again(step: Step) -> None:
    """A reviewer's decision takes the place of the old one: its notice and its time for review are new."""
    step.write(Text.Kind.REASONS, step.given.message)
    step.case.decided_by = step.by.id
    step.case.notified_at = step.case.outcome_opened_at = None


def _find_anew(step: Step) -> None:
    found = step.given.findings
    if not found or not set(found) <= {row.pk for row in step.allegations}:
        raise Missing(Ask.FINDINGS)
    for row in step.allegations:
        finding, disposition = found.get(row.pk, ("", ""))
        check_finding(finding, disposition)
        row.finding, row.disposition = finding or row.finding, disposition or row.disposition
        if finding:
            row.decided_at, row.decided_by = step.now, step.by.id
    step.case.outcome = tallies.outcome_of(row.finding for row in step.allegations)


def afresh(step: Step) -> None:
    """Facts are found again: what was proposed and decided before no longer counts."""
    case = step.case
    case.outcome = case.proposed_by = case.proposed_rejection = case.decided_by = ""
    case.notified_at = case.outcome_opened_at = case.implemented_at = None
    case.is_final = False
    for row in step.allegations:
        row.proposed = row.finding = row.disposition = row.decided_by = ""
        row.decided_at = None
