"""Use cases of plan versions at the Secretariat: uploading a file, mapping, asking to load it, putting it aside."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor, require
from accounts.changes import services as changes
from accounts.changes.models import Change
from accounts.roles import Permission
from common import tenancy
from common.languages import clean_text
from reporting import plan_file, plan_loading, plan_mapping, progress
from reporting.models import REGION, DraftStage, Plan, PlanDraft
from reporting.plan_file import PlanFile

KIND = "plan_version"


class NotNow(Exception):
    """The draft can't go that way; the sentence says why."""


def drafts(by: Actor) -> "models.QuerySet[PlanDraft]":
    """Uploaded files, newest first: for whoever may load a plan."""
    rows = PlanDraft.objects.all()
    return rows if by.may(Permission.PLAN) else rows.none()


@transaction.atomic
def upload(*, name: str, content: bytes, by: Actor, now: datetime) -> PlanDraft:
    """Keep a file that is in order, to be looked at. Raises `Refused`, and `FileRefused` with every mistake."""
    require(by, Permission.PLAN)
    text = plan_file.text_of(content)
    file = plan_file.from_text(text)
    return PlanDraft.objects.create(
        code=file.plan["code"],
        version=file.plan["version"],
        name=clean_text(name)[-120:],
        content=text,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by.id,
        uploaded_at=now,
    )


def read(draft: PlanDraft) -> PlanFile:
    """What a draft says. It was in order when it was uploaded."""
    return plan_file.from_text(draft.content)


def stored(draft: PlanDraft) -> Plan | None:
    """The version of this name that is stored already: the draft then changes it in its place."""
    return Plan.objects.filter(code=draft.code, version=draft.version).first()


def before(draft: PlanDraft) -> Plan | None:
    """What the draft is compared with: the version it changes, else the one in force."""
    return stored(draft) or progress.current_plan()


def needs_mapping(draft: PlanDraft) -> bool:
    """Whether a person must say which indicators go on: a new version beside one that is in force."""
    return stored(draft) is None and progress.current_plan() is not None


@transaction.atomic
def map_draft(*, draft: UUID, pairs: Mapping[str, str], by: Actor, now: datetime) -> PlanDraft:
    """Confirm which indicators go on. `pairs`: new code → old code, "" for a line that begins anew.

    Raises `Refused`, `NotNow` and `plan_mapping.NotMappable`.
    """
    require(by, Permission.PLAN)
    row = _open(draft)
    current = progress.current_plan()
    if current is None or not needs_mapping(row):
        raise NotNow(_("There is no earlier version whose indicators could go on."))
    old, new = plan_mapping.of_plan(current), plan_mapping.of_file(read(row))
    row.mapping = plan_mapping.checked(pairs, old, new)
    row.mapped_by, row.mapped_at = by.id, now
    row.save()
    return row


def ask(*, draft: UUID, reason: str, by: Actor, now: datetime) -> Change:
    """Load a draft; an official text waits for a second signature first.

    Raises `Refused`, `NotNow`, `changes.AlreadyWaiting` and `Unacceptable` (a missing reason).
    """
    require(by, Permission.PLAN)
    with tenancy.within(REGION):
        row = _open(draft)
        if needs_mapping(row) and row.mapping is None:
            raise NotNow(_("Say first which indicators go on from the version in force."))
        made = changes.propose(
            kind=KIND, state=REGION, after={"draft": str(row.pk)}, reason=reason, by=by, now=now
        )
        if made.applied_at is None:
            row.stage = DraftStage.ASKED
            row.save(update_fields=["stage"])
    return made


def apply(*, draft: UUID, by: Actor, now: datetime) -> None:
    """Load it: called by its change, in the change's transaction."""
    row = PlanDraft.objects.select_for_update().get(pk=draft)
    old, file = progress.current_plan(), read(row)
    plan_loading.load(file, by=by, now=now)
    new = Plan.objects.get(code=row.code, version=row.version)
    if row.mapping is not None and old is not None and old.pk != new.pk:
        plan_mapping.confirm(old=old, new=new, pairs=row.mapping, by=row.mapped_by, recorder=by, now=now)
    row.stage, row.ended_by, row.ended_at = DraftStage.LOADED, by.id, now
    row.save()


@transaction.atomic
def drop(*, draft: UUID, by: Actor, now: datetime) -> PlanDraft:
    """Put a draft aside. One that waits for a signature is first withdrawn or refused there."""
    require(by, Permission.PLAN)
    row = _open(draft)
    row.stage, row.ended_by, row.ended_at = DraftStage.DROPPED, by.id, now
    row.save()
    return row


def _open(draft: UUID) -> PlanDraft:
    row = PlanDraft.objects.select_for_update().get(pk=draft)
    if row.stage == DraftStage.ASKED and not _waits(row):
        row.stage = DraftStage.OPEN  # its change was refused or withdrawn
    if row.stage != DraftStage.OPEN:
        raise NotNow(_("This file is no longer open: it was loaded, put aside, or waits for a signature."))
    return row


def _waits(row: PlanDraft) -> bool:
    waiting = Change.objects.waiting().filter(state=REGION, kind=KIND)
    return any(change.after.get("draft") == str(row.pk) for change in waiting)


def stage_of(row: PlanDraft) -> DraftStage:
    """How a draft stands now, whatever became of its signature."""
    if row.stage == DraftStage.ASKED and not _waits(row):
        return DraftStage.OPEN
    return DraftStage(row.stage)


def history() -> list[Plan]:
    """Every version that was loaded, the one in force first."""
    return list(Plan.objects.order_by("-is_current", models.F("loaded_at").desc(nulls_last=True), "-pk"))


@transaction.atomic
def map_current(*, pairs: Mapping[str, str], old: Plan, by: Actor, now: datetime) -> int:
    """Say of the version in force which indicators go on from an earlier one: for a version loaded by command.

    Raises `Refused`, `NotNow` and `plan_mapping.NotMappable`.
    """
    require(by, Permission.PLAN)
    current = progress.current_plan()
    if current is None or current.pk == old.pk:
        raise NotNow(_("There is no earlier version whose indicators could go on."))
    return plan_mapping.confirm(old=old, new=current, pairs=pairs, by=by.id, recorder=by, now=now)
