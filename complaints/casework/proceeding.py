"""Putting on file what was said, held or found, and agreeing to minutes."""

import hashlib
import json
from collections.abc import Mapping

from complaints import sealing
from complaints.casework.effects import effect
from complaints.casework.guards import minutes_awaiting
from complaints.casework.step import Filed, Missing, Step
from complaints.evidence import services as evidence
from complaints.hearings import APPROVALS, ProceedingKind
from complaints.models import Approval, Evidence, Proceeding
from complaints.moves import Ask
from complaints.vocabulary import Part


@effect("put_on_file")
def put_on_file(step: Step) -> None:
    """Sealed where this institution's words lie; a correction takes the place of what it corrects."""
    given, body = step.given.proceeding, step.by.institution
    if given is None or body is None or given.kind not in ProceedingKind.values:
        raise Missing(Ask.PROCEEDING)
    _check(step, given)
    part = step.own_part
    row = Proceeding(state=step.case.state, complaint=step.case, kind=given.kind, institution=body, part=part)
    row.key_number = step.case.released_key if part == Part.RELEASED else 1
    row.held_on, row.ends_on, row.replaces = given.held_on, given.ends_on, given.replaces
    row.present, row.recused = list(given.present), list(given.recused)
    row.added_at, row.added_by = step.now, step.by.id
    words = json.dumps(dict(given.words), ensure_ascii=False)
    row.body = step.opened.key(part).seal(f"proceeding:{row.pk}", words)
    row.file = _file(step)
    row.save(force_insert=True)
    step.details["kind"] = row.kind
    step.details["proceeding"] = f"{row.pk}:{hashlib.sha256(row.body).hexdigest()}"


def _check(step: Step, given: Filed) -> None:
    """Nobody sits in a session from which they are recused; what is corrected is one's own and not corrected yet."""
    if set(given.present) & set(given.recused):
        raise Missing(Ask.PROCEEDING)
    if given.kind == ProceedingKind.SESSION and not given.present:
        raise Missing(Ask.PROCEEDING)
    if given.replaces:
        old = Proceeding.objects.filter(
            complaint=step.case, pk=given.replaces, kind=given.kind, institution=step.by.institution
        )
        if not old.exists() or Proceeding.objects.filter(replaces=given.replaces).exists():
            raise Missing(Ask.PROCEEDING)


def _file(step: Step) -> Evidence | None:
    """A scan goes where all files of the case lie, under the original key: to who holds it."""
    if not step.given.files:
        return None
    step.files += evidence.attach(
        case=step.case,
        tokens=step.given.files[:1],
        key=step.opened.key(Part.ORIGINAL),
        by=step.by.id,
        now=step.now,
    )
    return Evidence.objects.filter(complaint=step.case).order_by("-number").first()


@effect("approve_minutes")
def approve(step: Step) -> None:
    """One of two members who agree: present, not recused, and not whoever wrote them."""
    row = minutes_awaiting(step)
    assert row is not None  # noqa: S101  # the row's condition
    Approval.objects.create(state=step.case.state, proceeding=row, by=step.by.id, at=step.now)
    step.details["proceeding"] = str(row.pk)
    step.details["approvals"] = min(row.approvals.count(), APPROVALS)


def unsealed(row: Proceeding, opened: sealing.Opened) -> Mapping[str, object]:
    """What a row says. Raises `vault.Locked`, `boxes.Tampered`."""
    key = opened.named(sealing.compartment(row.part, row.key_number), row.part)
    found: dict[str, object] = json.loads(key.unseal(f"proceeding:{row.pk}", row.body))
    return found
