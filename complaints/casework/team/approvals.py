"""Proposals that wait for whoever approves, and cases that reviewers ask to be given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actor import Actor
from accounts.models import State, User
from accounts.roles import Permission
from common import keyset
from complaints.casework.queue.finding import Page, drawn
from complaints.casework.queue.rows import Row, rows
from complaints.casework.selectors import actors, visible_to
from complaints.models import Allegation, Docket
from complaints.models.case import PROPOSING
from complaints.vocabulary import Stage, Standing

if TYPE_CHECKING:
    from complaints.casework.queue.finding import Drawn

ORDER = ("sort_due", "pk")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case in which somebody proposed something; `action` is what the approver may do about it."""

    row: Row
    action: str
    by: User | None
    is_own: bool  # proposed by the reader, so that somebody else must decide


def proposals(actor: Actor) -> QuerySet[Docket]:
    """Cases that one's institution leads, in which a rejection or a finding is proposed and not decided."""
    if not actor.may(Permission.APPROVE):
        return Docket.objects.none()
    leads = visible_to(actor).filter(is_open=True, standing=Standing.LEAD)
    proposed = leads.filter(complaint__stage__in=PROPOSING).exclude(complaint__proposed_by="")
    rejection = proposed.filter(complaint__stage=Stage.SCREENING).exclude(complaint__proposed_rejection="")
    alleged = Allegation.objects.filter(state=actor.state, complaint_id=OuterRef("complaint_id"))
    finding = proposed.exclude(complaint__stage=Stage.SCREENING).filter(Exists(alleged.exclude(proposed="")))
    return rejection | finding


def asked_for(actor: Actor) -> QuerySet[Docket]:
    """Open cases of one's institution that a reviewer asks to be given."""
    if not actor.may(Permission.ASSIGN):
        return Docket.objects.none()
    return visible_to(actor).filter(is_open=True, wanted_by__isnull=False)


def page(
    actor: Actor, *, state: State, now: datetime, language: str, data: Mapping[str, str]
) -> "tuple[list[Proposal], keyset.Page[Drawn]]":
    """One page of what waits for approval, by deadline."""
    found = keyset.page(drawn(actor, proposals(actor)), by=ORDER, data=data)
    people = _people(docket.complaint.proposed_by for docket in found.rows)
    lines = rows(Page(found.rows, None), state=state, now=now, language=language)
    return [_proposal(row, people, actor) for row in lines], found


def _people(ids: Iterable[str]) -> dict[str, User]:
    wanted = {UUID(by.removeprefix("user:")) for by in ids if by.startswith("user:")}
    return {f"user:{user.pk}": user for user in actors(wanted)}


def _proposal(row: Row, people: Mapping[str, User], actor: Actor) -> Proposal:
    by = row.case.proposed_by
    action = "reject" if row.case.stage == Stage.SCREENING else "approve_findings"
    return Proposal(row, action, people.get(by), by == actor.id)


def asked_page(actor: Actor, *, data: Mapping[str, str]) -> "keyset.Page[Drawn]":
    """One page of what reviewers ask for, by deadline."""
    return keyset.page(drawn(actor, asked_for(actor)).select_related("wanted_by"), by=ORDER, data=data)
