"""The independent body's list of what complainants told of their safety: who came to harm stands first."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common.boxes import Tampered
from complaints.casework import selectors
from complaints.casework.pages import page
from complaints.models import Docket, SafetyTelling, Text
from complaints.vocabulary import Part, Safety
from vault import services as vault

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 50  # the longest waiting


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told. `said` is "" where it is not open to whoever looks: then it must be read in the case."""

    reference: str
    told_at: datetime
    due_at: datetime
    is_late: bool
    is_theirs: bool = False  # to follow up: who holds the case, or the head
    is_harm: bool = False
    said: "StrOrPromise" = ""


@require_safe
@staff_view(Permission.INDEPENDENT)
def index(request: StaffRequest) -> HttpResponse:
    """What waits to be followed up."""
    now = timezone.now()
    front = selectors.front(request.actor, now=now)
    return page(request, front, "safety", lines=_lines(request.actor, now))


def _lines(actor: Actor, now: datetime) -> list[Line]:
    waiting = SafetyTelling.objects.visible_to(actor).filter(followed_at=None)
    rows = list(waiting.select_related("complaint", "text").order_by("due_at", "pk")[:SHOWN])
    held = _held(actor, rows)
    keys = vault.open_each(
        state=actor.state,
        subjects=held,
        keyring=actor.keyring,
        part=Part.ORIGINAL,
    )
    lines = [_line(row, keys, now, is_theirs=row.complaint_id in held) for row in rows]
    return sorted(lines, key=lambda line: (not line.is_harm, line.due_at))


def _held(actor: Actor, rows: list[SafetyTelling]) -> set[UUID]:
    """Cases whose answers are the actor's to read: a head's all, a reviewer's own."""
    cases = {row.complaint_id for row in rows}
    if actor.may(Permission.HEAD):
        return set(cases)
    mine = Docket.objects.filter(
        state=actor.state,
        complaint__in=cases,
        institution=actor.institution,
        assignee__in=selectors.mine(actor),
    )
    return set(mine.values_list("complaint_id", flat=True))


def _line(row: SafetyTelling, keys: dict[UUID, vault.CaseKey], now: datetime, *, is_theirs: bool) -> Line:
    said, is_harm = _said(row.text, keys.get(row.complaint_id))
    return Line(row.complaint.reference, row.told_at, row.due_at, row.due_at <= now, is_theirs, is_harm, said)


def _said(text: Text, key: vault.CaseKey | None) -> tuple["StrOrPromise", bool]:
    """What was chosen, never the words beside it: those are read in the case."""
    if key is None:
        return "", False
    if text.kind != Text.Kind.SAFETY:
        return _("A reprisal was reported"), True
    try:
        code = key.unseal(f"text:{text.pk}", text.body).partition("\n")[0]
    except Tampered:
        return "", False
    harmed = code == Safety.HARMED
    return (_("Came to harm") if harmed else _("Nothing of the kind")), harmed
