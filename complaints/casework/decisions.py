"""Effects of deciding: findings, the notice, remedies, reviews."""

from complaints import tallies
from complaints.casework import fates, parts
from complaints.casework.effects import effect, to_complainant
from complaints.casework.step import Ground, Missing, Step
from complaints.models import Allegation, Request, Text
from complaints.moves import Ask
from complaints.vocabulary import Disposition, Finding, Reviewed, Stage
from complaints.work import Standard


def _chosen(step: Step, row: Allegation) -> tuple[str, str]:
    """The finding and disposition given for an allegation. Raises `Missing` for a code that does not exist; empty
    ones leave things as they are."""
    finding, disposition = step.given.findings.get(row.pk, ("", ""))
    if finding not in ("", *Finding.values) or disposition not in ("", *Disposition.values):
        raise Missing(Ask.FINDINGS)
    return finding, disposition


def _ground(step: Step, row: Allegation, finding: str) -> None:
    """By which standard and why, sealed like the reasons of the decision."""
    given = step.given.grounds.get(row.pk, Ground())
    if given.standard not in ("", *Standard.values):
        raise Missing(Ask.FINDINGS)
    row.standard = given.standard or row.standard
    row.for_silence = given.for_silence and finding == Finding.UNDETERMINED
    if given.for_silence and not (row.for_silence and _was_silent(step)):
        raise Missing(Ask.FINDINGS)
    if given.reasons.strip():
        row.reasons = step.write(Text.Kind.FINDING, given.reasons, step.decision_part)


def _was_silent(step: Step) -> bool:
    """Whether a question to the authority stayed without an answer and work went on."""
    gone_on = Request.objects.filter(complaint=step.case, answered_at=None, gone_on_at__isnull=False)
    return gone_on.exists()


@effect("propose_finding")
def propose_finding(step: Step) -> None:
    """A proposed finding and disposition for allegations of the case, which the second person approves or not."""
    if not set(step.given.findings) <= {row.pk for row in step.allegations}:
        raise Missing(Ask.FINDINGS)
    for row in step.allegations:
        finding, disposition = _chosen(step, row)
        row.proposed_disposition = disposition or row.proposed_disposition
        if finding:
            row.proposed, row.proposed_at, row.proposed_by = finding, step.now, step.by.id
            _ground(step, row, finding)
    step.case.proposed_by = step.by.id


@effect("approve_findings")
def approve_findings(step: Step) -> None:
    """The second person's act that makes proposals findings. The NHRI sees what a ministry did not find
    proven five working days before the complainant does."""
    for row in step.allegations:
        if row.suspended_at is None:
            row.finding, row.decided_at, row.decided_by = row.proposed, step.now, step.by.id
            row.disposition = row.proposed_disposition or row.disposition
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
    """Tells the complainant the outcome as well, where nobody had; each thing to be put right is a row."""
    to_complainant(step)
    fates.make(step, is_order=step.move.action == "order_remedy")
    step.case.notified_at = step.case.notified_at or step.now
    step.case.implemented_at = None


@effect("request_review")
def request_review(step: Step) -> None:
    step.write(Text.Kind.FROM_COMPLAINANT, step.given.message)


@effect("uphold")
def uphold(step: Step) -> None:
    """The decision stands and is final; the complainant is told next."""
    step.case.is_final = True
    _conclude(step, Reviewed.UPHELD)
    _decide_again(step)


@effect("overturn")
def overturn(step: Step) -> None:
    """A new version of the decision, or facts to be found again (see `afresh`)."""
    step.case.version += 1
    _conclude(step, Reviewed.OVERTURNED)
    fates.set_aside(step)
    if step.given.choice == Stage.INVESTIGATING:
        step.write(Text.Kind.REASONS, step.given.message, step.decision_part)
        return
    _find_anew(step)
    step.starts[:] = ["outcome_notice"]
    _decide_again(step)


def _conclude(step: Step, result: Reviewed) -> None:
    """Its clock keeps how the review ended."""
    for clock in step.clocks:
        if clock.kind == "review_decision" and clock.ended_at is None:
            clock.result = result
            clock.save(update_fields=["result"])


def _decide_again(step: Step) -> None:
    """A reviewer's decision takes the place of the old one: its notice and its time for review are new."""
    step.write(Text.Kind.REASONS, step.given.message, step.decision_part)
    step.case.decided_by = step.by.id
    step.case.notified_at = step.case.outcome_opened_at = None


def _find_anew(step: Step) -> None:
    found = step.given.findings
    if not found or not set(found) <= {row.pk for row in step.allegations}:
        raise Missing(Ask.FINDINGS)
    for row in step.allegations:
        finding, disposition = _chosen(step, row)
        row.finding, row.disposition = finding or row.finding, disposition or row.disposition
        if finding:
            _ground(step, row, finding)
            row.decided_at, row.decided_by = step.now, step.by.id
    step.case.outcome = tallies.outcome_of(row.finding for row in step.allegations)


def afresh(step: Step) -> None:
    """Facts are found again: what was proposed and decided before no longer counts."""
    case = step.case
    case.outcome = case.proposed_by = case.proposed_rejection = case.decided_by = ""
    case.notified_at = case.outcome_opened_at = case.implemented_at = None
    case.is_final = False
    for row in step.allegations:
        row.proposed = row.finding = row.proposed_disposition = row.disposition = row.standard = ""
        row.proposed_by = row.decided_by = ""
        row.proposed_at = row.decided_at = row.reasons = None
        row.for_silence = False
    fates.set_aside(step)
