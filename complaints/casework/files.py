"""The desk's pages for files: what a case file lists, the page before one is opened, and the file itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import tenancy
from common.boxes import Tampered
from common.storage import Gone
from complaints import sealing
from complaints.casework import handing, reading, selectors
from complaints.casework.forms import ReasonForm
from complaints.casework.pages import file_of, page, to
from complaints.evidence import selectors as evidence
from complaints.evidence.kinds import EXTENSIONS, NotTaken
from complaints.evidence.services import Handed, content, copy_of, described
from complaints.models import Evidence
from complaints.vocabulary import FileKind, Part
from vault import services as vault
from vault.services import Locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Files:
    """What a case file says of its files to this reader."""

    rows: list[evidence.Listed]
    leave: handing.Leave

    @property
    def kinds(self) -> list[tuple["StrOrPromise", int]]:
        """How many of each kind: all a ministry is told."""
        return [(kind.label, count) for kind, count in Counter(row.kind for row in self.rows).items()]

    @property
    def is_locked(self) -> bool:
        """This reader may open them without a reason, and holds no key now."""
        free = self.leave.is_given and not self.leave.needs_reason
        return free and any(row.told is None and not row.is_damaged for row in self.rows)


def of_case(file: reading.CaseFile) -> Files:
    """The files of a case file, as far as role and keys reach."""
    given = handing.leave(file.actor, file.docket)
    if not file.has("files"):
        return Files([], given)
    opened = file.opened if given.is_given and not given.needs_reason else sealing.Opened(file.case, {})
    return Files(evidence.of_case(file.case, opened), given)


def _row(file: reading.CaseFile, pk: UUID) -> Evidence:
    """The file, for whoever may open it; 404 for everybody else, as for what does not exist."""
    row = evidence.one(file.case, pk) if handing.leave(file.actor, file.docket).is_given else None
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE, atomic=False)
def open_file(request: StaffRequest, reference: str, file: UUID) -> HttpResponse:
    """What opening a file means, and opening it: the entry is committed before the ticket exists."""
    with tenancy.within(request.actor.state):
        case, front = file_of(request, reference)
        _row(case, file)
        is_scan = evidence.is_scan(case.case, file)
    is_copy = is_scan or "copy" in request.POST
    needs_reason = handing.leave(request.actor, case.docket).needs_reason
    form = ReasonForm(request.POST if request.method == "POST" else None) if needs_reason else None
    is_locked = False
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            ticket = handing.ask(
                docket=case.docket,
                file=file,
                by=request.actor,
                reason=form.cleaned_data["reason"] if form else "",
                session=request.session.session_key or "",
                now=timezone.now(),
                is_copy=is_copy,
            )
            address = "case_file_copy" if is_copy else "case_file_out"
            return to(address, case.case.reference, str(file), ticket)
        except Locked:
            is_locked = True
    with tenancy.within(request.actor.state):
        return _page(request, front, case, file, form=form, is_locked=is_locked, is_scan=is_scan)


def _page(
    request: StaffRequest, front: selectors.Front, case: reading.CaseFile, file: UUID, **extra: Any
) -> HttpResponse:
    listed = of_case(case)
    one = next(row for row in listed.rows if row.id == file)
    extra = {"form": None, "is_locked": False, "is_damaged": one.is_damaged, **extra}
    extra["is_locked"] = extra["is_locked"] or listed.is_locked
    status = 422 if request.method == "POST" or extra["is_damaged"] or "is_unclean" in extra else 200
    return page(request, front, "file", status, file=case, one=one, **extra)


@require_GET
@staff_view(Permission.QUEUE, atomic=False)
def hand_out(
    request: StaffRequest, reference: str, file: UUID, ticket: str, *, is_copy: bool = False
) -> HttpResponseBase:
    """The file itself, or a clean copy of it, once. Never shown by the browser: saved, under a name that says
    nothing."""
    with tenancy.within(request.actor.state):
        case, front = file_of(request, reference)
        row = _row(case, file)
        session = request.session.session_key or ""
        if not handing.redeem(
            ticket=ticket, docket=case.docket, file=file, by=request.actor, session=session, is_copy=is_copy
        ):
            raise Http404
        opened = vault.open(
            state=case.case.state, subject=case.case.pk, keyring=request.actor.keyring, parts=[Part.ORIGINAL]
        )
        try:
            handed = _handed(row, opened.key(Part.ORIGINAL), is_copy=is_copy)
        except NotTaken:
            is_scan = evidence.is_scan(case.case, file)
            return _page(request, front, case, file, is_unclean=True, is_scan=is_scan)
        except Locked:
            return _page(request, front, case, file, is_locked=True)
        except (Tampered, Gone):
            return _page(request, front, case, file, is_damaged=True)
    name = f"{case.case.reference}-{row.number}.{EXTENSIONS[handed.kind]}"
    return saved(handed.chunks, size=handed.size, name=name)


def _handed(row: Evidence, key: vault.CaseKey, *, is_copy: bool) -> Handed:
    told = described(row, key)
    if not is_copy:
        return Handed(FileKind(row.kind), told.size, content(row, told))
    copy = copy_of(row, told)
    return Handed(copy.kind, len(copy.content), iter([copy.content]))


def saved(chunks: Iterable[bytes], *, size: int, name: str) -> HttpResponseBase:
    """A file that no browser shows: saved under a name that says nothing of its content."""
    answer = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
