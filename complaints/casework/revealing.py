"""The page that opens an identity, or for the head an original text: for a recorded reason, once, briefly."""

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from common import tenancy
from common.boxes import Tampered
from complaints import sealing
from complaints.casework import opening, reading, recognising, selectors
from complaints.casework.forms import ReasonForm
from complaints.casework.pages import file_of, page, to
from complaints.models import Person
from complaints.vocabulary import Part, PersonRole
from vault.services import Locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Known = tuple[str, dict[str, str] | None]  # a role, and what was sealed; None where a ciphertext is damaged
Shown = tuple["StrOrPromise", list[str] | None]  # as what, and what is known of them


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE, atomic=False)
@freshly_confirmed()
def open_part(request: StaffRequest, reference: str, part: str) -> HttpResponse:
    """Ask with a reason, and look once.

    Not one transaction: the entry is committed before the ticket exists, and the ticket is gone before
    anything is opened.
    """
    with tenancy.within(request.actor.state):
        file, front = file_of(request, reference)
        if part not in opening.ENTRIES or part not in file.with_reason:
            raise Http404
    if request.method == "GET" and _ticket(request, file, part).redeem():
        with tenancy.within(request.actor.state):
            return _opened(request, front, file, Part(part))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    is_locked = False
    if form.is_valid():
        try:
            opening.ask(
                ticket=_ticket(request, file, part),
                docket=file.docket,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            return to("case_open", file.case.reference, part)
        except Locked:
            is_locked = True
    with tenancy.within(request.actor.state):
        status = 422 if form.is_bound else 200
        return page(request, front, "open", status, form=form, file=file, part=part, is_locked=is_locked)


def _ticket(request: StaffRequest, file: reading.CaseFile, part: str) -> opening.Ticket:
    return opening.Ticket(file.docket.pk, request.actor.id, part, request.session.session_key or "")


def _opened(
    request: StaffRequest, front: selectors.Front, file: reading.CaseFile, part: Part
) -> HttpResponse:
    keys = opening.look(docket=file.docket, part=part, by=request.actor)
    texts = [file.telling(text, keys) for text in file.texts if sealing.part_of(text, file.case) == part]
    if part != Part.IDENTITY:
        return page(request, front, "opened", file=file, part=part, texts=texts)
    people = _people(file, keys)
    same = recognising.recognised(
        [identity for _role, identity in people if identity],
        docket=file.docket,
        by=request.actor,
        session=request.session.session_key or "",
    )
    shown = [_shown(role, identity) for role, identity in people]
    return page(request, front, "opened", file=file, part=part, texts=texts, people=shown, same=same)


def _people(file: reading.CaseFile, keys: sealing.Opened) -> list[Known]:
    """Everybody in the case."""
    key = keys.key(Part.IDENTITY)
    found: list[Known] = []
    for person in Person.objects.filter(state=file.actor.state, complaint=file.case).order_by("pk"):
        try:
            identity = json.loads(key.unseal(person.role, person.identity))
        except Tampered:
            identity = None
        found.append((person.role, identity))
    return found


def _shown(role: str, identity: dict[str, str] | None) -> Shown:
    return PersonRole(role).label, None if identity is None else opening.identity_lines(identity)
