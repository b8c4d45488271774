"""The desk's pages for the file on paper: say that it is recorded, show it once, or save it once as a PDF."""

import json
from datetime import timedelta

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.models import User
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from common import storage, tenancy, tokens
from common.boxes import Tampered
from complaints.casework import handing
from complaints.casework.files import saved
from complaints.casework.pages import docket_of, file_of, to
from complaints.letters import printing, rendering
from complaints.letters.content import sized
from complaints.letters.pages import letter_page
from complaints.models import Docket

TWO_WAYS = ["GET", "HEAD", "POST"]
KEPT = timedelta(minutes=10)
"""How long a PDF of a file waits for whoever asked for it."""
PURPOSE = "print"
AGAIN = "2"  # seconds after which a browser looks whether the worker is done


def _name(request: StaffRequest) -> str:
    return request.user.name if isinstance(request.user, User) else ""


def _what(docket: Docket, request: StaffRequest) -> str:
    return f"print:{docket.pk}:{request.actor.id}"


def _session(request: StaffRequest) -> str:
    return request.session.session_key or ""


@require_http_methods(TWO_WAYS)
@staff_view(Permission.QUEUE, atomic=False)
@freshly_confirmed()
def ask(request: StaffRequest, reference: str) -> HttpResponse:
    """What printing means, and the entry in the record; then the pages, once."""
    with tenancy.within(request.actor.state):
        file, front = file_of(request, reference)
        if request.method != "POST":
            return letter_page(request, front, "print_ask", file=file)
    as_pdf = request.POST.get("form") == "pdf"
    printing.note(docket=file.docket, by=request.actor, as_pdf=as_pdf, now=timezone.now())
    ticket = handing.issue(_what(file.docket, request), session=_session(request))
    if as_pdf:
        with tenancy.within(request.actor.state):
            _begin(request, reference, ticket)
        return to("case_print_pdf", file.case.reference, ticket)
    return to("case_print_sheet", file.case.reference, ticket)


@require_safe
@staff_view(Permission.QUEUE)
def sheet(request: StaffRequest, reference: str, ticket: str) -> HttpResponse:
    """The file to be printed by the browser: once, in the session that asked."""
    file, front = file_of(request, reference)
    if not handing.spend(ticket, _what(file.docket, request), session=_session(request)):
        raise Http404
    pages = printing.sheet(file, printed_by=_name(request))
    return letter_page(request, front, "print", file=file, sheet=pages)


# --- as a PDF ---------------------------------------------------------------------------------------------


def _place(ticket: str, request: StaffRequest) -> str:
    return f"{PURPOSE}:{_session(request)}:{request.actor.id}:{ticket}"


def _begin(request: StaffRequest, reference: str, ticket: str) -> None:
    """Hand the pages to a worker; the file's name and key wait for the session that asked."""
    file, _front = file_of(request, reference)
    name, key = storage.promised()
    rendering.ask(
        state=request.actor.state,
        name=name,
        key=key,
        sheet=printing.sheet(file, printed_by=_name(request)),
        now=file.now,
    )
    told = json.dumps([file.case.reference, name, key.hex()])
    sealed = tokens.make(told, purpose=PURPOSE, now=file.now, lasts=KEPT)
    cache.set(_place(ticket, request), sealed, timeout=KEPT.seconds)


def _waiting(request: StaffRequest, reference: str, ticket: str) -> tuple[str, bytes]:
    """Name and key of the PDF. 404 for what was fetched, never asked for, or asked for elsewhere."""
    try:
        sealed = cache.get(_place(ticket, request)) or ""
        of, name, key = json.loads(tokens.read(sealed, purpose=PURPOSE, now=timezone.now()))
    except tokens.NoToken:
        raise Http404 from None
    if of != reference:
        raise Http404
    return name, bytes.fromhex(key)


@require_http_methods(TWO_WAYS)
@staff_view(Permission.QUEUE)
def pdf(request: StaffRequest, reference: str, ticket: str) -> HttpResponseBase:
    """The PDF of the file: being made, ready, and saved once."""
    reference = docket_of(request, reference).complaint.reference  # it may be theirs no more
    name, key = _waiting(request, reference, ticket)
    is_ready = storage.waits(name)
    if request.method == "POST" and is_ready:
        return _handed_over(request, reference, ticket, name, key)
    file, front = file_of(request, reference)
    answer = letter_page(request, front, "print_pdf", file=file, is_ready=is_ready)
    if not is_ready:
        answer.headers["Refresh"] = AGAIN
    return answer


def _handed_over(
    request: StaffRequest, reference: str, ticket: str, name: str, key: bytes
) -> HttpResponseBase:
    # Of two who delete a key, Redis tells one that it was there.
    if not cache.delete(_place(ticket, request)):
        raise Http404
    try:
        size, chunks = sized(name, key)
        pages = b"".join(chunks)
    except (storage.Gone, Tampered):
        raise Http404 from None
    storage.forget(name)
    return saved([pages], size=size, name=f"{reference}.pdf")
